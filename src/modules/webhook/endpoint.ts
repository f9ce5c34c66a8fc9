/** A merchant's webhook endpoints: making, changing, testing and removing them. */
import { z } from 'zod';
import { after } from '../../kernel/clock.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Keys } from '../../kernel/keys.ts';
import { clearable, line, namesOfGiven, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../op.ts';
import { isEventType } from '../event/catalogue.ts';
import { disableEndpoint, withdrawPending } from './disable.ts';
import { newSecret, OVERLAP, openSecret, sealedUnder, sealSecret } from './secret.ts';
import { MAXIMUM_URL_LENGTH, RefusedTarget, resolveTarget, type WebhookPolicy } from './target.ts';

/** Each event is sent to every endpoint that wants it, so there is a bound. */
export const MAXIMUM_ENDPOINTS = 20;

export interface WebhookContext extends OpContext<MerchantPrincipal> {
  /** Deliveries live by real time, whatever a test clock shows. */
  readonly wallNow: Date;
  readonly keys: Keys;
  readonly webhookPolicy: WebhookPolicy;
}

const url = z
  .string()
  .trim()
  .min(1, 'Must not be empty.')
  .max(MAXIMUM_URL_LENGTH, `Must have at most ${MAXIMUM_URL_LENGTH} characters.`);
const eventTypes = z
  .array(z.string().refine(isEventType, 'Is no type of event; `eventTypes` lists what there is.'))
  .max(200, 'Must have at most 200 entries.')
  .transform((types) => [...new Set(types)].sort());

const createInput = z.object({
  url,
  description: clearable(line(200)),
  eventTypes: eventTypes.nullish(),
});
export type CreateWebhookEndpointInput = z.input<typeof createInput>;

const updateInput = z.object({
  url: url.nullish(),
  description: clearable(line(200)),
  eventTypes: eventTypes.nullish(),
  enabled: z.boolean().nullish(),
});
export type UpdateWebhookEndpointInput = z.input<typeof updateInput> & { webhookEndpointId: string };

async function checkUrl(ctx: WebhookContext, text: string): Promise<string> {
  try {
    return (await resolveTarget(text, ctx.webhookPolicy)).url.href;
  } catch (error) {
    if (error instanceof RefusedTarget) throw ValidationError.at(['input', 'url'], error.message);
    throw error;
  }
}

const own = (op: Op, id: string) => ({ id, companyId: op.principal.companyId, deletedAt: null });
const missing = () => new NotFoundError('webhook endpoint', ['input', 'webhookEndpointId']);

export async function createWebhookEndpoint(
  ctx: WebhookContext,
  input: CreateWebhookEndpointInput,
): Promise<{ id: string; secret: string }> {
  const given = validate(createInput, input);
  const checked = await checkUrl(ctx, given.url);
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    // One after the other, so that the bound holds.
    await op.tx.$queryRaw`SELECT FROM "company" WHERE "id" = ${companyId} FOR NO KEY UPDATE`;
    if ((await op.tx.webhookEndpoint.count({ where: { companyId, deletedAt: null } })) >= MAXIMUM_ENDPOINTS)
      throw new ConflictError(`There are ${MAXIMUM_ENDPOINTS} endpoints already, which is the most.`);
    const id = newId('WebhookEndpoint', op.now);
    const secret = newSecret();
    await op.tx.webhookEndpoint.create({
      data: {
        id,
        companyId,
        url: checked,
        description: given.description ?? null,
        eventTypes: given.eventTypes ?? [],
        sealedSecret: sealSecret(ctx.keys, id, secret),
        sealedUnder: sealedUnder(ctx.keys),
        createdAt: op.now,
        updatedAt: op.now,
      },
    });
    op.emit('webhook_endpoint.created', { objectId: id, data: { eventTypes: given.eventTypes ?? [] } });
    return { id, secret };
  });
}

