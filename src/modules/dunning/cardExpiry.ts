/** Warnings of default cards that are about to expire, one for each expiry. */
import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client/client.ts';
import { sweepDue } from '../../jobs/sweepDue.ts';
import type { SweepParts } from '../../jobs/sweepParts.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { transact } from '../../operation/operation.ts';
import { RENEWING } from '../subscription/record/statusTransitions.ts';
import { CARD_EXPIRING_MAIL_JOB, type CardExpiringMailJob } from './cardExpiringMail.ts';
import { MAXIMUM_WARNING_DAYS } from './updateDunningConfig.ts';

const BATCH = 200;

export type PaymentMethodExpiry = 'VALID' | 'EXPIRING' | 'EXPIRED';

/** Whether a card has expired or expires within the warning time; null for methods without an expiry. */
export function expiryOf(
  { expiryYear, expiryMonth }: { expiryYear: number | null; expiryMonth: number | null },
  warningDays: number,
  now: Date,
): PaymentMethodExpiry | null {
  if (expiryYear === null || expiryMonth === null) return null;
  // Date.UTC counts months from 0, so this is the first instant after the card's last month.
  const end = new Date(Date.UTC(expiryYear, expiryMonth));
  if (now >= end) return 'EXPIRED';
  return warningDays > 0 && after(end, -warningDays * DAY) <= now ? 'EXPIRING' : 'VALID';
}

interface Expiring {
  id: string;
  companyId: string;
  expiryYear: number;
  expiryMonth: number;
  emailsEnabled: boolean;
}

/** Default methods of customers with a subscription that will renew, without a warning for their expiry yet. */
const UNWARNED_DEFAULTS = Prisma.sql`
  FROM payment_method pm
  JOIN customer c ON c.company_id = pm.company_id AND c.id = pm.customer_id AND c.default_payment_method_id = pm.id
  JOIN company co ON co.id = pm.company_id
  JOIN dunning_config dc ON dc.company_id = pm.company_id
  WHERE pm.warned_for IS DISTINCT FROM pm.expiry_year * 100 + pm.expiry_month
    AND pm.removed_at IS NULL AND c.deleted_at IS NULL
    AND dc.card_expiry_warning_days > 0
    AND EXISTS (
      SELECT 1 FROM subscription s
      WHERE s.company_id = c.company_id AND s.customer_id = c.id AND NOT s.cancel_at_period_end
        AND s.collection_method = 'CHARGE_AUTOMATICALLY'
        AND s.status::text = ANY (${[...RENEWING]}::text[])
    )`;

/** The instant of the warning in UTC: the warning days before the end of the card's last month. */
const WARNED_AT = Prisma.sql`make_date(pm.expiry_year, pm.expiry_month, 1) + interval '1 month'
  - dc.card_expiry_warning_days * interval '1 day'`;

/**
 * Warns of every default payment method that expires within its company's warning time and that a subscription will be
 * charged to. A card is valid until its month ends, in UTC. A warning that fails is logged and tried again by the next
 * sweep. Returns the number of warnings.
 */
export async function warnExpiringCards(
  parts: SweepParts,
  now: Date,
  testClockOf: string | null = null,
): Promise<number> {
  // Bounds for the index: from this month to the month in which the longest warning time ends.
  const month = (instant: Date) => [instant.getUTCFullYear(), instant.getUTCMonth() + 1] as const;
  const [fromYear, fromMonth] = month(now);
  const [toYear, toMonth] = month(after(now, MAXIMUM_WARNING_DAYS * DAY));
  const { db } = parts;
  return sweepDue(parts, {
    read: (failed) => db.prisma.$queryRaw<Expiring[]>`
      SELECT pm.id, pm.company_id AS "companyId", pm.expiry_year AS "expiryYear", pm.expiry_month AS "expiryMonth",
        dc.emails_enabled AS "emailsEnabled"
      ${UNWARNED_DEFAULTS}
        AND (pm.expiry_year, pm.expiry_month) >= (${fromYear}::int, ${fromMonth}::int)
        AND (pm.expiry_year, pm.expiry_month) <= (${toYear}::int, ${toMonth}::int)
        AND CASE WHEN ${testClockOf}::text IS NULL THEN co.test_clock_at IS NULL ELSE co.id = ${testClockOf}::text END
        AND ${WARNED_AT} <= ${now}::timestamptz AT TIME ZONE 'UTC'
        AND pm.id <> ALL (${failed}::text[])
      ORDER BY pm.expiry_year, pm.expiry_month, pm.id
      LIMIT ${BATCH}`,
    handle: (method) => warn(parts, now, method),
    facts: ({ id: paymentMethodId, companyId }) => ({ paymentMethodId, companyId }),
    failure: {
      message: 'A card expiry warning failed and was rolled back.',
      next: 'The warning stays due. The next hourly sweep tries it again.',
    },
  });
}

/** The instant after `now` at which the company's next card warning is due; null if none is. */
export async function nextWarningAt(db: Db, companyId: string, now: Date): Promise<Date | null> {
  const [next] = await db.prisma.$queryRaw<{ at: Date | null }[]>`
    SELECT min(${WARNED_AT}) AT TIME ZONE 'UTC' AS at
    ${UNWARNED_DEFAULTS} AND co.id = ${companyId} AND ${WARNED_AT} > ${now}::timestamptz AT TIME ZONE 'UTC'`;
  return next?.at ?? null;
}

/** Claims the warning; its event and its mail commit with the claim. Returns false if another process was first. */
function warn(parts: Pick<SweepParts, 'db' | 'queue'>, now: Date, method: Expiring): Promise<boolean> {
  const { id, companyId, expiryYear, expiryMonth, emailsEnabled } = method;
  const warnedFor = expiryYear * 100 + expiryMonth;
  return transact({ ...parts, now, principal: { kind: 'system', companyId } }, async (op) => {
    const { count } = await op.tx.paymentMethod.updateMany({
      where: {
        id,
        companyId,
        removedAt: null,
        expiryYear,
        expiryMonth,
        OR: [{ warnedFor: null }, { warnedFor: { not: warnedFor } }],
      },
      data: { warnedFor },
    });
    if (count !== 1) return false;
    const { customerId } = await op.tx.paymentMethod.findUniqueOrThrow({ where: { id } });
    op.emit('payment_method.expiring', { objectId: id, customerId, data: { expiryYear, expiryMonth } });
    if (emailsEnabled)
      await op.enqueue(CARD_EXPIRING_MAIL_JOB, {
        companyId,
        paymentMethodId: id,
        warnedFor,
      } satisfies CardExpiringMailJob);
    return true;
  });
}
