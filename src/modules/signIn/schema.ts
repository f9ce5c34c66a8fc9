/** Sign-in in GraphQL: requesting a link, consuming it, creating one for a customer, signing out. */
import { initContextCache } from '@pothos/core';
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { mutation } from '../../graphql/mutation.ts';
import { ConflictError, InvalidPortalLinkError, NotFoundError } from '../../kernel/errors.ts';
import type { Principal } from '../../operation/operation.ts';
import { Customer } from '../customer/schema.ts';
import { type ConsumedLink, consumePortalLink } from './consumePortalLink.ts';
import { createPortalLink } from './createPortalLink.ts';
import { CONTEXT_DESCRIPTION, PortalDestination, PortalLink } from './nodes.ts';
import { type PortalLinkPreview, portalLinkPreview } from './portalLinkPreview.ts';
import { requestPortalLink } from './requestPortalLink.ts';
import { revokePortalSessions } from './revokePortalSessions.ts';
import { liveSession } from './sessions.ts';
import { signOutPortal } from './signOutPortal.ts';

mutation('requestPortalLink', {
  caller: 'anyone',
  description:
    'Sends a sign-in link and a short code to the customer with the address, if one exists. The response is the same for known and unknown addresses and does not reveal whether an e-mail was sent. Rate limits apply silently.',
  input: builder.inputType('RequestPortalLinkInput', {
    description: 'Input of `requestPortalLink`.',
    fields: (t) => ({
      companyId: t.id({
        description:
          'The company of the portal. By default the company of the API key, or of the custom domain that received the request.',
      }),
      email: t.string({ required: true, description: 'The e-mail address of the customer.' }),
      destination: t.field({
        type: PortalDestination,
        description: 'The page that the link opens; `HOME` by default.',
      }),
      destinationContext: t.string({ description: CONTEXT_DESCRIPTION }),
    }),
  }),
  success: builder.objectRef<{ expiresInMinutes: number }>('RequestPortalLinkSuccess').implement({
    description: 'The request was accepted.',
    fields: (t) => ({
      expiresInMinutes: t.exposeInt('expiresInMinutes', {
        description: 'The lifetime of a link from the time at which it is sent, in minutes.',
      }),
    }),
  }),
  errors: [],
  run: requestPortalLink,
});

const SessionTransport = builder.enumType('SessionTransport', {
  description: 'The way in which the client receives a new session.',
  values: {
    BEARER: { description: 'As `sessionToken` in the response, for clients that store it securely themselves.' },
    COOKIE: {
      description:
        'In an `HttpOnly` cookie of this host, for pages that this server serves. It is valid for requests whose header `x-portico-portal` contains the id of the company.',
    },
  },
});

/**
 * The response to a link is resolved as its new session, which is the caller for the rest of the document; a merchant
 * remains the caller. Cached results about the previous caller (its scopes, its portal's sections) are discarded.
 */
async function goOnAs(ctx: Context<Principal>, sessionId: string): Promise<void> {
  if (ctx.principal.kind === 'merchant') return;
  const session = await liveSession(ctx.db, sessionId, ctx.wallNow);
  if (!session) return;
  const { principal } = session;
  const goesOn: Partial<Context<Principal>> = { principal, now: principal.testClockAt ?? ctx.wallNow };
  Object.assign(ctx, initContextCache(), goesOn);
}

mutation('consumePortalLink', {
  caller: 'anyone',
  description:
    'Exchanges a link for a session of its customer: by the token of the link, or by company, address and the code from the mail. Works once, within ten minutes; a code allows five guesses. A client that lost the response can repeat the request with the same `attemptSecret` and gets the same session, until that session is used.',
  input: builder.inputType('ConsumePortalLinkInput', {
    description: 'Either `token`, or `companyId`, `email` and `code`.',
    fields: (t) => ({
      token: t.string({ description: "The token from the link's fragment." }),
      companyId: t.id({
        description:
          'With `code`: the company of the portal; by default the company of the custom domain that received the request.',
      }),
      email: t.string({ description: 'With `code`: the address that the e-mail was sent to.' }),
      code: t.string({ description: 'The code from the e-mail, in upper or lower case.' }),
      sessionTransport: t.field({
        type: SessionTransport,
        description: 'The way in which the client receives the session; `BEARER` by default.',
      }),
      attemptSecret: t.string({
        description:
          'A secret that the client generates for this attempt: the same link or code with the same secret returns the first session instead of opening a second one, until the session is used. Use at least 128 random bits.',
      }),
    }),
  }),
  success: builder
    .objectRef<Omit<ConsumedLink, 'sessionToken'> & { sessionToken: string | null }>('ConsumePortalLinkSuccess')
    .implement({
      description: 'A new session was opened.',
      fields: (t) => ({
        sessionToken: t.exposeString('sessionToken', {
          nullable: true,
          description:
            'The credential of the session: `Authorization: Bearer <sessionToken>`. Null with the transport `COOKIE`.',
        }),
        expiresAt: t.expose('expiresAt', {
          type: 'DateTime',
          description: 'When the session expires at the latest. It expires earlier after an hour without use.',
        }),
        customer: t.prismaField({
          type: Customer,
          description: 'The customer who is signed in.',
          resolve: (query, { customerId }, _args, { db }) =>
            readOneOrThrow(db, 'Customer', { ...query, where: { id: customerId } }),
        }),
        destination: t.expose('destination', { type: PortalDestination, description: 'The page to open.' }),
        destinationContext: t.exposeString('destinationContext', { nullable: true, description: CONTEXT_DESCRIPTION }),
        returnUrl: t.exposeString('returnUrl', {
          nullable: true,
          description:
            "The address of the link back to the merchant: the link's own, or the one of the configuration; null if neither is set. A flow that ends redirects there; see `PortalDestination`.",
        }),
      }),
    }),
  errors: [InvalidPortalLinkError],
  run: async (ctx, { sessionTransport, ...input }) => {
    const consumed = await consumePortalLink({ ...ctx, now: ctx.wallNow }, input);
    await goOnAs(ctx, consumed.sessionId);
    if (sessionTransport !== 'COOKIE') return consumed;
    ctx.sessionCookie.keep(
      consumed.companyId,
      { token: consumed.sessionToken, expiresAt: consumed.expiresAt },
      ctx.wallNow,
    );
    return { ...consumed, sessionToken: null };
  },
});

