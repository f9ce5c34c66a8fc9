/** Webhook endpoints, deliveries and attempts in GraphQL. All of it is for merchants only. */
import type {
  WebhookDisabledReason as Reasons,
  WebhookDeliveryState as States,
} from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst } from '../../graphql/connections.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { Event } from '../event/schema.ts';

const WebhookDisabledReason = builder.enumType('WebhookDisabledReason', {
  description: 'The reason for which an endpoint is disabled.',
  values: {
    MERCHANT: { description: 'The merchant disabled it.' },
    GONE: { description: 'It responded with the status 410 Gone.' },
    FAILING: { description: 'All deliveries failed for five days.' },
  } satisfies Record<keyof typeof Reasons, { description: string }>,
});

export const WebhookDeliveryStatus = builder.enumType('WebhookDeliveryStatus', {
  description: 'The state of a delivery.',
  values: {
    PENDING: { description: 'Waiting for its first attempt or a retry.' },
    SUCCEEDED: { description: 'The receiver responded with a 2xx status.' },
    FAILED: { description: 'The last attempt failed, or the receiver responded with 410 Gone.' },
    CANCELED: { description: 'The endpoint was disabled or deleted before it was delivered.' },
  } satisfies Record<keyof typeof States, { description: string }>,
});

export const WebhookEndpoint = builder.prismaNode('WebhookEndpoint', {
  id: { field: 'id', description: 'The id of the endpoint.' },
  nullable: true,
  authScopes: { merchant: true },
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description: 'An address of the merchant that receives events according to Standard Webhooks. Merchants only.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'The address that deliveries are posted to.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'A name for people; null if none is set.',
    }),
    eventTypes: t.exposeStringList('eventTypes', {
      description: 'The types of events that it receives (see `eventTypes`); empty: all types.',
    }),
    disabledAt: t.expose('disabledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was disabled; null while it is enabled.',
    }),
    disabledReason: t.expose('disabledReason', {
      type: WebhookDisabledReason,
      nullable: true,
      description: 'The reason for which it is disabled; null while it is enabled.',
    }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description: 'The first failure since the last success or the last change of its URL; null without a failure.',
    }),
    previousSecretUntil: t.expose('previousSecretUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'When the previous secret stops signing; null if the secret was never rotated.',
    }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When it was deleted; null before. A deleted endpoint is reachable through its deliveries only, which are stored for 30 days.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
  }),
});

builder.prismaObject('WebhookAttempt', {
  authScopes: { merchant: true },
  description: 'One attempt at a delivery. Merchants only.',
  fields: (t) => ({
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the attempt started.' }),
    durationMs: t.exposeInt('durationMs', { description: 'The duration of the attempt in milliseconds.' }),
    statusCode: t.exposeInt('statusCode', {
      nullable: true,
      description: 'The HTTP status of the response; null without a response.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'The failure in English; null on success. The body of the response is not stored.',
    }),
  }),
});

/** Replays may add more attempts than are shown. */
const SHOWN_ATTEMPTS = 50;

export const WebhookDelivery = builder.prismaNode('WebhookDelivery', {
  id: { field: 'id', description: 'The id of the delivery. Receivers are sent the id of the event as `webhook-id`.' },
  nullable: true,
  authScopes: { merchant: true },
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description:
    'The delivery of one event to one endpoint. It is stored for 30 days after it is finished. Merchants only.',
  fields: (t) => ({
    endpoint: t.relation('endpoint', { description: 'The endpoint that receives it.' }),
    event: t.relation('event', { description: 'The event that it contains.' }),
    status: t.expose('state', { type: WebhookDeliveryStatus, description: 'The state of the delivery.' }),
    attemptCount: t.exposeInt('attemptCount', { description: 'The number of attempts, including replays.' }),
    attempts: t.relation('attempts', {
      query: () => ({ orderBy: newestFirst(), take: SHOWN_ATTEMPTS }),
      description: `The attempts, newest first, at most the last ${SHOWN_ATTEMPTS}.`,
    }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the next attempt is due, in real time. Null while `PENDING`: immediately; null otherwise: no further attempt.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it succeeded, failed for good or was canceled; null while it is pending.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the event happened.' }),
  }),
});

/** Each endpoint that existed at the time of the event has a delivery; a company has at most this many endpoints. */
const SHOWN_DELIVERIES = 50;

builder.prismaObjectField(Event, 'webhookDeliveries', (t) =>
  t.relation('deliveries', {
    query: () => ({ orderBy: newestFirst(), take: SHOWN_DELIVERIES }),
    description: `Its deliveries, one per webhook endpoint that receives its type, newest first, at most ${SHOWN_DELIVERIES}. They are stored for 30 days.`,
  }),
);
