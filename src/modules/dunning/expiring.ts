/** Cards that are about to expire: found once for each expiry, and their owners told. */
import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client/client.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { transact } from '../../op.ts';
import { RENEWING } from '../subscription/lifecycle.ts';
import { CARD_EXPIRING_MAIL_JOB, type CardExpiringMailJob } from './cardExpiringMail.ts';
import { MAXIMUM_WARNING_DAYS } from './config.ts';
import type { SweepParts } from './retry.ts';

const BATCH = 200;

export type PaymentMethodExpiry = 'GOOD' | 'EXPIRING' | 'EXPIRED';

/** How long a card is still good, by the rule of the warnings; null for what does not expire. */
export function expiryOf(
  { expiryYear, expiryMonth }: { expiryYear: number | null; expiryMonth: number | null },
  warningDays: number,
  now: Date,
): PaymentMethodExpiry | null {
  if (expiryYear === null || expiryMonth === null) return null;
  // The first instant of the next month: months count from 0 here.
  const end = new Date(Date.UTC(expiryYear, expiryMonth));
  if (now >= end) return 'EXPIRED';
  return warningDays > 0 && after(end, -warningDays * DAY) <= now ? 'EXPIRING' : 'GOOD';
}

interface Expiring {
  id: string;
  companyId: string;
  expiryYear: number;
  expiryMonth: number;
  emailsEnabled: boolean;
}

/** Default payment methods that a subscription which goes on depends on, and whose expiry nobody was told of. */
const DEPENDED_ON = Prisma.sql`
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
        AND s.status::text = ANY (${[...RENEWING]}::text[])
    )`;

/** From when on a card is told of, in UTC: so many days before its month ends. */
const TOLD_FROM = Prisma.sql`make_date(pm.expiry_year, pm.expiry_month, 1) + interval '1 month'
  - dc.card_expiry_warning_days * interval '1 day'`;

/**
 * Tells of every default payment method that expires within the company's warning time, while a subscription that goes
 * on depends on it. A card is good until its month ends, in UTC. Answers how many were told of.
 */
export async function warnExpiring(
  { db, queue, log }: SweepParts,
  now: Date,
  testClockOf: string | null = null,
): Promise<number> {
  const failed = new Set<string>();
  // As an index is searched: from this month to the one in which the longest warning time ends.
  const month = (instant: Date) => [instant.getUTCFullYear(), instant.getUTCMonth() + 1] as const;
  const [fromYear, fromMonth] = month(now);
  const [toYear, toMonth] = month(after(now, MAXIMUM_WARNING_DAYS * DAY));
  let told = 0;
  for (;;) {
    const due = await db.prisma.$queryRaw<Expiring[]>`
      SELECT pm.id, pm.company_id AS "companyId", pm.expiry_year AS "expiryYear", pm.expiry_month AS "expiryMonth",
        dc.emails_enabled AS "emailsEnabled"
      ${DEPENDED_ON}
        AND (pm.expiry_year, pm.expiry_month) >= (${fromYear}::int, ${fromMonth}::int)
        AND (pm.expiry_year, pm.expiry_month) <= (${toYear}::int, ${toMonth}::int)
        AND CASE WHEN ${testClockOf}::text IS NULL THEN co.test_clock_at IS NULL ELSE co.id = ${testClockOf}::text END
        AND ${TOLD_FROM} <= ${now}::timestamptz AT TIME ZONE 'UTC'
        AND pm.id <> ALL (${[...failed]}::text[])
      ORDER BY pm.expiry_year, pm.expiry_month, pm.id
      LIMIT ${BATCH}`;
    let done = 0;
    for (const method of due) {
      try {
        if (await warn({ db, queue }, now, method)) done++;
      } catch (error) {
        failed.add(method.id);
        log.error(
          { paymentMethodId: method.id, type: (error as Error).constructor.name },
          'A warning could not be given.',
        );
      }
    }
    told += done;
    if (done === 0) return told;
  }
}

/** When the next card of a company will have to be told of, after `now`; null when none will. */
export async function nextWarningAt(db: Db, companyId: string, now: Date): Promise<Date | null> {
  const [next] = await db.prisma.$queryRaw<{ at: Date | null }[]>`
    SELECT min(${TOLD_FROM}) AT TIME ZONE 'UTC' AS at
    ${DEPENDED_ON} AND co.id = ${companyId} AND ${TOLD_FROM} > ${now}::timestamptz AT TIME ZONE 'UTC'`;
  return next?.at ?? null;
}

/** Claims the warning, which commits together with its event and its mail. */
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
