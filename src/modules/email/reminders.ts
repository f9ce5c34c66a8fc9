/** Reminders before a renewal or the end of a trial, one for each period. */
import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client/client.ts';
import { sweepDue } from '../../jobs/sweepDue.ts';
import type { SweepParts } from '../../jobs/sweepParts.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { transact } from '../../operation/operation.ts';
import { claimReminder } from '../subscription/record/transition.ts';
import { MAXIMUM_LONG_DAYS } from './updateEmailConfig.ts';

const BATCH = 200;

interface Ending {
  id: string;
  companyId: string;
  customerId: string;
  trial: boolean;
  at: Date;
}

/** The warning time in days: of a trial, of a period of six months or more, or of a shorter one of at least a month. */
const WARNING_DAYS = Prisma.sql`CASE
  WHEN s.status = 'TRIALING' THEN CASE WHEN 'TRIAL_ENDING' = ANY (ec.enabled) THEN ec.trial_reminder_days ELSE 0 END
  WHEN NOT 'RENEWAL_REMINDER' = ANY (ec.enabled) THEN 0
  WHEN s.interval = 'YEAR' OR (s.interval = 'MONTH' AND s.interval_count >= 6) THEN ec.long_period_reminder_days
  WHEN s.interval = 'MONTH' THEN ec.short_period_reminder_days
  ELSE 0 END`;

/** Subscriptions that will be billed at the end of their period, of which the customer was not reminded. */
const UNREMINDED = Prisma.sql`
  FROM subscription s
  JOIN email_config ec ON ec.company_id = s.company_id
  JOIN company co ON co.id = s.company_id
  WHERE s.status IN ('ACTIVE', 'TRIALING') AND NOT s.cancel_at_period_end AND NOT s.pause_at_period_end
    AND s.reminded_of IS DISTINCT FROM s.current_period_end AND ${WARNING_DAYS} > 0`;

const REMINDED_AT = Prisma.sql`s.current_period_end - ${WARNING_DAYS} * interval '1 day'`;

/** Emits the event of every reminder that is due; the e-mail follows the event. Returns the number of reminders. */
export async function remindOfRenewals(
  parts: SweepParts,
  now: Date,
  testClockOf: string | null = null,
): Promise<number> {
  const { db } = parts;
  return sweepDue(parts, {
    read: (failed) => db.prisma.$queryRaw<Ending[]>`
      SELECT s.id, s.company_id AS "companyId", s.customer_id AS "customerId", s.status = 'TRIALING' AS trial,
        s.current_period_end AS at
      ${UNREMINDED}
        AND s.current_period_end > ${now} AND s.current_period_end <= ${after(now, MAXIMUM_LONG_DAYS * DAY)}
        AND CASE WHEN ${testClockOf}::text IS NULL THEN co.test_clock_at IS NULL ELSE co.id = ${testClockOf}::text END
        AND ${REMINDED_AT} <= ${now}
        AND s.id <> ALL (${failed}::text[])
      ORDER BY s.current_period_end, s.id
      LIMIT ${BATCH}`,
    handle: (subscription) => remind(parts, now, subscription),
    facts: ({ id: subscriptionId, companyId }) => ({ subscriptionId, companyId }),
    failure: {
      message: 'A reminder failed and was rolled back.',
      next: 'The reminder stays due. The next hourly sweep tries it again.',
    },
  });
}

/** The instant after `now` at which the company's next reminder is due; null if none is. */
export async function nextReminderAt(db: Db, companyId: string, now: Date): Promise<Date | null> {
  const [next] = await db.prisma.$queryRaw<{ at: Date | null }[]>`
    SELECT min(${REMINDED_AT}) AS at ${UNREMINDED} AND co.id = ${companyId} AND ${REMINDED_AT} > ${now}`;
  return next?.at ?? null;
}

/** Claims the reminder; its event commits with the claim. Returns false if another process was first. */
function remind(parts: Pick<SweepParts, 'db' | 'queue'>, now: Date, subscription: Ending): Promise<boolean> {
  const { id, companyId, customerId, trial, at } = subscription;
  return transact({ ...parts, now, principal: { kind: 'system', companyId } }, async (op) => {
    if (!(await claimReminder(op, subscription, at))) return false;
    op.emit(trial ? 'subscription.trial_ending' : 'subscription.renewal_upcoming', {
      ...{ objectId: id, customerId, data: { at: at.toISOString() } },
    });
    return true;
  });
}
