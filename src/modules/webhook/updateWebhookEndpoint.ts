import { z } from 'zod';
import { clearable, line, namesOfGiven, validate } from '../../kernel/validate.ts';
import { transact } from '../../operation/operation.ts';
import { disableEndpoint } from './disable.ts';
import { checkUrl, endpointMissing, eventTypes, ownEndpoint, url, type WebhookContext } from './endpointInput.ts';

const updateInput = z.object({
  url: url.nullish(),
  description: clearable(line(200)),
  eventTypes: eventTypes.nullish(),
  enabled: z.boolean().nullish(),
});

export type UpdateWebhookEndpointInput = z.input<typeof updateInput> & { webhookEndpointId: string };

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
        where: { ...ownEndpoint(op, id), url: { not: checked } },
        data: { url: checked, failingSince: null },
      });
    const { count } = await op.tx.webhookEndpoint.updateMany({
      where: ownEndpoint(op, id),
      data: {
        ...(given.description === undefined ? {} : { description: given.description }),
        ...(given.eventTypes ? { eventTypes: given.eventTypes } : {}),
        ...(given.enabled ? { disabledAt: null, disabledReason: null, failingSince: null } : {}),
        updatedAt: op.now,
      },
    });
    if (count !== 1) throw endpointMissing();
    if (given.enabled === false) await disableEndpoint(op, id, 'MERCHANT', ctx.wallNow);
    op.emit('webhook_endpoint.updated', { objectId: id, data: { changed: namesOfGiven(input) } });
    return { id };
  });
}
