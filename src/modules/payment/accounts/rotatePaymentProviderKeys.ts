import { z } from 'zod';
import type { ProviderAccount as AccountRow } from '../../../db/generated/client/client.ts';
import { after } from '../../../kernel/clock.ts';
import { ConflictError } from '../../../kernel/errors.ts';
import { validate } from '../../../kernel/validate.ts';
import { transact } from '../../../operation/operation.ts';
import { eventOf } from './accountHealth.ts';
import {
  type AccountContext,
  type CheckedKeys,
  checkKey,
  credentialColumns,
  loadAccount,
  requireMode,
  secret,
  webhookSecret,
} from './checkKeys.ts';
import type { Adapter } from './createAdapters.ts';
import { OVERLAP, sealCredential } from './credentials.ts';

const rotateInput = z.object({
  secretKey: secret.nullish(),
  publishableKey: secret.nullish(),
  webhookSecret: webhookSecret.nullish(),
});

export type RotateInput = z.input<typeof rotateInput> & { providerAccountId: string };

/**
 * Replaces the keys of an account, or the secret of its webhooks, whose previous one verifies for another day. A new key
 * must be of the same account and mode. A broken account works again.
 */
export async function rotatePaymentProviderKeys(
  ctx: AccountContext,
  { providerAccountId: id, ...input }: RotateInput,
): Promise<{ id: string }> {
  const given = validate(rotateInput, input);
  const before = await loadAccount(ctx, id);
  const { adapter } = ctx.accountSessions.open(before);
  const publishableKey = given.publishableKey ?? before.publishableKey;
  await requireMode(ctx, adapter, given);
  const checked = given.secretKey
    ? await checkReplacement(adapter, before, { secretKey: given.secretKey, publishableKey })
    : null;
  return transact(ctx, async (op) => {
    const { count } = await op.tx.providerAccount.updateMany({
      // Conditional on what was read: of two concurrent rotations one gets a conflict.
      where: {
        ...{ id, companyId: before.companyId, sealedCredentials: before.sealedCredentials },
        sealedWebhookSecret: before.sealedWebhookSecret,
      },
      data: {
        ...(given.secretKey && checked ? credentialColumns(ctx, id, given.secretKey, checked) : {}),
        ...(given.webhookSecret ? secretColumns(ctx, before, given.webhookSecret) : {}),
        publishableKey,
        updatedAt: ctx.wallNow,
      },
    });
    if (count !== 1)
      throw new ConflictError('CHANGED_CONCURRENTLY', 'The account was changed by another request. Try again.');
    op.emit('payment_provider.keys_rotated', eventOf(before));
    if (checked && before.status === 'BROKEN') op.emit('payment_provider.repaired', eventOf(before));
    return { id };
  });
}

async function checkReplacement(
  adapter: Adapter,
  before: AccountRow,
  keys: { secretKey: string; publishableKey: string },
): Promise<CheckedKeys> {
  const { id, companyId, live, connectedRef } = before;
  const checked = await checkKey(adapter.provider.open({ id, companyId, live, connectedRef, ...keys }), adapter);
  if (checked.accountRef !== before.accountRef)
    throw new ConflictError(
      'PROVIDER_ACCOUNT_MISMATCH',
      'This key belongs to another account at the provider. Payment methods of this account would be lost.',
      ['input', 'secretKey'],
    );
  return checked;
}

const secretColumns = ({ keys, wallNow }: AccountContext, before: AccountRow, next: string) => ({
  sealedWebhookSecret: sealCredential(keys, before.id, next),
  sealedPreviousSecret: before.sealedWebhookSecret,
  previousSecretUntil: after(wallNow, OVERLAP),
});
