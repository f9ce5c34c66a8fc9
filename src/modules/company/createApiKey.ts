/** Creates API keys. A key is shown once; only its hash is stored. */
import { z } from 'zod';
import type { Tx } from '../../db/client.ts';
import { ApiKeyScope } from '../../db/generated/client/enums.ts';
import { isAddressRange } from '../../kernel/addressRanges.ts';
import { ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { type Keys, openSealed } from '../../kernel/keys.ts';
import { hashToken, randomToken, seal } from '../../kernel/secrets.ts';
import { idempotencyKey, line, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { recordSecurityEvent } from '../../operation/securityLog.ts';
import { ALL_SCOPES, type KeyPermissions, permissionsWithin } from './keyPermissions.ts';

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

export type KeyContext = OpContext<MerchantPrincipal> & { readonly wallNow: Date; readonly clientAddress: string };

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
