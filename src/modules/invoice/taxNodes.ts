/** The tax of lines and documents in GraphQL. */
import type { TaxCategory as Categories, TaxReason as Reasons } from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { Money, money } from '../../graphql/moneyType.ts';
import { LOCALE_DESCRIPTION, readerLocale } from '../../graphql/readerLocale.ts';
import type { TaxTreatment } from '../../kernel/tax/taxTreatment.ts';
import type { ReadContext, SignedIn } from '../../operation/operation.ts';
import { TaxBehavior } from '../tax/schema.ts';
import { groupName, taxSentence } from '../tax/taxSentence.ts';
import { type Taxed, type TaxGroup, taxGroups, taxTotal, totalOf } from './lineTax.ts';

export const TaxCategory = builder.enumType('TaxCategory', {
  description: 'The category of a tax, as in UNCL5305 and in electronic invoices.',
  values: {
    S: { description: 'A standard or reduced rate.' },
    Z: { description: 'A rate of zero.' },
    E: { description: 'Exempt, for a reason.' },
    AE: { description: 'Reverse charge: the customer accounts for the tax.' },
    O: { description: 'Outside the scope of the tax.' },
  } satisfies Record<keyof typeof Categories, { description: string }>,
});

const TaxReason = builder.enumType('TaxReason', {
  description: 'The reason for the treatment of a line.',
  values: {
    STANDARD: { description: 'The standard rate of the country.' },
    REDUCED: { description: 'A reduced rate of the country.' },
    REVERSE_CHARGE: { description: 'A business abroad accounts for the tax itself.' },
    OUTSIDE_SCOPE: { description: 'The sale is not taxed in the country of the seller.' },
    CUSTOMER_EXEMPT: { description: 'The customer has a certificate of exemption.' },
    PRODUCT_EXEMPT: { description: 'The product is exempt.' },
    SMALL_BUSINESS: { description: 'The seller is a small business without tax.' },
    NOT_REGISTERED: { description: 'The seller is not registered for tax.' },
    LOCATION_UNKNOWN: { description: "The customer's country is unknown; the seller's rate is charged." },
    BY_ENGINE: { description: 'An outside tax engine decided.' },
  } satisfies Record<keyof typeof Reasons, { description: string }>,
});

const RATE = 'The rate in parts per million: 190000 is 19 %, 255000 is 25.5 %; zero unless the category is `S`.';
const COUNTRY = 'The country in which the tax is due, as an ISO 3166-1 code; null if none is.';
const REGION = 'The part of the country with rates of its own, such as `PT-20`; null elsewhere.';

const sellers = new WeakMap<object, Promise<{ name: string; country: string }>>();

/** The company as the sentence about a tax names it, read once for a request. */
function sellerOf(ctx: ReadContext<SignedIn>): Promise<{ name: string; country: string }> {
  const known = sellers.get(ctx);
  if (known) return known;
  const read = ctx.db.prisma.company
    .findUniqueOrThrow({
      where: { id: ctx.principal.companyId },
      select: { name: true, addressCountry: true },
    })
    .then(({ name, addressCountry }) => ({ name, country: addressCountry ?? '' }));
  sellers.set(ctx, read);
  return read;
}

export const LineTax = builder.objectRef<TaxTreatment>('LineTax').implement({
  description: 'The tax treatment of a line: decided when the line is made, and never changed afterwards.',
  fields: (t) => ({
    category: t.expose('category', { type: TaxCategory, description: 'The category of the tax.' }),
    ratePpm: t.exposeInt('ratePpm', { description: RATE }),
    country: t.exposeString('country', { nullable: true, description: COUNTRY }),
    region: t.exposeString('region', { nullable: true, description: REGION }),
    behavior: t.expose('behavior', { type: TaxBehavior, description: 'Whether the amount contains the tax.' }),
    reason: t.expose('reason', { type: TaxReason, description: 'The reason for the treatment.' }),
    legalBasis: t.exposeString('legalBasis', {
      nullable: true,
      description: 'The certificate or provision that an exemption rests on; null without an exemption.',
    }),
    taxDate: t.exposeString('taxDate', {
      description: 'The day by which rate and registration were chosen, in the form `2026-11-29`.',
    }),
    sentence: t.string({
      description: 'The reason as a sentence, such as `VAT Germany 19%`.',
      args: { locale: t.arg.string({ description: LOCALE_DESCRIPTION }) },
      resolve: async (treatment, { locale }, ctx) =>
        taxSentence(treatment, await sellerOf(ctx as ReadContext<SignedIn>), readerLocale(ctx.principal, locale)),
    }),
  }),
});

type GroupShape = TaxGroup & { currency: string };

const TaxAmount = builder.objectRef<GroupShape>('TaxAmount').implement({
  description: 'The tax of a document for one category, rate and place.',
  fields: (t) => ({
    category: t.expose('category', { type: TaxCategory, description: 'The category of the tax.' }),
    ratePpm: t.exposeInt('ratePpm', { description: RATE }),
    country: t.exposeString('country', { nullable: true, description: COUNTRY }),
    region: t.exposeString('region', { nullable: true, description: REGION }),
    name: t.string({
      description: 'Its name, such as `VAT Germany 19%` or `Reverse charge`.',
      args: { locale: t.arg.string({ description: LOCALE_DESCRIPTION }) },
      resolve: async (group, { locale }, ctx) =>
        groupName(group, await sellerOf(ctx as ReadContext<SignedIn>), readerLocale(ctx.principal, locale)),
    }),
    taxableAmount: t.field({
      type: Money,
      description: 'The sum of its lines without tax.',
      resolve: (group) => money(group.base, group),
    }),
    amount: t.field({ type: Money, description: 'The tax on it.', resolve: (group) => money(group.tax, group) }),
  }),
});

/** The tax of a document, from its lines or from its stored rows. */
export interface DocumentTaxShape {
  currency: string;
  total: bigint;
  tax: bigint;
  groups: readonly TaxGroup[];
}

/** The tax of a document that consists of the lines; null if none of them has a treatment. */
export function documentTax(lines: readonly Taxed[], currency: string): DocumentTaxShape | null {
  const tax = taxTotal(lines);
  return tax === null ? null : { currency, total: totalOf(lines), tax, groups: taxGroups(lines) };
}

export const DocumentTax = builder.objectRef<DocumentTaxShape>('DocumentTax').implement({
  description: 'The tax of an invoice, a credit note or a preview of one: totalExcludingTax + amount = total.',
  fields: (t) => ({
    totalExcludingTax: t.field({
      type: Money,
      description: 'The sum of its lines without tax.',
      resolve: (tax) => money(tax.total - tax.tax, tax),
    }),
    amount: t.field({ type: Money, description: 'The sum of the taxes.', resolve: (tax) => money(tax.tax, tax) }),
    rates: t.field({
      type: [TaxAmount],
      description: 'The tax by category, rate and place; a few per document.',
      resolve: ({ groups, currency }) => groups.map((group) => ({ ...group, currency })),
    }),
  }),
});
