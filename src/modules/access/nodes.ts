/** Links and sessions in GraphQL: what they were for and when, never what they were opened with. */
import type * as stored from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { after, HOUR } from '../../kernel/clock.ts';
import { visibleTo, visibleToMerchant } from '../../op.ts';
import { Customer } from '../customer/schema.ts';
import { SESSION_IDLE_HOURS } from './sessions.ts';

export const PortalDestination = builder.enumType('PortalDestination', {
  description:
    "The place in the portal where somebody arrives after signing in. `SWITCH_PLAN`, `CANCEL_SUBSCRIPTION`, `PAYMENT_METHODS`, `BILLING_INFORMATION` and `PAY_INVOICE` begin a flow: when it is over, and the link carried a `returnUrl` or the portal's configuration has one, the page goes there with `portico_flow=<destination in lower snake case>` (such as `switch_plan`) and `portico_outcome=completed` or `portico_outcome=canceled` added to the query.",
  values: {
    HOME: { description: 'The overview.' },
    PAYMENT_METHODS: { description: 'The payment methods.' },
    BILLING_INFORMATION: { description: 'Name, address and tax id.' },
    SUBSCRIPTIONS: { description: 'The subscriptions, or the one whose id is the context.' },
    SWITCH_PLAN: {
      description: 'Choosing another plan for the subscription whose id is the context; without one, for the only one.',
    },
    CANCEL_SUBSCRIPTION: {
      description: 'Cancelling the subscription whose id is the context; without one, the only one.',
    },
    INVOICES: { description: 'The invoices, or the one whose id is the context.' },
    PAY_INVOICE: { description: 'Paying the open invoice whose id is the context; without one, the oldest.' },
  } satisfies Record<stored.PortalDestination, { description: string }>,
});

export const CONTEXT_DESCRIPTION =
  'Handed back when the link is used, so that a page can go on where it was: 1 to 200 letters, digits or _ . : - With `SUBSCRIPTIONS`, `SWITCH_PLAN` and `CANCEL_SUBSCRIPTION` it is the id of a subscription (`sub_…`), with `INVOICES` and `PAY_INVOICE` that of an invoice (`in_…`); only its form is checked.';

const PortalLinkOrigin = builder.enumType('PortalLinkOrigin', {
  description: 'How a link reached its customer.',
  values: {
    EMAIL: { description: 'By mail, because somebody asked for it.' },
    MERCHANT: { description: 'Handed over by the merchant.' },
  } satisfies Record<stored.PortalLinkOrigin, { description: string }>,
});

builder.prismaNode('PortalSession', {
  id: { field: 'id', description: 'The id of the session.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleTo(principal) }),
  description: "A customer's session in the portal.",
  fields: (t) => ({
    isCurrent: t.boolean({
      description: 'Whether it is the session that is calling.',
      select: { id: true },
      resolve: ({ id }, _args, { principal }) => principal.kind === 'customer' && principal.sessionId === id,
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'What the browser called itself when it was opened.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was opened.' }),
    lastSeenAt: t.expose('lastSeenAt', {
      type: 'DateTime',
      description: 'When it was last used; after an hour without use it is over.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it is over at the latest.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When somebody ended it.' }),
  }),
});

const PortalLink = builder.prismaNode('PortalLink', {
  id: { field: 'id', description: 'The id of the link.' },
  nullable: true,
  authScopes: { merchant: true },
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description: 'A one-time way into the portal, without its secrets. Merchants only.',
  fields: (t) => ({
    origin: t.expose('origin', { type: PortalLinkOrigin, description: 'How it reached the customer.' }),
    destination: t.expose('destination', { type: PortalDestination, description: 'Where it leads.' }),
    destinationContext: t.exposeString('destinationContext', { nullable: true, description: CONTEXT_DESCRIPTION }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it works.' }),
    usedAt: t.expose('usedAt', { type: 'DateTime', nullable: true, description: 'When it was used or withdrawn.' }),
  }),
});

builder.prismaObjectFields(Customer, (t) => ({
  portalSessions: t.relatedConnection(
    'portalSessions',
    {
      cursor: 'id',
      args: {
        active: t.arg.boolean({
          description: 'Only sessions that were not ended and can still be used, or only the others.',
        }),
      },
      query: ({ active, ...page }, { wallNow: now, principal }) => {
        refuseHugePages(page);
        const alive = {
          endedAt: null,
          expiresAt: { gt: now },
          lastSeenAt: { gt: after(now, -SESSION_IDLE_HOURS * HOUR) },
        };
        const where = active === null || active === undefined ? {} : active ? alive : { NOT: alive };
        return { ...startingAt(page, visibleTo(principal)), where, orderBy: newestFirst() };
      },
      description: 'The portal sessions, newest first.',
    },
    { name: 'PortalSessionConnection', description: 'A page of portal sessions.' },
    { name: 'PortalSessionEdge', description: 'A portal session in a list.' },
  ),
  portalLinks: t.relatedConnection(
    'portalLinks',
    {
      type: PortalLink,
      cursor: 'id',
      authScopes: { merchant: true },
      query: (page, { principal }) => {
        refuseHugePages(page);
        return { ...startingAt(page, visibleToMerchant(principal)), orderBy: newestFirst() };
      },
      description: 'The portal links, newest first. Merchants only.',
    },
    { name: 'PortalLinkConnection', description: 'A page of portal links.' },
    { name: 'PortalLinkEdge', description: 'A portal link in a list.' },
  ),
}));