export async function updateWebhookEndpoint(
  ctx: WebhookContext,
  { webhookEndpointId: id, ...input }: UpdateWebhookEndpointInput,
): Promise<{ id: string }> {
  const given = validate(updateInput, input);
  const checked = given.url ? await checkUrl(ctx, given.url) : undefined;
  return transact(ctx, async (op) => {
    // Another receiver has not failed yet.
    if (checked)
      await op.tx.webhookEndpoint.updateMany({
        where: { ...own(op, id), url: { not: checked } },
        data: { url: checked, failingSince: null },
      });
    const { count } = await op.tx.webhookEndpoint.updateMany({
      where: own(op, id),
      data: {
        ...(given.description === undefined ? {} : { description: given.description }),
        ...(given.eventTypes ? { eventTypes: given.eventTypes } : {}),
        ...(given.enabled ? { disabledAt: null, disabledReason: null, failingSince: null } : {}),
        updatedAt: op.now,
      },
    });
    if (count !== 1) throw missing();
    if (given.enabled === false) await disableEndpoint(op, id, 'MERCHANT', ctx.wallNow);
    op.emit('webhook_endpoint.updated', { objectId: id, data: { changed: namesOfGiven(input) } });
    return { id };
  });
}

/** Its row stays until its deliveries are old enough to be forgotten; its secrets go at once. */
export async function deleteWebhookEndpoint(
  ctx: WebhookContext,
  { webhookEndpointId: id }: { webhookEndpointId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const { count } = await op.tx.webhookEndpoint.updateMany({
      where: own(op, id),
      data: {
        deletedAt: op.now,
        sealedSecret: '',
        sealedPreviousSecret: null,
        previousSecretUntil: null,
        updatedAt: op.now,
      },
    });
    if (count !== 1) throw missing();
    await withdrawPending(op, id, ctx.wallNow);
    op.emit('webhook_endpoint.deleted', { objectId: id });
    return { id };
  });
}

/** A new secret; the one before signs beside it for a day. Of two rotations within a day the first secret stops at the second. */
export async function rotateWebhookSecret(
  ctx: WebhookContext,
  { webhookEndpointId: id }: { webhookEndpointId: string },
): Promise<{ id: string; secret: string }> {
  return transact(ctx, async (op) => {
    const before = await op.tx.webhookEndpoint.findFirst({ where: own(op, id), select: { sealedSecret: true } });
    if (!before) throw missing();
    const secret = newSecret();
    const until = after(ctx.wallNow, OVERLAP);
    const { count } = await op.tx.webhookEndpoint.updateMany({
      // Only what was read is replaced: of two rotations at the same moment one is told to try again.
      where: { ...own(op, id), sealedSecret: before.sealedSecret },
      data: {
        sealedSecret: sealSecret(ctx.keys, id, secret),
        ...overlap(ctx.keys, id, before.sealedSecret, until),
        sealedUnder: sealedUnder(ctx.keys),
        updatedAt: op.now,
      },
    });
    if (count !== 1) throw new ConflictError('The secret was rotated at the same moment. Try again.');
    op.emit('webhook_endpoint.secret_rotated', {
      objectId: id,
      data: { previousSecretUntil: until.toISOString() },
    });
    return { id, secret };
  });
}

/** A secret that cannot be opened any longer, because the server's own was lost, signs no more; rotating is the way out. */
function overlap(keys: Keys, id: string, sealed: string, until: Date) {
  try {
    return { sealedPreviousSecret: sealSecret(keys, id, openSecret(keys, id, sealed)), previousSecretUntil: until };
  } catch {
    return { sealedPreviousSecret: null, previousSecretUntil: null };
  }
}

/** An event for this endpoint alone, whatever types it asks for. */
export async function sendTestWebhook(
  ctx: OpContext<MerchantPrincipal>,
  { webhookEndpointId: id }: { webhookEndpointId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const endpoint = await op.tx.webhookEndpoint.findFirst({ where: own(op, id), select: { disabledAt: true } });
    if (!endpoint) throw missing();
    if (endpoint.disabledAt) throw new ConflictError('The endpoint is disabled. Enable it first.');
    op.emit('webhook_endpoint.test', { objectId: id });
    return { id };
  });
}
