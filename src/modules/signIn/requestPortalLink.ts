/**
 * Requests a link. The response and its time are the same for every address: the request only counts and enqueues a
 * job. The job looks the address up, creates the link and mails it.
 */
import { z } from 'zod';
import type { Db } from '../../db/client.ts';
import { PortalDestination } from '../../db/generated/client/enums.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { ValidationError } from '../../kernel/errors.ts';
import { type Keys, openSealed } from '../../kernel/keys.ts';
import { seal } from '../../kernel/secrets.ts';
import { companyId, email, signInKey, validate } from '../../kernel/validate.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { signInLinkMail } from '../../mail/templates/signInLink.ts';
import { jobProgress, recordJobProgress } from '../../operation/jobRecord.ts';
import { type OpContext, type Principal, transact } from '../../operation/operation.ts';
import { noteSecurityEvent } from '../../operation/securityLog.ts';
import { mayBeWritten, RECIPIENT, senderOf, sendTo } from '../customer/mail.ts';
import { contextFits, destinationContext } from './linkDestination.ts';
import { LINK_LIFETIME_MINUTES, mintCode, mintLink } from './links.ts';
import type { Limits } from './rateLimits.ts';

export const SEND_LINK_JOB = 'portal-link.send';
const SEALED_FOR = 'portal-link-job';

const schema = z
  .object({
    companyId: companyId.nullish(),
    email,
    destination: z.enum(PortalDestination).nullish(),
    destinationContext,
  })
  .superRefine(contextFits);
export type RequestLinkInput = z.input<typeof schema>;

interface LinkRequest {
  companyId: string;
  email: string;
  destination: PortalDestination;
  destinationContext: string | null;
}

/** Accepts the request. Throws only for malformed values, never because of the contents of the database. */
export async function requestPortalLink(
  ctx: OpContext<Principal> & {
    keys: Keys;
    limits: Limits;
    clientAddress: string;
    hostCompanyId: string | null;
    wallNow: Date;
    background(work: Promise<unknown>): void;
  },
  input: RequestLinkInput,
): Promise<{ expiresInMinutes: number }> {
  const given = validate(schema, input);
  const { hostCompanyId } = ctx;
  const own = ctx.principal.kind === 'merchant' ? ctx.principal.companyId : hostCompanyId;
  const companyId = given.companyId ?? own;
  if (!companyId) throw ValidationError.at(['input', 'companyId'], 'Must be given.');
  if (hostCompanyId !== null && companyId !== hostCompanyId)
    throw ValidationError.at(['input', 'companyId'], 'Must be the company whose domain this is, or be left out.');
  const request: LinkRequest = {
    companyId,
    email: given.email,
    destination: given.destination ?? 'HOME',
    destinationContext: given.destinationContext ?? null,
  };
  // All requests of a merchant's own server come from one address.
  const ownServer = ctx.principal.kind === 'merchant' && ctx.principal.companyId === companyId;
  const allowed = await ctx.limits.allowLinkRequest({
    companyId,
    email: signInKey(given.email),
    client: ownServer ? null : ctx.clientAddress,
  });
  // Operators of the database can read the job table, so the address is encrypted.
  if (allowed.allowed)
    await ctx.queue.enqueueNow(SEND_LINK_JOB, { sealed: seal(ctx.keys.secretFor(SEALED_FOR), request) });
  else if (allowed.first) {
    const entry = { kind: 'RATE_LIMIT_REACHED', address: ctx.clientAddress, detail: allowed.limit } as const;
    ctx.background(noteSecurityEvent(ctx.db, companyId, ctx.wallNow, entry));
  }
  return { expiresInMinutes: LINK_LIFETIME_MINUTES };
}

export interface SendLinkParts {
  db: Db;
  queue: Queue;
  clock: Clock;
  keys: Keys;
  limits: Limits;
  mailer: Mailer;
  publicUrl: string;
  jobId: string;
  log: { warn(fields: object, message: string): void };
}

/**
 * The job: mails a link to the customer with this address, if one exists. A repetition does nothing if the mail was sent, and
 * otherwise withdraws the link of the interrupted run.
 */
export async function sendRequestedLink(parts: SendLinkParts, data: { sealed: string }): Promise<void> {
  const { db, queue, clock, keys, limits, publicUrl, log, jobId } = parts;
  const request = openSealed<LinkRequest>(keys, SEALED_FOR, data.sealed);
  const key = signInKey(request.email);
  const customer = await db.prisma.customer.findUnique({
    where: { companyId_signInKey: { companyId: request.companyId, signInKey: key } },
    ...RECIPIENT,
  });
  if (!customer || !mayBeWritten(customer)) return doSameWork(parts, request.companyId);
  const { companyId } = customer;
  const earlier = await jobProgress(db, companyId, jobId);
  if (earlier?.done) return;
  if (!earlier && !(await limits.allowMail(companyId))) {
    log.warn({ companyId }, 'A sign-in mail was not sent: the hourly budget is used up.');
    return;
  }
  const code = await mintCode();
  const principal = { kind: 'system', companyId } as const;
  const link = await transact({ db, queue, now: clock.now(), principal }, async (op) => {
    // Locked until the commit: a concurrent change of the address, or disabling the customer, withdraws this link too.
    const [still] = await op.tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM customer
      WHERE company_id = ${companyId} AND id = ${customer.id} AND sign_in_key = ${key} AND disabled_at IS NULL
      FOR SHARE`;
    if (!still) return null;
    if (earlier?.linkId)
      await op.tx.portalLink.updateMany({
        where: { id: earlier.linkId, companyId, usedAt: null },
        data: { usedAt: op.now },
      });
    const minted = await mintLink(op, {
      companyId,
      customerId: customer.id,
      origin: 'EMAIL',
      publicUrl,
      destination: request.destination,
      destinationContext: request.destinationContext,
      code,
    });
    await recordJobProgress(op.tx, { companyId, jobId, now: op.now }, { done: false, linkId: minted.id });
    op.emit('portal_link.created', { objectId: minted.id, customerId: customer.id });
    return minted;
  });
  if (!link) return;
  const content = signInLinkMail({
    ...senderOf(customer),
    link: link.url,
    code: code.code,
    expiresInMinutes: LINK_LIFETIME_MINUTES,
    destination: request.destination,
  });
  // Also to an address that refused mail before: without the link its owner could not correct it.
  await sendTo(parts, customer, customer.email, { tag: 'portal-link', content });
}

/** An unknown address costs the same work as a known one, within a budget, so that later requests are not slower. */
async function doSameWork({ db, clock, limits, log }: SendLinkParts, companyId: string): Promise<void> {
  const verdict = await limits.allowUnknown(companyId);
  if (verdict.allowed) await mintCode();
  else if (verdict.first) {
    log.warn(
      { companyId },
      'Sign-in links are requested for unknown addresses in large numbers. Customers still get theirs.',
    );
    const entry = { kind: 'RATE_LIMIT_REACHED', address: null, detail: verdict.limit } as const;
    await noteSecurityEvent(db, companyId, clock.now(), entry);
  }
}
