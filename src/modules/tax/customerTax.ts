/** The facts that decide the tax on a customer's lines, and the treatment that follows from them. */
import type { Tx } from '../../db/client.ts';
import type { TaxBehavior, TaxDateRule } from '../../db/generated/client/enums.ts';
import { after, HOUR } from '../../kernel/clock.ts';
import { ConflictError } from '../../kernel/errors.ts';
import {
  decideTreatment,
  type TaxBuyer,
  type TaxDecision,
  type TaxQuestion,
  type TaxSeller,
} from '../../kernel/tax/decideTreatment.ts';
import type { TaxTreatment } from '../../kernel/tax/taxTreatment.ts';
import type { Op } from '../../operation/operation.ts';

/** A document waits at most this long for a register or for the customer's country. */
const LONGEST_HOLD_HOURS = 72;

/** Seller and customer as of now. A company without tax has none. */
export interface CustomerTax {
  readonly seller: TaxSeller;
  readonly buyer: TaxBuyer;
  readonly taxDate: TaxDateRule;
  /** Whether amounts that no price states contain their tax. */
  readonly defaultBehavior: TaxBehavior;
  /** When the customer's tax id was last changed. */
  readonly taxIdSince: Date | null;
}

/** The parts of a price that its tax depends on. */
export interface TaxablePrice {
  readonly taxBehavior: TaxBehavior;
  readonly product: { readonly taxCategory: string; readonly taxExemptBy: string | null };
}

interface Row {
  id: string;
  policy: TaxSeller['unprovenTaxId'];
  location: TaxSeller['unknownLocation'];
  taxDate: TaxDateRule;
  defaultBehavior: TaxBehavior;
  sellerCountry: string;
  sellerPostalCode: string | null;
  registrations: TaxSeller['registrations'];
  rates: NonNullable<TaxSeller['rates']>;
  country: string | null;
  postalCode: string | null;
  kind: TaxBuyer['kind'];
  taxIdCountry: string | null;
  taxIdStatus: NonNullable<TaxBuyer['taxId']>['status'] | null;
  taxIdSince: Date | null;
  certificate: string | null;
  exemptUntil: string | null;
}

