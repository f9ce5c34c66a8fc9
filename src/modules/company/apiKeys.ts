/** A merchant's API keys: making and revoking them. A key is shown once; only its hash is kept. */
import { z } from 'zod';
import type { Tx } from '../../db/client.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { hashToken, randomToken } from '../../kernel/secrets.ts';
import { line, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../op.ts';

const createInput = z.object({ name: line(100) });
export type CreateApiKeyInput = z.input<typeof createInput>;

/** Writes a new key; a company in test mode can be told by its keys. */
export async function insertApiKey(
  tx: Tx,
  { companyId, name, testMode, now }: { companyId: string; name: string; testMode: boolean; now: Date },
): Promise<{ id: string; secret: string }> {
  const id = newId('ApiKey', now);
  const secret = randomToken(testMode ? 'sk_test' : 'sk_live');
  await tx.apiKey.create({
    data: { id, companyId, name, keyHash: hashToken(secret), lastFour: secret.slice(-4), createdAt: now },
  });
  return { id, secret };
}

export async function createApiKey(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateApiKeyInput,
): Promise<{ id: string; secret: string }> {
  const { name } = validate(createInput, input);
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    const { testMode } = await op.tx.company.findUniqueOrThrow({
      where: { id: companyId },
      select: { testMode: true },
    });
    const key = await insertApiKey(op.tx, { companyId, name, testMode, now: op.now });
    op.emit('api_key.created', { objectId: key.id });
    return key;
  });
}

/** Ends a key at once, even the one that is calling. A key that was revoked before stays as it was. */
export async function revokeApiKey(ctx: OpContext<MerchantPrincipal>, apiKeyId: string): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    const { count } = await op.tx.apiKey.updateMany({
      where: { id: apiKeyId, companyId, revokedAt: null },
      data: { revokedAt: op.now },
    });
    if (count === 1) op.emit('api_key.revoked', { objectId: apiKeyId });
    else if ((await op.tx.apiKey.count({ where: { id: apiKeyId, companyId } })) === 0)
      throw new NotFoundError('API key', ['input', 'apiKeyId']);
    return { id: apiKeyId };
  });
}
