import { ConflictError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { OpContext, SignedIn } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { loadCustomer, namedCustomerId } from '../customer/loadCustomer.ts';
import { askProvider } from './callProvider.ts';
import { ProviderInvalid } from './port.ts';
import { providerCustomer } from './providerCustomer.ts';
import type { Charging } from './providerOf.ts';

/** All that the provider's form is opened with. */
export interface SetupForm {
  provider: string;
  clientSecret: string;
  publishableKey: string;
  /** The connected account that the form must name; null for the account of the key. */
  connectedAccount: string | null;
}

/**
 * Prepares the provider's form for a new payment method, limited to the kinds that the portal accepts. Throws
 * `ConflictError` if none of them works in the company's currency.
 */
export async function createSetupIntent(
  ctx: OpContext<SignedIn> & Charging,
  input: { customerId?: string | null },
): Promise<SetupForm> {
  requireFeature(ctx.principal, 'paymentMethodsEnabled');
  const { companyId } = ctx.principal;
  const id = namedCustomerId(ctx.principal, input.customerId);
  const customer = await loadCustomer({ tx: ctx.db.prisma, principal: ctx.principal }, id);
  const { session, customerRef } = await providerCustomer(ctx, customer);
  const { acceptedPaymentMethods: kinds, company } = await ctx.db.prisma.portalConfig.findUniqueOrThrow({
    where: { companyId },
    include: { company: { select: { defaultCurrency: true } } },
  });
  const { provider, secret, publishableKey, onAccount } = await askProvider(() =>
    session.beginSetup({
      ...{ customerId: id, customerRef, kinds, currency: company.defaultCurrency },
      key: newId('Payment', ctx.now),
    }),
  ).catch((error: unknown) => {
    if (!(error instanceof ProviderInvalid)) throw error;
    throw new ConflictError('NO_PAYMENT_METHOD_KIND', 'No kind of payment method that the portal accepts works here.');
  });
  return { provider, clientSecret: secret ?? '', publishableKey, connectedAccount: onAccount };
}
