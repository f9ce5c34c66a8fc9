import { z } from 'zod';
import { ConflictError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Keys } from '../../kernel/keys.ts';
import { clearable, idempotencyKey, line, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type Op, transact } from '../../operation/operation.ts';
import { checkUrl, eventTypes, url, type WebhookContext } from './endpointInput.ts';
import { newSecret, openSecret, sealedUnder, sealSecret } from './secret.ts';

/** Each event is delivered to every matching endpoint, so their number is bounded. */
export const MAXIMUM_ENDPOINTS = 20;

const createInput = z.object({
  url,
  description: clearable(line(200)),
  eventTypes: eventTypes.nullish(),
  idempotencyKey,
});

export type CreateWebhookEndpointInput = z.input<typeof createInput>;

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
