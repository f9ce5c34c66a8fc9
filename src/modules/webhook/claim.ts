/** Finds due deliveries and claims each for one process. */
import type { Db } from '../../db/client.ts';
import { after, MINUTE } from '../../kernel/clock.ts';

export interface Claimed {
  id: string;
  companyId: string;
  endpointId: string;
  /** Distinguishes this claim from a later one. */
  claimedUntil: Date;
}

/** Longer than an attempt and its recording. A claim that expires belonged to a process that died. */
const CLAIM = MINUTE;

/** The number of concurrent attempts per endpoint, so that a slow endpoint does not delay others. */
export const AT_ONCE_PER_ENDPOINT = 5;
/** The number of concurrent attempts per company, which may have many slow endpoints. */
export const AT_ONCE_PER_COMPANY = 15;

const DUE = `d.state = 'PENDING' AND (d.next_attempt_at IS NULL OR d.next_attempt_at <= $1)
  AND (d.claimed_until IS NULL OR d.claimed_until <= $1)`;

/**
 * If nothing is pending, which is the usual case, the first condition finds so on an index and the rest is skipped.
 * Otherwise endpoints are drawn at random, one of each company before a second of any, so that neither many deliveries
 * nor many endpoints of one company delay another company.
 */
const TAKE = `UPDATE webhook_delivery AS taken SET claimed_until = $2 FROM (
    SELECT due.id, row_number() OVER (PARTITION BY w.company_id) AS place
    FROM (
      SELECT e.id, e.company_id FROM webhook_endpoint e JOIN company c ON c.id = e.company_id
      WHERE (SELECT EXISTS (SELECT FROM webhook_delivery p
          WHERE p.state = 'PENDING' AND (p.next_attempt_at IS NULL OR p.next_attempt_at <= $1)))
        AND e.disabled_at IS NULL AND e.deleted_at IS NULL AND c.disabled_at IS NULL
        AND e.id <> ALL ($3::text[]) AND e.company_id <> ALL ($3::text[])
        AND EXISTS (SELECT FROM webhook_delivery d WHERE d.company_id = e.company_id AND d.endpoint_id = e.id AND ${DUE})
      ORDER BY row_number() OVER (PARTITION BY e.company_id ORDER BY random()), random() LIMIT $4
    ) AS w CROSS JOIN LATERAL (
      SELECT d.id FROM webhook_delivery d WHERE d.company_id = w.company_id AND d.endpoint_id = w.id AND ${DUE}
      ORDER BY d.next_attempt_at NULLS FIRST, d.id LIMIT ${AT_ONCE_PER_ENDPOINT} FOR UPDATE SKIP LOCKED
    ) AS due
  ) AS chosen
  WHERE taken.id = chosen.id AND chosen.place <= ${AT_ONCE_PER_COMPANY}
  RETURNING taken.id, taken.company_id, taken.endpoint_id`;

/** Claims due deliveries of up to `endpoints` endpoints, except endpoints and companies in `busy`. */
export async function claimDue(db: Db, now: Date, endpoints: number, busy: readonly string[]): Promise<Claimed[]> {
  const claimedUntil = after(now, CLAIM);
  const rows = await db.sql<{ id: string; company_id: string; endpoint_id: string }>('webhook_claim', TAKE, [
    now,
    claimedUntil,
    busy,
    endpoints,
  ]);
  return rows.map((row) => ({ id: row.id, companyId: row.company_id, endpointId: row.endpoint_id, claimedUntil }));
}

/** Releases a claim without an attempt, so that another process can take the delivery. */
export async function giveBack(db: Db, { id, companyId, claimedUntil }: Claimed): Promise<void> {
  await db.prisma.webhookDelivery.updateMany({ where: { id, companyId, claimedUntil }, data: { claimedUntil: null } });
}
