import { InvalidPaymentLinkError } from '../../kernel/errors.ts';
import { type LinkParts, type OpenLink, openPaymentLink } from './openPaymentLink.ts';

/** Throws `InvalidPaymentLinkError` if the link cannot be used. */
export async function requireLink(parts: LinkParts, token: string): Promise<OpenLink> {
  const link = await openPaymentLink(parts, token);
  if (!link) throw new InvalidPaymentLinkError();
  return link;
}
