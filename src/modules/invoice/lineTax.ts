/** The tax of invoice lines: their columns, the taxes that their document works out, and the sums. */
import type { InvoiceLine } from '../../db/generated/client/client.ts';
import { type TaxableLine, type TaxedDocument, taxDocument } from '../../kernel/tax/taxDocument.ts';
import type { PlannedTax, TaxScheme, TaxTreatment } from '../../kernel/tax/taxTreatment.ts';

/** The tax columns of a line; all null, or all absent, without a treatment. */
export type TaxColumns = Pick<
  InvoiceLine,
  | 'taxAmount'
  | 'taxCategory'
  | 'taxRatePpm'
  | 'taxCountry'
  | 'taxRegion'
  | 'taxBehavior'
  | 'taxReason'
  | 'taxScheme'
  | 'taxLegalBasis'
  | 'taxDate'
  | 'taxRegistrationId'
>;

/** The part of a line that its tax depends on. */
export type Taxed = { amount: bigint } & Partial<TaxColumns>;

/** The columns of a tax; `taxAmount` is null until the document has worked it out. Empty without a treatment. */
export function taxColumns(tax: PlannedTax | null | undefined): Partial<TaxColumns> {
  if (!tax) return {};
  const { treatment, amount } = tax;
  return {
    taxAmount: amount,
    taxCategory: treatment.category,
    taxRatePpm: treatment.ratePpm,
    taxCountry: treatment.country,
    taxRegion: treatment.region,
    taxBehavior: treatment.behavior,
    taxReason: treatment.reason,
    taxScheme: treatment.scheme,
    taxLegalBasis: treatment.legalBasis,
    taxDate: new Date(`${treatment.taxDate}T00:00:00Z`),
    taxRegistrationId: treatment.registrationId,
  };
}

/** The tax columns of a line, for writing. */
export function pickTax(line: Partial<TaxColumns>): Partial<TaxColumns> {
  const tax = plannedTax(line);
  return taxColumns(tax);
}

/** The treatment of a line; null if it has none. */
export function treatmentOf(line: Partial<TaxColumns>): TaxTreatment | null {
  const { taxCategory, taxBehavior, taxReason, taxDate } = line;
  if (!taxCategory || !taxBehavior || !taxReason || !taxDate) return null;
  return {
    category: taxCategory,
    ratePpm: line.taxRatePpm ?? 0,
    country: line.taxCountry ?? null,
    region: line.taxRegion ?? null,
    behavior: taxBehavior,
    reason: taxReason,
    // A small business charges no tax, so no treatment has its scheme.
    scheme: (line.taxScheme as TaxScheme | null | undefined) ?? null,
    legalBasis: line.taxLegalBasis ?? null,
    registrationId: line.taxRegistrationId ?? null,
    taxDate: taxDate.toISOString().slice(0, 10),
  };
}

/** The treatment and the tax of a line; null without a treatment. */
export function plannedTax(line: Partial<TaxColumns>): PlannedTax | null {
  const treatment = treatmentOf(line);
  return treatment && { treatment, amount: line.taxAmount ?? null };
}

/** The line for the arithmetic; null if it has no treatment. */
function taxable(line: Taxed): TaxableLine | null {
  const tax = plannedTax(line);
  return tax && { amount: line.amount, terms: tax.treatment, tax: tax.amount };
}

/**
 * The new lines of a document, with the taxes that the document works out. `fixed` are its other lines, whose taxes are
 * known, such as pending ones. Lines without a treatment are returned as they are.
 */
export function withTax<Line extends Taxed>(lines: readonly Line[], fixed: readonly Taxed[] = []): Line[] {
  const own = lines.flatMap((line, index) => {
    const found = taxable(line);
    return found ? [{ found, index }] : [];
  });
  if (own.length === 0) return [...lines];
  const document = taxDocument([
    ...fixed.flatMap((line) => taxable(line) ?? []),
    ...own.map(({ found }) => found),
  ]).lines.slice(-own.length);
  const taxes = new Map(own.map(({ index }, at) => [index, document[at]?.taxAmount ?? 0n]));
  return lines.map((line, index) => {
    const tax = taxes.get(index);
    return tax === undefined ? line : { ...line, taxAmount: tax };
  });
}

/** The tax of a line; 0 without a treatment. Throws while its document has not worked it out. */
function taxOn(line: Taxed): bigint {
  if (line.taxCategory && (line.taxAmount === null || line.taxAmount === undefined))
    throw new RangeError('The tax of a line is worked out with its document.');
  return line.taxAmount ?? 0n;
}

/** A line's amount without its tax, its tax and both together, in minor units. */
export function amountsOf(line: Taxed): { excludingTax: bigint; tax: bigint; includingTax: bigint } {
  const tax = taxOn(line);
  const includingTax = line.taxBehavior === 'EXCLUSIVE' ? line.amount + tax : line.amount;
  return { excludingTax: includingTax - tax, tax, includingTax };
}

/** The total of lines with their taxes, in minor units. */
export function totalOf(lines: readonly Taxed[]): bigint {
  return lines.reduce((sum, line) => sum + amountsOf(line).includingTax, 0n);
}

/** The tax of lines; null if none of them has a treatment: the document then does not mention tax. */
export function taxTotal(lines: readonly Taxed[]): bigint | null {
  if (!lines.some(({ taxCategory }) => taxCategory)) return null;
  return lines.reduce((sum, line) => sum + taxOn(line), 0n);
}

export type TaxGroup = TaxedDocument['groups'][number];

/** The tax by category, rate and place, in the order of the first lines. */
export function taxGroups(lines: readonly Taxed[]): readonly TaxGroup[] {
  return taxDocument(
    lines.flatMap((line) => {
      const found = taxable(line);
      return found ? [{ ...found, tax: taxOn(line) }] : [];
    }),
  ).groups;
}
