import type { Db } from '../../db/client.ts';
import type { PaymentStatus } from '../../db/generated/client/enums.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { companyTime } from '../company/time.ts';
import { callProvider } from '../payment/callProvider.ts';
import type { ProviderOf } from '../payment/providerOf.ts';
import { advancePayment } from './advance.ts';
import { applyFacts } from './applyFacts.ts';

/** Statuses that the provider or the customer ends. All others are ended by us, and the sweep goes by their time. */
const AWAITED: readonly PaymentStatus[] = ['NEEDS_CUSTOMER', 'PROCESSING', 'SUCCEEDED'];
const ENDED: readonly PaymentStatus[] = ['FAILED', 'CANCELED', 'ABANDONED', 'LOST'];

/**
 * Follows a hint that a payment has changed at the provider: its state is read there. A payment that is not known here is
 * another program's, or will be found by the sweep.
 */
export async function followSignal(
  parts: { db: Db; queue: Queue; clock: Clock; providerOf: ProviderOf },
  { companyId, ref }: { companyId: string; ref: string },
): Promise<void> {
  const payment = await parts.db.prisma.payment.findFirst({ where: { companyId, providerRef: ref } });
  if (!payment) return;
  const now = await companyTime(parts, companyId);
  const ctx = { ...parts, now, wallNow: parts.clock.now(), principal: { kind: 'system', companyId } as const };
  if (AWAITED.includes(payment.status)) await advancePayment(ctx, payment.id);
  if (!ENDED.includes(payment.status)) return;
  const { session } = await parts.providerOf(companyId);
  await applyFacts(ctx, payment, await callProvider(() => session.read(ref)));
}
