/**
 * Exchanging a link, or a code, for a session. Single use falls out of one conditional update; whatever the reason
 * for a refusal is, the answer is the same.
 */

import type { PortalDestination, PortalLink } from '../../db/generated/client/client.ts';
import { type Claim, idempotent } from '../../idempotency.ts';
import { InvalidPortalLinkError, ValidationError } from '../../kernel/errors.ts';
import type { Keys } from '../../kernel/keys.ts';
import { equalSecrets, hashCode, hashToken, normalizeCode } from '../../kernel/secrets.ts';
import { idempotencyKey, signInKey, validate } from '../../kernel/validate.ts';
import { type OpContext, type Principal, transact } from '../../op.ts';
import type { Limits } from './limits.ts';
import { MAXIMUM_CODE_GUESSES } from './links.ts';
import { liveSession, openSession, sessionToken } from './sessions.ts';

export interface ConsumeLinkInput {
  token?: string | null;
  companyId?: string | null;
  email?: string | null;
  code?: string | null;
  idempotencyKey?: string | null;
}

export interface ConsumedLink {
  sessionId: string;
  sessionToken: string;
  expiresAt: Date;
  companyId: string;
  customerId: string;
  destination: PortalDestination;
  destinationContext: string | null;
  returnUrl: string | null;
}

type ConsumeContext = OpContext<Principal> & {
  keys: Keys;
  limits: Limits;
  clientAddress: string;
  userAgent: string | null;
  hostCompanyId: string | null;
};

/** Thrown when somebody tries too often; a top-level error, since no input of theirs would change it. */
export class TooManyAttempts extends Error {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super('Too many attempts. Try again later.');
    this.retryAfterMs = retryAfterMs;
  }
}

export async function consumePortalLink(ctx: ConsumeContext, input: ConsumeLinkInput): Promise<ConsumedLink> {
  const { token, email, code } = input;
  const companyId = input.companyId ?? (code ? ctx.hostCompanyId : null);
  const byCode = companyId && email && code ? { companyId, email: signInKey(email), code } : null;
  if (Boolean(token) === Boolean(byCode))
    throw ValidationError.at(['input'], 'Give either a token, or companyId, email and code.');
  const allowed = await ctx.limits.allowConsume({
    client: ctx.clientAddress,
    ...(byCode ? { companyId: byCode.companyId, email: byCode.email } : {}),
  });
  if (!allowed.allowed) throw new TooManyAttempts(allowed.retryAfterMs);
  const key = validate(idempotencyKey, input.idempotencyKey, ['input', 'idempotencyKey']);
  // The answer can show what only merchants see, to whom another company's link is one that does not exist; and on a
  // company's own domain nobody signs in to another's portal.
  const expected = ctx.principal.kind === 'merchant' ? ctx.principal.companyId : ctx.hostCompanyId;
  const foreign = (id: string) => expected !== null && id !== expected;
  if (byCode) {
    const known = key && !foreign(byCode.companyId) ? `${byCode.email} ${normalizeCode(byCode.code)} ${key}` : null;
    return once(ctx, byCode.companyId, known, async (keep) => {
      const link = await linkByCode(ctx, byCode);
      if (!link || foreign(link.companyId)) throw new InvalidPortalLinkError();
      return claim(ctx, link, keep);
    });
  }
  const link = await linkByToken(ctx, token ?? '');
  if (!link || foreign(link.companyId)) throw new InvalidPortalLinkError();
  return once(ctx, link.companyId, key ? `${token} ${key}` : null, (keep) => claim(ctx, link, keep));
}

type Kept = { sessionId: string };

/**
 * Whoever was not answered asks again under the same key, and is given the session that was opened, as long as nobody
 * has used it and the link would still work. `known` is what only the one who asked knows; it is kept as a hash.
 */
async function once(
  ctx: ConsumeContext,
  companyId: string,
  known: string | null,
  open: (keep: Claim<Kept>) => Promise<ConsumedLink>,
): Promise<ConsumedLink> {
  let opened: ConsumedLink | null = null;
  const { sessionId } = await idempotent<Kept>(
    { ...ctx, principal: { kind: 'system', companyId } },
    { operation: 'consumePortalLink', key: known && hashToken(known), input: {} },
    async (keep) => {
      opened = await open(keep);
      return { sessionId: opened.sessionId };
    },
  );
  return opened ?? openedBefore(ctx, sessionId);
}

