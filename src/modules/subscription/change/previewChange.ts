import { validate } from '../../../kernel/validate.ts';
import { requireVisiblePayment } from '../../charge/continuedPayment.ts';
import { type ChangeInput, changeInput, type PlanContext, planRequest } from './changeRequest.ts';
import type { ChangePlan } from './planChange.ts';
import { type Quote, quoteOf } from './signedQuote.ts';

/** Returns the result of the change as of now, with a quote that guarantees it for ten minutes. */
export async function previewChange(ctx: PlanContext, input: ChangeInput): Promise<ChangePlan & { quote: Quote }> {
  const given = validate(changeInput, input);
  const plan = await planRequest(ctx, given);
  if (given.paymentId) await requireVisiblePayment(ctx, given.paymentId);
  return { ...plan, quote: quoteOf(ctx.keys, plan, ctx.now) };
}
