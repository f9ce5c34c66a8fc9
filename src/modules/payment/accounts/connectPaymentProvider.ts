import { z } from 'zod';
import { ConflictError, ValidationError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { validate } from '../../../kernel/validate.ts';
import { violatedConstraint } from '../../../kernel/violatedConstraint.ts';
import { type Op, transact } from '../../../operation/operation.ts';
import { PORTAL_HOSTS_JOB } from '../../portal/domains/verifyCustomDomain.ts';
import { IN_FLIGHT } from '../status.ts';
import { eventOf } from './accountHealth.ts';
import { type AccountContext, checkKey, requireMode, secret, webhookSecret, withGivenKey } from './checkKeys.ts';
import { sealCredential, sealedUnder } from './credentials.ts';

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

/** A payment under way is finished at the account at which it began. */
export async function refuseWhilePaying({ tx, principal: { companyId } }: Op): Promise<void> {
  if ((await tx.payment.count({ where: { companyId, status: { in: [...IN_FLIGHT] } } })) > 0)
    throw new ConflictError('PAYMENT_IN_PROGRESS', 'A payment is under way. Try again once it has its result.');
}
