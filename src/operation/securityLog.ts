/**
 * The security log of a company: sign-ins, refused API keys, reached limits, changes of keys, exports and erasures, each
 * with its actor and the client's address. Merchants read it over the API; entries are deleted after a retention that the operator sets.
 */
import type { Db, Tx } from '../db/client.ts';
import { deleteInBatches } from '../db/deleteInBatches.ts';
import type { SecurityEventKind } from '../db/generated/client/enums.ts';
import { after, DAY } from '../kernel/clock.ts';
import { newId } from '../kernel/ids.ts';
import { ACTOR, type Principal } from './operation.ts';

interface SecurityEntry {
  kind: SecurityEventKind;
  customerId?: string | null;
  /** The record that the entry is about. */
  objectId?: string | null;
  /** The client's address; null if the server itself acts. */
  address: string | null;
  /** A detail of the entry as one word, never submitted text. */
  detail?: string | null;
  /** The actor, if the principal is not the one who acts, as when a session is opened. */
  actor?: { kind: 'MERCHANT' | 'CUSTOMER' | 'SYSTEM'; id: string | null };
}

function actorOf(principal: Principal): { kind: 'MERCHANT' | 'CUSTOMER' | 'SYSTEM'; id: string | null } {
  if (principal.kind === 'merchant') return { kind: ACTOR.merchant, id: principal.apiKeyId };
  if (principal.kind === 'customer') return { kind: ACTOR.customer, id: principal.sessionId };
  return { kind: ACTOR.system, id: null };
}

/** Adds an entry in the transaction of the operation. Its time is real time: a test clock does not move it. */
export async function recordSecurityEvent(
  { tx, principal, companyId, wallNow }: { tx: Tx; principal: Principal; companyId: string; wallNow: Date },
  { kind, customerId, objectId, address, detail, actor = actorOf(principal) }: SecurityEntry,
): Promise<void> {
  await tx.securityEvent.create({
    data: {
      ...{ companyId, kind, address },
      id: newId('SecurityEvent', wallNow),
      actorKind: actor.kind,
      actorId: actor.id,
      customerId: customerId ?? null,
      objectId: objectId ?? null,
      detail: detail ?? null,
      createdAt: wallNow,
    },
  });
}

const ADD = `INSERT INTO security_event (id, company_id, kind, actor_kind, actor_id, customer_id, address, detail, created_at)
  SELECT $1, c.id, $3::"SecurityEventKind", $4::"ActorKind", $5, $6, $7, $8, $9 FROM company c WHERE c.id = $2`;

/** Adds an entry outside of a transaction, such as that of a refusal. Nothing happens if the company is unknown. */
export async function noteSecurityEvent(
  db: Db,
  companyId: string,
  now: Date,
  { kind, customerId, address, detail, actor }: Omit<SecurityEntry, 'objectId'>,
): Promise<void> {
  const id = newId('SecurityEvent', now);
  const by = actor ?? { kind: 'SYSTEM', id: null };
  const values = [id, companyId, kind, by.kind, by.id, customerId ?? null, address, detail ?? null, now];
  await db.sql('security_event_add', ADD, values);
}

/** Deletes entries older than `days`; run hourly. Returns their number. */
export function deleteOldSecurityEvents(db: Db, now: Date, days: number): Promise<number> {
  const before = after(now, -days * DAY);
  return deleteInBatches(db, 'security_event', 'WHERE t.created_at < $1 ORDER BY t.created_at', [before]);
}
