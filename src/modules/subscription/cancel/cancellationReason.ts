import { ValidationError } from '../../../kernel/errors.ts';
import type { Principal } from '../../../operation/operation.ts';

/** Requires one of the portal's cancellation reasons from customers, if the portal has them enabled. */
export function requireReason(principal: Principal, reason: string | null | undefined): void {
  if (principal.kind !== 'customer' || !principal.portal.cancellationReasonsEnabled) return;
  if (!reason) throw ValidationError.at(['input', 'reason'], 'Must be given.');
  if (!principal.portal.cancellationReasons.includes(reason))
    throw ValidationError.at(['input', 'reason'], 'Must be one of the reasons that the portal offers.');
}
