/**
 * Asking for a link. The answer and its timing are the same whatever the address is: the request only counts and
 * leaves a job; looking the address up, minting and mailing happen there.
 */
import { z } from 'zod';
import type { Db } from '../../db/client.ts';
import { PortalDestination } from '../../db/generated/client/enums.ts';
import type { Queue } from '../../jobs/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import { ValidationError } from '../../kernel/errors.ts';
import { type Keys, openSealed } from '../../kernel/keys.ts';
import { seal } from '../../kernel/secrets.ts';
import { email, signInKey, validate } from '../../kernel/validate.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { signInLinkMail } from '../../mail/templates/signInLink.ts';
import { type OpContext, type Principal, transact } from '../../op.ts';
import { mayBeWritten, RECIPIENT, send, senderOf } from '../customer/mail.ts';
import { contextFits, destinationContext } from './destination.ts';
import type { Limits } from './limits.ts';
import { LINK_LIFETIME_MINUTES, mintCode, mintLink } from './links.ts';

export const SEND_LINK_JOB = 'portal-link.send';
const SEALED_FOR = 'portal-link-job';

const schema = z
  .object({
    companyId: z
      .string()
      .regex(/^\w{1,64}$/, 'Must be an id.')
      .nullish(),
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

/** Takes the request. Throws only for values that are malformed in themselves, never for what is or is not in the database. */
export async function requestPortalLink(
  ctx: OpContext<Principal> & { keys: Keys; limits: Limits; clientAddress: string; hostCompanyId: string | null },
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
  // The job table is readable by whoever operates the database; the address is not.
  if (allowed) await ctx.queue.enqueueNow(SEND_LINK_JOB, { sealed: seal(ctx.keys.secretFor(SEALED_FOR), request) });
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
  log: { warn(fields: object, message: string): void };
}

/** The job: mails a link to the customer who signs in with the address, if there is one. Repeating it mails another link. */
export async function sendRequestedLink(parts: SendLinkParts, data: { sealed: string }): Promise<void> {
  const { db, queue, clock, keys, limits, publicUrl, log } = parts;
  const request = openSealed<LinkRequest>(keys, SEALED_FOR, data.sealed);
  const key = signInKey(request.email);
  // An unknown address costs the same work, so that the requests which follow are not slower for a known one.
  const code = await mintCode();
  const customer = await db.prisma.customer.findUnique({
    where: { companyId_signInKey: { companyId: request.companyId, signInKey: key } },
    ...RECIPIENT,
  });
  if (!customer || !mayBeWritten(customer)) return;
  if (!(await limits.allowMail(customer.companyId))) {
    log.warn({ companyId: customer.companyId }, 'A sign-in mail was not sent: the hourly budget is used up.');
    return;
  }
  const principal = { kind: 'system', companyId: customer.companyId } as const;
  const link = await transact({ db, queue, now: clock.now(), principal }, async (op) => {
    // Held until the end: whoever changes the address or disables the customer at this moment withdraws this link too.
    const [still] = await op.tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM customer
      WHERE company_id = ${customer.companyId} AND id = ${customer.id} AND sign_in_key = ${key} AND disabled_at IS NULL
      FOR SHARE`;
    if (!still) return null;
    const minted = await mintLink(op, {
      companyId: customer.companyId,
      customerId: customer.id,
      origin: 'EMAIL',
      publicUrl,
      destination: request.destination,
      destinationContext: request.destinationContext,
      code,
    });
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
  await send(parts, customer, 'portal-link', content);
}
