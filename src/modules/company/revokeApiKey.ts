import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { transact } from '../../operation/operation.ts';
import { recordSecurityEvent } from '../../operation/securityLog.ts';
import type { KeyContext } from './createApiKey.ts';
import { ALL_SCOPES, isFull, refuseStronger } from './keyPermissions.ts';

/**
 * Revokes a key immediately, even the caller's own. Revoking it again changes nothing. A key with more scopes than the
 * calling one, and the last key that can do everything, cannot be revoked.
 */
export async function revokeApiKey(ctx: KeyContext, apiKeyId: string): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    // Locked in one order: two full keys that revoke each other must not both succeed.
    await op.tx.$queryRaw`SELECT id FROM api_key WHERE company_id = ${companyId} ORDER BY id FOR UPDATE`;
    const keys = await op.tx.apiKey.findMany({ where: { companyId } });
    const key = keys.find(({ id }) => id === apiKeyId);
    if (!key) throw new NotFoundError('API key', ['input', 'apiKeyId']);
    if (key.revokedAt) return { id: apiKeyId };
    refuseStronger({ scopes: op.principal.scopes ?? ALL_SCOPES }, key);
    const others = keys.filter(({ id, revokedAt }) => id !== apiKeyId && revokedAt === null);
    if (isFull(key) && !others.some(isFull))
      throw new ConflictError('LAST_FULL_API_KEY', 'This is the last API key that can do everything.', [
        ...['input', 'apiKeyId'],
      ]);
    await op.tx.apiKey.update({ where: { id: apiKeyId, companyId }, data: { revokedAt: op.now } });
    op.emit('api_key.revoked', { objectId: apiKeyId });
    const entry = { kind: 'API_KEY_REVOKED', objectId: apiKeyId, address: ctx.clientAddress } as const;
    await recordSecurityEvent({ ...op, companyId, wallNow: ctx.wallNow }, entry);
    return { id: apiKeyId };
  });
}
