/**
 * The host names of a company's own, under which its portal may be reached. Anybody may register any name; only whoever
 * proves to hold it gets it, and a name is held by one company at a time.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { violatedConstraint } from '../../db/violation.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../op.ts';
import { type Findings, findTokens, holds, type ResolveTxt } from './domainProof.ts';
import { belongsTo, normalizeHostname } from './hostname.ts';

/** So many a company may have registered at the same time. */
export const MAXIMUM_DOMAINS = 20;

const createInput = z.object({ hostname: z.string() });
const path = ['input', 'customDomainId'];

/** Domains live in the real world: a test clock does not move the DNS. */
type Ctx = OpContext<MerchantPrincipal> & { wallNow: Date };

export async function createCustomDomain(
  ctx: Ctx & { publicUrl: string },
  input: z.input<typeof createInput>,
): Promise<{ id: string }> {
  const at = ['input', 'hostname'];
  const hostname = normalizeHostname(validate(createInput, input).hostname);
  if (!hostname)
    throw ValidationError.at(at, 'Must be a public host name of at least two labels, such as `billing.example.com`.');
  if (belongsTo(hostname, ctx.publicUrl)) throw ValidationError.at(at, 'Must not be an address of this server.');
  return transact({ ...ctx, now: ctx.wallNow }, async (op) => {
    const { companyId } = op.principal;
    // Held until the end, so that registrations of a company take turns and are counted right.
    await op.tx.$queryRaw`SELECT 1 AS locked FROM portal_config WHERE company_id = ${companyId} FOR UPDATE`;
    const own = await op.tx.customDomain.findMany({ where: { companyId }, select: { hostname: true } });
    if (own.some((domain) => domain.hostname === hostname)) throw new ConflictError('It is registered already.', at);
    if (own.length >= MAXIMUM_DOMAINS)
      throw new ConflictError(`At most ${MAXIMUM_DOMAINS} domains can be registered at the same time.`);
    const id = newId('CustomDomain', op.now);
    const verificationToken = randomBytes(32).toString('base64url');
    await op.tx.customDomain.create({ data: { id, companyId, hostname, verificationToken, createdAt: op.now } });
    op.emit('custom_domain.created', { objectId: id, data: { hostname } });
    return { id };
  });
}

/** Looks for the record now, and gives the name to the company if it is there. A verified domain is looked after as well. */
export async function verifyCustomDomain(
  ctx: Ctx & { resolveTxt: ResolveTxt },
  { customDomainId: id }: { customDomainId: string },
): Promise<{ id: string }> {
  const { companyId } = ctx.principal;
  const domain = await ctx.db.prisma.customDomain.findFirst({ where: { id, companyId } });
  if (!domain) throw new NotFoundError('custom domain', path);
  // The DNS may take seconds to answer, so it is asked before anything is held.
  const findings = await findTokens(ctx.resolveTxt, domain.hostname);
  if (!holds(findings, domain.verificationToken)) {
    await ctx.db.prisma.customDomain.updateMany({
      where: { id, companyId, verifiedAt: null },
      data: { checkedAt: ctx.wallNow },
    });
    throw new ConflictError(
      'unknown' in findings && findings.unknown === 'no_answer'
        ? 'The DNS of the domain did not answer. Try again later.'
        : 'The TXT record was not found. A new record can take a while to be seen everywhere.',
      path,
    );
  }
  try {
    return await transact({ ...ctx, now: ctx.wallNow }, (op) => take(op, domain, findings));
  } catch (error) {
    if (violatedConstraint(error) !== 'custom_domain_verified_hostname_key') throw error;
    throw new ConflictError('Another company was faster. Try again.', path);
  }
}

async function take(
  op: Op<MerchantPrincipal>,
  { id, hostname, verificationToken }: { id: string; hostname: string; verificationToken: string },
  findings: Findings,
): Promise<{ id: string }> {
  const { companyId } = op.principal;
  await dispossess(op, hostname, findings);
  const good = { checkedAt: op.now, failingSince: null };
  const { count } = await op.tx.customDomain.updateMany({
    // The token, too: a domain that was removed and registered anew in between is another one.
    where: { id, companyId, verificationToken, verifiedAt: null },
    data: { ...good, verifiedAt: op.now },
  });
  if (count === 1) op.emit('custom_domain.verified', { objectId: id, data: { hostname } });
  else {
    const again = await op.tx.customDomain.updateMany({ where: { id, companyId, verificationToken }, data: good });
    if (again.count === 0) throw new NotFoundError('custom domain', path);
  }
  return { id };
}

/** A name changes hands when its record is no longer that of whoever held it; where both stand, the holder keeps it. */
async function dispossess(op: Op<MerchantPrincipal>, hostname: string, findings: Findings): Promise<void> {
  const holder = await op.tx.customDomain.findFirst({
    where: { hostname, verifiedAt: { not: null }, companyId: { not: op.principal.companyId } },
  });
  if (!holder) return;
  if (holds(findings, holder.verificationToken))
    throw new ConflictError("Another company holds this domain. Remove that company's TXT record first.", path);
  await op.tx.customDomain.updateMany({
    where: { id: holder.id, verifiedAt: { not: null } },
    data: { verifiedAt: null, failingSince: null, checkedAt: op.now },
  });
  await op.tx.event.create({
    data: {
      id: newId('Event', op.now),
      companyId: holder.companyId,
      type: 'custom_domain.verification_failed',
      actorKind: 'SYSTEM',
      objectId: holder.id,
      data: { hostname, reason: 'taken_over', unverified: true },
      createdAt: op.now,
    },
  });
}

/** Removes a domain; the portal goes back to the server's own address. Registered again, it has to be proved anew. */
export async function deleteCustomDomain(
  ctx: Ctx,
  { customDomainId: id }: { customDomainId: string },
): Promise<{ deletedCustomDomainId: string }> {
  return transact({ ...ctx, now: ctx.wallNow }, async (op) => {
    const { companyId } = op.principal;
    // Held first: who chooses the domain at this moment has done so, or finds it gone.
    await op.tx.$queryRaw`SELECT 1 AS locked FROM portal_config WHERE company_id = ${companyId} FOR UPDATE`;
    await op.tx.portalConfig.updateMany({
      where: { companyId, customDomainId: id },
      data: { customDomainId: null, updatedAt: op.now },
    });
    const domain = await op.tx.customDomain.findFirst({ where: { id, companyId } });
    const { count } = await op.tx.customDomain.deleteMany({ where: { id, companyId } });
    if (!domain || count !== 1) throw new NotFoundError('custom domain', path);
    op.emit('custom_domain.removed', { objectId: id, data: { hostname: domain.hostname } });
    return { deletedCustomDomainId: id };
  });
}
