/** Checks verified domains daily. A domain whose record is missing for several days loses its verification. */
import type { CustomDomain } from '../../../db/generated/client/client.ts';
import type { SweepParts } from '../../../jobs/sweepParts.ts';
import { after, DAY } from '../../../kernel/clock.ts';
import { transact } from '../../../operation/operation.ts';
import { type Findings, findTokens, holds, type ResolveTxt } from './domainProof.ts';

/** Long enough for a DNS outage over a weekend. */
const GRACE = 3 * DAY;
const INTERVAL = DAY;
const BATCH = 100;
/** The number of concurrent look-ups. */
const TOGETHER = 10;

interface Parts extends SweepParts {
  resolveTxt: ResolveTxt;
}

/** Checks every verified domain that was last checked a day ago or earlier. Returns their number. */
export async function recheckDomains(parts: Parts, now: Date): Promise<number> {
  const { db, log, enough } = parts;
  const due = { verifiedAt: { not: null }, OR: [{ checkedAt: null }, { checkedAt: { lte: after(now, -INTERVAL) } }] };
  let done = 0;
  for (;;) {
    const domains = await db.prisma.customDomain.findMany({ where: due, orderBy: { id: 'asc' }, take: BATCH });
    if (domains.length === 0 || enough?.()) return done;
    for (let first = 0; first < domains.length && !enough?.(); first += TOGETHER)
      await Promise.all(
        domains.slice(first, first + TOGETHER).map(async (domain) => {
          // The process that claims the domain checks it; other processes and later rounds skip it.
          const { count } = await db.prisma.customDomain.updateMany({
            where: { id: domain.id, verifiedAt: { not: null }, checkedAt: domain.checkedAt },
            data: { checkedAt: now },
          });
          if (count !== 1) return;
          done++;
          const findings = await findTokens(parts.resolveTxt, domain.hostname);
          await record(parts, domain, findings, now).catch((error) =>
            log.error(
              { customDomainId: domain.id, type: (error as Error).constructor.name },
              'The result of checking a domain could not be recorded.',
            ),
          );
        }),
      );
  }
}

/** The first failure of a series emits an event, and so does the one that ends the verification. */
async function record(
  { db, queue }: Parts,
  { id, companyId, hostname, verificationToken, failingSince }: CustomDomain,
  findings: Findings,
  now: Date,
): Promise<void> {
  await transact({ db, queue, now, principal: { kind: 'system', companyId } }, async (op) => {
    // Conditional on the state that was read: it may have been verified by hand or removed in the meantime.
    const where = { id, companyId, verificationToken, verifiedAt: { not: null }, failingSince };
    if (holds(findings, verificationToken)) {
      if (failingSince) await op.tx.customDomain.updateMany({ where, data: { failingSince: null } });
      return;
    }
    const unverified = failingSince !== null && failingSince <= after(op.now, -GRACE);
    if (failingSince && !unverified) return;
    const { count } = await op.tx.customDomain.updateMany({
      where,
      data: unverified ? { verifiedAt: null, failingSince: null } : { failingSince: op.now },
    });
    if (count !== 1) return;
    const reason = 'unknown' in findings ? findings.unknown : 'not_found';
    op.emit('custom_domain.verification_failed', { objectId: id, data: { hostname, reason, unverified } });
  });
}
