/** The limit of requests with a promotion code, so that no code is guessed. */
import { requireAllowed, type Verdict } from '../../operation/attemptLimit.ts';
import type { CustomerPrincipal, Principal } from '../../operation/operation.ts';

interface CodeContext extends Omit<Parameters<typeof requireAllowed>[0], 'principal'> {
  principal: Principal;
  limits: { allowPromotionCode(owner: Pick<CustomerPrincipal, 'companyId' | 'customerId'>): Promise<Verdict> };
}

/** Counts a request of a customer, right code or wrong. Throws `TooManyAttempts`. */
export async function countPromotionCode(
  { principal, limits, ...rest }: CodeContext,
  code: string | null | undefined,
): Promise<void> {
  if (!code || principal.kind !== 'customer') return;
  const { companyId, customerId } = principal;
  await requireAllowed({ ...rest, principal }, await limits.allowPromotionCode({ companyId, customerId }));
}
