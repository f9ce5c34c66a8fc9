/** The tax treatment of an invoice line: decided when the line is made, stored with it and never changed afterwards. */

/**
 * The categories of UNCL5305 that are used here: standard or reduced rate, zero rate, exempt, reverse charge, outside the
 * scope of tax.
 */
export type TaxCategory = 'S' | 'Z' | 'E' | 'AE' | 'O';

/** Whether an amount contains its tax. Fixed for the life of a price. */
export type TaxBehavior = 'EXCLUSIVE' | 'INCLUSIVE';

/** The scheme under which the tax is declared; null if no tax is due. */
export type TaxScheme = 'DOMESTIC' | 'OSS_UNION' | 'OSS_NON_UNION' | 'LOCAL';

/** The reason for the treatment of a line; one value for each sentence that a customer can read. */
export type TaxReason =
  | 'STANDARD'
  | 'REDUCED'
  | 'REVERSE_CHARGE'
  | 'OUTSIDE_SCOPE'
  | 'CUSTOMER_EXEMPT'
  | 'PRODUCT_EXEMPT'
  | 'SMALL_BUSINESS'
  | 'NOT_REGISTERED'
  | 'LOCATION_UNKNOWN'
  | 'BY_ENGINE';

/** The part of a treatment that the arithmetic reads. */
export interface TaxTerms {
  readonly category: TaxCategory;
  /** Parts per million of the net amount: 25.5 % is 255000. Zero unless the category is `S`. */
  readonly ratePpm: number;
  /** The country in which the tax is due, ISO 3166-1; null if none is. */
  readonly country: string | null;
  /** The part of the country with rates of its own, such as Madeira. */
  readonly region: string | null;
  readonly behavior: TaxBehavior;
}

/** A treatment as it is stored with a line. Survives JSON. */
export interface TaxTreatment extends TaxTerms {
  readonly reason: TaxReason;
  readonly scheme: TaxScheme | null;
  /** The provision that an exemption rests on, as the merchant wrote it. */
  readonly legalBasis: string | null;
  /** The seller's registration under which the tax is declared. */
  readonly registrationId: string | null;
  /** The day whose rate applies, `YYYY-MM-DD`. */
  readonly taxDate: string;
}

/** The tax of a line; `amount` is null until `taxDocument` has worked it out. */
export interface PlannedTax {
  readonly treatment: TaxTreatment;
  readonly amount: bigint | null;
}

/** Lines of one key have one rate, one place and one way of stating amounts: their amounts and taxes can be added. */
export function treatmentKey(treatment: TaxTreatment | null): string {
  if (treatment === null) return '';
  const { category, ratePpm, country, region, behavior, reason, scheme } = treatment;
  return [category, ratePpm, country, region, behavior, reason, scheme].join('|');
}
