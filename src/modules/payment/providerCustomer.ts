import type { Customer } from '../../db/generated/client/client.ts';
import type { OpContext, SignedIn } from '../../operation/operation.ts';
import { askProvider } from './callProvider.ts';
import type { ProviderSession } from './port.ts';
import type { Charging } from './providerOf.ts';

export type MethodContext = OpContext<SignedIn> & Charging;

/** The customer's id at the provider, which is created when it is first needed, and the session that knows it. */
export async function providerCustomer(
  ctx: MethodContext,
  customer: Pick<Customer, 'id' | 'name' | 'email' | 'providerCustomerRef' | 'providerAccountId'>,
): Promise<{ session: ProviderSession; customerRef: string; accountId: string | null }> {
  const { session, accountId } = await ctx.providerOf(ctx.principal.companyId);
  const { providerCustomerRef: known, providerAccountId } = customer;
  if (known && providerAccountId === accountId) return { session, customerRef: known, accountId };
  const { id: customerId, name, email } = customer;
  const ref = await askProvider(() => session.ensureCustomer({ customerId, name, email }, `customer-${customerId}`));
  await ctx.db.prisma.customer.updateMany({
    // Unless another request has stored one meanwhile.
    where: { id: customer.id, companyId: ctx.principal.companyId, providerCustomerRef: known, providerAccountId },
    data: { providerCustomerRef: ref, providerAccountId: accountId },
  });
  const stored = await ctx.db.prisma.customer.findUniqueOrThrow({ where: { id: customer.id } });
  return { session, customerRef: stored.providerCustomerRef ?? ref, accountId };
}
