import type { Prisma } from '../../db/generated/client/client.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import { type Op, type SignedIn, visibleCustomer } from '../../operation/operation.ts';

/** Loads a customer that the caller may see. Throws `NotFoundError` otherwise. */
export async function loadCustomer<Include extends Prisma.CustomerInclude = object>(
  op: Pick<Op, 'tx' | 'principal'>,
  id: string,
  include?: Include,
) {
  const customer = await op.tx.customer.findFirst({
    where: { AND: [{ id }, visibleCustomer(op.principal)], deletedAt: null },
    include: include ?? ({} as Include),
  });
  if (!customer) throw new NotFoundError('customer', ['input', 'customerId']);
  return customer;
}

/** The customer of an operation: the portal session's own, or the one that a merchant names. */
export function namedCustomerId(principal: SignedIn, customerId: string | null | undefined): string {
  if (principal.kind === 'customer') {
    if (customerId && customerId !== principal.customerId) throw new NotFoundError('customer', ['input', 'customerId']);
    return principal.customerId;
  }
  if (!customerId) throw new NotFoundError('customer', ['input', 'customerId']);
  return customerId;
}
