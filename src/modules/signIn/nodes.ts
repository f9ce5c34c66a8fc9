/** Links and sessions in GraphQL, without their secrets. */
import type * as stored from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { after, HOUR } from '../../kernel/clock.ts';
import { visibleTo, visibleToMerchant } from '../../operation/operation.ts';
import { Customer } from '../customer/schema.ts';
import { SESSION_IDLE_HOURS } from './sessions.ts';

export const PortalDestination = builder.enumType('PortalDestination', {
  description:
    "The page of the portal that opens after signing in. `SWITCH_PLAN`, `CANCEL_SUBSCRIPTION`, `PAYMENT_METHODS`, `BILLING_INFORMATION` and `PAY_INVOICE` start a flow: when it ends, and the link has a `returnUrl` or the portal's configuration has one, the page redirects there with `portico_flow=<destination in lower snake case>` (such as `switch_plan`) and `portico_outcome=completed` or `portico_outcome=canceled` added to the query.",
  values: {
    HOME: { description: 'The overview of the portal.' },
    PAYMENT_METHODS: { description: 'The list of payment methods.' },
    BILLING_INFORMATION: { description: 'Name, address and tax id.' },
    SUBSCRIPTIONS: { description: 'The subscriptions, or the one whose id is the context.' },
    SWITCH_PLAN: {
      description: 'Choosing another plan for the subscription whose id is the context; without one, for the only one.',
    },
    CANCEL_SUBSCRIPTION: {
      description: 'Canceling the subscription whose id is the context; without one, the only one.',
    },
    INVOICES: { description: 'The invoices, or the one whose id is the context.' },
    PAY_INVOICE: { description: 'Paying the open invoice whose id is the context; without one, the oldest.' },
  } satisfies Record<stored.PortalDestination, { description: string }>,
});

export const CONTEXT_DESCRIPTION =
  'Returned when the link is used, so that a page can continue at the same place: 1 to 200 letters, digits or _ . : - With `SUBSCRIPTIONS`, `SWITCH_PLAN` and `CANCEL_SUBSCRIPTION` it is the id of a subscription (`sub_…`), with `INVOICES` and `PAY_INVOICE` that of an invoice (`in_…`); only its form is checked.';

const PortalLinkOrigin = builder.enumType('PortalLinkOrigin', {
  description: 'The way in which a link reaches its customer.',
  values: {
    EMAIL: { description: 'By e-mail, after `requestPortalLink`.' },
    MERCHANT: { description: 'Through the merchant, who created it with an API key.' },
  } satisfies Record<stored.PortalLinkOrigin, { description: string }>,
});

builder.prismaNode('PortalSession', {
  id: { field: 'id', description: 'The id of the session.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleTo(principal) }),
  description: "A customer's session in the portal.",
  fields: (t) => ({
    customer: t.relation('customer', { type: Customer, description: 'The customer who is signed in.' }),
    isCurrent: t.boolean({
      description: 'Whether it is the session of the calling client.',
      select: { id: true },
      resolve: ({ id }, _args, { principal }) => principal.kind === 'customer' && principal.sessionId === id,
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'The `User-Agent` header of the browser that opened it; null if it sent none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the customer signed in.' }),
    lastSeenAt: t.expose('lastSeenAt', {
      type: 'DateTime',
      description: 'When it was last used. It expires after an hour without use.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it expires at the latest.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was ended by a sign-out or by the merchant; null otherwise, even if it has expired.',
    }),
  }),
});

export const PortalLink = builder.prismaNode('PortalLink', {
  id: { field: 'id', description: 'The id of the link.' },
  nullable: true,
  authScopes: { merchant: true },
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description: 'A one-time link into the portal, without its secrets. Merchants only.',
  fields: (t) => ({
    customer: t.relation('customer', { type: Customer, description: 'The customer whom it signs in.' }),
    origin: t.expose('origin', { type: PortalLinkOrigin, description: 'The way in which it reaches the customer.' }),
    destination: t.expose('destination', {
      type: PortalDestination,
      description: 'The page of the portal that it opens.',
    }),
    destinationContext: t.exposeString('destinationContext', { nullable: true, description: CONTEXT_DESCRIPTION }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it stops working.' }),
    usedAt: t.expose('usedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was used or revoked; null while it is unused.',
    }),
  }),
});

builder.prismaObjectFields(Customer, (t) => ({
  portalSessions: t.relatedConnection(
    'portalSessions',
    {
      cursor: 'id',
      args: {
        active: t.arg.boolean({
          description:
            'True: only sessions that can still be used. False: only ended and expired ones. Both by default.',
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
