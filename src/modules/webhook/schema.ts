/** Webhooks in GraphQL: lists and mutations. */
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { mutation } from '../../graphql/mutation.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { visibleInCompany } from '../../op.ts';
import {
  type CreateWebhookEndpointInput,
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  rotateWebhookSecret,
  sendTestWebhook,
  type UpdateWebhookEndpointInput,
  updateWebhookEndpoint,
} from './endpoint.ts';
import { WebhookDelivery, WebhookDeliveryState, WebhookEndpoint } from './nodes.ts';
import { replayWebhookDelivery } from './replay.ts';

builder.queryField('webhookEndpoints', (t) =>
  t.prismaConnection(
    {
      type: WebhookEndpoint,
      cursor: 'id',
      authScopes: { merchant: true },
      description: "The company's webhook endpoints, newest first; deleted ones are left out. Merchants only.",
      resolve: (query, _root, page, { db, principal }) => {
        refuseHugePages(page);
        const visible = { ...visibleInCompany(principal), deletedAt: null };
        return db.prisma.webhookEndpoint.findMany({
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
        state: t.arg({ type: WebhookDeliveryState, description: 'Only deliveries in this state.' }),
      },
      description: "The company's webhook deliveries, of the newest event first. Merchants only.",
      resolve: (query, _root, { endpointId, eventId, state, ...page }, { db, principal }) => {
        refuseHugePages(page);
        const visible = {
          ...visibleInCompany(principal),
          ...(endpointId ? { endpointId } : {}),
          ...(eventId ? { eventId } : {}),
          ...(state ? { state } : {}),
        };
        return db.prisma.webhookDelivery.findMany({
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
  'Where deliveries are posted, such as `https://shop.example/webhooks`. Begins with https: (outside production http: will do), holds no user name or password, and leads to public addresses, unless the installation allows private ones.';
const TYPES_DESCRIPTION = 'Only events of these types (see `eventTypes`)';
const SECRET_DESCRIPTION = 'The secret that deliveries are signed with: `whsec_…`. It is shown only now.';

type Answer<More> = { id: string } & More;

/** The answer of a mutation about an endpoint, which its id names; it shows the endpoint as it is now. */
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

/** With the secret, which no other answer shows. */
const secretAnswer = (name: string, description: string, endpoint: string) => {
  const answer = endpointAnswer<{ secret: string }>(name, description, endpoint);
  builder.objectField(answer, 'secret', (t) => t.exposeString('secret', { description: SECRET_DESCRIPTION }));
  return answer;
};

const CreateWebhookEndpointInputType = builder.inputType('CreateWebhookEndpointInput', {
  description: 'A new webhook endpoint.',
  fields: (t) => ({
    url: t.string({ required: true, description: URL_DESCRIPTION }),
    description: t.string({ description: 'What people call it; at most 200 characters.' }),
    eventTypes: t.stringList({ description: `${TYPES_DESCRIPTION}; all when nothing is said.` }),
  }),
});

const CreateWebhookEndpointSuccess = secretAnswer(
  'CreateWebhookEndpointSuccess',
  'The endpoint was made.',
  'The new endpoint.',
);

mutation('createWebhookEndpoint', {
  caller: 'merchant',
  description: 'Makes a webhook endpoint, which is told of what happens from now on. Merchants only.',
  input: CreateWebhookEndpointInputType,
  success: CreateWebhookEndpointSuccess,
  errors: [ConflictError],
  run: (ctx, input) => createWebhookEndpoint(ctx, input as CreateWebhookEndpointInput),
});

const UpdateWebhookEndpointInputType = builder.inputType('UpdateWebhookEndpointInput', {
  description: 'What changes about a webhook endpoint; what is not given stays.',
  fields: (t) => ({
    webhookEndpointId: t.id({ required: true, description: 'The endpoint.' }),
    url: t.string({ description: URL_DESCRIPTION }),
    description: t.string({ description: 'What people call it; null clears it.' }),
    eventTypes: t.stringList({ description: `${TYPES_DESCRIPTION}; empty: all.` }),
    enabled: t.boolean({
      description:
        'False: nothing more is sent to it, and what was pending is canceled. True: it is told again of what happens from now on.',
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
  description: 'Changes a webhook endpoint; also disables it, or enables one that was disabled. Merchants only.',
  input: UpdateWebhookEndpointInputType,
  success: UpdateWebhookEndpointSuccess,
  run: (ctx, input) => updateWebhookEndpoint(ctx, input as UpdateWebhookEndpointInput),
});

const namesEndpoint = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ webhookEndpointId: t.id({ required: true, description: 'The endpoint.' }) }),
  });

const DeleteWebhookEndpointSuccess = builder.objectRef<{ id: string }>('DeleteWebhookEndpointSuccess').implement({
  description: 'The endpoint was deleted.',
  fields: (t) => ({
    deletedWebhookEndpointId: t.exposeID('id', { description: 'The id of the endpoint.' }),
  }),
});

mutation('deleteWebhookEndpoint', {
  caller: 'merchant',
  description: 'Deletes a webhook endpoint and its secrets; what was pending is canceled. Merchants only.',
  input: namesEndpoint('DeleteWebhookEndpointInput', 'The endpoint to be deleted.'),
  success: DeleteWebhookEndpointSuccess,
  run: (ctx, input) => deleteWebhookEndpoint(ctx, input),
});

const RotateWebhookSecretSuccess = secretAnswer(
  'RotateWebhookSecretSuccess',
  'The endpoint has a new secret.',
  'The endpoint.',
);

mutation('rotateWebhookSecret', {
  caller: 'merchant',
  description:
    'Gives an endpoint a new secret. The one before signs beside it for 24 hours; of two rotations within a day, the first secret ends at the second. Merchants only.',
  input: namesEndpoint('RotateWebhookSecretInput', 'The endpoint that is to have a new secret.'),
  success: RotateWebhookSecretSuccess,
  errors: [ConflictError],
  run: (ctx, input) => rotateWebhookSecret(ctx, input),
});

const SendTestWebhookSuccess = endpointAnswer(
  'SendTestWebhookSuccess',
  'A test is on its way.',
  'The endpoint; its newest delivery is the test.',
);

mutation('sendTestWebhook', {
  caller: 'merchant',
  description:
    'Sends an event `webhook_endpoint.test` to one endpoint, whatever types it asks for, and to no other. Merchants only.',
  input: namesEndpoint('SendTestWebhookInput', 'The endpoint to be tested.'),
  success: SendTestWebhookSuccess,
  errors: [ConflictError],
  run: (ctx, input) => sendTestWebhook(ctx, input),
});

const ReplayWebhookDeliverySuccess = builder.objectRef<{ id: string }>('ReplayWebhookDeliverySuccess').implement({
  description: 'The delivery is due.',
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
  description:
    'Sends a delivery again, at once, with the whole schedule of retries before it, whatever became of it before. Merchants only.',
  input: builder.inputType('ReplayWebhookDeliveryInput', {
    description: 'The delivery to be sent again.',
    fields: (t) => ({ webhookDeliveryId: t.id({ required: true, description: 'The delivery.' }) }),
  }),
  success: ReplayWebhookDeliverySuccess,
  errors: [ConflictError],
  run: (ctx, input) => replayWebhookDelivery(ctx, input),
});