builder.queryField('portalLinkPreview', (t) =>
  t.field({
    type: builder.objectRef<PortalLinkPreview>('PortalLinkPreview').implement({
      description: 'The customer and the portal of an unused link.',
      fields: (t) => ({
        emailHint: t.exposeString('emailHint', {
          description: 'The e-mail address of the customer, mostly masked, so that its owner recognizes it.',
        }),
        companyName: t.exposeString('companyName', { description: 'The name of the company of the portal.' }),
        destination: t.expose('destination', {
          type: PortalDestination,
          description: 'The page of the portal that the link opens.',
        }),
        expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the link stops working.' }),
      }),
    }),
    nullable: true,
    description:
      'The effect of a link, without using it, for a page that requires a confirmation. Null if the link is unknown, used or expired. No credential is required besides the link.',
    args: { token: t.arg.string({ required: true, description: "The token from the link's fragment." }) },
    resolve: (_root, { token }, { db, wallNow }) => portalLinkPreview(db, token, wallNow),
  }),
);

mutation('createPortalLink', {
  caller: 'merchant',
  description:
    'Creates a one-time link for a customer whom the merchant has already authenticated. Redirect the customer to it within ten minutes. Merchants only.',
  input: builder.inputType('CreatePortalLinkInput', {
    description: 'Input of `createPortalLink`.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The id of the customer.' }),
      destination: t.field({
        type: PortalDestination,
        description: 'The page that the link opens; `HOME` by default.',
      }),
      destinationContext: t.string({ description: CONTEXT_DESCRIPTION }),
      returnUrl: t.string({
        description:
          "The address of the link back to the merchant. Its origin must be that of the configuration's `returnUrl`, which is the default. A flow that `destination` started redirects there when it ends, with `portico_flow` and `portico_outcome` in the query; see `PortalDestination`.",
      }),
    }),
  }),
  success: builder.objectRef<{ id: string; url: string }>('CreatePortalLinkSuccess').implement({
    description: 'The link was created.',
    fields: (t) => ({
      url: t.exposeString('url', {
        description: 'The address to redirect the customer to. It works once, and only this response contains it.',
      }),
      portalLink: t.prismaField({
        type: PortalLink,
        description: 'The link, with its destination and expiry.',
        resolve: (query, { id }, _args, { db }) => db.prisma.portalLink.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  }),
  errors: [NotFoundError, ConflictError],
  run: createPortalLink,
});

const ended = (name: string, description: string) =>
  builder.objectRef<{ endedSessions: number }>(name).implement({
    description,
    fields: (t) => ({
      endedSessions: t.exposeInt('endedSessions', { description: 'The number of sessions that were ended.' }),
    }),
  });

mutation('signOutPortal', {
  caller: 'customer',
  description:
    'Ends the calling session, another session of its customer, or all of them, from the next request on. Portal sessions only.',
  input: builder.inputType('SignOutPortalInput', {
    description: 'Input of `signOutPortal`. By default the calling session ends.',
    fields: (t) => ({
      allSessions: t.boolean({ description: 'Whether all sessions of the customer end; false by default.' }),
      sessionId: t.id({
        description: 'The session of the customer that ends instead of the calling one.',
      }),
    }),
  }),
  success: ended('SignOutPortalSuccess', 'The sessions were ended.'),
  errors: [NotFoundError],
  run: async (ctx, input) => {
    const ended = await signOutPortal(ctx, input);
    if (ended.endedOwn) ctx.sessionCookie.forget(ctx.principal.companyId);
    return ended;
  },
});

mutation('revokePortalSessions', {
  caller: 'merchant',
  description: 'Ends all portal sessions of a customer and revokes unused links. Merchants only.',
  input: builder.inputType('RevokePortalSessionsInput', {
    description: 'Input of `revokePortalSessions`.',
    fields: (t) => ({ customerId: t.id({ required: true, description: 'The id of the customer.' }) }),
  }),
  success: ended('RevokePortalSessionsSuccess', 'The sessions have ended.'),
  errors: [NotFoundError],
  run: revokePortalSessions,
});
