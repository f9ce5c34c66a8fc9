import { newId } from '../../kernel/ids.ts';
import { askProvider } from '../payment/callProvider.ts';
import type { SetupForm } from '../payment/createSetupIntent.ts';
import { ProviderInvalid } from '../payment/port.ts';
import { type MethodContext, providerCustomer } from '../payment/providerCustomer.ts';
import { acceptedKinds } from './acceptedKinds.ts';
import type { OpenLink } from './openPaymentLink.ts';
import { notByLink, requirePayable } from './requirePayable.ts';

/**
 * Prepares the provider's form for a payment method that pays the invoice of the link once and is not stored. Throws
 * `ConflictError` if nothing is due, or if no accepted kind works in the currency of the invoice.
 */
export async function createPaymentLinkSetupIntent(
  ctx: Omit<MethodContext, 'principal'>,
  link: OpenLink,
): Promise<SetupForm> {
  requirePayable(link);
  const { principal, invoice, now } = link;
  const { session, customerRef } = await providerCustomer({ ...ctx, principal, now }, invoice.customer);
  const { provider, secret, publishableKey, onAccount } = await askProvider(() =>
    session.beginSetup({
      ...{ customerId: principal.customerId, customerRef, kinds: acceptedKinds(link), currency: invoice.currency },
      key: newId('Payment', now),
      once: true,
    }),
  ).catch((error: unknown) => {
    throw error instanceof ProviderInvalid ? notByLink() : error;
  });
  return { provider, clientSecret: secret ?? '', publishableKey, connectedAccount: onAccount };
}
