/** A merchant's webhook endpoints: create, update, test, rotate and delete. */
import { z } from 'zod';
import { isEventType } from '../../events/catalog.ts';
import { after } from '../../kernel/clock.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Keys } from '../../kernel/keys.ts';
import { clearable, idempotencyKey, line, namesOfGiven, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';
import { disableEndpoint, withdrawPending } from './disable.ts';
import { newSecret, OVERLAP, openSecret, sealedUnder, sealSecret } from './secret.ts';
import { MAXIMUM_URL_LENGTH, RefusedTarget, resolveTarget, type WebhookPolicy } from './target.ts';

/** Each event is delivered to every matching endpoint, so their number is bounded. */
export const MAXIMUM_ENDPOINTS = 20;

export interface WebhookContext extends OpContext<MerchantPrincipal> {
  /** Deliveries use real time, also if the company has a test clock. */
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
  idempotencyKey,
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
  const { idempotencyKey: key, ...given } = validate(createInput, input);
  const { id, sealedSecret } = await idempotent<{ id: string; sealedSecret: string }>(
    ctx,
    { operation: 'createWebhookEndpoint', key, input: given },
    async (claim) => {
      const checked = await checkUrl(ctx, given.url);
      return transact(ctx, async (op) => {
        const created = await insertEndpoint(op, { ...given, url: checked }, ctx.keys);
        await claim(op, created);
        op.emit('webhook_endpoint.created', { objectId: created.id, data: { eventTypes: given.eventTypes ?? [] } });
        return created;
      });
    },
  );
  return { id, secret: openSecret(ctx.keys, id, sealedSecret) };
}

/** Inserts an endpoint with a new secret. Throws `ConflictError` if the company has the maximum of endpoints. */
async function insertEndpoint(
  op: Op,
  {
    url: checked,
    description,
    eventTypes: types,
  }: Pick<z.output<typeof createInput>, 'url' | 'description' | 'eventTypes'>,
  keys: Keys,
): Promise<{ id: string; sealedSecret: string }> {
  const { companyId } = op.principal;
  // Serialized, so that the bound holds.
  await op.tx.$queryRaw`SELECT FROM "company" WHERE "id" = ${companyId} FOR NO KEY UPDATE`;
  if ((await op.tx.webhookEndpoint.count({ where: { companyId, deletedAt: null } })) >= MAXIMUM_ENDPOINTS)
    throw new ConflictError(
      'LIMIT_REACHED',
      `The company has ${MAXIMUM_ENDPOINTS} webhook endpoints, which is the maximum. Delete one first.`,
    );
  const id = newId('WebhookEndpoint', op.now);
  const sealedSecret = sealSecret(keys, id, newSecret());
  await op.tx.webhookEndpoint.create({
    data: {
      id,
      companyId,
      url: checked,
      description: description ?? null,
      eventTypes: types ?? [],
      sealedSecret,
      sealedUnder: sealedUnder(keys),
      createdAt: op.now,
      updatedAt: op.now,
    },
  });
  return { id, sealedSecret };
}

export async function updateWebhookEndpoint(
  ctx: WebhookContext,
  { webhookEndpointId: id, ...input }: UpdateWebhookEndpointInput,
): Promise<{ id: string }> {
  const given = validate(updateInput, input);
  const checked = given.url ? await checkUrl(ctx, given.url) : undefined;
  return transact(ctx, async (op) => {
    // The failures belong to the previous receiver.
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

/** Its secrets are deleted immediately. Its row is deleted with its last delivery, by housekeeping. */
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

/**
 * Replaces the secret. The previous one signs too for a day; a second rotation within that day drops the first secret.
 */
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
      // Conditional on the secret that was read: of two concurrent rotations one gets a conflict.
      where: { ...own(op, id), sealedSecret: before.sealedSecret },
      data: {
        sealedSecret: sealSecret(ctx.keys, id, secret),
        ...overlap(ctx.keys, id, before.sealedSecret, until),
        sealedUnder: sealedUnder(ctx.keys),
        updatedAt: op.now,
      },
    });
    if (count !== 1)
      throw new ConflictError('CHANGED_CONCURRENTLY', 'The secret was rotated by another request. Try again.');
    op.emit('webhook_endpoint.secret_rotated', {
      objectId: id,
      data: { previousSecretUntil: until.toISOString() },
    });
    return { id, secret };
  });
}

/**
 * A secret that can no longer be opened, because the server's secret was lost, is dropped. Rotating recovers from that.
 */
function overlap(keys: Keys, id: string, sealed: string, until: Date) {
  try {
    return { sealedPreviousSecret: sealSecret(keys, id, openSecret(keys, id, sealed)), previousSecretUntil: until };
  } catch {
    return { sealedPreviousSecret: null, previousSecretUntil: null };
  }
}

/** Emits an event for this endpoint only, whatever types it subscribes to. */
export async function sendTestWebhook(
  ctx: OpContext<MerchantPrincipal>,
  { webhookEndpointId: id }: { webhookEndpointId: string },
): Promise<{ id: string }> {
  return transact(ctx, async (op) => {
    const endpoint = await op.tx.webhookEndpoint.findFirst({ where: own(op, id), select: { disabledAt: true } });
    if (!endpoint) throw missing();
    if (endpoint.disabledAt)
      throw new ConflictError('WEBHOOK_ENDPOINT_DISABLED', 'The endpoint is disabled. Enable it first.');
    op.emit('webhook_endpoint.test', { objectId: id });
    return { id };
  });
}
