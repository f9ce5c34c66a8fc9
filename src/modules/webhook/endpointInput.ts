/** The fields of a webhook endpoint that a merchant sets, and the lookup of its own endpoints. */
import { z } from 'zod';
import { isEventType } from '../../events/catalog.ts';
import { NotFoundError, ValidationError } from '../../kernel/errors.ts';
import type { Keys } from '../../kernel/keys.ts';
import type { MerchantPrincipal, Op, OpContext } from '../../operation/operation.ts';
import { MAXIMUM_URL_LENGTH, RefusedTarget, resolveTarget, type WebhookPolicy } from './target.ts';

export interface WebhookContext extends OpContext<MerchantPrincipal> {
  /** Deliveries use real time, also if the company has a test clock. */
  readonly wallNow: Date;
  readonly keys: Keys;
  readonly webhookPolicy: WebhookPolicy;
}

export const url = z
  .string()
  .trim()
  .min(1, 'Must not be empty.')
  .max(MAXIMUM_URL_LENGTH, `Must have at most ${MAXIMUM_URL_LENGTH} characters.`);

export const eventTypes = z
  .array(z.string().refine(isEventType, 'Is no type of event; `eventTypes` lists what there is.'))
  .max(200, 'Must have at most 200 entries.')
  .transform((types) => [...new Set(types)].sort());

export async function checkUrl(ctx: WebhookContext, text: string): Promise<string> {
  try {
    return (await resolveTarget(text, ctx.webhookPolicy)).url.href;
  } catch (error) {
    if (error instanceof RefusedTarget) throw ValidationError.at(['input', 'url'], error.message);
    throw error;
  }
}

export const ownEndpoint = (op: Op, id: string) => ({ id, companyId: op.principal.companyId, deletedAt: null });

export const endpointMissing = () => new NotFoundError('webhook endpoint', ['input', 'webhookEndpointId']);
