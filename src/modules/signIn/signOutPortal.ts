import { NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { type CustomerPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { endSessionsOf } from '../customer/endSessions.ts';

/** Ends the caller's session, another session of the same customer, or all of them. */
export async function signOutPortal(
  ctx: OpContext<CustomerPrincipal>,
  { allSessions, sessionId: other }: { allSessions?: boolean | null; sessionId?: string | null },
): Promise<{ endedSessions: number; endedOwn: boolean }> {
  const { customerId, sessionId: own, companyId } = ctx.principal;
  if (allSessions && other) throw ValidationError.at(['input', 'sessionId'], 'Must be left out with `allSessions`.');
  const id = other ?? own;
  return transact(ctx, async (op) => {
    if (id !== own && !(await op.tx.portalSession.findFirst({ where: { id, companyId, customerId } })))
      throw new NotFoundError('session', ['input', 'sessionId']);
    return {
      endedSessions: await endSessionsOf(op, customerId, 'signed_out', allSessions ? undefined : { sessionId: id }),
      endedOwn: Boolean(allSessions) || id === own,
    };
  });
}
