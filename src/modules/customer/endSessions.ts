/** Ends portal sessions. In this module, because changes of a customer end them. */
import type { Op } from '../../operation/operation.ts';

/** Ends all sessions of a customer or one of them, and withdraws unused links. Returns the number of ended sessions. */
export async function endSessionsOf(
  op: Op,
  customerId: string,
  reason: string,
  only?: { sessionId: string },
): Promise<number> {
  const owner = { companyId: op.principal.companyId, customerId };
  // An unused link would open a new session. Links are withdrawn first: this waits for a link that is being used, so
  // that its new session is among those that end.
  if (!only) await op.tx.portalLink.updateMany({ where: { ...owner, usedAt: null }, data: { usedAt: op.now } });
  const { count } = await op.tx.portalSession.updateMany({
    where: { ...owner, endedAt: null, ...(only ? { id: only.sessionId } : {}) },
    data: { endedAt: op.now },
  });
  if (count > 0)
    op.emit('portal_session.ended', { objectId: only?.sessionId ?? customerId, customerId, data: { reason, count } });
  return count;
}
