/** The address under which an invoice's PDF can be fetched for a few minutes, by whoever holds it. */
import type { Db } from '../../db/client.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import type { Keys } from '../../kernel/keys.ts';
import { signToken, verifyToken } from '../../kernel/signedTokens.ts';
import type { OpContext, SignedIn } from '../../op.ts';
import { serverBaseUrl } from '../portal/baseUrl.ts';
import { requireFeature } from '../portal/policy.ts';
import { visibleInvoice } from './visible.ts';

export const PDF_LINK_LIFETIME_MINUTES = 5;

/** A signed address for one invoice. The signature binds the invoice and the company, and nothing else is needed to fetch it. */
export async function createInvoicePdfLink(
  ctx: OpContext<SignedIn> & { keys: Keys; publicUrl: string; wallNow: Date },
  { invoiceId }: { invoiceId: string },
): Promise<{ url: string; expiresAt: Date }> {
  requireFeature(ctx.principal, 'invoiceHistoryEnabled');
  const invoice = await ctx.db.prisma.invoice.findFirst({
    where: { id: invoiceId, AND: visibleInvoice(ctx.principal) },
    select: { id: true, companyId: true },
  });
  if (!invoice) throw new NotFoundError('invoice', ['input', 'invoiceId']);
  const expiresAt = after(ctx.wallNow, PDF_LINK_LIFETIME_MINUTES * MINUTE);
  const data = { cid: invoice.companyId };
  const token = signToken(ctx.keys, 'invoice-pdf', { subject: invoice.id, data, now: ctx.wallNow, expiresAt });
  const base = await serverBaseUrl(ctx.db.prisma, ctx.publicUrl, invoice.companyId);
  return { expiresAt, url: `${base}/invoices/${invoice.id}.pdf?token=${token}` };
}

/** The invoice that a signed address names, with everything its PDF shows; null when the address does not hold. */
export async function openInvoicePdfLink(
  { db, keys }: { db: Db; keys: Keys },
  { invoiceId, token, now }: { invoiceId: string; token: string; now: Date },
) {
  const claim = verifyToken<{ cid: string }>(keys, 'invoice-pdf', token, now);
  if (claim?.sub !== invoiceId) return null;
  return db.prisma.invoice.findFirst({
    where: { id: invoiceId, companyId: claim.cid },
    include: {
      lines: { orderBy: { position: 'asc' } },
      settlements: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
      corrects: { select: { number: true } },
      customer: true,
      company: { include: { portalConfig: { select: { portalHeader: true, defaultLocale: true } } } },
    },
  });
}

export type PrintedInvoice = NonNullable<Awaited<ReturnType<typeof openInvoicePdfLink>>>;
