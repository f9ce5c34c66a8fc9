/** Webhook endpoints, deliveries and attempts in GraphQL. All of it is for merchants only. */
import type {
  WebhookDisabledReason as Reasons,
  WebhookDeliveryState as States,
} from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst } from '../../graphql/connections.ts';
import { visibleToMerchant } from '../../op.ts';
import { Event } from '../event/schema.ts';

const WebhookDisabledReason = builder.enumType('WebhookDisabledReason', {
  description: 'Why nothing is sent to an endpoint.',
  values: {
    MERCHANT: { description: 'The merchant has disabled it.' },
    GONE: { description: 'It answered 410 Gone.' },
    FAILING: { description: 'For five days there was nothing but failures.' },
  } satisfies Record<keyof typeof Reasons, { description: string }>,
});

export const WebhookDeliveryState = builder.enumType('WebhookDeliveryState', {
  description: 'What has become of a delivery.',
  values: {
    PENDING: { description: 'It is to be sent, for the first time or again.' },
    SUCCEEDED: { description: 'The receiver has answered with a 2xx.' },
    FAILED: { description: 'The last attempt has failed, or the receiver is gone.' },
    CANCELED: { description: 'The endpoint was disabled or deleted before it was delivered.' },
  } satisfies Record<keyof typeof States, { description: string }>,
});

export const WebhookEndpoint = builder.prismaNode('WebhookEndpoint', {
  id: { field: 'id', description: 'The id of the endpoint.' },
  nullable: true,
  authScopes: { merchant: true },
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description: 'An address of the merchant that is told of events, by the rules of Standard Webhooks. Merchants only.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Where deliveries are posted.' }),
    description: t.exposeString('description', { nullable: true, description: 'What people call it.' }),
    eventTypes: t.exposeStringList('eventTypes', {
      description: 'The types of events it is told of (see `eventTypes`); empty: all.',
    }),
    disabledAt: t.expose('disabledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when nothing is sent to it; null while it is enabled.',
    }),
    disabledReason: t.expose('disabledReason', {
      type: WebhookDisabledReason,
      nullable: true,
      description: 'Why nothing is sent to it; null while it is enabled.',
    }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description:
        'The first failure since the last success, or since it was given another URL; null where there was none.',
    }),
    previousSecretUntil: t.expose('previousSecretUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the secret before the present one signs as well; null when it never was rotated.',
    }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When it was deleted. A deleted endpoint is met on its deliveries alone, which are kept for 30 days.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed.' }),
  }),
});

builder.prismaObject('WebhookAttempt', {
  authScopes: { merchant: true },
  description: 'One attempt at a delivery. Merchants only.',
  fields: (t) => ({
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it began.' }),
    durationMs: t.exposeInt('durationMs', { description: 'How long it took, in milliseconds.' }),
    statusCode: t.exposeInt('statusCode', {
      nullable: true,
      description: 'The HTTP status of the answer; null when there was none.',
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'What went wrong, in English; null when it succeeded. Nothing that the receiver answered is kept.',
    }),
  }),
});

/** How many attempts are shown; replays may bring more. */
const SHOWN_ATTEMPTS = 50;

export const WebhookDelivery = builder.prismaNode('WebhookDelivery', {
  id: { field: 'id', description: 'The id of the delivery. Receivers are sent the id of the event as `webhook-id`.' },
  nullable: true,
  authScopes: { merchant: true },
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description: 'One event on its way to one endpoint; kept for 30 days after it is finished. Merchants only.',
  fields: (t) => ({
    endpoint: t.relation('endpoint', { description: 'Where it goes.' }),
    event: t.relation('event', { description: 'What it tells of.' }),
    state: t.expose('state', { type: WebhookDeliveryState, description: 'What has become of it.' }),
    attemptCount: t.exposeInt('attemptCount', { description: 'How many attempts there were, replays included.' }),
    attempts: t.relation('attempts', {
      query: () => ({ orderBy: newestFirst(), take: SHOWN_ATTEMPTS }),
      description: `The attempts, newest first; the last ${SHOWN_ATTEMPTS} at most.`,
    }),
    nextAttemptAt: t.expose('nextAttemptAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried again, in real time; null while pending: at once; null otherwise: not any more.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it succeeded, failed for good or was canceled; null while it is pending.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the event happened.' }),
  }),
});

/** An endpoint that existed when the event happened has one; there were no more than so many at a time. */
const SHOWN_DELIVERIES = 50;

builder.prismaObjectField(Event, 'webhookDeliveries', (t) =>
  t.relation('deliveries', {
    query: () => ({ orderBy: newestFirst(), take: SHOWN_DELIVERIES }),
    description: 'Its deliveries to webhook endpoints, one for each that asked for it; kept for 30 days.',
  }),
);
