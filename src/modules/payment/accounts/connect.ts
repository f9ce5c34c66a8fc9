/** Connecting a company's account at a payment provider, replacing its keys, and disconnecting it. */
import { z } from 'zod';
import type { ProviderAccount as AccountRow } from '../../../db/generated/client/client.ts';
import { after } from '../../../kernel/clock.ts';
import {
  ConflictError,
  NotFoundError,
  PaymentProviderUnavailableError,
  ValidationError,
} from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Keys } from '../../../kernel/keys.ts';
import { validate } from '../../../kernel/validate.ts';
import { violatedConstraint } from '../../../kernel/violatedConstraint.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../../operation/operation.ts';
import { PORTAL_HOSTS_JOB } from '../../portal/domains/customDomain.ts';
import { ProviderDown, ProviderRefusedUs, type ProviderSession } from '../port.ts';
import { IN_FLIGHT } from '../status.ts';
import type { Adapter, Adapters } from './adapters.ts';
import { OVERLAP, sealCredential, sealedUnder } from './credentials.ts';
import { eventOf } from './health.ts';
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
const secret = z
  .string()
  .trim()
  .min(1, 'Must not be empty.')
  .max(KEY_LENGTH, `Must have at most ${KEY_LENGTH} characters.`);
const webhookSecret = secret.regex(/^whsec_\S{8,}$/, 'Must be the signing secret of a webhook endpoint: `whsec_…`.');

const connectInput = z.object({
  provider: z.string(),
  secretKey: secret,
  publishableKey: secret,
  connectedAccount: z
    .string()
    .regex(/^acct_\w{5,100}$/, 'Must be the id of a connected account: `acct_…`.')
    .nullish(),
  webhookSecret: webhookSecret.nullish(),
});
export type ConnectInput = z.input<typeof connectInput>;

const rotateInput = z.object({
  secretKey: secret.nullish(),
  publishableKey: secret.nullish(),
  webhookSecret: webhookSecret.nullish(),
});
export type RotateInput = z.input<typeof rotateInput> & { providerAccountId: string };

interface CheckedKeys {
  live: boolean;
  accountRef: string;
  missing: string[];
}

/** Throws `ValidationError` for a key that is none, `ConflictError` for one of the other mode than the company. */
async function requireMode(
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
async function withGivenKey<T>(call: () => Promise<T>): Promise<T> {
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
async function checkKey(session: ProviderSession, adapter: Adapter): Promise<CheckedKeys> {
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

const addressFor = (publicUrl: string, accountId: string) => `${publicUrl}/provider-events/${accountId}`;

const alreadyConnected = () =>
  new ConflictError('PROVIDER_CONNECTED', 'The company is connected to a payment provider. Disconnect that first.');

/**
 * Connects the company's account: the key is verified by real calls, and an address for webhooks is registered unless
 * their secret is given. Throws `ValidationError` for keys that the provider does not accept, and `ConflictError`.
 */
export async function connectPaymentProvider(ctx: AccountContext, input: ConnectInput): Promise<{ id: string }> {
  const given = validate(connectInput, input);
  const adapter = ctx.adapters.get(given.provider);
  if (!adapter)
    throw ValidationError.at(['input', 'provider'], 'Must be a provider that this server supports: `stripe`.');
  const { companyId } = ctx.principal;
  await requireMode(ctx, adapter, given);
  const live = adapter.modeOfSecretKey(given.secretKey) === 'LIVE';
  const others = { companyId, status: { not: 'DISCONNECTED' } } as const;
  if ((await ctx.db.prisma.providerAccount.count({ where: others })) > 0) throw alreadyConnected();
  const id = newId('ProviderAccount', ctx.wallNow);
  const { secretKey, publishableKey, connectedAccount = null } = given;
  const account = { id, companyId, live, secretKey, publishableKey, connectedRef: connectedAccount };
  const session = adapter.provider.open(account);
  const { accountRef, missing } = await checkKey(session, adapter);
  // The endpoint of a platform does not report what happens on a connected account.
  const registers = !given.webhookSecret && connectedAccount === null && !missing.includes('Webhook Endpoints: write');
  const watched = registers ? await withGivenKey(() => session.watch(addressFor(ctx.publicUrl, id))) : null;
  const verifying = given.webhookSecret ?? watched?.secret ?? null;
  try {
    await transact(ctx, async (op) => {
      await refuseWhilePaying(op);
      await op.tx.providerAccount.create({
        data: {
          ...{ id, companyId, live, accountRef, publishableKey, missingPermissions: missing },
          provider: given.provider,
          connectedRef: connectedAccount,
          keyLastFour: secretKey.slice(-4),
          sealedCredentials: sealCredential(ctx.keys, id, secretKey),
          sealedWebhookSecret: verifying === null ? null : sealCredential(ctx.keys, id, verifying),
          sealedUnder: sealedUnder(ctx.keys),
          webhookRef: watched?.ref ?? null,
          ...{ readAt: ctx.wallNow, createdAt: ctx.wallNow, updatedAt: ctx.wallNow },
        },
      });
      await op.enqueue(PORTAL_HOSTS_JOB, { companyId });
      op.emit('payment_provider.connected', eventOf({ id, companyId, provider: given.provider }));
    });
  } catch (error) {
    if (watched) await session.unwatch(watched.ref).catch(() => undefined);
    throw violatedConstraint(error) === 'provider_account_one_per_company' ? alreadyConnected() : error;
  }
  return { id };
}

async function loadAccount({ db, principal }: AccountContext, id: string): Promise<AccountRow> {
  const row = await db.prisma.providerAccount.findFirst({
    where: { id, companyId: principal.companyId, status: { not: 'DISCONNECTED' } },
  });
  if (!row) throw new NotFoundError('provider account', ['input', 'providerAccountId']);
  return row;
}

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

const credentialColumns = ({ keys }: AccountContext, id: string, secretKey: string, { missing }: CheckedKeys) => ({
  sealedCredentials: sealCredential(keys, id, secretKey),
  keyLastFour: secretKey.slice(-4),
  missingPermissions: missing,
  status: 'CONNECTED' as const,
  brokenAt: null,
});

const secretColumns = ({ keys, wallNow }: AccountContext, before: AccountRow, next: string) => ({
  sealedWebhookSecret: sealCredential(keys, before.id, next),
  sealedPreviousSecret: before.sealedWebhookSecret,
  previousSecretUntil: after(wallNow, OVERLAP),
});

/** A payment under way is finished at the account at which it began. */
async function refuseWhilePaying({ tx, principal: { companyId } }: Op): Promise<void> {
  if ((await tx.payment.count({ where: { companyId, status: { in: [...IN_FLIGHT] } } })) > 0)
    throw new ConflictError('PAYMENT_IN_PROGRESS', 'A payment is under way. Try again once it has its result.');
}

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
  // The provider may be away; its webhooks are refused from now on.
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
