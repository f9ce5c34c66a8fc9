/**
 * Actions that a portal can protect against a stolen or forgotten session: they require that the session was opened by a
 * mailed link or code shortly before. A link that the merchant created proves nothing about the customer's mailbox.
 */
import type { Tx } from '../db/client.ts';
import type { FreshCodeAction } from '../db/generated/client/enums.ts';
import { after, MINUTE } from '../kernel/clock.ts';
import { FreshCodeRequiredError } from '../kernel/errors.ts';
import type { SignedIn } from './operation.ts';

const FRESH_MINUTES = 10;

/** Throws `FreshCodeRequiredError` if the caller is a customer, the portal protects the action, and the session is older. */
export async function requireFreshCode(
  { tx, principal, wallNow }: { tx: Pick<Tx, 'portalSession'>; principal: SignedIn; wallNow: Date },
  action: FreshCodeAction,
): Promise<void> {
  if (principal.kind !== 'customer' || !principal.portal.freshCodeActions.includes(action)) return;
  const { companyId, sessionId: id } = principal;
  const openedAfter = { gte: after(wallNow, -FRESH_MINUTES * MINUTE) };
  const fresh = await tx.portalSession.count({
    where: { id, companyId, createdAt: openedAfter, link: { origin: 'EMAIL' } },
  });
  if (fresh === 0) throw new FreshCodeRequiredError();
}
