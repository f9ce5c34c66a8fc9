/** Signed links to an invoice's PDF. */
import type { Db } from '../../db/client.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { NotFoundError, ValidationError } from '../../kernel/errors.ts';
import type { Keys } from '../../kernel/keys.ts';
import { signToken, verifyToken } from '../../kernel/signedTokens.ts';
import type { OpContext, ReadContext, SignedIn } from '../../operation/operation.ts';
import { requireFeature } from '../../operation/portalPolicy.ts';
import { serverBaseUrl } from '../portal/baseUrl.ts';
import { embeddedXml } from './electronic/embeddedXml.ts';
import { printedInvoice } from './printedInvoice.ts';
import { visibleInvoice } from './visible.ts';

const PDF_LINK_LIFETIME_MINUTES = 5;

export type InvoicePdfFormat = 'PLAIN' | 'FACTUR_X';

interface LinkClaims {
  /** The session that requested the link. */
  sid?: string;
  /** The requested format; by default that in which the document was issued. */
  hybrid?: boolean;
}

const FORMAT_PATH = ['input', 'format'];

/** Throws `ValidationError` for a customer, who gets documents as they were issued, and for a document that lacks data. */
async function requireFormat(
  { db, principal }: ReadContext,
  { id: invoiceId, companyId }: { id: string; companyId: string },
  format: InvoicePdfFormat,
): Promise<void> {
  if (principal.kind === 'customer') throw ValidationError.at(FORMAT_PATH, 'Only merchants choose the format.');
  if (format === 'PLAIN') return;
  const printed = await printedInvoice(db, { invoiceId, companyId });
  if (!printed || embeddedXml(printed) === null)
    throw ValidationError.at(FORMAT_PATH, 'The document lacks data: see the problems of its electronic invoice.');
}

/**
 * Returns a link that downloads the PDF without a credential for five minutes, or until the session that requested it
 * ends. The signature binds the invoice and the
 * company. Throws `NotFoundError` if the caller cannot see the
 * invoice, and `ValidationError` for a format in which it cannot be had.
 */
export async function createInvoicePdfLink(
  ctx: OpContext<SignedIn> & { keys: Keys; publicUrl: string; wallNow: Date },
  { invoiceId, format }: { invoiceId: string; format?: InvoicePdfFormat | null },
): Promise<{ url: string; expiresAt: Date }> {
  requireFeature(ctx.principal, 'invoiceHistoryEnabled');
  const invoice = await ctx.db.prisma.invoice.findFirst({
    where: { id: invoiceId, AND: visibleInvoice(ctx.principal) },
    select: { id: true, companyId: true },
  });
  if (!invoice) throw new NotFoundError('invoice', ['input', 'invoiceId']);
  if (format) await requireFormat(ctx, invoice, format);
  return signedPdfUrl(ctx, invoice, {
    ...(ctx.principal.kind === 'customer' ? { sid: ctx.principal.sessionId } : {}),
    ...(format ? { hybrid: format === 'FACTUR_X' } : {}),
  });
}

/** The address of the PDF for the next five minutes. The caller has checked that it may be seen. */
export async function signedPdfUrl(
  ctx: { db: Db; keys: Keys; publicUrl: string; wallNow: Date },
  invoice: { id: string; companyId: string },
  more: LinkClaims = {},
): Promise<{ url: string; expiresAt: Date }> {
  const expiresAt = after(ctx.wallNow, PDF_LINK_LIFETIME_MINUTES * MINUTE);
  const data = { cid: invoice.companyId, ...more };
  const token = signToken(ctx.keys, 'invoice-pdf', { subject: invoice.id, data, now: ctx.wallNow, expiresAt });
  const base = await serverBaseUrl(ctx.db.prisma, ctx.publicUrl, invoice.companyId);
  return { expiresAt, url: `${base}/invoices/${invoice.id}.pdf?token=${token}` };
}

/** A link of a customer ends with its session. */
async function mayStillOpen(db: Db, { cid, sid }: { cid: string; sid?: string }, now: Date): Promise<boolean> {
  if (sid === undefined) return true;
  const where = { id: sid, companyId: cid, endedAt: null, expiresAt: { gt: now } };
  return (await db.prisma.portalSession.count({ where })) === 1;
}

/** The invoice of a signed link with everything its PDF shows, and the format; null if the link is invalid or has expired. */
export async function openInvoicePdfLink(
  { db, keys }: { db: Db; keys: Keys },
  { invoiceId, token, now }: { invoiceId: string; token: string; now: Date },
) {
  const claim = verifyToken<{ cid: string } & LinkClaims>(keys, 'invoice-pdf', token, now);
  if (claim?.sub !== invoiceId || !(await mayStillOpen(db, claim, now))) return null;
  const invoice = await printedInvoice(db, { invoiceId, companyId: claim.cid });
  return invoice && { invoice, hybrid: claim.hybrid };
}
