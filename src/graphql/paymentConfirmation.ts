/** How a customer confirms a payment, as `PaymentAuthenticationRequiredError` has it. */
import type { Confirmation } from '../kernel/errors.ts';
import { builder } from './builder.ts';

const ConfirmationKind = builder.enumType('PaymentConfirmationKind', {
  description: 'How a customer confirms a payment.',
  values: {
    CONFIRM: { description: "The provider's script opens the bank's dialog with the client secret." },
    REDIRECT: { description: 'The customer is sent to an address of the bank and returns.' },
  },
});

export const PaymentConfirmation = builder.objectRef<Confirmation>('PaymentConfirmation').implement({
  description: 'The means with which the customer confirms a payment, within 30 minutes.',
  fields: (t) => ({
    paymentId: t.exposeID('paymentId', {
      description:
        'The payment. Once it is confirmed, the same mutation with this `paymentId` and the same input completes.',
    }),
    provider: t.string({
      description: 'The payment provider, such as `sandbox`.',
      resolve: ({ step }) => step.provider,
    }),
    kind: t.field({
      type: ConfirmationKind,
      description: 'How it is confirmed.',
      resolve: ({ step }) => step.kind,
    }),
    clientSecret: t.string({
      nullable: true,
      description: "The secret for the provider's script; null unless the kind is `CONFIRM`.",
      resolve: ({ step }) => step.secret,
    }),
    url: t.string({
      nullable: true,
      description: 'The address to send the customer to; null unless the kind is `REDIRECT`.',
      resolve: ({ step }) => step.url,
    }),
    publishableKey: t.string({
      description: "The provider's public key for the script.",
      resolve: ({ step }) => step.publishableKey,
    }),
    connectedAccount: t.string({
      nullable: true,
      description: 'The connected account that the script must name; null for the account of the key.',
      resolve: ({ step }) => step.onAccount,
    }),
  }),
});
