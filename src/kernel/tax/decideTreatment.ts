/** The treatment of a supply of electronic services: the table in this folder's README, row by row. Pure. */

import { type OwnTaxRate, taxRate } from './rates.ts';
import type { TaxBehavior, TaxReason, TaxScheme, TaxTreatment } from './taxTreatment.ts';
import { isEuMember, isoCountry, type TaxTerritory, territoryOf } from './territories.ts';

/** A place on an address; the country is null while unknown. */
interface Place {
  readonly country: string | null;
  readonly postalCode: string | null;
}

/** The seller's registration for tax in a country. `from` and `until` are days, the last one included. */
export interface TaxRegistration {
  readonly id: string;
  readonly country: string;
  readonly scheme: TaxScheme | 'SMALL_BUSINESS';
  readonly from: string;
  readonly until: string | null;
  /** At home: the sales to consumers of other Member States are below EUR 10,000 (article 59c of the Directive). */
  readonly belowThreshold: boolean;
}

/**
 * The policy for tax ids that no register has confirmed: `CHARGE` tax, `TRUST` the id, or `HOLD` the document until the
 * register responds.
 */
type UnprovenTaxIdPolicy = 'CHARGE' | 'TRUST' | 'HOLD';
/** The treatment of a customer without a country: the home rate, or the document waits. */
type UnknownLocationPolicy = 'HOME' | 'HOLD';

export interface TaxSeller {
  readonly place: Place & { readonly country: string };
  readonly registrations: readonly TaxRegistration[];
  /** Rates that the seller has added to the shipped ones. */
  readonly rates?: readonly OwnTaxRate[];
  readonly unprovenTaxId: UnprovenTaxIdPolicy;
  readonly unknownLocation: UnknownLocationPolicy;
}

/** `PENDING` and `UNAVAILABLE`: the register has given no result; `NOT_CHECKABLE`: there is none for this kind. */
export type TaxIdStatus = 'PENDING' | 'VERIFIED' | 'UNVERIFIED' | 'UNAVAILABLE' | 'NOT_CHECKABLE';

export interface TaxBuyer {
  readonly place: Place;
  readonly kind: 'UNKNOWN' | 'BUSINESS' | 'CONSUMER';
  /** `country` is the one that issued the id, as in its prefix. */
  readonly taxId: { readonly country: string; readonly status: TaxIdStatus } | null;
  /** A certificate that frees the customer from tax until its last day, if it has one. */
  readonly exemption: { readonly certificate: string; readonly until: string | null } | null;
}

interface TaxProduct {
  readonly category: string;
  /** The provision that exempts the product; null if it is taxed. */
  readonly exemptBy: string | null;
}

export type TaxDecision =
  | {
      readonly kind: 'TREATED';
      readonly treatment: TaxTreatment;
      /** The seller owes tax in the buyer's country and is not registered for it. */
      readonly registrationMissing: boolean;
    }
  | { readonly kind: 'HOLD'; readonly reason: 'TAX_ID_UNPROVEN' | 'LOCATION_UNKNOWN' };

export interface TaxQuestion {
  readonly seller: TaxSeller;
  readonly buyer: TaxBuyer;
  readonly product: TaxProduct;
  readonly behavior: TaxBehavior;
  /** The day by which rate and registrations count, `YYYY-MM-DD`. */
  readonly taxDate: string;
}

type Outcome = Omit<Partial<TaxTreatment>, 'behavior' | 'taxDate'> & Pick<TaxTreatment, 'category' | 'reason'>;

const inForce = ({ from, until }: TaxRegistration, day: string) => from <= day && (until === null || day <= until);

/** The facts of a question that every row of the table reads. */
interface Facts {
  readonly question: TaxQuestion;
  readonly home: TaxTerritory & { readonly area: string };
  readonly registrations: readonly TaxRegistration[];
}

function treated({ behavior, taxDate }: TaxQuestion, outcome: Outcome, registrationMissing = false): TaxDecision {
  const nothing = { ratePpm: 0, country: null, region: null, scheme: null, legalBasis: null, registrationId: null };
  return { kind: 'TREATED', treatment: { ...nothing, ...outcome, behavior, taxDate }, registrationMissing };
}

/** The rate of the product in a place. A rate of zero is category `Z`, which is a rate and no exemption. */
function taxed(
  { question }: Facts,
  place: Pick<TaxTerritory, 'region'> & { readonly area: string },
  { scheme, id }: { scheme: TaxScheme; id: string | null },
  reason?: TaxReason,
): Outcome {
  const at = { country: place.area, region: place.region };
  const { ppm, reduced } = taxRate(at, question.product.category, question.taxDate, question.seller.rates);
  return {
    ...at,
    category: ppm === 0 ? 'Z' : 'S',
    ratePpm: ppm,
    reason: reason ?? (reduced ? 'REDUCED' : 'STANDARD'),
    scheme,
    registrationId: id,
  };
}

const registered = ({ registrations }: Facts, scheme: TaxRegistration['scheme'], country?: string) =>
  registrations.find((one) => one.scheme === scheme && (!country || isoCountry(one.country) === country)) ?? null;

const homeTax = (facts: Facts) => ({
  scheme: 'DOMESTIC' as const,
  id: registered(facts, 'DOMESTIC', facts.home.area)?.id ?? null,
});

