/** The reason that a customer gives for leaving. */
import { ValidationError } from '../../kernel/errors.ts';
import type { Principal } from '../../op.ts';

/** Customers give one of the configured reasons where reasons are asked for. */
export function requireReason(principal: Principal, reason: string | null | undefined): void {
  if (principal.kind !== 'customer' || !principal.portal.cancellationReasonsEnabled) return;
  if (!reason) throw ValidationError.at(['input', 'reason'], 'A reason must be given.');
  if (!principal.portal.cancellationReasons.includes(reason))
    throw ValidationError.at(['input', 'reason'], 'Must be one of the reasons that the portal offers.');
}
