/** The company's events in GraphQL. */
import type { ActorKind as Actors } from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { visibleInCompany, visibleToMerchant } from '../../op.ts';
import { describeEvent, EVENT_TYPES, type EventType } from './catalogue.ts';

export const ActorKind = builder.enumType('ActorKind', {
  description: 'Who did something.',
  values: {
    CUSTOMER: { description: 'The customer, in a portal session.' },
    MERCHANT: { description: 'The merchant, with an API key.' },
    SYSTEM: { description: 'Portico by itself.' },
  } satisfies Record<keyof typeof Actors, { description: string }>,
});

export const Event = builder.prismaNode('Event', {
  id: { field: 'id', description: 'The id of the event.' },
  nullable: true,
  authScopes: { merchant: true },
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description: 'Something that happened, written together with the change it tells of. Merchants only.',
  fields: (t) => ({
    type: t.exposeString('type', {
      description: 'What happened, such as `subscription.canceled`; `eventTypes` lists what there is.',
    }),
    actorKind: t.expose('actorKind', { type: ActorKind, description: 'Who did it.' }),
    actorId: t.exposeID('actorId', { nullable: true, description: 'The id of the API key or of the portal session.' }),
    objectId: t.exposeID('objectId', { description: 'The id of what it happened to.' }),
    customerId: t.exposeID('customerId', { nullable: true, description: 'The id of the customer whom it concerns.' }),
    data: t.expose('data', {
      type: 'JSONObject',
      description: 'What else there is to know. Large whole numbers are strings.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it happened.' }),
  }),
});

builder.queryField('events', (t) =>
  t.prismaConnection(
    {
      type: Event,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        type: t.arg.string({ description: 'Only events of this type.' }),
        objectId: t.arg.id({ description: 'Only what happened to this.' }),
      },
      description: "The company's events, newest first. Merchants only.",
      resolve: (query, _root, { type, objectId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return db.prisma.event.findMany({
          ...query,
          ...startingAt(page, visibleInCompany(principal)),
          where: { ...visibleInCompany(principal), ...(type ? { type } : {}), ...(objectId ? { objectId } : {}) },
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
    name: t.exposeString('name', { description: 'The key.' }),
    meaning: t.exposeString('meaning', { description: 'What it holds, in English.' }),
  }),
});

const EventTypeDescription = builder.objectRef<EventType>('EventTypeDescription').implement({
  description: 'A type of event and what its events tell. Merchants only.',
  authScopes: { merchant: true },
  fields: (t) => ({
    type: t.string({ description: 'The type, as in `Event.type`.', resolve: (type) => type }),
    when: t.string({ description: 'When it happens, in English.', resolve: (type) => describeEvent(type).when }),
    objects: t.stringList({
      description: 'The GraphQL types that `objectId` may name.',
      resolve: (type) => [...describeEvent(type).objects],
    }),
    data: t.field({
      type: [EventDataKey],
      description: 'What `data` may hold.',
      resolve: (type) => Object.entries(describeEvent(type).data).map(([name, meaning]) => ({ name, meaning })),
    }),
  }),
});

builder.queryField('eventTypes', (t) =>
  t.field({
    type: [EventTypeDescription],
    authScopes: { merchant: true },
    description: 'Every type of event there is, sorted: what a webhook endpoint can ask for. Merchants only.',
    resolve: () => EVENT_TYPES,
  }),
);
