import { ConflictError, NotFoundError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { violatedConstraint } from '../../../kernel/violatedConstraint.ts';
import { type MerchantPrincipal, type Op, transact } from '../../../operation/operation.ts';
import { type DomainContext, path } from './createCustomDomain.ts';
import { type Findings, findTokens, holds, type ResolveTxt } from './domainProof.ts';

/** Follows a new host of a company's portal; handled in payment/accounts/registerWalletHosts.ts. */
export const PORTAL_HOSTS_JOB = 'portal.hosts-changed';

/** Looks the record up and verifies the domain if it is there. Also rechecks a verified domain. */
export async function verifyCustomDomain(
  ctx: DomainContext & { resolveTxt: ResolveTxt },
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