/** Rows 2 to 4: no tax, wherever the buyer is. */
function withoutTax(facts: Facts): Outcome | null {
  const { buyer, product, taxDate } = facts.question;
  const small = registered(facts, 'SMALL_BUSINESS', facts.home.area);
  if (small) return { category: 'E', reason: 'SMALL_BUSINESS', registrationId: small.id };
  if (!registered(facts, 'DOMESTIC', facts.home.area)) return { category: 'E', reason: 'NOT_REGISTERED' };
  const { exemption } = buyer;
  if (exemption && (exemption.until === null || taxDate <= exemption.until))
    return { category: 'E', reason: 'CUSTOMER_EXEMPT', legalBasis: exemption.certificate };
  if (product.exemptBy !== null) return { category: 'E', reason: 'PRODUCT_EXEMPT', legalBasis: product.exemptBy };
  return null;
}

/** Whether the buyer's tax id of another Member State proves a business, or its register has to be waited for. */
function taxIdCounts({ question, home }: Facts): boolean | 'HOLD' {
  const { buyer, seller } = question;
  const { taxId } = buyer;
  if (buyer.kind === 'CONSUMER' || !taxId || !isEuMember(taxId.country)) return false;
  // `XI` is an alias of GB among addresses; as a prefix it is for goods.
  if (isoCountry(taxId.country) === home.area) return false;
  if (taxId.status === 'VERIFIED') return true;
  if (taxId.status !== 'PENDING' && taxId.status !== 'UNAVAILABLE') return false;
  return seller.unprovenTaxId === 'HOLD' ? 'HOLD' : seller.unprovenTaxId === 'TRUST';
}

/** Rows 6 and 7: the seller is in the EU, and the buyer in another Member State. */
function inOtherMemberState(facts: Facts, to: TaxTerritory & { readonly area: string }): TaxDecision {
  const { question, home } = facts;
  const counts = taxIdCounts(facts);
  if (counts === 'HOLD') return { kind: 'HOLD', reason: 'TAX_ID_UNPROVEN' };
  if (counts) return treated(question, { category: 'AE', reason: 'REVERSE_CHARGE', country: to.area });
  const local = registered(facts, 'LOCAL', to.area);
  if (local) return treated(question, taxed(facts, to, { scheme: 'LOCAL', id: local.id }));
  const oss = registered(facts, 'OSS_UNION');
  if (oss) return treated(question, taxed(facts, to, { scheme: 'OSS_UNION', id: oss.id }));
  const below = registered(facts, 'DOMESTIC', home.area)?.belowThreshold ?? false;
  return treated(question, taxed(facts, home, homeTax(facts)), !below);
}

/** Row 8: the buyer's tax is not the seller's, unless the seller is registered there. */
function abroad(facts: Facts, to: TaxTerritory): TaxDecision {
  const { question } = facts;
  const { buyer } = question;
  const counts = taxIdCounts(facts);
  if (counts === 'HOLD') return { kind: 'HOLD', reason: 'TAX_ID_UNPROVEN' };
  const business = counts || (buyer.kind === 'BUSINESS' && !to.inEu);
  if (business) return treated(question, { category: 'O', reason: 'REVERSE_CHARGE', country: to.area });
  const area = to.area;
  if (area !== null) {
    const local = registered(facts, 'LOCAL', area);
    if (local) return treated(question, taxed(facts, { ...to, area }, { scheme: 'LOCAL', id: local.id }));
    const oss = to.inEu ? registered(facts, 'OSS_NON_UNION') : null;
    if (oss) return treated(question, taxed(facts, { ...to, area }, { scheme: 'OSS_NON_UNION', id: oss.id }));
  }
  return treated(question, { category: 'O', reason: 'OUTSIDE_SCOPE' }, to.inEu);
}

/**
 * Decides the treatment of one line. Throws `RangeError` if no rates are known for the seller's country.
 *
 * A document that waits for a tax id (`HOLD`) waits no longer than its caller allows; then the caller decides again with the
 * policy `CHARGE`.
 */
export function decideTreatment(question: TaxQuestion): TaxDecision {
  const { seller, buyer, taxDate } = question;
  const home = territoryOf(seller.place.country, seller.place.postalCode);
  if (home.area === null) throw new RangeError('No tax rates are known for the country of the seller.');
  const registrations = seller.registrations.filter((one) => inForce(one, taxDate));
  const facts: Facts = { question, home: { ...home, area: home.area }, registrations };
  const none = withoutTax(facts);
  if (none) return treated(question, none);
  if (buyer.place.country === null) {
    if (seller.unknownLocation === 'HOLD') return { kind: 'HOLD', reason: 'LOCATION_UNKNOWN' };
    return treated(question, taxed(facts, facts.home, homeTax(facts), 'LOCATION_UNKNOWN'));
  }
  const to = territoryOf(buyer.place.country, buyer.place.postalCode);
  if (to.area === facts.home.area) return treated(question, taxed(facts, { ...to, area: to.area }, homeTax(facts)));
  if (home.inEu && to.inEu && to.area !== null) return inOtherMemberState(facts, { ...to, area: to.area });
  return abroad(facts, to);
}
