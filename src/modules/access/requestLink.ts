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
import type { Keys } from '../../kernel/keys.ts';
import { seal, unseal } from '../../kernel/secrets.ts';
import { email, signInKey, validate } from '../../kernel/validate.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { signInLinkMail } from '../../mail/templates/signInLink.ts';
import { type OpContext, type Principal, transact } from '../../op.ts';
import type { Limits } from './limits.ts';
import { LINK_LIFETIME_MINUTES, mintCode, mintLink } from './links.ts';

export const SEND_LINK_JOB = 'portal-link.send';
const SEALED_FOR = 'portal-link-job';

/** Handed back unchanged when the link is used; a narrow alphabet keeps it harmless wherever it is shown. */
export const destinationContext = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,200}$/, 'Must have 1 to 200 letters, digits or _ . : -')
  .nullish();

const schema = z.object({
  companyId: z.string().max(64, 'Must have at most 64 characters.').nullish(),
  email,
  destination: z.enum(PortalDestination).nullish(),
  destinationContext,
});
export type RequestLinkInput = z.input<typeof schema>;

interface LinkRequest {
  companyId: string;
  email: string;
  destination: PortalDestination;
  destinationContext: string | null;
}

/** Takes the request. Throws only for values that are malformed in themselves, never for what is or is not in the database. */
export async function requestPortalLink(
  ctx: OpContext<Principal> & { keys: Keys; limits: Limits; clientAddress: string },
  input: RequestLinkInput,
): Promise<{ expiresInMinutes: number }> {
  const given = validate(schema, input);
  const companyId = given.companyId ?? (ctx.principal.kind === 'merchant' ? ctx.principal.companyId : null);
  if (!companyId) throw ValidationError.at(['input', 'companyId'], 'Must be given.');
  const request: LinkRequest = {
    companyId,
    email: given.email,
    destination: given.destination ?? 'HOME',
    destinationContext: given.destinationContext ?? null,
  };
  const allowed = await ctx.limits.allowLinkRequest({
    companyId,
    email: signInKey(given.email),
    client: ctx.clientAddress,
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
}

/** The job: mails a link to the customer who signs in with the address, if there is one. Repeating it mails another link. */
export async function sendRequestedLink(parts: SendLinkParts, data: { sealed: string }): Promise<void> {
  const { db, queue, clock, keys, limits, mailer, publicUrl } = parts;
  const request = unseal<LinkRequest>(keys.secretFor(SEALED_FOR), data.sealed);
  // An unknown address costs the same work, so that the requests which follow are not slower for a known one.
  const code = await mintCode();
  const customer = await db.prisma.customer.findUnique({
    where: { companyId_signInKey: { companyId: request.companyId, signInKey: signInKey(request.email) } },
    include: { company: { include: { portalConfig: true } } },
  });
  if (!customer || customer.disabledAt || customer.company.disabledAt) return;
  if (!(await limits.allowMail(customer.companyId))) return;
  const principal = { kind: 'system', companyId: customer.companyId } as const;
  const link = await transact({ db, queue, now: clock.now(), principal }, async (op) => {
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
  const language = customer.locale ?? 'en';
  const mail = signInLinkMail({
    companyName: customer.company.name,
    portalHeader: customer.company.portalConfig?.portalHeader ?? null,
    supportEmail: customer.company.supportEmail,
    link: link.url,
    code: code.code,
    expiresInMinutes: LINK_LIFETIME_MINUTES,
    locale: language,
    destination: request.destination,
  });
  await mailer.send({
    ...mail,
    to: customer.email,
    from: { name: customer.company.name },
    tag: 'portal-link',
    companyId: customer.companyId,
    language,
  });
}
