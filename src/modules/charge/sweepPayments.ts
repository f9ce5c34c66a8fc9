/**
 * The sweep that takes up payments by their `lookAt`: it finishes or undoes what a dead process left, and reads what becomes
 * known late. Providers live by real time, so it does too, also for companies with a test clock.
 */
import type { Db } from '../../db/client.ts';
import type { Payment } from '../../db/generated/client/client.ts';
import type { SweepParts } from '../../jobs/sweepParts.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { safeError } from '../../kernel/safeError.ts';
import type { ProviderOf } from '../payment/providerOf.ts';
import { REST } from '../payment/status.ts';
import { advancePayment } from './advancePayment.ts';
import { RETURN_LOOK } from './settlePayment.ts';

/** Rows read at once, so that memory does not grow with an outage. */
const BATCH = 200;
/** Payments taken up side by side; a slow provider must not hold up those of other companies. */
const CONCURRENCY = { postgres: 8, pglite: 1 } as const;
/** A debit can be returned for eight weeks. */
const RETURNS_END = 56 * DAY;

interface Due extends Pick<Payment, 'id' | 'companyId' | 'status' | 'looks'> {
  lookAt: Date;
  statusAt: Date;
  testClockAt: Date | null;
}

const DUE_PAYMENTS = `SELECT p.id, p.company_id AS "companyId", p.status::text AS status, p.looks, p.look_at AS "lookAt",
    p.status_at AS "statusAt", c.test_clock_at AS "testClockAt"
  FROM payment p JOIN company c ON c.id = p.company_id
  WHERE p.look_at <= $1 ORDER BY p.look_at, p.id LIMIT ${BATCH}`;

/** Takes up every payment whose time has come, each by one process, and returns their number. */
export async function sweepPayments(parts: SweepParts & { providerOf: ProviderOf }, wallNow: Date): Promise<number> {
  let done = 0;
  for (;;) {
    const due = await parts.db.sql<Due>('due_payments', DUE_PAYMENTS, [wallNow]);
    const waiting = due[Symbol.iterator]();
    const lane = async () => {
      for (const payment of waiting) {
        if (parts.enough?.()) return;
        if (await claim(parts.db, payment, wallNow)) {
          await takeUp(parts, payment, wallNow);
          done++;
        }
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY[parts.db.kind] }, lane));
    if (due.length < BATCH || parts.enough?.()) return done;
  }
}

/** Sets the time of the next look, so that only one process takes the payment up. */
async function claim({ prisma }: Db, { id, companyId, status, lookAt, looks, statusAt }: Due, wallNow: Date) {
  const { count } = await prisma.payment.updateMany({
    where: { id, companyId, status, lookAt },
    data: { lookAt: nextLook({ status, looks, statusAt }, wallNow), looks: looks + 1 },
  });
  return count === 1;
}

function nextLook({ status, looks, statusAt }: Pick<Due, 'status' | 'looks' | 'statusAt'>, wallNow: Date): Date | null {
  if (status === 'SUCCEEDED')
    return wallNow.getTime() - statusAt.getTime() < RETURNS_END ? after(wallNow, RETURN_LOOK) : null;
  const rests: readonly number[] = status in REST ? REST[status as keyof typeof REST] : REST.TAKING;
  return after(wallNow, rests[Math.min(looks + 1, rests.length - 1)] ?? DAY);
}

async function takeUp(
  { db, queue, log, providerOf }: SweepParts & { providerOf: ProviderOf },
  { id, companyId, status, testClockAt }: Due,
  wallNow: Date,
): Promise<void> {
  const principal = { kind: 'system', companyId } as const;
  try {
    await advancePayment({ db, queue, providerOf, principal, now: testClockAt ?? wallNow, wallNow }, id);
  } catch (error) {
    log.error(
      { paymentId: id, companyId, status, err: safeError(error), next: 'It is taken up again by its schedule.' },
      'A payment could not be taken further.',
    );
  }
}
