/** Which deliveries are due, and taking them so that one process has each. */
import type { Db } from '../../db/client.ts';
import { after, MINUTE } from '../../kernel/clock.ts';

export interface Claimed {
  id: string;
  companyId: string;
  endpointId: string;
  /** Tells this claim from a later one. */
  claimedUntil: Date;
}

/** Longer than an attempt and its recording take. What is not recorded by then died with its process and is due again. */
const CLAIM = MINUTE;

/** How many of one endpoint are taken at once, so that one that is slow to answer keeps no other waiting. */
export const AT_ONCE_PER_ENDPOINT = 5;

/** When nothing waits, which is nearly always, the first condition says so from an index, and nothing else is looked at. */
const TAKE = `UPDATE webhook_delivery AS taken SET claimed_until = $2 FROM (
    SELECT due.id FROM webhook_endpoint w JOIN company c ON c.id = w.company_id CROSS JOIN LATERAL (
      SELECT d.id FROM webhook_delivery d
      WHERE d.company_id = w.company_id AND d.endpoint_id = w.id AND d.state = 'PENDING'
        AND (d.next_attempt_at IS NULL OR d.next_attempt_at <= $1)
        AND (d.claimed_until IS NULL OR d.claimed_until <= $1)
      ORDER BY d.next_attempt_at NULLS FIRST, d.id LIMIT ${AT_ONCE_PER_ENDPOINT} FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE (SELECT EXISTS (SELECT FROM webhook_delivery e
        WHERE e.state = 'PENDING' AND (e.next_attempt_at IS NULL OR e.next_attempt_at <= $1)))
      AND w.disabled_at IS NULL AND w.deleted_at IS NULL AND c.disabled_at IS NULL AND w.id <> ALL ($3::text[])
    LIMIT $4
  ) AS chosen
  WHERE taken.id = chosen.id
  RETURNING taken.id, taken.company_id, taken.endpoint_id`;

/** Takes up to `limit` due deliveries, none of the endpoints in `busy`. */
export async function claimDue(db: Db, now: Date, limit: number, busy: readonly string[]): Promise<Claimed[]> {
  const claimedUntil = after(now, CLAIM);
  const rows = await db.sql<{ id: string; company_id: string; endpoint_id: string }>('webhook_claim', TAKE, [
    now,
    claimedUntil,
    busy,
    limit,
  ]);
  return rows.map((row) => ({ id: row.id, companyId: row.company_id, endpointId: row.endpoint_id, claimedUntil }));
}

/** Gives a delivery back without an attempt, for somebody else to take. */
export async function giveBack(db: Db, { id, companyId, claimedUntil }: Claimed): Promise<void> {
  await db.prisma.webhookDelivery.updateMany({ where: { id, companyId, claimedUntil }, data: { claimedUntil: null } });
}
