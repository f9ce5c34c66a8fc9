/**
 * Custom domains of a company, under which its portal can be served. Any company can register any name; only a company
 * that proves control of the name gets it, and one company at a time holds it.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ConflictError, NotFoundError, ValidationError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { validate } from '../../../kernel/validate.ts';
import { violatedConstraint } from '../../../kernel/violatedConstraint.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../../operation/operation.ts';
import { type Findings, findTokens, holds, type ResolveTxt } from './domainProof.ts';
import { belongsTo, normalizeHostname } from './hostname.ts';

/** Follows a new host of a company's portal; handled in payment/accounts/allowHosts.ts. */
export const PORTAL_HOSTS_JOB = 'portal.hosts-changed';

/** The maximum number of registered domains per company. */
export const MAXIMUM_DOMAINS = 20;

const createInput = z.object({ hostname: z.string() });
const path = ['input', 'customDomainId'];

/** Domains use real time: a test clock does not move the DNS. */
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
    // Locked until the commit, so that concurrent registrations are counted correctly.
    await op.tx.$queryRaw`SELECT 1 AS locked FROM portal_config WHERE company_id = ${companyId} FOR UPDATE`;
    const own = await op.tx.customDomain.findMany({ where: { companyId }, select: { hostname: true } });
    if (own.some((domain) => domain.hostname === hostname))
      throw new ConflictError('DOMAIN_EXISTS', 'The company has already registered this domain.', at);
    if (own.length >= MAXIMUM_DOMAINS)
      throw new ConflictError(
        'LIMIT_REACHED',
        `The company has ${MAXIMUM_DOMAINS} domains, which is the maximum. Delete one first.`,
      );
    const id = newId('CustomDomain', op.now);
    const verificationToken = randomBytes(32).toString('base64url');
    await op.tx.customDomain.create({ data: { id, companyId, hostname, verificationToken, createdAt: op.now } });
    op.emit('custom_domain.created', { objectId: id, data: { hostname } });
    return { id };
  });
}

/** Looks the record up and verifies the domain if it is there. Also rechecks a verified domain. */
export async function verifyCustomDomain(
  ctx: Ctx & { resolveTxt: ResolveTxt },
  { customDomainId: id }: { customDomainId: string },
): Promise<{ id: string }> {
  const { companyId } = ctx.principal;
  const domain = await ctx.db.prisma.customDomain.findFirst({ where: { id, companyId } });
  if (!domain) throw new NotFoundError('custom domain', path);
  // The DNS can take seconds, so it is queried before any lock is taken.
  const findings = await findTokens(ctx.resolveTxt, domain.hostname);
  if (!holds(findings, domain.verificationToken)) {
    await ctx.db.prisma.customDomain.updateMany({
      where: { id, companyId, verifiedAt: null },
      data: { checkedAt: ctx.wallNow },
    });
    if ('unknown' in findings && findings.unknown === 'no_answer')
      throw new ConflictError(
        'DOMAIN_DNS_UNAVAILABLE',
        "The domain's name servers did not respond. Try again later.",
        path,
      );
    throw new ConflictError(
      'DOMAIN_RECORD_NOT_FOUND',
      'The TXT record was not found. A new record can take a while to become visible everywhere.',
      path,
    );
  }
  try {
    return await transact({ ...ctx, now: ctx.wallNow }, (op) => take(op, domain, findings));
  } catch (error) {
    if (violatedConstraint(error) !== 'custom_domain_verified_hostname_key') throw error;
    throw new ConflictError(
      'CHANGED_CONCURRENTLY',
      'Another company verified this domain at the same time. Try again.',
      path,
    );
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
    // The token too: a domain that was removed and registered again in the meantime is another one.
    where: { id, companyId, verificationToken, verifiedAt: null },
    data: { ...good, verifiedAt: op.now },
  });
  if (count === 1) {
    op.emit('custom_domain.verified', { objectId: id, data: { hostname } });
    await op.enqueue(PORTAL_HOSTS_JOB, { companyId });
  } else {
    const again = await op.tx.customDomain.updateMany({ where: { id, companyId, verificationToken }, data: good });
    if (again.count === 0) throw new NotFoundError('custom domain', path);
  }
  return { id };
}

/** A name moves to another company when its holder's record is gone. If both records exist, the holder retains it. */
async function dispossess(op: Op<MerchantPrincipal>, hostname: string, findings: Findings): Promise<void> {
  const holder = await op.tx.customDomain.findFirst({
    where: { hostname, verifiedAt: { not: null }, companyId: { not: op.principal.companyId } },
  });
  if (!holder) return;
  if (holds(findings, holder.verificationToken))
    throw new ConflictError(
      'DOMAIN_HELD_BY_OTHER_COMPANY',
      "Another company holds this domain. Remove that company's TXT record first.",
      path,
    );
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

/** Removes a domain; the portal returns to the server's own address. A new registration must be verified again. */
export async function deleteCustomDomain(
  ctx: Ctx,
  { customDomainId: id }: { customDomainId: string },
): Promise<{ deletedCustomDomainId: string }> {
  return transact({ ...ctx, now: ctx.wallNow }, async (op) => {
    const { companyId } = op.principal;
    // Locked first: a concurrent choice of the domain has either committed or finds it gone.
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
