import type { ProviderAccount as AccountRow } from '../../../db/generated/client/client.ts';
import { NotFoundError } from '../../../kernel/errors.ts';
import { transact } from '../../../operation/operation.ts';
import type { ProviderSession } from '../port.ts';
import { eventOf } from './accountHealth.ts';
import { type AccountContext, loadAccount } from './checkKeys.ts';
import { refuseWhilePaying } from './connectPaymentProvider.ts';

/**
 * Disconnects the account and deletes its credentials. Throws `ConflictError` while a payment is under way. The customers'
 * payment methods at the account can no longer be charged.
 */
export async function disconnectPaymentProvider(
  ctx: AccountContext,
  { providerAccountId: id }: { providerAccountId: string },
): Promise<{ id: string }> {
  const before = await loadAccount(ctx, id);
  const session = sessionIfPossible(ctx, before);
  await transact(ctx, async (op) => {
    const { companyId } = op.principal;
    await refuseWhilePaying(op);
    const { count } = await op.tx.providerAccount.updateMany({
      where: { id, companyId, status: { not: 'DISCONNECTED' } },
      data: {
        status: 'DISCONNECTED',
        sealedCredentials: '',
        ...{ sealedWebhookSecret: null, sealedPreviousSecret: null, previousSecretUntil: null },
        updatedAt: ctx.wallNow,
      },
    });
    if (count !== 1) throw new NotFoundError('provider account', ['input', 'providerAccountId']);
    op.emit('payment_provider.disconnected', eventOf(before));
  });
  // The provider may be unreachable; its webhooks are refused from now on.
  if (session && before.webhookRef) await session.unwatch(before.webhookRef).catch(() => undefined);
  return { id };
}

/** Null if the credentials can no longer be opened: the account must be disconnectable all the same. */
function sessionIfPossible({ accountSessions }: AccountContext, row: AccountRow): ProviderSession | null {
  try {
    return accountSessions.open(row).session;
  } catch {
    return null;
  }
}
