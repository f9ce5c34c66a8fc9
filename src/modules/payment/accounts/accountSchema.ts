/** Accounts at payment providers in GraphQL. All of it is for merchants only. */
import type { ProviderAccountStatus as Statuses } from '../../../db/generated/client/enums.ts';
import { builder } from '../../../graphql/builder.ts';
import { mutation } from '../../../graphql/mutation.ts';
import { ConflictError, NotFoundError, PaymentProviderUnavailableError } from '../../../kernel/errors.ts';
import { visibleToMerchant } from '../../../operation/operation.ts';
import { type ConnectInput, connectPaymentProvider } from './connectPaymentProvider.ts';
import { disconnectPaymentProvider } from './disconnectPaymentProvider.ts';
import { type RotateInput, rotatePaymentProviderKeys } from './rotatePaymentProviderKeys.ts';

const PaymentProviderStatus = builder.enumType('PaymentProviderStatus', {
  description: 'The status of an account at a payment provider.',
  values: {
    CONNECTED: { description: 'Payments are made at it.' },
    BROKEN: {
      description:
        'The provider does not accept the key: nothing is charged, and nothing is counted as failed. Replace the key with `rotatePaymentProviderKeys`.',
    },
    DISCONNECTED: { description: 'It was disconnected, and its keys were deleted.' },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

const ProviderWebhookHealth = builder.enumType('ProviderWebhookHealth', {
  description: "The health of a provider's webhooks. Without them, results arrive up to ten minutes later.",
  values: {
    OK: { description: 'They arrive, or nothing has happened yet.' },
    SILENT: { description: 'None has arrived for a day, although the provider reports changes.' },
    MISSING: { description: 'No address is registered and no secret is known.' },
  },
});

const ProviderAccount = builder.prismaNode('ProviderAccount', {
  id: { field: 'id', description: 'The id of the account here.' },
  nullable: true,
  authScopes: { merchant: true },
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description: 'An account of the company at a payment provider. Its keys are never shown. Merchants only.',
  fields: (t) => ({
    provider: t.exposeString('provider', { description: 'The name of the provider: `stripe`.' }),
    live: t.exposeBoolean('live', { description: 'Whether real money moves; false in test mode.' }),
    accountRef: t.exposeString('accountRef', { description: "The account's id at the provider, such as `acct_…`." }),
    connectedAccountRef: t.exposeString('connectedRef', {
      nullable: true,
      description: 'The connected account that the key acts for; null for the account of the key.',
    }),
    publishableKey: t.exposeString('publishableKey', { description: 'The public key, which the hosted page uses.' }),
    keyLastFour: t.exposeString('keyLastFour', { description: 'The last four characters of the secret key.' }),
    status: t.expose('status', { type: PaymentProviderStatus, description: 'Whether payments can be made at it.' }),
    brokenAt: t.expose('brokenAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when the provider does not accept the key; null unless the status is `BROKEN`.',
    }),
    missingPermissions: t.exposeStringList('missingPermissions', {
      description:
        "Permissions that the key lacks, by their names in the provider's dashboard. Payments work without them; webhooks, wallets or disputes may not.",
    }),
    webhookHealth: t.field({
      type: ProviderWebhookHealth,
      select: { sealedWebhookSecret: true, silentAt: true },
      description: 'Whether webhooks of the provider arrive.',
      resolve: ({ sealedWebhookSecret, silentAt }) =>
        sealedWebhookSecret === null ? 'MISSING' : silentAt ? 'SILENT' : 'OK',
    }),
    webhookUrl: t.string({
      select: { id: true },
      description: 'The address to which the provider sends its webhooks.',
      resolve: ({ id }, _args, { publicUrl }) => `${publicUrl}/provider-events/${id}`,
    }),
    lastSignalAt: t.expose('lastSignalAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last webhook was verified, to the minute; null if there was none.',
    }),
    previousSecretUntil: t.expose('previousSecretUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'When the previous secret of webhooks stops verifying; null if it was never replaced.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was connected.' }),
  }),
});

/** A company has one at a time, and a few that were disconnected. */
const SHOWN_ACCOUNTS = 20;

builder.queryField('paymentProviders', (t) =>
  t.prismaField({
    type: [ProviderAccount],
    authScopes: { merchant: true },
    description: `The company's accounts at payment providers, newest first, at most the last ${SHOWN_ACCOUNTS}: the one that is connected, and disconnected ones. Merchants only.`,
    resolve: (query, _root, _args, { db, principal }) =>
      db.prisma.providerAccount.findMany({
        ...query,
        where: visibleToMerchant(principal),
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: SHOWN_ACCOUNTS,
      }),
  }),
);

const accountSuccess = (name: string, description: string, account: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      paymentProvider: t.prismaField({
        type: ProviderAccount,
        description: account,
        resolve: (query, { id }, _args, { db, principal }) =>
          db.prisma.providerAccount.findFirstOrThrow({ ...query, where: { id, AND: visibleToMerchant(principal) } }),
      }),
    }),
  });

