import type { OpContext, SignedIn } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { loadCustomer, namedCustomerId } from '../customer/customer.ts';
import type { PaymentGateway, SetupIntent } from './gateway.ts';
import { providerCustomer } from './methods.ts';
import { withProviderTimeout } from './providerTimeout.ts';

/** Prepares the provider's form for a new payment method, limited to the kinds that the portal accepts. */
export async function createSetupIntent(
  ctx: OpContext<SignedIn> & { gateway: PaymentGateway },
  input: { customerId?: string | null },
): Promise<SetupIntent & { provider: string }> {
  requireFeature(ctx.principal, 'paymentMethodsEnabled');
  const id = namedCustomerId(ctx.principal, input.customerId);
  const customer = await loadCustomer({ tx: ctx.db.prisma, principal: ctx.principal }, id);
  const customerRef = await providerCustomer(ctx, customer);
  const config = await ctx.db.prisma.portalConfig.findUniqueOrThrow({ where: { companyId: ctx.principal.companyId } });
  const intent = await withProviderTimeout(() =>
    ctx.gateway.createSetupIntent({ customerRef, kinds: config.acceptedPaymentMethods }),
  );
  return { ...intent, provider: ctx.gateway.name };
}
