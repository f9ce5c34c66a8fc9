/** The company's events in GraphQL. */
import type { ActorKind as Actors } from '../../db/generated/client/enums.ts';
import { readMany } from '../../db/read/read.ts';
import { describeEvent, EVENT_TYPES, type EventType } from '../../events/catalog.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { createdWithin, DateTimeRange, oneOf } from '../../graphql/filters.ts';
import { readById, readNodeById } from '../../graphql/readById.ts';
import { visibleInCompany, visibleToMerchant } from '../../operation/operation.ts';
import { Customer } from '../customer/schema.ts';

export const ActorKind = builder.enumType('ActorKind', {
  description: 'The kind of caller that caused a change.',
  values: {
    CUSTOMER: { description: 'The customer, in a portal session.' },
    MERCHANT: { description: 'The merchant, with an API key.' },
    SYSTEM: { description: 'Portico itself, in a scheduled job.' },
  } satisfies Record<keyof typeof Actors, { description: string }>,
});

export const Event = builder.prismaNode('Event', {
  id: { field: 'id', description: 'The id of the event.' },
  nullable: true,
  authScopes: { merchant: true },
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description: 'A record of a change, written in the same transaction as the change. Merchants only.',
  fields: (t) => ({
    type: t.exposeString('type', {
      description:
        'The type of event, such as `subscription.canceled`. An open list that grows: `eventTypes` returns the present one, and clients ignore unknown types.',
    }),
    actorKind: t.expose('actorKind', { type: ActorKind, description: 'The kind of caller that caused it.' }),
    actorId: t.exposeID('actorId', {
      nullable: true,
      description:
        'The id of the API key or portal session that caused it, or of the invoice whose payment link did; null for `SYSTEM`.',
    }),
    actor: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description:
        'The `ApiKey` or `PortalSession` that caused it, or the `Invoice` whose payment link did; null for `SYSTEM`.',
      resolve: ({ actorId }, _args, ctx, info) => (actorId === null ? null : readNodeById(ctx, info, actorId)),
    }),
    objectId: t.exposeID('objectId', { description: 'The id of the changed object.' }),
    object: t.field({
      type: builder.nodeInterfaceRef(),
      nullable: true,
      description:
        'The changed object in its present state; `EventTypeDescription.objects` lists its possible types. Null if it no longer exists.',
      resolve: ({ objectId }, _args, ctx, info) => readNodeById(ctx, info, objectId),
    }),
    customerId: t.exposeID('customerId', {
      nullable: true,
      description: 'The id of the customer that it concerns; null for changes of the company, its catalog or settings.',
    }),
    customer: t.prismaField({
      type: Customer,
      nullable: true,
      description: 'The customer that it concerns, in its present state; null if `customerId` is null.',
      resolve: (query, { customerId }, _args, ctx) => {
        const selection = { ...query };
        return customerId === null ? null : readById(ctx, 'Customer', selection, customerId);
      },
    }),
    data: t.expose('data', {
      type: 'JSONObject',
      description:
        'Details of the event. `eventTypes` documents the keys of each type: `EventTypeDescription.data`. Amounts are in minor units; large whole numbers are strings, instants ISO 8601 strings in UTC.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the change happened.' }),
  }),
});

builder.queryField('event', (t) =>
  t.prismaField({
    type: Event,
    nullable: true,
    authScopes: { merchant: true },
    args: { id: t.arg.id({ required: true, description: 'The id of the event.' }) },
    description: 'An event; null if none has the id. Merchants only.',
    resolve: (query, _root, { id }, { db, principal }) =>
      db.prisma.event.findFirst({ ...query, where: { id, AND: visibleInCompany(principal) } }),
  }),
);

builder.queryField('events', (t) =>
  t.prismaConnection(
    {
      type: Event,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        types: t.arg.stringList({
          description: 'Only events of these types (see `eventTypes`); of all types by default, or if empty.',
        }),
        createdAt: t.arg({ type: DateTimeRange, description: 'Only events of changes in this range.' }),
        objectId: t.arg.id({ description: 'Only events of the object with this id.' }),
        customerId: t.arg.id({ description: 'Only events that concern the customer with this id.' }),
      },
      description: "The company's events, newest first. Merchants only.",
      resolve: (query, _root, { types, createdAt, objectId, customerId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return readMany(db, 'Event', {
          ...query,
          ...startingAt(page, visibleInCompany(principal)),
          where: {
            ...visibleInCompany(principal),
            type: oneOf(types),
            ...createdWithin(createdAt),
            ...(objectId ? { objectId } : {}),
            ...(customerId ? { customerId } : {}),
          },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'EventConnection', description: 'A page of events.' },
    { name: 'EventEdge', description: 'An event in a list.' },
  ),
);

const EventDataKey = builder.objectRef<{ name: string; meaning: string }>('EventDataKey').implement({
  description: 'A key that `data` of an event may hold. Merchants only.',
  authScopes: { merchant: true },
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The name of the key; a key inside an object is written `key.field`.',
    }),
    meaning: t.exposeString('meaning', { description: 'The meaning of its value, in English.' }),
  }),
});

const EventTypeDescription = builder.objectRef<EventType>('EventTypeDescription').implement({
  description: 'A type of event, with the documentation of its data. Merchants only.',
  authScopes: { merchant: true },
  fields: (t) => ({
    type: t.string({ description: 'The type, as in `Event.type`.', resolve: (type) => type }),
    when: t.string({
      description: 'The change that emits it, in English.',
      resolve: (type) => describeEvent(type).when,
    }),
    objects: t.stringList({
      description: 'The GraphQL types that `objectId` may name.',
      resolve: (type) => [...describeEvent(type).objects],
    }),
    data: t.field({
      type: [EventDataKey],
      description: 'The keys that `Event.data` may contain.',
      resolve: (type) => Object.entries(describeEvent(type).data).map(([name, meaning]) => ({ name, meaning })),
    }),
  }),
});

builder.queryField('eventTypes', (t) =>
  t.field({
    type: [EventTypeDescription],
    authScopes: { merchant: true },
    description:
      'All types of events in alphabetical order. Webhook endpoints and streams can subscribe to any of them. Merchants only.',
    resolve: () => EVENT_TYPES,
  }),
);