async function openedBefore(ctx: ConsumeContext, sessionId: string): Promise<ConsumedLink> {
  const live = await liveSession(ctx.db, sessionId, ctx.now);
  const session = await ctx.db.prisma.portalSession.findUnique({
    where: { id: sessionId },
    include: { link: { include: WITH_RETURN_URL } },
  });
  if (!live || !session || session.link.expiresAt <= ctx.now || live.lastSeenAt > session.createdAt)
    throw new InvalidPortalLinkError();
  return consumed(session.link, { ...session, token: sessionToken(ctx.keys, session) });
}

async function linkByToken({ db }: ConsumeContext, token: string): Promise<PortalLink | null> {
  return db.prisma.portalLink.findUnique({ where: { tokenHash: hashToken(token) } });
}

/**
 * The newest link of the address whose code this is. Every call hashes once, so that an unknown address, a wrong
 * code and a used-up code take the same time.
 */
async function linkByCode(
  { db, now }: ConsumeContext,
  { companyId, email, code }: { companyId: string; email: string; code: string },
): Promise<PortalLink | null> {
  const link = await db.prisma.portalLink.findFirst({
    where: { companyId, customer: { signInKey: email }, codeHash: { not: null }, usedAt: null, expiresAt: { gt: now } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  // A guess counts before it is judged, in one statement: a burst of guesses gets no more than one at a time would.
  // The hash is made meanwhile and takes far longer, so that nobody can tell by time whether there was one to count.
  const [{ count }, hash] = await Promise.all([
    db.prisma.portalLink.updateMany({
      where: { id: link?.id ?? '', usedAt: null, codeGuesses: { lt: MAXIMUM_CODE_GUESSES } },
      data: { codeGuesses: { increment: 1 } },
    }),
    hashCode(normalizeCode(code).slice(0, 64), link?.codeSalt ?? 'no such link'),
  ]);
  const right = equalSecrets(hash, link?.codeHash ?? '');
  return link && count === 1 && right ? link : null;
}

const WITH_RETURN_URL = { company: { include: { portalConfig: { select: { returnUrl: true } } } } } as const;

async function claim(
  ctx: ConsumeContext,
  { id, companyId, customerId }: PortalLink,
  keep: Claim<Kept>,
): Promise<ConsumedLink> {
  const principal = { kind: 'system', companyId } as const;
  return transact({ ...ctx, principal }, async (op) => {
    // Held until the end: a customer who is deleted or moved at this moment either loses this session, or never gets it.
    const [customer] = await op.tx.$queryRaw<{ id: string }[]>`
      SELECT c.id FROM customer c JOIN company co ON co.id = c.company_id
      WHERE c.company_id = ${companyId} AND c.id = ${customerId}
        AND c.deleted_at IS NULL AND c.disabled_at IS NULL AND co.disabled_at IS NULL
      FOR SHARE OF c`;
    const { count } = await op.tx.portalLink.updateMany({
      where: { id, usedAt: null, expiresAt: { gt: op.now } },
      data: { usedAt: op.now },
    });
    if (!customer || count !== 1) throw new InvalidPortalLinkError();
    const link = await op.tx.portalLink.findUniqueOrThrow({ where: { id }, include: WITH_RETURN_URL });
    const session = await openSession(op, ctx.keys, link, ctx.userAgent);
    await keep(op, { sessionId: session.id });
    return consumed(link, session);
  });
}

function consumed(
  link: PortalLink & { company: { portalConfig: { returnUrl: string | null } | null } },
  session: { id: string; token: string; expiresAt: Date },
): ConsumedLink {
  return {
    sessionId: session.id,
    sessionToken: session.token,
    expiresAt: session.expiresAt,
    companyId: link.companyId,
    customerId: link.customerId,
    destination: link.destination,
    destinationContext: link.destinationContext,
    returnUrl: link.returnUrl ?? link.company.portalConfig?.returnUrl ?? null,
  };
}
