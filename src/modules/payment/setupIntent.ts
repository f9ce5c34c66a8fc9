/** Preparing the provider's own form for a new payment method. */
import type { OpContext, SignedIn } from '../../op.ts';
import { loadCustomer, namedCustomerId } from '../customer/customer.ts';
import { requireFeature } from '../portal/policy.ts';
import type { PaymentGateway, SetupIntent } from './gateway.ts';
import { providerCustomer } from './methods.ts';
import { askProvider } from './reserve.ts';

export async function createSetupIntent(
  ctx: OpContext<SignedIn> & { gateway: PaymentGateway },
  input: { customerId?: string | null },
): Promise<SetupIntent & { provider: string }> {
  requireFeature(ctx.principal, 'paymentMethodsEnabled');
  const id = namedCustomerId(ctx.principal, input.customerId);
  const customer = await loadCustomer({ tx: ctx.db.prisma, principal: ctx.principal }, id);
  const customerRef = await providerCustomer(ctx, customer);
  const config = await ctx.db.prisma.portalConfig.findUniqueOrThrow({ where: { companyId: ctx.principal.companyId } });
  const intent = await askProvider(() =>
    ctx.gateway.createSetupIntent({ customerRef, kinds: config.acceptedPaymentMethods }),
  );
  return { ...intent, provider: ctx.gateway.name };
}
