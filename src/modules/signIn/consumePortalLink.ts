/**
 * Exchanges a link or a code for a session. One conditional update makes it single-use. Every refusal returns the same
 * error, whatever its reason.
 */

import type { PortalDestination, PortalLink } from '../../db/generated/client/client.ts';
import { InvalidPortalLinkError, TooManyAttempts, ValidationError } from '../../kernel/errors.ts';
import type { Keys } from '../../kernel/keys.ts';
import { equalSecrets, hashCode, hashToken, normalizeCode } from '../../kernel/secrets.ts';
import { idempotencyKey, signInKey, validate } from '../../kernel/validate.ts';
import { type Claim, idempotent } from '../../operation/idempotency.ts';
import { type OpContext, type Principal, transact } from '../../operation/operation.ts';
import { noteSecurityEvent, recordSecurityEvent } from '../../operation/securityLog.ts';
import { MAXIMUM_CODE_GUESSES } from './links.ts';
import type { Limits } from './rateLimits.ts';
import { liveSession, openSession, sessionToken } from './sessions.ts';

export interface ConsumeLinkInput {
  token?: string | null;
  companyId?: string | null;
  email?: string | null;
  code?: string | null;
  attemptSecret?: string | null;
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
  wallNow: Date;
  background(work: Promise<unknown>): void;
};

export async function consumePortalLink(ctx: ConsumeContext, input: ConsumeLinkInput): Promise<ConsumedLink> {
  const { token, email, code } = input;
  const companyId = input.companyId ?? (code ? ctx.hostCompanyId : null);
  const byCode = companyId && email && code ? { companyId, email: signInKey(email), code } : null;
  if (Boolean(token) === Boolean(byCode))
    throw ValidationError.at(['input'], 'Give either a token, or companyId, email and code.');
  const link = byCode ? null : await linkByToken(ctx, token ?? '');
  const allowed = await ctx.limits.allowConsume({
    client: ctx.clientAddress,
    ...(byCode ? { companyId: byCode.companyId, email: byCode.email } : { valid: isValid(ctx, link) }),
  });
  if (!allowed.allowed) {
    const entry = { kind: 'RATE_LIMIT_REACHED', address: ctx.clientAddress, detail: allowed.limit } as const;
    if (allowed.first && companyId) ctx.background(noteSecurityEvent(ctx.db, companyId, ctx.wallNow, entry));
    throw new TooManyAttempts(allowed.retryAfterMs);
  }
  const key = validate(idempotencyKey, input.attemptSecret, ['input', 'attemptSecret']);
  return byCode ? consumeByCode(ctx, byCode, key) : consumeByToken(ctx, usable(ctx, link), token ?? '', key);
}

interface SignInCode {
  companyId: string;
  email: string;
  code: string;
}

type Key = string | null | undefined;

/**
 * The response can contain fields for merchants, so a merchant may only use links of its own company. On a company's own
 * domain, links of other portals are refused.
 */
function isForeign({ principal, hostCompanyId }: ConsumeContext, companyId: string): boolean {
  const expected = principal.kind === 'merchant' ? principal.companyId : hostCompanyId;
  return expected !== null && companyId !== expected;
}

/** Whether the link is unused, unexpired and not foreign. The claim checks the customer and the company as well. */
const isValid = (ctx: ConsumeContext, link: PortalLink | null): boolean =>
  link !== null && !isForeign(ctx, link.companyId) && link.usedAt === null && link.expiresAt > ctx.now;

function usable(ctx: ConsumeContext, link: PortalLink | null): PortalLink {
  if (!link || isForeign(ctx, link.companyId)) throw new InvalidPortalLinkError();
  return link;
}

function consumeByCode(ctx: ConsumeContext, given: SignInCode, key: Key): Promise<ConsumedLink> {
  const { companyId, email, code } = given;
  const known = key && !isForeign(ctx, companyId) ? `${email} ${normalizeCode(code)} ${key}` : null;
  return once(ctx, companyId, known, async (claimKey) =>
    claim(ctx, usable(ctx, await linkByCode(ctx, given)), claimKey),
  );
}

function consumeByToken(ctx: ConsumeContext, link: PortalLink, token: string, key: Key): Promise<ConsumedLink> {
  return once(ctx, link.companyId, key ? `${token} ${key}` : null, (claimKey) => claim(ctx, link, claimKey));
}

type StoredSession = { sessionId: string };

/**
 * A caller whose response was lost repeats the request under the same key and receives the session that was opened,
 * until it is first used and while the link is valid. `known` is a secret of that caller; only its hash is stored.
 */
