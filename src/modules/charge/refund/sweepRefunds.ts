/** Takes up refunds whose process has died, and reads those that a bank settles late. */
import type { SweepParts } from '../../../jobs/sweepParts.ts';
import { after } from '../../../kernel/clock.ts';
import { safeError } from '../../../kernel/safeError.ts';
import type { ProviderOf } from '../../payment/providerOf.ts';
import { advanceRefund, REFUND_REST } from './advanceRefund.ts';

const BATCH = 50;

/** Takes up every refund whose time has come, each by one process, and returns their number. */
export async function sweepRefunds(parts: SweepParts & { providerOf: ProviderOf }, wallNow: Date): Promise<number> {
  const { db, queue, providerOf, log } = parts;
  const due = await db.prisma.refund.findMany({
    where: { lookAt: { lte: wallNow } },
    include: { company: { select: { testClockAt: true } } },
    orderBy: { lookAt: 'asc' },
    take: BATCH,
  });
  let done = 0;
  for (const { id, companyId, lookAt, company } of due) {
    if (parts.enough?.()) break;
    const { count } = await db.prisma.refund.updateMany({
      where: { id, companyId, lookAt },
      data: { lookAt: after(wallNow, REFUND_REST) },
    });
    if (count !== 1) continue;
    done++;
    const principal = { kind: 'system', companyId } as const;
    const now = company.testClockAt ?? wallNow;
    await advanceRefund({ db, queue, providerOf, principal, now, wallNow }, id).catch((error: unknown) =>
      log.error(
        { refundId: id, companyId, err: safeError(error), next: 'It is taken up again by its schedule.' },
        'A refund could not be taken further.',
      ),
    );
  }
  return done;
}
