/** Webhooks in GraphQL: lists and mutations. */
import { readMany } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import { ConflictError, IdempotencyKeyReusedError, NotFoundError } from '../../kernel/errors.ts';
import { visibleInCompany } from '../../operation/operation.ts';
import { type CreateWebhookEndpointInput, createWebhookEndpoint } from './createWebhookEndpoint.ts';
import { deleteWebhookEndpoint } from './deleteWebhookEndpoint.ts';
import { WebhookDelivery, WebhookDeliveryStatus, WebhookEndpoint } from './nodes.ts';
import { replayWebhookDelivery } from './replayWebhookDelivery.ts';
import { rotateWebhookSecret } from './rotateWebhookSecret.ts';
import { sendTestWebhook } from './sendTestWebhook.ts';
import { type UpdateWebhookEndpointInput, updateWebhookEndpoint } from './updateWebhookEndpoint.ts';

builder.queryField('webhookEndpoint', (t) =>
  t.prismaField({
    type: WebhookEndpoint,
    nullable: true,
    authScopes: { merchant: true },
    args: { id: t.arg.id({ required: true, description: 'The id of the endpoint.' }) },
    description: 'A webhook endpoint; null if none has the id, or if it was deleted. Merchants only.',
    resolve: (query, _root, { id }, { db, principal }) =>
      db.prisma.webhookEndpoint.findFirst({
        ...query,
        where: { id, deletedAt: null, AND: visibleInCompany(principal) },
      }),
  }),
);

