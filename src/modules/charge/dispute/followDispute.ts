/** Reads a dispute at the provider and applies it. */
import type { Payment } from '../../../db/generated/client/client.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { companyTime } from '../../company/time.ts';
import { callProvider } from '../../payment/callProvider.ts';
import { type ChargeContext, wallTime } from '../../payment/planPayment.ts';
import type { ProviderSession } from '../../payment/port.ts';
import type { DisputeFoundJob } from '../applyFacts.ts';
import { applyDispute } from './applyDispute.ts';

export type DisputeParts = Pick<ChargeContext, 'db' | 'queue' | 'providerOf'> & { clock: Clock };

/** The context of work that no request waits for. */
export async function systemContext({ clock, ...parts }: DisputeParts, companyId: string): Promise<ChargeContext> {
  const now = await companyTime({ db: parts.db, clock }, companyId);
  return { ...parts, principal: { kind: 'system', companyId }, now, wallNow: clock.now() };
}

/** The time is taken before the call, so that of two reads the one that began later counts. */
export async function followDispute(
  ctx: ChargeContext,
  session: ProviderSession,
  payment: Payment,
  ref: string,
): Promise<void> {
  const readAt = wallTime(ctx);
  await applyDispute(ctx, payment, await callProvider(() => session.readDispute(ref)), readAt);
}

/** The handler of `DISPUTE_FOUND_JOB`. */
export async function followFoundDispute(
  parts: DisputeParts,
  { companyId, paymentId, disputeRef }: DisputeFoundJob,
): Promise<void> {
  const payment = await parts.db.prisma.payment.findFirst({ where: { id: paymentId, companyId } });
  if (!payment) return;
  const { session } = await parts.providerOf(companyId);
  await followDispute(await systemContext(parts, companyId), session, payment, disputeRef);
}