async function once(
  ctx: ConsumeContext,
  companyId: string,
  known: string | null,
  open: (claimKey: Claim<StoredSession>) => Promise<ConsumedLink>,
): Promise<ConsumedLink> {
  let opened: ConsumedLink | null = null;
  const { sessionId } = await idempotent<StoredSession>(
    { ...ctx, principal: { kind: 'system', companyId } },
    { operation: 'consumePortalLink', key: known && hashToken(known), input: {} },
    async (claimKey) => {
      opened = await open(claimKey);
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
  const { company, returnUrl, ...link } = session.link;
  const opened = { ...link, returnUrl: returnUrl ?? company.portalConfig?.returnUrl ?? null };
  return consumed(opened, { ...session, token: sessionToken(ctx.keys, session) });
}

async function linkByToken({ db }: ConsumeContext, token: string): Promise<PortalLink | null> {
  return db.prisma.portalLink.findUnique({ where: { tokenHash: hashToken(token) } });
}

/**
 * The newest link of the address, if the code is its code. Every call computes one hash, so that an unknown address, a
 * wrong code and a used code take the same time.
 */
async function linkByCode(
  { db, now }: ConsumeContext,
  { companyId, email, code }: SignInCode,
): Promise<PortalLink | null> {
  const link = await db.prisma.portalLink.findFirst({
    where: { companyId, customer: { signInKey: email }, codeHash: { not: null }, usedAt: null, expiresAt: { gt: now } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  // The guess is counted before it is judged, in one statement, so a burst of guesses gains nothing. The hash is
  // computed meanwhile and takes far longer, so the time does not reveal whether a link existed.
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

/** A link as the statement that claims it returns it: with the return URL of the configuration if it has none of its own. */
type ClaimedLink = Pick<
  PortalLink,
  'id' | 'companyId' | 'customerId' | 'destination' | 'destinationContext' | 'returnUrl'
>;

const WITH_RETURN_URL = { company: { include: { portalConfig: { select: { returnUrl: true } } } } } as const;

/**
 * Uses the link and opens its session. The customer's row is locked until the commit: a concurrent deletion or change of the
 * address either ends this session or prevents it.
 */
async function claim(
  ctx: ConsumeContext,
  { id, companyId, customerId }: PortalLink,
  claimKey: Claim<StoredSession>,
): Promise<ConsumedLink> {
  const principal = { kind: 'system', companyId } as const;
  return transact({ ...ctx, principal }, async (op) => {
    const [link] = await op.tx.$queryRaw<ClaimedLink[]>`
      WITH customer AS (
        SELECT c.id FROM customer c JOIN company co ON co.id = c.company_id
        WHERE c.company_id = ${companyId} AND c.id = ${customerId}
          AND c.deleted_at IS NULL AND c.disabled_at IS NULL AND co.disabled_at IS NULL
        FOR SHARE OF c),
      claimed AS (
        UPDATE portal_link link SET used_at = ${op.now} FROM customer
        WHERE link.company_id = ${companyId} AND link.id = ${id} AND link.customer_id = customer.id
          AND link.used_at IS NULL AND link.expires_at > ${op.now}
        RETURNING link.id, link.company_id, link.customer_id, link.destination::text, link.destination_context, link.return_url)
      SELECT claimed.id, claimed.company_id AS "companyId", claimed.customer_id AS "customerId", claimed.destination,
        claimed.destination_context AS "destinationContext", COALESCE(claimed.return_url, p.return_url) AS "returnUrl"
      FROM claimed LEFT JOIN portal_config p ON p.company_id = claimed.company_id`;
    if (!link) throw new InvalidPortalLinkError();
    const session = await openSession(op, ctx.keys, link, ctx.userAgent);
    await recordSecurityEvent(
      { ...op, companyId, wallNow: ctx.wallNow },
      {
        ...{ kind: 'SIGNED_IN', customerId, objectId: session.id, address: ctx.clientAddress },
        actor: { kind: 'CUSTOMER', id: session.id },
      },
    );
    await claimKey(op, { sessionId: session.id });
    return consumed(link, session);
  });
}

function consumed(link: ClaimedLink, session: { id: string; token: string; expiresAt: Date }): ConsumedLink {
  const { companyId, customerId, destination, destinationContext, returnUrl } = link;
  return {
    sessionId: session.id,
    sessionToken: session.token,
    expiresAt: session.expiresAt,
    ...{ companyId, customerId, destination, destinationContext, returnUrl },
  };
}
