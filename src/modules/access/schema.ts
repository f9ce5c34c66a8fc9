/** Access in GraphQL: asking for a link, spending it, handing a customer over, signing out. */
import { initContextCache } from '@pothos/core';
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { topLevelError } from '../../graphql/errors.ts';
import { mutation } from '../../graphql/mutation.ts';
import { ConflictError, InvalidPortalLinkError } from '../../kernel/errors.ts';
import type { Principal } from '../../op.ts';
import { Customer } from '../customer/schema.ts';
import { type ConsumedLink, consumePortalLink, TooManyAttempts } from './consumeLink.ts';
import { createPortalSession } from './handOff.ts';
import { CONTEXT_DESCRIPTION, PortalDestination } from './nodes.ts';
import { type PortalLinkPreview, portalLinkPreview } from './previewLink.ts';
import { requestPortalLink } from './requestLink.ts';
import { liveSession } from './sessions.ts';
import { revokePortalSessions, signOutPortal } from './signOut.ts';

mutation('requestPortalLink', {
  caller: 'anyone',
  description:
    'Mails a sign-in link and a short code to the customer who has this address, if there is one. The answer is the same for every address, known or unknown, and does not tell whether a mail was sent. Limits apply silently.',
  input: builder.inputType('RequestPortalLinkInput', {
    description: 'Who wants to sign in where.',
    fields: (t) => ({
      companyId: t.id({
        description:
          "The company whose portal it is; when left out, a merchant's own, or on a company's own domain that company.",
      }),
      email: t.string({ required: true, description: 'The address of the customer.' }),
      destination: t.field({ type: PortalDestination, description: 'Where to arrive; `HOME` when left out.' }),
      destinationContext: t.string({ description: CONTEXT_DESCRIPTION }),
    }),
  }),
  success: builder.objectRef<{ expiresInMinutes: number }>('RequestPortalLinkSuccess').implement({
    description: 'The request was taken.',
    fields: (t) => ({
      expiresInMinutes: t.exposeInt('expiresInMinutes', {
        description: 'How long a link works from the moment it is sent, in minutes.',
      }),
    }),
  }),
  run: requestPortalLink,
});

const SessionTransport = builder.enumType('SessionTransport', {
  description: 'How a session comes to who opened it.',
  values: {
    BEARER: { description: 'As `sessionToken` in the answer, for clients that keep it safe themselves.' },
    COOKIE: {
      description:
        'In a cookie that scripts cannot read and only this host is sent, for pages that this server serves. It counts in requests whose header `x-portico-portal` holds the id of the company.',
    },
  },
});

