/** Payment methods and payments in GraphQL. */
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst } from '../../graphql/connections.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import {
  ConflictError,
  FreshCodeRequiredError,
  IdempotencyKeyReusedError,
  NotFoundError,
  PaymentDeclinedError,
  PaymentMethodRequiredError,
  PaymentProviderNotConnectedError,
  PaymentProviderUnavailableError,
  PortalFeatureDisabledError,
} from '../../kernel/errors.ts';
import { visibleIn } from '../../operation/operation.ts';
import { Company } from '../company/schema.ts';
import { Customer } from '../customer/schema.ts';
import { PaymentMethodKind } from '../portal/enums.ts';
import { addPaymentMethod } from './addPaymentMethod.ts';
import { countAttempt, MAXIMUM_METHODS } from './cardTesting.ts';
import { createSetupIntent, type SetupForm } from './createSetupIntent.ts';
import { paymentsAvailable } from './liveMode.ts';
import { removePaymentMethod } from './removePaymentMethod.ts';
import { setDefaultPaymentMethod } from './setDefaultPaymentMethod.ts';

/** A customer has a handful; the bound protects the server. */
const MAXIMUM_SHOWN = 100;

builder.prismaObjectField(Company, 'paymentsAvailable', (t) =>
  t.boolean({
    select: { id: true },
    description:
      'Whether payments can be made. False for a company in live mode while no payment provider is connected: every charge then fails with `PaymentProviderNotConnectedError`.',
    resolve: ({ id }, _args, { providerOf }) => paymentsAvailable(providerOf, id),
  }),
);

