/** Checks the keys that a merchant gives for its account at a payment provider. */
import { z } from 'zod';
import type { ProviderAccount as AccountRow } from '../../../db/generated/client/client.ts';
import {
  ConflictError,
  NotFoundError,
  PaymentProviderUnavailableError,
  ValidationError,
} from '../../../kernel/errors.ts';
import type { Keys } from '../../../kernel/keys.ts';
import type { MerchantPrincipal, OpContext } from '../../../operation/operation.ts';
import { ProviderDown, ProviderRefusedUs, type ProviderSession } from '../port.ts';
import type { Adapter, Adapters } from './createAdapters.ts';
import { sealCredential } from './credentials.ts';
import type { AccountSessions } from './openAccount.ts';

export interface AccountContext extends OpContext<MerchantPrincipal> {
  /** Providers live by real time, also if the company has a test clock. */
  readonly wallNow: Date;
  readonly keys: Keys;
  readonly adapters: Adapters;
  readonly accountSessions: AccountSessions;
  readonly publicUrl: string;
}

const KEY_LENGTH = 300;

export const secret = z
  .string()
  .trim()
  .min(1, 'Must not be empty.')
  .max(KEY_LENGTH, `Must have at most ${KEY_LENGTH} characters.`);

export const webhookSecret = secret.regex(
  /^whsec_\S{8,}$/,
  'Must be the signing secret of a webhook endpoint: `whsec_…`.',
);

export interface CheckedKeys {
  live: boolean;
  accountRef: string;
  missing: string[];
}

/**
 * Throws `ValidationError` for text that is no key of the provider, and `ConflictError` for a test key in a live
 * company or a live key in a test company.
 */
export async function requireMode(
  ctx: AccountContext,
  adapter: Adapter,
  { secretKey, publishableKey }: { secretKey?: string | null; publishableKey?: string | null },
): Promise<void> {
  const modes: [name: string, mode: 'LIVE' | 'TEST' | null, message: string][] = [];
  if (secretKey)
    modes.push([
      'secretKey',
      adapter.modeOfSecretKey(secretKey),
      'Must be a secret or restricted key of the provider.',
    ]);
  if (publishableKey)
    modes.push([
      'publishableKey',
      adapter.modeOfPublishableKey(publishableKey),
      'Must be a publishable key of the provider.',
    ]);
  for (const [name, mode, message] of modes) if (mode === null) throw ValidationError.at(['input', name], message);
  const { testMode } = await ctx.db.prisma.company.findUniqueOrThrow({ where: { id: ctx.principal.companyId } });
  for (const [name, mode] of modes)
    if (mode !== (testMode ? 'TEST' : 'LIVE'))
      throw new ConflictError(
        'PROVIDER_MODE_MISMATCH',
        testMode
          ? 'The company is in test mode, and this is a live key. Use a test key.'
          : 'The company is in live mode, and this is a test key. Use a live key.',
        ['input', name],
      );
}

/** Runs a call while keys are set up. A refusal is the fault of the key in the input. */
export async function withGivenKey<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProviderRefusedUs)
      throw ValidationError.at(['input', 'secretKey'], 'The provider does not accept this key.');
    if (error instanceof ProviderDown) throw new PaymentProviderUnavailableError();
    throw error;
  }
}

/** Verifies the key by real calls. Throws `ConflictError` that names the permissions without which no money can be taken. */
export async function checkKey(session: ProviderSession, adapter: Adapter): Promise<CheckedKeys> {
  const checked = await withGivenKey(() => session.check());
  const lacking = checked.missing.filter((permission) => adapter.required.includes(permission));
  if (lacking.length > 0)
    throw new ConflictError(
      'PROVIDER_PERMISSIONS_MISSING',
      `The key lacks permissions that are needed to take payments: ${lacking.join(', ')}.`,
      ['input', 'secretKey'],
    );
  return checked;
}

export async function loadAccount({ db, principal }: AccountContext, id: string): Promise<AccountRow> {
  const row = await db.prisma.providerAccount.findFirst({
    where: { id, companyId: principal.companyId, status: { not: 'DISCONNECTED' } },
  });
  if (!row) throw new NotFoundError('provider account', ['input', 'providerAccountId']);
  return row;
}

export const credentialColumns = (
  { keys }: AccountContext,
  id: string,
  secretKey: string,
  { missing }: CheckedKeys,
) => ({
  sealedCredentials: sealCredential(keys, id, secretKey),
  keyLastFour: secretKey.slice(-4),
  missingPermissions: missing,
  status: 'CONNECTED' as const,
  brokenAt: null,
});
