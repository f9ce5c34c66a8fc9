/**
 * Pausing and resuming. A pause begins when the paid period ends, and a new cycle begins when the pause ends: every period
 * is whole and billed once, so no unused time has to be credited. Pausing moves no money; resuming bills like a renewal.
 */
import { z } from 'zod';
import { after, DAY } from '../../../kernel/clock.ts';
import { ValidationError } from '../../../kernel/errors.ts';
import { clearable, text, validate } from '../../../kernel/validate.ts';
import { type Op, type OpContext, type SignedIn, transact } from '../../../operation/operation.ts';
import { requireFeature } from '../../../operation/portalPolicy.ts';
import { acceptInstead, retentionAnswer } from '../cancel/cancellationOffer.ts';
import { actionState, requireAction } from '../record/allowedActions.ts';
import { lockSubscription } from '../record/load.ts';
import { updateVersioned } from '../record/transition.ts';

const MAXIMUM_PAUSE_DAYS = 1095;

const pauseInput = z.object({
  subscriptionId: z.string(),
  resumesAt: z.date().nullish(),
  reason: clearable(text(500)),
  retention: retentionAnswer.nullish(),
});

export type PauseInput = z.input<typeof pauseInput>;

/**
 * Schedules a pause for the end of the current period or trial; nothing is billed from then until the subscription resumes.
 * Throws what `actionRefusal` returns for `pause`, and `ValidationError` for a date that is too early, too late or missing.
 */
export async function pauseSubscription(
  ctx: OpContext<SignedIn>,
  input: PauseInput,
): Promise<{ subscriptionId: string }> {
  const { subscriptionId, resumesAt = null, reason, retention } = validate(pauseInput, input);
  requireFeature(ctx.principal, 'pauseEnabled');
  return transact(ctx, async (op) => {
    const subscription = await lockSubscription(op, subscriptionId);
    requireAction(op, actionState(subscription), 'pause');
    refuseDate(op, subscription.currentPeriodEnd, resumesAt);
    await updateVersioned(op, subscription, { pauseAtPeriodEnd: true, resumesAt });
    if (retention) await acceptInstead(op, subscription, retention, { type: 'PAUSE' });
    op.emit('subscription.pause_scheduled', {
      objectId: subscriptionId,
      customerId: subscription.customerId,
      data: {
        pausesAt: subscription.currentPeriodEnd.toISOString(),
        resumesAt: resumesAt?.toISOString() ?? null,
        reason: reason ?? null,
      },
    });
    return { subscriptionId };
  });
}

function refuseDate({ principal }: Op, pausesAt: Date, resumesAt: Date | null): void {
  const path = ['input', 'resumesAt'];
  const portalDays = principal.kind === 'customer' ? principal.portal.pauseMaximumDays : null;
  if (!resumesAt) {
    if (portalDays !== null)
      throw ValidationError.at(path, 'Must be given, because this portal limits the length of a pause.');
    return;
  }
  if (resumesAt <= pausesAt) throw ValidationError.at(path, 'Must be after the end of the current period.');
  const days = portalDays ?? MAXIMUM_PAUSE_DAYS;
  if (resumesAt > after(pausesAt, days * DAY))
    throw ValidationError.at(path, `Must be within ${days} days of the end of the current period.`);
}
