/** A company's API keys in GraphQL. Merchants only. */
import type { ApiKeyScope } from '../../db/generated/client/enums.ts';
import { readMany } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import { ConflictError, IdempotencyKeyReusedError, NotFoundError } from '../../kernel/errors.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { createApiKey } from './createApiKey.ts';
import { revokeApiKey } from './revokeApiKey.ts';

const ApiKeyScopeType = builder.enumType('ApiKeyScope', {
  description:
    'A permission of an API key. Without `READ`, a key reads what its own mutations return and nothing else.',
  values: {
    READ: { description: 'All queries, previews and streams, and `exportCustomer`.' },
    WRITE_CUSTOMERS: { description: 'Creating, changing, deleting and erasing customers.' },
    WRITE_BILLING: { description: 'Subscriptions, invoices, payments, payment methods and credit.' },
    WRITE_CATALOG: { description: 'Products, prices and coupons.' },
    WRITE_SETTINGS: {
      description: 'The company, its portal, domains, tax, payment providers, e-mails, dunning and test clock.',
    },
    WRITE_WEBHOOKS: { description: 'Webhook endpoints and deliveries.' },
    WRITE_SIGN_IN: { description: "Opening a customer's portal by a link, and ending sessions." },
    WRITE_KEYS: { description: 'Creating and revoking API keys.' },
  } satisfies Record<ApiKeyScope, { description: string }>,
});

const ApiKey = builder.prismaNode('ApiKey', {
  id: { field: 'id', description: 'The id of the key. It is not a credential.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  authScopes: { merchant: true },
  description: "A credential of the merchant's programs for this API, without its secret. Merchants only.",
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The name that the merchant gave it, such as the program that uses it.',
    }),
    lastFour: t.exposeString('lastFour', {
      description: 'The last four characters of the secret, to distinguish keys.',
    }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, accurate to about a minute; null if it was never used.',
    }),
    lastUsedAddress: t.exposeString('lastUsedAddress', {
      nullable: true,
      description: 'The address of the client at `lastUsedAt`; null if it was never used.',
    }),
    scopes: t.expose('scopes', { type: [ApiKeyScopeType], description: 'The permissions of the key, at least one.' }),
    allowedAddresses: t.exposeStringList('allowedAddresses', {
      description:
        'The networks from which the key may be used, in CIDR form such as `192.0.2.0/24`; empty for any. Elsewhere it is refused like an unknown key. At most 50.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the key stops working; null if it does not expire.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null while it works.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the key was created.' }),
  }),
});

builder.queryFields((t) => ({
  apiKeys: t.prismaConnection(
    {
      type: ApiKey,
      cursor: 'id',
      authScopes: { merchant: true },
      description: "The company's API keys, revoked ones included, newest first. Merchants only.",
      resolve: (query, _root, page, { db, principal }) => {
        refuseHugePages(page);
        const visible = visibleToMerchant(principal);
        return readMany(db, 'ApiKey', {
          ...query,
          ...startingAt(page, visible),
          where: visible,
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'ApiKeyConnection', description: 'A page of API keys.' },
    { name: 'ApiKeyEdge', description: 'An API key in a list.' },
  ),
}));

mutation('createApiKey', {
  caller: 'merchant',
  description: 'Creates an API key with the permissions of the calling key, or with fewer. Merchants only.',
  input: builder.inputType('CreateApiKeyInput', {
    description: 'Input of `createApiKey`.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'A name to recognize the key, such as the program that uses it.' }),
      scopes: t.field({
        type: [ApiKeyScopeType],
        description:
          'The permissions of the key, at least one; by default the scopes of the calling key. No other ones are accepted.',
      }),
      allowedAddresses: t.stringList({
        description:
          'The networks from which the key may be used, in CIDR form, at most 50; by default those of the calling key. They must be inside these. An empty list allows any network.',
      }),
      expiresAt: t.field({
        type: 'DateTime',
        description:
          'When the key stops working, in the future; by default when the calling key does. It cannot be later than that.',
      }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: builder.objectRef<{ id: string; secret: string }>('CreateApiKeySuccess').implement({
    description: 'The key was created.',
    fields: (t) => ({
      apiKey: t.prismaField({
        type: ApiKey,
        description: 'The key as it is now.',
        resolve: (query, { id }, _args, { db }) => db.prisma.apiKey.findUniqueOrThrow({ ...query, where: { id } }),
      }),
      secret: t.exposeString('secret', {
        description:
          'The key itself, for the header `Authorization: Bearer`. Shown only in this response, and in responses to repetitions of the request with its `idempotencyKey`; the server stores its hash.',
      }),
    }),
  }),
  errors: [IdempotencyKeyReusedError],
  run: (ctx, { scopes, allowedAddresses, expiresAt, ...input }) =>
    createApiKey(ctx, { ...input, scopes, allowedAddresses, expiresAt }),
});

mutation('revokeApiKey', {
  caller: 'merchant',
  description:
    'Revokes an API key immediately, even the calling one. Revoking it again changes nothing. A key with a scope that the calling key lacks is not revoked, and neither is the last key with all scopes and without an expiry. Merchants only.',
  input: builder.inputType('RevokeApiKeyInput', {
    description: 'Input of `revokeApiKey`.',
    fields: (t) => ({ apiKeyId: t.id({ required: true, description: 'The id of the key.' }) }),
  }),
  success: builder.objectRef<{ id: string }>('RevokeApiKeySuccess').implement({
    description: 'The key was revoked.',
    fields: (t) => ({
      apiKey: t.prismaField({
        type: ApiKey,
        description: 'The key as it is now.',
        resolve: (query, { id }, _args, { db }) => db.prisma.apiKey.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  }),
  errors: [NotFoundError, ConflictError],
  run: (ctx, { apiKeyId }) => revokeApiKey(ctx, apiKeyId),
});