builder.queryField('webhookEndpoints', (t) =>
  t.prismaConnection(
    {
      type: WebhookEndpoint,
      cursor: 'id',
      authScopes: { merchant: true },
      description: "The company's webhook endpoints, newest first, without deleted ones. Merchants only.",
      resolve: (query, _root, page, { db, principal }) => {
        refuseHugePages(page);
        const visible = { ...visibleInCompany(principal), deletedAt: null };
        return readMany(db, 'WebhookEndpoint', {
          ...query,
          ...startingAt(page, visible),
          where: visible,
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'WebhookEndpointConnection', description: 'A page of webhook endpoints.' },
    { name: 'WebhookEndpointEdge', description: 'A webhook endpoint in a list.' },
  ),
);

builder.queryField('webhookDeliveries', (t) =>
  t.prismaConnection(
    {
      type: WebhookDelivery,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        endpointId: t.arg.id({ description: 'Only deliveries to this endpoint.' }),
        eventId: t.arg.id({ description: 'Only deliveries of this event.' }),
        status: t.arg({ type: WebhookDeliveryStatus, description: 'Only deliveries in this state.' }),
      },
      description: "The company's webhook deliveries, of the newest event first. Merchants only.",
      resolve: (query, _root, { endpointId, eventId, status, ...page }, { db, principal }) => {
        refuseHugePages(page);
        const visible = {
          ...visibleInCompany(principal),
          ...(endpointId ? { endpointId } : {}),
          ...(eventId ? { eventId } : {}),
          ...(status ? { state: status } : {}),
        };
        return readMany(db, 'WebhookDelivery', {
          ...query,
          ...startingAt(page, visibleInCompany(principal)),
          where: visible,
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'WebhookDeliveryConnection', description: 'A page of webhook deliveries.' },
    { name: 'WebhookDeliveryEdge', description: 'A webhook delivery in a list.' },
  ),
);

const URL_DESCRIPTION =
  'The address that deliveries are posted to, such as `https://shop.example/webhooks`: an https address (or http outside production) without user name and password. It must resolve to public addresses, unless the installation allows private ones.';
const TYPES_DESCRIPTION = 'The types of events that it receives (see `eventTypes`)';
const SECRET_DESCRIPTION = 'The secret that signs deliveries: `whsec_…`. Shown only in this response.';

type Answer<More> = { id: string } & More;

/** The payload of a mutation about an endpoint: the endpoint as it is now. */
const endpointAnswer = <More extends object = object>(name: string, description: string, endpoint: string) =>
  builder.objectRef<Answer<More>>(name).implement({
    description,
    fields: (t) => ({
      webhookEndpoint: t.prismaField({
        type: WebhookEndpoint,
        description: endpoint,
        resolve: (query, { id }, _args, { db }) =>
          db.prisma.webhookEndpoint.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  });

/** The payload that also has the secret, which no other response contains. */
const secretAnswer = (name: string, description: string, endpoint: string) => {
  const answer = endpointAnswer<{ secret: string }>(name, description, endpoint);
  builder.objectField(answer, 'secret', (t) => t.exposeString('secret', { description: SECRET_DESCRIPTION }));
  return answer;
};

const CreateWebhookEndpointInputType = builder.inputType('CreateWebhookEndpointInput', {
  description: 'Input of `createWebhookEndpoint`.',
  fields: (t) => ({
    url: t.string({ required: true, description: URL_DESCRIPTION }),
    description: t.string({ description: 'A name for people, at most 200 characters.' }),
    eventTypes: t.stringList({ description: `${TYPES_DESCRIPTION}; all types by default.` }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
  }),
});

const CreateWebhookEndpointSuccess = secretAnswer(
  'CreateWebhookEndpointSuccess',
  'The endpoint was created.',
  'The new endpoint, which is enabled.',
);

mutation('createWebhookEndpoint', {
  caller: 'merchant',
  description: 'Creates a webhook endpoint, which receives all later events. Merchants only.',
  input: CreateWebhookEndpointInputType,
  success: CreateWebhookEndpointSuccess,
  errors: [ConflictError, IdempotencyKeyReusedError],
  run: (ctx, input) => createWebhookEndpoint(ctx, input as CreateWebhookEndpointInput),
});

const UpdateWebhookEndpointInputType = builder.inputType('UpdateWebhookEndpointInput', {
  description:
    'Input of `updateWebhookEndpoint`. Fields that are omitted or null stay unchanged, except that null clears `description`.',
  fields: (t) => ({
    webhookEndpointId: t.id({ required: true, description: 'The id of the endpoint.' }),
    url: t.string({ description: URL_DESCRIPTION }),
    description: t.string({ description: 'A name for people, at most 200 characters; null clears it.' }),
    eventTypes: t.stringList({ description: `${TYPES_DESCRIPTION}; empty: all.` }),
    enabled: t.boolean({
      description:
        'False disables it and cancels pending deliveries. True enables it, and it receives all later events.',
    }),
  }),
});

const UpdateWebhookEndpointSuccess = endpointAnswer(
  'UpdateWebhookEndpointSuccess',
  'The endpoint was changed.',
  'The endpoint as it is now.',
);

mutation('updateWebhookEndpoint', {
  caller: 'merchant',
  description: 'Changes, disables or enables a webhook endpoint. Merchants only.',
  input: UpdateWebhookEndpointInputType,
  success: UpdateWebhookEndpointSuccess,
  errors: [NotFoundError],
  run: (ctx, input) => updateWebhookEndpoint(ctx, input as UpdateWebhookEndpointInput),
});

const namesEndpoint = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ webhookEndpointId: t.id({ required: true, description: 'The id of the endpoint.' }) }),
  });

const DeleteWebhookEndpointSuccess = builder.objectRef<{ id: string }>('DeleteWebhookEndpointSuccess').implement({
  description: 'The endpoint was deleted.',
  fields: (t) => ({
    deletedWebhookEndpointId: t.exposeID('id', { description: 'The id of the deleted endpoint.' }),
  }),
});

mutation('deleteWebhookEndpoint', {
  caller: 'merchant',
  description: 'Deletes a webhook endpoint and its secrets, and cancels pending deliveries. Merchants only.',
  input: namesEndpoint('DeleteWebhookEndpointInput', 'Input of `deleteWebhookEndpoint`.'),
  success: DeleteWebhookEndpointSuccess,
  errors: [NotFoundError],
  run: (ctx, input) => deleteWebhookEndpoint(ctx, input),
});

const RotateWebhookSecretSuccess = secretAnswer(
  'RotateWebhookSecretSuccess',
  'The endpoint has a new secret.',
  'The endpoint with the new `previousSecretUntil`.',
);

mutation('rotateWebhookSecret', {
  caller: 'merchant',
  description:
    'Replaces the secret of an endpoint. The previous secret also signs for 24 hours, or until the next rotation. Merchants only.',
  input: namesEndpoint('RotateWebhookSecretInput', 'Input of `rotateWebhookSecret`.'),
  success: RotateWebhookSecretSuccess,
  errors: [NotFoundError, ConflictError],
  run: (ctx, input) => rotateWebhookSecret(ctx, input),
});

const SendTestWebhookSuccess = endpointAnswer(
  'SendTestWebhookSuccess',
  'The test event was created.',
  'The endpoint; its newest delivery is the test.',
);

mutation('sendTestWebhook', {
  caller: 'merchant',
  description:
    'Sends an event of the type `webhook_endpoint.test` to this endpoint only, independent of its `eventTypes`. Merchants only.',
  input: namesEndpoint('SendTestWebhookInput', 'Input of `sendTestWebhook`.'),
  success: SendTestWebhookSuccess,
  errors: [NotFoundError, ConflictError],
  run: (ctx, input) => sendTestWebhook(ctx, input),
});

const ReplayWebhookDeliverySuccess = builder.objectRef<{ id: string }>('ReplayWebhookDeliverySuccess').implement({
  description: 'The delivery is pending again.',
  fields: (t) => ({
    webhookDelivery: t.prismaField({
      type: WebhookDelivery,
      description: 'The delivery as it is now.',
      resolve: (query, { id }, _args, { db }) =>
        db.prisma.webhookDelivery.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
});

mutation('replayWebhookDelivery', {
  caller: 'merchant',
  description: 'Sends a delivery again immediately, in any state, with a new schedule of retries. Merchants only.',
  input: builder.inputType('ReplayWebhookDeliveryInput', {
    description: 'Input of `replayWebhookDelivery`.',
    fields: (t) => ({ webhookDeliveryId: t.id({ required: true, description: 'The id of the delivery.' }) }),
  }),
  success: ReplayWebhookDeliverySuccess,
  errors: [NotFoundError, ConflictError],
  run: (ctx, input) => replayWebhookDelivery(ctx, input),
});
