/** Payment methods and payments in GraphQL. */
import type { PaymentStatus as Statuses } from '../../db/generated/client/enums.ts';
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { amountOf } from '../../graphql/money.ts';
import { CHARGES, IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import {
  ConflictError,
  PaymentMethodRequiredError,
  PaymentProviderUnavailableError,
  PortalFeatureDisabledError,
} from '../../kernel/errors.ts';
import { visibleIn } from '../../op.ts';
import { Customer } from '../customer/schema.ts';
import { PaymentMethodKind } from '../portal/enums.ts';
import { addPaymentMethod, removePaymentMethod, setDefaultPaymentMethod } from './methods.ts';
import { createSetupIntent } from './setupIntent.ts';

export const PaymentMethod = builder.prismaNode('PaymentMethod', {
  id: { field: 'id', description: 'The id of the payment method.' },
  nullable: true,
  findUnique: (id, { principal }) => ({
    id,
    AND: { ...visibleIn('paymentMethodsEnabled', principal), removedAt: null },
  }),
  description: 'A card, bank account or wallet at the payment provider. Its number never reaches this server.',
  fields: (t) => ({
    kind: t.expose('kind', { type: PaymentMethodKind, description: 'What kind of instrument it is.' }),
    brand: t.exposeString('brand', { nullable: true, description: 'The brand of a card, such as `visa`.' }),
    lastFour: t.exposeString('lastFour', { nullable: true, description: 'The last four digits, where there are any.' }),
    expiryMonth: t.exposeInt('expiryMonth', {
      nullable: true,
      description: 'The month in which a card expires, 1 to 12.',
    }),
    expiryYear: t.exposeInt('expiryYear', { nullable: true, description: 'The year in which a card expires.' }),
    isDefault: t.boolean({
      select: { id: true, customer: { select: { defaultPaymentMethodId: true } } },
      description: 'Whether invoices are charged to it.',
      resolve: ({ id, customer }) => customer.defaultPaymentMethodId === id,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added.' }),
  }),
});

const PaymentStatus = builder.enumType('PaymentStatus', {
  description: 'How far a payment has come.',
  values: {
    AUTHORIZED: { description: 'Reserved at the provider, and about to be taken.' },
    SUCCEEDED: { description: 'Taken.' },
    FAILED: { description: 'Lost when it was to be taken; the invoice is due again.' },
    CANCELED: { description: 'Given back before it was taken.' },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

export const Payment = builder.prismaNode('Payment', {
  id: { field: 'id', description: 'The id of the payment.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleIn('invoiceHistoryEnabled', principal) }),
  description: 'Money taken for one invoice.',
  fields: (t) => ({
    status: t.expose('status', { type: PaymentStatus, description: 'How far it has come.' }),
    amount: t.field(amountOf('amount', 'How much.')),
    declineCode: t.exposeString('declineCode', { nullable: true, description: "The provider's reason, if it failed." }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

builder.prismaObjectFields(Customer, (t) => ({
  paymentMethods: t.relation('paymentMethods', {
    nullable: true,
    authScopes: { portalFeature: 'paymentMethodsEnabled' },
    query: { where: { removedAt: null }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] },
    description: 'The payment methods, newest first; null, with an error, where the portal does not show them.',
  }),
}));

const payload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      paymentMethod: t.prismaField({
        type: PaymentMethod,
        description: 'The payment method as it is now.',
        resolve: (query, { id }, _args, { db }) => readOneOrThrow(db, 'PaymentMethod', { ...query, where: { id } }),
      }),
    }),
  });

const customerIdDescription = 'The customer; merchants must name one, a portal session is its own.';

mutation('createSetupIntent', {
  caller: 'signedIn',
  description: "Prepares the payment provider's own form, in which a customer enters a new payment method.",
  input: builder.inputType('CreateSetupIntentInput', {
    description: 'For whom.',
    fields: (t) => ({ customerId: t.id({ description: customerIdDescription }) }),
  }),
  success: builder
    .objectRef<{ provider: string; clientSecret: string; publishableKey: string }>('CreateSetupIntentSuccess')
    .implement({
      description: 'The form may be shown.',
      fields: (t) => ({
        provider: t.exposeString('provider', { description: 'Whose form it is, such as `sandbox`.' }),
        clientSecret: t.exposeString('clientSecret', {
          description: 'What the form is opened with; it works for this customer alone.',
        }),
        publishableKey: t.exposeString('publishableKey', {
          description: "The provider's public key of this installation.",
        }),
      }),
    }),
  errors: [PortalFeatureDisabledError, PaymentProviderUnavailableError],
  run: createSetupIntent,
});

mutation('addPaymentMethod', {
  caller: 'signedIn',
  description:
    "Attaches a payment method by the token that the payment provider's form gave out. The first one becomes the default by itself.",
  input: builder.inputType('AddPaymentMethodInput', {
    description: 'The new payment method.',
    fields: (t) => ({
      customerId: t.id({ description: customerIdDescription }),
      token: t.string({ required: true, description: "The provider's token; with the sandbox, `tok_visa` for one." }),
      makeDefault: t.boolean({ description: 'Whether invoices are charged to it from now on; false when left out.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: payload('AddPaymentMethodSuccess', 'The payment method was added.'),
  errors: [PortalFeatureDisabledError, ...CHARGES],
  run: addPaymentMethod,
});

const methodInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ paymentMethodId: t.id({ required: true, description: 'The payment method.' }) }),
  });

mutation('setDefaultPaymentMethod', {
  caller: 'signedIn',
  description: 'Chooses what invoices are charged to from now on.',
  input: methodInput('SetDefaultPaymentMethodInput', 'Which one.'),
  success: payload('SetDefaultPaymentMethodSuccess', 'It is the default now.'),
  errors: [PortalFeatureDisabledError, ConflictError],
  run: setDefaultPaymentMethod,
});

mutation('removePaymentMethod', {
  caller: 'signedIn',
  description:
    'Removes a payment method. The last one is kept while a subscription needs it; a removed default is followed by the newest that is left.',
  input: methodInput('RemovePaymentMethodInput', 'Which one.'),
  success: builder.objectRef<{ id: string; customerId: string }>('RemovePaymentMethodSuccess').implement({
    description: 'The payment method was removed.',
    fields: (t) => ({
      removedPaymentMethodId: t.exposeID('id', { description: 'The id that names nothing any longer.' }),
      customer: t.prismaField({
        type: Customer,
        description: 'The customer with what is left.',
        resolve: (query, { customerId }, _args, { db }) =>
          readOneOrThrow(db, 'Customer', { ...query, where: { id: customerId } }),
      }),
    }),
  }),
  errors: [PortalFeatureDisabledError, ConflictError, PaymentMethodRequiredError],
  run: removePaymentMethod,
});
