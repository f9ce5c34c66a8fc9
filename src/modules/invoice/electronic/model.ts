/** The semantic model of EN 16931 as far as invoices use it. Names of business terms (BT, BG) are those of the norm. */
import type { TaxCategory } from '../../../kernel/tax/taxTreatment.ts';
import type { AddressParts } from '../addressLines.ts';

/** The rules beyond the norm that a file follows. */
export type ElectronicProfile = 'EN_16931' | 'XRECHNUNG' | 'PEPPOL';

/** BT-24 and BT-23. */
export const SPECIFICATIONS: Record<ElectronicProfile, { customization: string; process: string | null }> = {
  EN_16931: { customization: 'urn:cen.eu:en16931:2017', process: null },
  XRECHNUNG: {
    customization: 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0',
    process: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
  },
  PEPPOL: {
    customization: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
    process: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
  },
};

export interface ElectronicParty {
  /** BT-27, BT-44. */
  name: string;
  /** BT-28: the name it trades under, if that is another. */
  tradingName: string | null;
  /** BT-29: an identifier of a seller whose VAT id must not be named. */
  identifier: string | null;
  /** BT-31, BT-48. */
  vatId: string | null;
  /** BT-32. */
  taxNumber: string | null;
  /** BT-33. */
  legalNotice: string | null;
  /** BT-34, BT-49. */
  electronicAddress: { scheme: string; id: string } | null;
  address: AddressParts;
  /** BG-6, BG-9. */
  contact: { name: string | null; phone: string | null; email: string | null };
}

/** BG-23. Amounts are in minor units; the rate is in parts per million, null outside the scope of tax. */
export interface ElectronicTax {
  category: TaxCategory;
  ratePpm: number | null;
  base: bigint;
  tax: bigint;
  /** BT-120 and BT-121: why no tax is charged. */
  exemption: { text: string; code: string | null } | null;
}

/** BG-25. quantity × price ÷ baseQuantity = amount. */
export interface ElectronicLine {
  name: string;
  /** Negative if the line reduces the document; prices are never negative. */
  quantity: number;
  price: bigint;
  baseQuantity: number;
  amount: bigint;
  period: { start: Date; end: Date } | null;
  category: TaxCategory;
  ratePpm: number | null;
}

/** Days are the UTC days of instants. Amounts of a credit note are positive. */
export interface ElectronicInvoice {
  kind: 'invoice' | 'credit_note';
  number: string;
  issued: Date;
  due: Date | null;
  currency: string;
  buyerReference: string | null;
  purchaseOrder: string | null;
  note: string | null;
  terms: string | null;
  /** BG-3. */
  preceding: readonly { number: string; issued: Date | null }[];
  seller: ElectronicParty;
  buyer: ElectronicParty;
  /** BT-72: only if no line has a period. */
  supplied: Date | null;
  /** BG-16: a bank transfer, or a card that was charged. */
  transfer: { iban: string; holder: string; bic: string | null } | null;
  paidByCard: boolean;
  taxes: readonly ElectronicTax[];
  lines: readonly ElectronicLine[];
  /** BT-106 (= BT-109), BT-110, BT-112, BT-113 and BT-115. */
  totals: { net: bigint; tax: bigint; gross: bigint; prepaid: bigint; due: bigint };
}

/** The last day of a half-open period. */
export const lastDay = (end: Date): Date => new Date(end.getTime() - 1);

/** A rate in percent with as many decimals as it has: 255000 is 25.5. */
export const percent = (ratePpm: number): string => String(ratePpm / 10_000);
