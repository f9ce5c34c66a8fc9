/** A link for a customer whom the merchant has authenticated itself; no mail is sent. */
import { z } from 'zod';
import { PortalDestination } from '../../db/generated/client/enums.ts';
import { ConflictError, ValidationError } from '../../kernel/errors.ts';
import { parseReturnUrl, sameOrigin } from '../../kernel/returnUrl.ts';
import { validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { loadCustomer } from '../customer/loadCustomer.ts';
import { contextFits, destinationContext } from './linkDestination.ts';
import { mintLink } from './links.ts';

const schema = z
  .object({
    customerId: z.string(),
    destination: z.enum(PortalDestination).nullish(),
    destinationContext,
    returnUrl: z.string().max(2000, 'Must have at most 2000 characters.').nullish(),
  })
  .superRefine(contextFits);
export type CreatePortalLinkInput = z.input<typeof schema>;

export async function createPortalLink(
  ctx: OpContext<MerchantPrincipal> & { publicUrl: string; wallNow: Date },
  input: CreatePortalLinkInput,
): Promise<{ id: string; url: string }> {
  const given = validate(schema, input);
  return transact(ctx, async (op) => {
    const customer = await loadCustomer(op, given.customerId, { company: { include: { portalConfig: true } } });
    if (customer.disabledAt)
      throw new ConflictError('CUSTOMER_DISABLED', 'The customer is disabled.', ['input', 'customerId']);
    const returnUrl = given.returnUrl
      ? checkedReturnUrl(given.returnUrl, customer.company.portalConfig?.returnUrl ?? null)
      : null;
    const link = await mintLink(
      { tx: op.tx, now: ctx.wallNow },
      {
        companyId: op.principal.companyId,
        customerId: customer.id,
        origin: 'MERCHANT',
        publicUrl: ctx.publicUrl,
        destination: given.destination ?? 'HOME',
        destinationContext: given.destinationContext,
        returnUrl,
      },
    );
    op.emit('portal_link.created', { objectId: link.id, customerId: customer.id });
    return { id: link.id, url: link.url };
  });
}

/**
 * Restricted to the configured origin, so that a parameter which a merchant passes through cannot redirect elsewhere.
 */
function checkedReturnUrl(text: string, configured: string | null): string {
  const path = ['input', 'returnUrl'];
  const url = parseReturnUrl(text);
  if (!url) throw ValidationError.at(path, 'Must be an https address.');
  if (!configured || !sameOrigin(url, configured))
    throw ValidationError.at(path, "Must have the origin of the portal configuration's returnUrl.");
  return url.href;
}