/** Customers of a company that charges tax, by id; empty for a company without tax. One statement. */
export async function readCustomerTax(
  tx: Pick<Tx, '$queryRaw'>,
  companyId: string,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, CustomerTax>> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT c.id, t.unproven_tax_id_policy AS policy, t.unknown_location_policy AS location, t.tax_date AS "taxDate",
      t.default_behavior AS "defaultBehavior",
      co.address_country AS "sellerCountry", co.address_postal_code AS "sellerPostalCode",
      (SELECT coalesce(json_agg(json_build_object('id', r.id, 'country', r.country, 'scheme', r.scheme,
          'from', r.valid_from, 'until', r.valid_until, 'belowThreshold', r.below_threshold) ORDER BY r.id), '[]')
        FROM tax_registration r WHERE r.company_id = t.company_id) AS registrations,
      (SELECT coalesce(json_agg(json_build_object('country', a.country, 'category', a.category, 'ppm', a.rate_ppm,
          'from', a.valid_from)), '[]')
        FROM tax_rate a WHERE a.company_id = t.company_id) AS rates,
      c.address_country AS country, c.address_postal_code AS "postalCode", c.kind,
      CASE WHEN c.tax_id_type = 'eu_vat' THEN left(c.tax_id_value, 2) END AS "taxIdCountry",
      c.tax_id_status AS "taxIdStatus", c.tax_id_changed_at AS "taxIdSince",
      c.tax_exemption_certificate AS certificate, c.tax_exemption_until::text AS "exemptUntil"
    FROM tax_config t JOIN company co ON co.id = t.company_id JOIN customer c ON c.company_id = t.company_id
    WHERE t.company_id = ${companyId} AND t.engine = 'BUILT_IN' AND co.address_country IS NOT NULL
      AND c.id = ANY(${[...customerIds]})`;
  return new Map(rows.map((row) => [row.id, customerTax(row)]));
}

function customerTax(row: Row): CustomerTax {
  const { taxIdCountry, certificate } = row;
  return {
    seller: {
      place: { country: row.sellerCountry, postalCode: row.sellerPostalCode },
      registrations: row.registrations,
      rates: row.rates,
      unprovenTaxId: row.policy,
      unknownLocation: row.location,
    },
    buyer: {
      place: { country: row.country, postalCode: row.postalCode },
      kind: row.kind,
      taxId: taxIdCountry === null ? null : { country: taxIdCountry, status: row.taxIdStatus ?? 'PENDING' },
      exemption: certificate === null ? null : { certificate, until: row.exemptUntil },
    },
    taxDate: row.taxDate,
    defaultBehavior: row.defaultBehavior,
    taxIdSince: row.taxIdSince,
  };
}

/** The facts of one customer; null if the company has no tax. */
export async function taxOfCustomer(
  tx: Pick<Tx, '$queryRaw'>,
  { companyId, customerId }: { companyId: string; customerId: string },
): Promise<CustomerTax | null> {
  return (await readCustomerTax(tx, companyId, [customerId])).get(customerId) ?? null;
}

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

/** The day by which the rate of a service period is chosen: its first or its last, in UTC. */
function taxDayOf({ taxDate }: CustomerTax, { start, end }: { start: Date; end: Date }): string {
  return taxDate === 'PERIOD_START' ? dayOf(start) : dayOf(new Date(Math.max(+start, +end - 1)));
}

function question(
  tax: CustomerTax,
  { taxBehavior, product }: TaxablePrice,
  period: { start: Date; end: Date },
): TaxQuestion {
  const { seller, buyer } = tax;
  return {
    seller,
    buyer,
    product: { category: product.taxCategory, exemptBy: product.taxExemptBy },
    behavior: taxBehavior,
    taxDate: taxDayOf(tax, period),
  };
}

/** The decision if nothing may wait: tax is charged. */
function decideNow(asked: TaxQuestion): Extract<TaxDecision, { kind: 'TREATED' }> {
  const seller = { ...asked.seller, unprovenTaxId: 'CHARGE', unknownLocation: 'HOME' } as const;
  const decision = decideTreatment(asked);
  const final = decision.kind === 'HOLD' ? decideTreatment({ ...asked, seller }) : decision;
  if (final.kind === 'HOLD') throw new RangeError('A document that may not wait has a treatment.');
  return final;
}

/**
 * The treatment of a line for a price in a service period; null if the company has no tax. Where a document would wait, it
 * is that of a document that has waited long enough, which forecasts show.
 */
export function treatmentFor(
  tax: CustomerTax | null | undefined,
  price: TaxablePrice,
  period: { start: Date; end: Date },
): TaxTreatment | null {
  return tax ? decideNow(question(tax, price, period)).treatment : null;
}

export type HoldReason = Extract<TaxDecision, { kind: 'HOLD' }>['reason'];

/**
 * The reason why a document with a line for the price must wait at `now`; null if it need not. It waits for 72 hours: for a
 * tax id from the time of its last change, for a country from `due`, when the document was due.
 */
export function holdOf(
  tax: CustomerTax | null | undefined,
  price: TaxablePrice,
  period: { start: Date; end: Date },
  { now, due }: { now: Date; due: Date },
): HoldReason | null {
  if (!tax) return null;
  const decision = decideTreatment(question(tax, price, period));
  if (decision.kind !== 'HOLD') return null;
  const since = decision.reason === 'TAX_ID_UNPROVEN' ? (tax.taxIdSince ?? due) : due;
  return now < after(since, LONGEST_HOLD_HOURS * HOUR) ? decision.reason : null;
}

/**
 * Emits that the company owes tax in a country in which it is not registered, if a line for one of the prices shows it. The
 * line has the rate of its own country, or none.
 */
export function emitMissingRegistration(
  op: Op,
  customerId: string,
  tax: CustomerTax | null | undefined,
  prices: readonly TaxablePrice[],
  period: { start: Date; end: Date },
): void {
  if (!tax || !prices.some((price) => decideNow(question(tax, price, period)).registrationMissing)) return;
  const { companyId } = op.principal;
  op.emit('tax.registration_missing', { objectId: companyId, customerId, data: { country: tax.buyer.place.country } });
}

/** The failure of a request whose document would have to wait. */
export const taxUndecided = (): ConflictError =>
  new ConflictError(
    'TAX_UNDECIDED',
    "The tax is not decided yet: the customer's tax id is being checked, or the country is unknown. Try again later, or give the country.",
  );
