import { newId } from '../../kernel/ids.ts';
import type { OpContext, SignedIn } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { loadCustomer, namedCustomerId } from '../customer/customer.ts';
import { askProvider } from './callProvider.ts';
import { providerCustomer } from './methods.ts';
import type { Charging } from './providerOf.ts';

/** Prepares the provider's form for a new payment method, limited to the kinds that the portal accepts. */
export async function createSetupIntent(
  ctx: OpContext<SignedIn> & Charging & { publicUrl: string },
  input: { customerId?: string | null },
): Promise<{ provider: string; clientSecret: string; publishableKey: string }> {
  requireFeature(ctx.principal, 'paymentMethodsEnabled');
  const { companyId } = ctx.principal;
  const id = namedCustomerId(ctx.principal, input.customerId);
  const customer = await loadCustomer({ tx: ctx.db.prisma, principal: ctx.principal }, id);
  const { session, customerRef } = await providerCustomer(ctx, customer);
  const { acceptedPaymentMethods: kinds, company } = await ctx.db.prisma.portalConfig.findUniqueOrThrow({
    where: { companyId },
    include: { company: { select: { defaultCurrency: true } } },
  });
  const { provider, secret, publishableKey } = await askProvider(() =>
    session.beginSetup({
      ...{ customerRef, kinds, currency: company.defaultCurrency },
      returnUrl: `${ctx.publicUrl}/portal/${companyId}`,
      key: newId('Payment', ctx.now),
    }),
  );
  return { provider, clientSecret: secret ?? '', publishableKey };
}