/**
 * What is asked for in the answer to a link is read as its new session, which then stands for the rest of the
 * document; a merchant stays who it is. What was found out about whoever came before (which scopes it has, what its
 * portal shows) is forgotten.
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
    'Exchanges a link for a session of its customer: by the token of the link, or by company, address and the code from the mail. Works once and for ten minutes; a code may be guessed five times. Who was not answered may ask again under the same `idempotencyKey` and is given the session that was opened, until it is used.',
  input: builder.inputType('ConsumePortalLinkInput', {
    description: 'Either `token`, or `companyId`, `email` and `code`.',
    fields: (t) => ({
      token: t.string({ description: "The token from the link's fragment." }),
      companyId: t.id({
        description: "With `code`: the company whose portal it is; on a company's own domain it may be left out.",
      }),
      email: t.string({ description: 'With `code`: the address that the mail went to.' }),
      code: t.string({ description: 'The code from the mail, in capitals or not.' }),
      sessionTransport: t.field({
        type: SessionTransport,
        description: 'How the session comes to the caller; `BEARER` when left out.',
      }),
      idempotencyKey: t.string({
        description:
          'A secret of your own making for this attempt: the same link or code with the same key opens no second session, and is answered with the first one while nobody has used it. Use at least 128 random bits.',
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
            'The credential of the session: `Authorization: Bearer <sessionToken>`. Null when it was handed over in a cookie.',
        }),
        expiresAt: t.expose('expiresAt', {
          type: 'DateTime',
          description: 'When the session ends at the latest; it ends earlier after an hour without use.',
        }),
        customer: t.prismaField({
          type: Customer,
          description: 'Who is signed in now.',
          resolve: (query, { customerId }, _args, { db }) =>
            readOneOrThrow(db, 'Customer', { ...query, where: { id: customerId } }),
        }),
        destination: t.expose('destination', { type: PortalDestination, description: 'Where to arrive.' }),
        destinationContext: t.exposeString('destinationContext', { nullable: true, description: CONTEXT_DESCRIPTION }),
        returnUrl: t.exposeString('returnUrl', {
          nullable: true,
          description:
            "Where the way back to the merchant leads: the link's own, or else the configuration's. A flow that is over goes there by itself; see `PortalDestination`.",
        }),
      }),
    }),
  errors: [InvalidPortalLinkError],
  run: async (ctx, { sessionTransport, ...input }) => {
    try {
      const consumed = await consumePortalLink({ ...ctx, now: ctx.wallNow }, input);
      await goOnAs(ctx, consumed.sessionId);
      if (sessionTransport !== 'COOKIE') return consumed;
      ctx.sessionCookie.keep(
        consumed.companyId,
        { token: consumed.sessionToken, expiresAt: consumed.expiresAt },
        ctx.wallNow,
      );
      return { ...consumed, sessionToken: null };
    } catch (error) {
      if (!(error instanceof TooManyAttempts)) throw error;
      throw topLevelError('RATE_LIMITED', error.message, { retryAfterSeconds: Math.ceil(error.retryAfterMs / 1000) });
    }
  },
});

builder.queryField('portalLinkPreview', (t) =>
  t.field({
    type: builder.objectRef<PortalLinkPreview>('PortalLinkPreview').implement({
      description: 'Who would be signed in where by a link that was not used yet.',
      fields: (t) => ({
        emailHint: t.exposeString('emailHint', {
          description: 'The address of the customer, most of it hidden: who holds the link recognises it.',
        }),
        companyName: t.exposeString('companyName', { description: 'Whose portal it is.' }),
        destination: t.expose('destination', { type: PortalDestination, description: 'Where it leads.' }),
        expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the link works.' }),
      }),
    }),
    nullable: true,
    description:
      'What a link would do, without using it: pages show it before a person decides. Null when the link is unknown, used or expired. Anyone who holds the link may ask.',
    args: { token: t.arg.string({ required: true, description: "The token from the link's fragment." }) },
    resolve: (_root, { token }, { db, wallNow }) => portalLinkPreview(db, token, wallNow),
  }),
);

mutation('createPortalSession', {
  caller: 'merchant',
  description:
    'Makes a one-time link for a customer whom the merchant has signed in itself. Redirect the customer to it within ten minutes. Merchants only.',
  input: builder.inputType('CreatePortalSessionInput', {
    description: 'Who is handed over, and to where.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The customer.' }),
      destination: t.field({ type: PortalDestination, description: 'Where to arrive; `HOME` when left out.' }),
      destinationContext: t.string({ description: CONTEXT_DESCRIPTION }),
      returnUrl: t.string({
        description:
          "Where the way back leads; its origin must be that of the configuration's `returnUrl`, which is used when left out. A flow that `destination` began goes there by itself when it is over, with `portico_flow` and `portico_outcome` in the query; see `PortalDestination`.",
      }),
    }),
  }),
  success: builder
    .objectRef<{ url: string; expiresAt: Date; customerId: string }>('CreatePortalSessionSuccess')
    .implement({
      description: 'The link was made.',
      fields: (t) => ({
        url: t.exposeString('url', { description: 'The link; it is shown once and works once.' }),
        expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the link works.' }),
      }),
    }),
  errors: [ConflictError],
  run: createPortalSession,
});

const ended = (name: string, description: string) =>
  builder.objectRef<{ endedSessions: number }>(name).implement({
    description,
    fields: (t) => ({
      endedSessions: t.exposeInt('endedSessions', { description: 'How many sessions were ended.' }),
    }),
  });

mutation('signOutPortal', {
  caller: 'customer',
  description:
    'Ends the session that is calling, another session of its customer, or all of them, from the next request on. Portal sessions only.',
  input: builder.inputType('SignOutPortalInput', {
    description: 'What is to be ended.',
    fields: (t) => ({
      allSessions: t.boolean({ description: 'Whether every session of the customer ends; false when left out.' }),
      sessionId: t.id({
        description: 'The one session of the customer that ends, instead of the one that is calling.',
      }),
    }),
  }),
  success: ended('SignOutPortalSuccess', 'What was to be ended has ended.'),
  run: async (ctx, input) => {
    const ended = await signOutPortal(ctx, input);
    if (ended.endedOwn) ctx.sessionCookie.forget(ctx.principal.companyId);
    return ended;
  },
});

mutation('revokePortalSessions', {
  caller: 'merchant',
  description: 'Ends all portal sessions of a customer and withdraws links that were not used. Merchants only.',
  input: builder.inputType('RevokePortalSessionsInput', {
    description: 'Whose sessions are to be ended.',
    fields: (t) => ({ customerId: t.id({ required: true, description: 'The customer.' }) }),
  }),
  success: ended('RevokePortalSessionsSuccess', 'The sessions have ended.'),
  run: revokePortalSessions,
});
