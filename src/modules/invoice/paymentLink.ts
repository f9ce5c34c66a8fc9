/**
 * The link by which one invoice is paid without signing in. Its token is a signature over the company, the company's mode,
 * the invoice and a version, so nothing is stored for it: raising the version revokes every link that was given out.
 */
import type { Tx } from '../../db/client.ts';
import type { Invoice } from '../../db/generated/client/client.ts';
import { after, DAY } from '../../kernel/clock.ts';
import type { Keys } from '../../kernel/keys.ts';
import { equalSecrets, keyedHash } from '../../kernel/secrets.ts';
import { portalBaseUrl } from '../portal/baseUrl.ts';

/** The path of the page below the portal's address. The token follows in the fragment, which no server is sent. */
const PLACE = '/pay';
const PURPOSE = 'payment-link';
/** From the due date, and from each mail with the link. */
const LIFETIME = 30 * DAY;

const TOKEN = /^(in_[0-9a-z]{26})\.([1-9]\d{0,8})\.([A-Za-z0-9_-]{43})$/;

type Linked = Pick<Invoice, 'id' | 'companyId' | 'paymentLinkVersion'> & { company: { testMode: boolean } };

const signed = ({ id, companyId, company }: Linked, version: number): string =>
  [companyId, company.testMode ? 'test' : 'live', id, version].join(' ');

function tokenOf(keys: Keys, invoice: Linked): string {
  const { id, paymentLinkVersion: version } = invoice;
  return `${id}.${version}.${keyedHash(keys.secretFor(PURPOSE), signed(invoice, version))}`;
}

interface GivenToken {
  invoiceId: string;
  version: number;
  signature: string;
}

/** The parts of a token, whose signature is not verified yet; null for anything that is no token. */
export function readPaymentToken(token: string): GivenToken | null {
  const [, invoiceId, version, signature] = TOKEN.exec(token) ?? [];
  return invoiceId && version && signature ? { invoiceId, version: Number(version), signature } : null;
}

/** Whether the token was signed here for this invoice, in any version. */
export function isSigned(keys: Keys, given: GivenToken, invoice: Linked): boolean {
  return keys
    .signing(PURPOSE)
    .some(({ key }) => equalSecrets(keyedHash(key, signed(invoice, given.version)), given.signature));
}

/** When the link expires; null for a draft, which has none. */
export function paymentLinkEnd({
  dueAt,
  finalizedAt,
  paymentLinkRenewedAt,
}: Pick<Invoice, 'dueAt' | 'finalizedAt' | 'paymentLinkRenewedAt'>): Date | null {
  if (!finalizedAt) return null;
  const last = Math.max(finalizedAt.getTime(), dueAt?.getTime() ?? 0, paymentLinkRenewedAt?.getTime() ?? 0);
  return after(new Date(last), LIFETIME);
}

/** The address of the page on which the invoice is paid. The same invoice and version always give the same address. */
export async function paymentUrl(
  { tx, keys, publicUrl }: { tx: Pick<Tx, 'portalConfig'>; keys: Keys; publicUrl: string },
  invoice: Linked,
): Promise<string> {
  const base = await portalBaseUrl(tx, publicUrl, invoice.companyId);
  return `${base}${PLACE}#${tokenOf(keys, invoice)}`;
}

/** The address for a mail, which renews the link. */
export async function mailedPaymentUrl(
  { tx, keys, publicUrl, now }: { tx: Pick<Tx, 'portalConfig' | 'invoice'>; keys: Keys; publicUrl: string; now: Date },
  invoice: Linked,
): Promise<string> {
  const { id, companyId } = invoice;
  await tx.invoice.updateMany({ where: { id, companyId }, data: { paymentLinkRenewedAt: now } });
  return paymentUrl({ tx, keys, publicUrl }, invoice);
}
