/** Reports about tax in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { topLevelError } from '../../graphql/maskedErrors.ts';
import { Money } from '../../graphql/moneyType.ts';
import { DAY } from '../../kernel/clock.ts';
import type { MerchantPrincipal } from '../../operation/operation.ts';
import { TaxCategory } from './taxNodes.ts';
import {
  type RecapitulativeRow,
  type ReportRange,
  recapitulativeStatement,
  recapitulativeStatementCsv,
  type TaxReportRow,
  taxReport,
  taxReportCsv,
} from './taxReport.ts';

/** Two years with a leap day: bounds the rows of a response. */
const LONGEST = 2 * 366 * DAY;

const WHICH =
  'Drafts and imported invoices are left out; credit notes are negative. A month is that of the date on the document, in UTC. An invoice that is voided in a later month stays in its own and is taken back in the month of voiding; one that is voided in its own month never counts.';
const NET = 'The sum of the amounts without tax.';
const DOCUMENTS = 'The number of documents in the row. One document can be in several rows.';
const MONTH = 'The month of the documents, such as `2026-04`.';
const COUNTRY = 'The country in which the tax is due, as an ISO 3166-1 code; null if none is.';
const CSV =
  'The rows as comma-separated values with a heading; amounts are decimal numbers. Cells of text cannot begin a formula.';

const TaxReportRowType = builder.objectRef<TaxReportRow>('TaxReportRow').implement({
  description: 'The tax of one month, place, category, rate and currency.',
  fields: (t) => ({
    month: t.exposeString('month', { description: MONTH }),
    category: t.expose('category', {
      type: TaxCategory,
      nullable: true,
      description: 'The category; null for what was billed without a decision about tax.',
    }),
    ratePpm: t.exposeInt('ratePpm', {
      nullable: true,
      description: 'The rate in parts per million: 190000 is 19 %; null without a category.',
    }),
    country: t.exposeString('country', { nullable: true, description: COUNTRY }),
    region: t.exposeString('region', {
      nullable: true,
      description: 'The part of the country with rates of its own; null elsewhere.',
    }),
    totalExcludingTax: t.field({
      type: Money,
      description: NET,
      resolve: ({ net, currency }) => ({ amount: net, currency }),
    }),
    tax: t.field({
      type: Money,
      description: 'The sum of the taxes.',
      resolve: ({ tax, currency }) => ({ amount: tax, currency }),
    }),
    documentCount: t.exposeInt('documents', { description: DOCUMENTS }),
  }),
});

const TaxReport = builder.objectRef<{ rows: TaxReportRow[] }>('TaxReport').implement({
  description: `Tax by month, place, category, rate and currency. The rows of a currency add up to the totals of its documents. ${WHICH}`,
  fields: (t) => ({
    rows: t.expose('rows', {
      type: [TaxReportRowType],
      description: 'In the order of month, country, region, category and rate.',
    }),
    csv: t.string({ description: CSV, resolve: ({ rows }) => taxReportCsv(rows) }),
  }),
});

const RecapitulativeRowType = builder.objectRef<RecapitulativeRow>('RecapitulativeStatementRow').implement({
  description: 'The reverse charges to one VAT id in one month and currency.',
  fields: (t) => ({
    month: t.exposeString('month', { description: MONTH }),
    vatId: t.exposeString('vatId', {
      nullable: true,
      description: 'The VAT id on the documents; null if they have none, so that the statement has to be completed.',
    }),
    country: t.exposeString('country', { nullable: true, description: COUNTRY }),
    totalExcludingTax: t.field({
      type: Money,
      description: NET,
      resolve: ({ net, currency }) => ({ amount: net, currency }),
    }),
    documentCount: t.exposeInt('documents', { description: DOCUMENTS }),
  }),
});

const RecapitulativeStatement = builder.objectRef<{ rows: RecapitulativeRow[] }>('RecapitulativeStatement').implement({
  description: `The services to businesses in other Member States that account for the tax themselves, by VAT id. ${WHICH}`,
  fields: (t) => ({
    rows: t.expose('rows', { type: [RecapitulativeRowType], description: 'In the order of month and VAT id.' }),
    csv: t.string({ description: CSV, resolve: ({ rows }) => recapitulativeStatementCsv(rows) }),
  }),
});

function rangeOf({ principal }: Context<MerchantPrincipal>, { from, to }: { from: Date; to: Date }): ReportRange {
  const length = to.getTime() - from.getTime();
  if (length <= 0 || length > LONGEST)
    throw topLevelError('BAD_USER_INPUT', 'The range must end after it starts, by at most two years.');
  return { companyId: principal.companyId, from, to };
}

builder.queryFields((t) => {
  const args = {
    from: t.arg({ type: 'DateTime', required: true, description: 'The start of the range, inclusive.' }),
    to: t.arg({
      type: 'DateTime',
      required: true,
      description: 'The end of the range, exclusive: after `from`, by at most two years.',
    }),
  };
  return {
    taxReport: t.field({
      type: TaxReport,
      authScopes: { merchant: true },
      args,
      description: 'The tax of the documents in a range of time, for a tax return. Merchants only.',
      async resolve(_root, range, ctx) {
        const context = ctx as Context<MerchantPrincipal>;
        return { rows: await taxReport(context.db.prisma, rangeOf(context, range)) };
      },
    }),
    recapitulativeStatement: t.field({
      type: RecapitulativeStatement,
      authScopes: { merchant: true },
      args,
      description:
        'The recapitulative statement (EC sales list): reverse-charged services in a range of time, by VAT id of the business. Merchants only.',
      async resolve(_root, range, ctx) {
        const context = ctx as Context<MerchantPrincipal>;
        return { rows: await recapitulativeStatement(context.db.prisma, rangeOf(context, range)) };
      },
    }),
  };
});
