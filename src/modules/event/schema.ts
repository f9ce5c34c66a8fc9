/** The company's events in GraphQL. */
import type { ActorKind as Actors } from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { visibleInCompany, visibleToMerchant } from '../../op.ts';

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
    type: t.exposeString('type', { description: 'What happened, such as `subscription.canceled`.' }),
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
