/** The invoice behind a payment link, for a caller who has nothing but the link. */
import type { Db } from '../../db/client.ts';
import type { Keys } from '../../kernel/keys.ts';
import type { CustomerPrincipal } from '../../operation/operation.ts';
import { isSigned, paymentLinkEnd, readPaymentToken } from '../invoice/paymentLink.ts';

export interface LinkParts {
  db: Db;
  keys: Keys;
  wallNow: Date;
  /** The company whose own domain the request came to; null on the server's public address. */
  hostCompanyId: string | null;
}

/** The invoice of a token that was signed here, whether or not the link is still valid. */
async function signedInvoice({ db, keys, hostCompanyId }: LinkParts, token: string) {
  const given = readPaymentToken(token);
  if (!given) return null;
  const invoice = await db.prisma.invoice.findFirst({
    where: {
      id: given.invoiceId,
      status: { not: 'DRAFT' },
      total: { gt: 0n },
      customer: { deletedAt: null },
      company: { disabledAt: null },
      ...(hostCompanyId === null ? {} : { companyId: hostCompanyId }),
    },
    include: { company: { include: { portalConfig: true } }, customer: true },
  });
  return invoice && isSigned(keys, given, invoice) ? { invoice, version: given.version } : null;
}

type SignedInvoice = NonNullable<Awaited<ReturnType<typeof signedInvoice>>>['invoice'];

export interface OpenLink {
  invoice: SignedInvoice;
  /** The company's time. */
  now: Date;
  /**
   * Acts for the customer on this invoice alone: the functions that take it get the invoice from the link. Events name the
   * invoice as their actor, because no session exists.
   */
  principal: CustomerPrincipal;
}

function opened(invoice: SignedInvoice, wallNow: Date): OpenLink {
  const { id, companyId, customerId, company, customer } = invoice;
  const { portalConfig: portal, testClockAt } = company;
  if (!portal) throw new Error('A company has no portal configuration.');
  const { locale } = customer;
  return {
    invoice,
    now: testClockAt ?? wallNow,
    principal: { kind: 'customer', companyId, customerId, sessionId: id, portal, locale, testClockAt },
  };
}

/** Null if the link is unknown, revoked or expired; the cases cannot be distinguished. */
export async function openPaymentLink(parts: LinkParts, token: string): Promise<OpenLink | null> {
  const found = await signedInvoice(parts, token);
  if (!found) return null;
  const link = opened(found.invoice, parts.wallNow);
  const end = paymentLinkEnd(link.invoice);
  const valid = found.version === link.invoice.paymentLinkVersion && end !== null && link.now <= end;
  return valid ? link : null;
}

/** Like `openPaymentLink`, also for a link that was revoked or has expired: its owner may request a new one. */
export async function openFormerPaymentLink(parts: LinkParts, token: string): Promise<OpenLink | null> {
  const found = await signedInvoice(parts, token);
  return found && opened(found.invoice, parts.wallNow);
}
