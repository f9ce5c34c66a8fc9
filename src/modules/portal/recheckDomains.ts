/** Verified domains are looked after: once a day their record is looked for, and who loses it for days loses the domain. */
import type { Db } from '../../db/client.ts';
import type { CustomDomain } from '../../db/generated/client/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { transact } from '../../op.ts';
import { type Findings, findTokens, holds, type ResolveTxt } from './domainProof.ts';

/** A DNS that is down for a weekend must not cost a portal its address. */
export const GRACE = 3 * DAY;
const INTERVAL = DAY;
const BATCH = 100;
/** So many are looked for side by side. */
const TOGETHER = 10;

interface Parts {
  db: Db;
  queue: Queue;
  resolveTxt: ResolveTxt;
  log: { error(fact: object, message: string): void };
}

/** Looks after every verified domain that was last looked at a day ago. Answers how many there were. */
export async function recheckDomains(parts: Parts, now: Date): Promise<number> {
  const { db, log } = parts;
  const due = { verifiedAt: { not: null }, OR: [{ checkedAt: null }, { checkedAt: { lte: after(now, -INTERVAL) } }] };
  let done = 0;
  for (;;) {
    const domains = await db.prisma.customDomain.findMany({ where: due, orderBy: { id: 'asc' }, take: BATCH });
    if (domains.length === 0) return done;
    for (let first = 0; first < domains.length; first += TOGETHER)
      await Promise.all(
        domains.slice(first, first + TOGETHER).map(async (domain) => {
          // Whoever claims it looks; another process, or a later round, does not.
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
              'What was found of a domain could not be recorded.',
            ),
          );
        }),
      );
  }
}

/** The first failure in a row is told, and the last one, which ends the verification. One that passes does nothing. */
async function record(
  { db, queue }: Parts,
  { id, companyId, hostname, verificationToken, failingSince }: CustomDomain,
  findings: Findings,
  now: Date,
): Promise<void> {
  await transact({ db, queue, now, principal: { kind: 'system', companyId } }, async (op) => {
    // Only of the state that was looked at: it may have been proved by hand meanwhile, or removed.
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
