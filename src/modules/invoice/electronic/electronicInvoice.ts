/** Makes the model of EN 16931 from a finalized invoice, or names the data that it lacks. */
import { localeOf } from '../../../i18n/locale.ts';
import { currencyExponent } from '../../../kernel/money.ts';
import type { TaxCategory } from '../../../kernel/tax/taxTreatment.ts';
import { taxSentence } from '../../tax/taxSentence.ts';
import { lineTitle } from '../lineExplanations/explain.ts';
import { amountsOf, taxGroups, treatmentOf } from '../lineTax.ts';
import type { InvoiceSnapshot } from '../parties.ts';
import type { PrintedInvoice } from '../printedInvoice.ts';
import type { ElectronicInvoice, ElectronicLine, ElectronicParty, ElectronicProfile, ElectronicTax } from './model.ts';
import { type MissingData, missingData } from './requirements.ts';

export type Built = { invoice: ElectronicInvoice } | { missing: MissingData[] };

/**
 * Everything comes from records that never change after finalizing, so the same invoice always gives the same model: the
 * snapshot of the parties, the lines, and what was settled at once.
 */
export function electronicInvoice(printed: PrintedInvoice, profile: ElectronicProfile): Built {
  const snapshot = printed.snapshot as InvoiceSnapshot | null;
  const { seller, buyer } = snapshot ?? {};
  if (!printed.number || !printed.finalizedAt || printed.status === 'VOID') return { missing: ['NOT_FINAL'] };
  if (!seller?.address || !buyer?.address) return { missing: ['ISSUED_BEFORE_ELECTRONIC_INVOICES'] };
  if (printed.lines.some((line) => !treatmentOf(line))) return { missing: ['NO_TAX_TREATMENT'] };
  if (currencyExponent(printed.currency) > 2) return { missing: ['CURRENCY_DECIMALS'] };
  const invoice = modelOf(printed, { seller, buyer } as FullSnapshot, printed.number, printed.finalizedAt);
  const missing = missingData(invoice, profile);
  return missing.length > 0 ? { missing } : { invoice };
}

type FullSnapshot = {
  seller: InvoiceSnapshot['seller'] & { address: ElectronicParty['address'] };
  buyer: InvoiceSnapshot['buyer'] & { address: ElectronicParty['address'] };
};

function modelOf(printed: PrintedInvoice, snapshot: FullSnapshot, number: string, issued: Date): ElectronicInvoice {
  const { seller, buyer } = snapshot;
  const sign = printed.total < 0n ? -1n : 1n;
  const taxes = taxesOf(printed, seller, sign);
  const lines = printed.lines.map((line) => lineOf(line, buyer.locale, sign));
  const outside = taxes.some(({ category }) => category === 'O');
  const net = lines.reduce((sum, { amount }) => sum + amount, 0n);
  const tax = taxes.reduce((sum, one) => sum + one.tax, 0n);
  const prepaid = printed.total < 0n ? 0n : settledAtOnce(printed);
  const due = net + tax - prepaid;
  return {
    kind: printed.total < 0n ? 'credit_note' : 'invoice',
    ...{ number, issued, currency: printed.currency },
    due: due > 0n && printed.total > 0n ? printed.dueAt : null,
    buyerReference: buyer.buyerReference ?? null,
    purchaseOrder: printed.purchaseOrder,
    note: printed.memo,
    terms: seller.paymentTerms ?? null,
    preceding: printed.corrections.flatMap(({ invoice }) =>
      invoice.number ? [{ number: invoice.number, issued: invoice.finalizedAt }] : [],
    ),
    seller: sellerOf(seller, outside),
    buyer: buyerOf(buyer, outside),
    supplied: lines.every(({ period }) => period === null) ? issued : null,
    transfer: seller.iban
      ? {
          iban: seller.iban,
          holder: seller.bankAccountHolder ?? seller.legalName ?? seller.name ?? '',
          bic: seller.bic ?? null,
        }
      : null,
    paidByCard: printed.settlements.some(({ kind }) => kind === 'PAYMENT'),
    ...{ taxes, lines },
    totals: { net, tax, gross: net + tax, prepaid, due },
  };
}

/** Credit that was used when the document was issued; later payments do not change the file. */
const settledAtOnce = ({ settlements, finalizedAt }: PrintedInvoice): bigint =>
  settlements
    .filter(({ kind, createdAt }) => kind === 'CREDIT_BALANCE' && createdAt.getTime() === finalizedAt?.getTime())
    .reduce((sum, { amount }) => sum + amount, 0n);

