/** A merchant's API keys. A key is shown once; only its hash is stored. */
import { z } from 'zod';
import type { Tx } from '../../db/client.ts';
import { ApiKeyScope } from '../../db/generated/client/enums.ts';
import { isAddressRange } from '../../kernel/addressRanges.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { type Keys, openSealed } from '../../kernel/keys.ts';
import { hashToken, randomToken, seal } from '../../kernel/secrets.ts';
import { idempotencyKey, line, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { recordSecurityEvent } from '../../operation/securityLog.ts';
import { ALL_SCOPES, isFull, type KeyPermissions, permissionsWithin, refuseStronger } from './keyPermissions.ts';

/** Enough for the offices and providers of a company. */
const MAXIMUM_ADDRESS_RANGES = 50;

const createInput = z.object({
  name: line(100),
  scopes: z.array(z.enum(ApiKeyScope)).min(1, 'Must name at least one scope.').nullish(),
  allowedAddresses: z
    .array(z.string().refine(isAddressRange, 'Must be an address or a range such as `192.0.2.0/24`.'))
    .max(MAXIMUM_ADDRESS_RANGES, `Must have at most ${MAXIMUM_ADDRESS_RANGES} ranges.`)
    .nullish(),
  expiresAt: z.date().nullish(),
  idempotencyKey,
});
export type CreateApiKeyInput = z.input<typeof createInput>;

const ANSWERS = 'api-key-answers';

interface NewKey {
  companyId: string;
  name: string;
  testMode: boolean;
  now: Date;
  permissions: KeyPermissions;
}

/** The permissions of a first key and of one that the operator makes. */
export const FULL: KeyPermissions = { scopes: ALL_SCOPES, allowedAddresses: [], expiresAt: null };

/** Creates a key. Keys of a company in test mode have a prefix of their own. */
export async function insertApiKey(
  tx: Tx,
  { companyId, name, testMode, now, permissions }: NewKey,
): Promise<{ id: string; secret: string }> {
  const id = newId('ApiKey', now);
  const secret = randomToken(testMode ? 'sk_test' : 'sk_live');
  await tx.apiKey.create({
    data: {
      ...{ id, companyId, name, keyHash: hashToken(secret), lastFour: secret.slice(-4), createdAt: now },
      scopes: [...permissions.scopes],
      allowedAddresses: [...permissions.allowedAddresses],
      expiresAt: permissions.expiresAt,
    },
  });
  return { id, secret };
}

type KeyContext = OpContext<MerchantPrincipal> & { readonly wallNow: Date; readonly clientAddress: string };

/** Creates a key with the permissions of the calling key, or with fewer. */
export async function createApiKey(
  ctx: KeyContext & { readonly keys: Keys },
  input: CreateApiKeyInput,
): Promise<{ id: string; secret: string }> {
  const { idempotencyKey: key, name, ...wanted } = validate(createInput, input);
  const { companyId, apiKeyId } = ctx.principal;
  const own = await ctx.db.prisma.apiKey.findUniqueOrThrow({ where: { id: apiKeyId, companyId } });
  const permissions = permissionsWithin(own, wanted);
  if (permissions.expiresAt && permissions.expiresAt <= ctx.wallNow)
    throw ValidationError.at(['input', 'expiresAt'], 'Must be in the future.');
  const answer = await idempotent<{ id: string; sealedSecret: string }>(
    ctx,
    // The permissions are part of the input: no weaker key can repeat the request of a stronger one.
    { operation: 'createApiKey', key, input: { name, ...permissions } },
    (claim) =>
      transact(ctx, async (op) => {
        const { testMode } = await op.tx.company.findUniqueOrThrow({
          where: { id: companyId },
          select: { testMode: true },
        });
        const { id, secret } = await insertApiKey(op.tx, { companyId, name, testMode, now: op.now, permissions });
        // Sealed, because a repeated request must return the secret, of which the key's own row has only the hash.
        const created = { id, sealedSecret: seal(ctx.keys.secretFor(ANSWERS), secret) };
        await claim(op, created);
        op.emit('api_key.created', { objectId: id });
        const entry = { kind: 'API_KEY_CREATED', objectId: id, address: ctx.clientAddress } as const;
        await recordSecurityEvent({ ...op, companyId, wallNow: ctx.wallNow }, entry);
        return created;
      }),
  );
  return { id: answer.id, secret: openSealed<string>(ctx.keys, ANSWERS, answer.sealedSecret) };
}

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