export const PaymentMethod = builder.prismaNode('PaymentMethod', {
  id: { field: 'id', description: 'The id of the payment method.' },
  nullable: true,
  findUnique: (id, { principal }) => ({
    id,
    AND: { ...visibleIn('paymentMethodsEnabled', principal), removedAt: null },
  }),
  description: 'A card, bank account or wallet at the payment provider. Its number never reaches this server.',
  fields: (t) => ({
    kind: t.expose('kind', { type: PaymentMethodKind, description: 'The kind of payment method.' }),
    brand: t.exposeString('brand', {
      nullable: true,
      description: 'The brand of a card, such as `visa`; null for other kinds.',
    }),
    lastFour: t.exposeString('lastFour', {
      nullable: true,
      description: 'The last four digits of the card or account number; null for kinds without a number.',
    }),
    expiryMonth: t.exposeInt('expiryMonth', {
      nullable: true,
      description: 'The month in which a card expires, 1 to 12; null if it does not expire.',
    }),
    expiryYear: t.exposeInt('expiryYear', {
      nullable: true,
      description: 'The year in which a card expires, with four digits; null if it does not expire.',
    }),
    wallet: t.exposeString('wallet', {
      nullable: true,
      description: 'The wallet that holds the card, such as `apple_pay`, `google_pay` or `link`; null without one.',
    }),
    mandateReference: t.exposeString('mandateReference', {
      nullable: true,
      description:
        "The reference of the customer's mandate, which bank statements show beside each debit; null for kinds without one.",
    }),
    isDefault: t.boolean({
      select: { id: true, customer: { select: { defaultPaymentMethodId: true } } },
      description: 'Whether it is the default, which invoices are charged to.',
      resolve: ({ id, customer }) => customer.defaultPaymentMethodId === id,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added.' }),
  }),
});

builder.queryField('paymentMethod', (t) =>
  t.prismaField({
    type: PaymentMethod,
    nullable: true,
    authScopes: { $all: { signedIn: true, portalFeature: 'paymentMethodsEnabled' } },
    args: { id: t.arg.id({ required: true, description: 'The id of the payment method.' }) },
    description: 'A payment method; null if the caller can see none with the id, or if it was removed.',
    resolve: (query, _root, { id }, { db, principal }) =>
      db.prisma.paymentMethod.findFirst({
        ...query,
        where: { id, removedAt: null, AND: visibleIn('paymentMethodsEnabled', principal) },
      }),
  }),
);

builder.prismaObjectFields(Customer, (t) => ({
  paymentMethods: t.relation('paymentMethods', {
    nullable: true,
    authScopes: { portalFeature: 'paymentMethodsEnabled' },
    query: { where: { removedAt: null }, orderBy: newestFirst(), take: MAXIMUM_SHOWN },
    description: `The payment methods, newest first, at most ${MAXIMUM_SHOWN}; null, with an error, for customers whose portal hides payment methods.`,
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

const customerIdDescription =
  'The customer. Required for merchants; a portal session uses its own customer by default.';

mutation('createSetupIntent', {
  caller: 'signedIn',
  transacts: false,
  description: "Prepares the payment provider's form, in which a customer enters a new payment method.",
  input: builder.inputType('CreateSetupIntentInput', {
    description: 'Input of `createSetupIntent`.',
    fields: (t) => ({ customerId: t.id({ description: customerIdDescription }) }),
  }),
  success: builder.objectRef<SetupForm>('CreateSetupIntentSuccess').implement({
    description: 'The form can be opened.',
    fields: (t) => ({
      provider: t.exposeString('provider', { description: 'The payment provider of the form, such as `sandbox`.' }),
      clientSecret: t.exposeString('clientSecret', {
        description: 'The secret that the form is opened with. It is valid for this customer only.',
      }),
      publishableKey: t.exposeString('publishableKey', {
        description: "The provider's public key, with which its script is opened.",
      }),
      connectedAccount: t.exposeString('connectedAccount', {
        nullable: true,
        description: 'The connected account that the script must name; null for the account of the key.',
      }),
    }),
  }),
  errors: [
    NotFoundError,
    ConflictError,
    PortalFeatureDisabledError,
    PaymentProviderNotConnectedError,
    PaymentProviderUnavailableError,
  ],
  run: createSetupIntent,
});

mutation('addPaymentMethod', {
  caller: 'signedIn',
  description: `Attaches a payment method by the token that the payment provider's form returned: at Stripe the id of the set-up. The first payment method becomes the default. A form makes one payment method, however often it is sent. While a bank account is being verified it fails with \`PAYMENT_METHOD_PENDING\`, and the account is added by itself later. A customer has at most ${MAXIMUM_METHODS} payment methods; a portal session tries ten times an hour, and then gets \`RATE_LIMITED\`.`,
  input: builder.inputType('AddPaymentMethodInput', {
    description: 'Input of `addPaymentMethod`.',
    fields: (t) => ({
      customerId: t.id({ description: customerIdDescription }),
      token: t.string({
        required: true,
        description: "The provider's token: `seti_…` of Stripe, or for example `tok_visa` of the sandbox.",
      }),
      makeDefault: t.boolean({ description: 'Whether it becomes the default; false by default.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: payload('AddPaymentMethodSuccess', 'The payment method was added.'),
  errors: [
    NotFoundError,
    PortalFeatureDisabledError,
    ConflictError,
    IdempotencyKeyReusedError,
    PaymentDeclinedError,
    PaymentProviderNotConnectedError,
    PaymentProviderUnavailableError,
  ],
  run: async (ctx, input) => {
    await countAttempt(ctx);
    return addPaymentMethod(ctx, input);
  },
});

const methodInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ paymentMethodId: t.id({ required: true, description: 'The id of the payment method.' }) }),
  });

mutation('setDefaultPaymentMethod', {
  caller: 'signedIn',
  description: 'Makes a payment method the default, which later invoices are charged to.',
  input: methodInput('SetDefaultPaymentMethodInput', 'Input of `setDefaultPaymentMethod`.'),
  success: payload('SetDefaultPaymentMethodSuccess', 'The payment method is the default.'),
  errors: [NotFoundError, PortalFeatureDisabledError],
  run: setDefaultPaymentMethod,
});

mutation('removePaymentMethod', {
  caller: 'signedIn',
  description:
    'Removes a payment method. The last one cannot be removed while a subscription needs it or an open invoice will be charged to it: `PaymentMethodRequiredError`. If the default is removed, the newest remaining payment method becomes the default.',
  input: methodInput('RemovePaymentMethodInput', 'Input of `removePaymentMethod`.'),
  success: builder.objectRef<{ id: string; customerId: string }>('RemovePaymentMethodSuccess').implement({
    description: 'The payment method was removed.',
    fields: (t) => ({
      removedPaymentMethodId: t.exposeID('id', { description: 'The id of the removed payment method.' }),
      customer: t.prismaField({
        type: Customer,
        description: 'The customer, with the remaining payment methods.',
        resolve: (query, { customerId }, _args, { db }) =>
          readOneOrThrow(db, 'Customer', { ...query, where: { id: customerId } }),
      }),
    }),
  }),
  errors: [
    NotFoundError,
    PortalFeatureDisabledError,
    ConflictError,
    FreshCodeRequiredError,
    PaymentMethodRequiredError,
  ],
  run: removePaymentMethod,
});
