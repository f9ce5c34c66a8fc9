/** Compares the payments of a span with those at the provider, at the merchant's request. No money moves. */
import { z } from 'zod';
import { DAY } from '../../../kernel/clock.ts';
import { ConflictError, PaymentProviderUnavailableError, ValidationError } from '../../../kernel/errors.ts';
import { validate } from '../../../kernel/validate.ts';
import type { MerchantPrincipal } from '../../../operation/operation.ts';
import { isOutage } from '../../payment/callProvider.ts';
import { type ChargeContext, wallTime } from '../../payment/planPayment.ts';
import { type Comparison, comparePayments } from './comparePayments.ts';

const spanInput = z.object({ from: z.date(), to: z.date() });

const LONGEST_DAYS = 31;

export interface Reconciliation extends Comparison {
  from: Date;
  to: Date;
}

/**
 * Throws `ValidationError` for a span that is empty, too long or not over, `ConflictError` at the sandbox,
 * whose payments have no second record, and `PaymentProviderUnavailableError`.
 */
export async function reconcilePayments(
  ctx: ChargeContext<MerchantPrincipal>,
  input: { from: Date; to: Date },
): Promise<Reconciliation> {
  const { from, to } = validate(spanInput, input);
  const wallNow = wallTime(ctx);
  if (to <= from) throw ValidationError.at(['input', 'to'], 'Must be after `from`.');
  if (to.getTime() - from.getTime() > LONGEST_DAYS * DAY)
    throw ValidationError.at(['input', 'to'], `Must be at most ${LONGEST_DAYS} days after \`from\`.`);
  if (to > wallNow) throw ValidationError.at(['input', 'to'], 'Must not be in the future.');
  const { session, accountId } = await ctx.providerOf(ctx.principal.companyId);
  if (accountId === null)
    throw new ConflictError(
      'PROVIDER_MISSING',
      'The sandbox has no second record of payments. Connect an account first.',
    );
  try {
    return { from, to, ...(await comparePayments(ctx, { session, accountId }, { from, to }, wallNow)) };
  } catch (error) {
    throw isOutage(error) ? new PaymentProviderUnavailableError() : error;
  }
}
