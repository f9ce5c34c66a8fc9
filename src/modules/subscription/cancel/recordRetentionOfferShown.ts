import { z } from 'zod';
import { validate } from '../../../kernel/validate.ts';
import { type CustomerPrincipal, type OpContext, transact } from '../../../operation/operation.ts';
import { requireFeature } from '../../../operation/portalPolicy.ts';
import { lockSubscription } from '../record/load.ts';
import { acceptableOffer, emitOfferShown, retentionAnswer } from './cancellationOffer.ts';

const shownInput = z.object({ subscriptionId: z.string(), reason: retentionAnswer.shape.reason });

/** Records that the customer was shown the offer for the reason. Throws `ConflictError` if none applies. */
export async function recordRetentionOfferShown(
  ctx: OpContext<CustomerPrincipal>,
  input: z.input<typeof shownInput>,
): Promise<{ subscriptionId: string }> {
  const { subscriptionId, reason } = validate(shownInput, input);
  requireFeature(ctx.principal, 'cancellationsEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    const offer = await acceptableOffer(op, subscription, { reason }, ['COUPON', 'PAUSE', 'PLAN', 'CONTACT']);
    await emitOfferShown(op, subscription, offer, reason ?? null);
    return { subscriptionId };
  });
}
