/** Ending portal sessions. Stands with the customer, because whatever happens to a customer may end them. */
import type { Op } from '../../op.ts';

/** Ends sessions of a customer, all of them or one, and withdraws links that were not used yet. Returns how many sessions ended. */
export async function endSessionsOf(
  op: Op,
  customerId: string,
  reason: string,
  only?: { sessionId: string },
): Promise<number> {
  const owner = { companyId: op.principal.companyId, customerId };
  // A link that waits in a mailbox would open a new session at once. Links go first: this waits for one that is being
  // used at the moment, so that the session which it opens is among those that end.
  if (!only) await op.tx.portalLink.updateMany({ where: { ...owner, usedAt: null }, data: { usedAt: op.now } });
  const { count } = await op.tx.portalSession.updateMany({
    where: { ...owner, endedAt: null, ...(only ? { id: only.sessionId } : {}) },
    data: { endedAt: op.now },
  });
  if (count > 0)
    op.emit('portal_session.ended', { objectId: only?.sessionId ?? customerId, customerId, data: { reason, count } });
  return count;
}