const SECRET_KEY =
  'The secret key of the account, better a restricted one (`rk_…`). It is stored sealed and never shown.';
const PUBLISHABLE_KEY = 'The publishable key of the account (`pk_…`), which the hosted page uses.';
const WEBHOOK_SECRET =
  'The signing secret of a webhook endpoint that you have made at the provider (`whsec_…`). It is stored sealed and never shown';

mutation('connectPaymentProvider', {
  caller: 'merchant',
  description:
    "Connects the company's account at a payment provider, at which its customers are charged from now on, by payment methods that they enter there. The keys are verified by real calls, and must be test keys for a company in test mode and live keys otherwise. Merchants only.",
  input: builder.inputType('ConnectPaymentProviderInput', {
    description: 'Input of `connectPaymentProvider`.',
    fields: (t) => ({
      provider: t.string({ required: true, description: 'The name of the provider: `stripe`.' }),
      secretKey: t.string({ required: true, description: SECRET_KEY }),
      publishableKey: t.string({ required: true, description: PUBLISHABLE_KEY }),
      connectedAccount: t.string({
        description: "The connected account that the key, a platform's, acts for. By default the key's own account.",
      }),
      webhookSecret: t.string({
        description: `${WEBHOOK_SECRET}. By default an endpoint is registered if the key may do so.`,
      }),
    }),
  }),
  success: accountSuccess(
    'ConnectPaymentProviderSuccess',
    'The account was connected.',
    'The new account, which is connected.',
  ),
  errors: [ConflictError, PaymentProviderUnavailableError],
  run: (ctx, input) => connectPaymentProvider(ctx, input as ConnectInput),
});

mutation('rotatePaymentProviderKeys', {
  caller: 'merchant',
  description:
    'Replaces keys of an account, or the secret of its webhooks, whose previous one verifies for another 24 hours. A new secret key must be of the same account. A broken account works again. Merchants only.',
  input: builder.inputType('RotatePaymentProviderKeysInput', {
    description: 'Input of `rotatePaymentProviderKeys`. Omitted keys stay unchanged.',
    fields: (t) => ({
      providerAccountId: t.id({ required: true, description: 'The id of the account.' }),
      secretKey: t.string({ description: SECRET_KEY }),
      publishableKey: t.string({ description: PUBLISHABLE_KEY }),
      webhookSecret: t.string({
        description: `${WEBHOOK_SECRET}. The previous secret verifies for another 24 hours (\`ProviderAccount.previousSecretUntil\`).`,
      }),
    }),
  }),
  success: accountSuccess('RotatePaymentProviderKeysSuccess', 'The keys were replaced.', 'The account as it is now.'),
  errors: [NotFoundError, ConflictError, PaymentProviderUnavailableError],
  run: (ctx, input) => rotatePaymentProviderKeys(ctx, input as RotateInput),
});

mutation('disconnectPaymentProvider', {
  caller: 'merchant',
  description:
    "Disconnects an account and deletes its keys. The customers' payment methods at it can no longer be charged. Fails while a payment is under way. Merchants only.",
  input: builder.inputType('DisconnectPaymentProviderInput', {
    description: 'Input of `disconnectPaymentProvider`.',
    fields: (t) => ({
      providerAccountId: t.id({ required: true, description: 'The id of the account.' }),
    }),
  }),
  success: accountSuccess(
    'DisconnectPaymentProviderSuccess',
    'The account was disconnected.',
    'The account without its keys.',
  ),
  errors: [NotFoundError, ConflictError],
  run: (ctx, input) => disconnectPaymentProvider(ctx, input),
});