/** An electronic address is stored as scheme:identifier; an e-mail address is one of the scheme EM. */
function addressOf(stored: string | null | undefined, email: string | null): ElectronicParty['electronicAddress'] {
  if (stored) {
    const at = stored.indexOf(':');
    return { scheme: stored.slice(0, at), id: stored.slice(at + 1) };
  }
  return email ? { scheme: 'EM', id: email } : null;
}

/** Outside the scope of VAT the seller's VAT id must not be named (BR-O-02); the number then only identifies the seller. */
function sellerOf(seller: FullSnapshot['seller'], outside: boolean): ElectronicParty {
  const name = seller.legalName ?? seller.name ?? '';
  const vatId = seller.taxId?.replace(/[\s.-]/g, '') ?? null;
  return {
    name,
    tradingName: seller.legalName && seller.name !== seller.legalName ? seller.name : null,
    identifier: outside || !vatId ? (seller.taxNumber ?? vatId) : null,
    vatId: outside ? null : vatId,
    taxNumber: seller.taxNumber ?? null,
    legalNotice: seller.legalNotice ?? null,
    electronicAddress: addressOf(seller.electronicAddress, seller.email),
    address: seller.address,
    contact: { name, phone: seller.phone ?? null, email: seller.email },
  };
}

const buyerOf = (buyer: FullSnapshot['buyer'], outside: boolean): ElectronicParty => ({
  name: buyer.name ?? '',
  ...{ tradingName: null, identifier: null, taxNumber: null, legalNotice: null },
  vatId: !outside && buyer.taxIdType === 'eu_vat' ? buyer.taxId : null,
  electronicAddress: addressOf(buyer.electronicAddress, buyer.email),
  address: buyer.address,
  contact: { name: null, phone: buyer.phone ?? null, email: buyer.email },
});

const rateOf = (category: TaxCategory, ratePpm: number): number | null => (category === 'O' ? null : ratePpm);

function lineOf(line: PrintedInvoice['lines'][number], locale: string | null, sign: bigint): ElectronicLine {
  const amount = amountsOf(line).excludingTax * sign;
  const count = BigInt(line.quantity);
  const size = amount < 0n ? -amount : amount;
  const even = size % count === 0n;
  const { periodStart, periodEnd } = line;
  return {
    name: lineTitle(line, localeOf(locale)),
    quantity: amount < 0n ? -line.quantity : line.quantity,
    price: even ? size / count : size,
    baseQuantity: even ? 1 : line.quantity,
    amount,
    period: periodStart && periodEnd && periodEnd > periodStart ? { start: periodStart, end: periodEnd } : null,
    category: line.taxCategory ?? 'O',
    ratePpm: rateOf(line.taxCategory ?? 'O', line.taxRatePpm ?? 0),
  };
}

const CODES: Partial<Record<TaxCategory, string>> = { AE: 'VATEX-EU-AE', O: 'VATEX-EU-O' };

/** The norm knows no places: groups of one category and rate in two countries are one. */
function taxesOf({ lines }: PrintedInvoice, seller: FullSnapshot['seller'], sign: bigint): ElectronicTax[] {
  const found = new Map<string, ElectronicTax>();
  for (const { category, ratePpm, base, tax } of taxGroups(lines)) {
    const key = `${category} ${ratePpm}`;
    const known = found.get(key);
    found.set(key, {
      category,
      ratePpm: rateOf(category, ratePpm),
      base: (known?.base ?? 0n) + base * sign,
      tax: (known?.tax ?? 0n) + tax * sign,
      exemption: category === 'S' || category === 'Z' ? null : exemptionOf(category, lines, seller),
    });
  }
  return [...found.values()];
}

function exemptionOf(category: TaxCategory, lines: PrintedInvoice['lines'], seller: FullSnapshot['seller']) {
  const treatments = lines.flatMap((line) => treatmentOf(line) ?? []).filter((one) => one.category === category);
  const words = treatments.flatMap((one) => {
    const from = { name: seller.name ?? '', country: seller.country ?? '' };
    return taxSentence(one, from, localeOf(seller.locale ?? null)) ?? [];
  });
  return { text: [...new Set(words)].join(' '), code: CODES[category] ?? null };
}
