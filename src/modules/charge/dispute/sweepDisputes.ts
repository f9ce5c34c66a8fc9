/** Reads undecided disputes once a day, so that a missed signal costs time and nothing else. */
import type { SweepParts } from '../../../jobs/sweepParts.ts';
import { after, HOUR } from '../../../kernel/clock.ts';
import { safeError } from '../../../kernel/safeError.ts';
import type { ProviderOf } from '../../payment/providerOf.ts';
import { followDispute } from './followDispute.ts';

const BATCH = 50;

/** The time after which a failed read is repeated. */
const REST = HOUR;

/** Reads every dispute whose time has come, each by one process, and returns their number. */
export async function sweepDisputes(parts: SweepParts & { providerOf: ProviderOf }, wallNow: Date): Promise<number> {
  const { db, queue, providerOf, log } = parts;
  const due = await db.prisma.dispute.findMany({
    where: { lookAt: { lte: wallNow } },
    include: {
      company: { select: { testClockAt: true } },
      payment: { include: { paymentMethod: { select: { accountId: true } } } },
    },
    orderBy: { lookAt: 'asc' },
    take: BATCH,
  });
  let done = 0;
  for (const { id, companyId, lookAt, providerRef, company, payment } of due) {
    if (parts.enough?.()) break;
    const { count } = await db.prisma.dispute.updateMany({
      where: { id, companyId, lookAt },
      data: { lookAt: after(wallNow, REST) },
    });
    if (count !== 1) continue;
    done++;
    const principal = { kind: 'system', companyId } as const;
    const ctx = { db, queue, providerOf, principal, now: company.testClockAt ?? wallNow, wallNow };
    await read(ctx, payment, providerRef).catch((error: unknown) =>
      log.error(
        { disputeId: id, companyId, err: safeError(error), next: 'It is read again in an hour.' },
        'A dispute could not be read.',
      ),
    );
  }
  return done;

  async function read(
    ctx: Parameters<typeof followDispute>[0],
    payment: (typeof due)[number]['payment'],
    providerRef: string,
  ): Promise<void> {
    const { session, accountId } = await providerOf(payment.companyId);
    // The company has connected another account since, at which the dispute cannot be read.
    if (payment.paymentMethod.accountId === accountId) await followDispute(ctx, session, payment, providerRef);
  }
}
