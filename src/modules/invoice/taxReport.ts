/** Tax by month, place, category and rate, and reverse charges by VAT id; their sums are the sums of the documents. */
import type { Tx } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client/client.ts';
import type { TaxCategory } from '../../db/generated/client/enums.ts';
import { type Cell, csv } from '../../kernel/csv.ts';
import { toDecimal } from '../../kernel/money.ts';

/** The instants of a report: documents that were finalized in `[from, to)`. */
export interface ReportRange {
  companyId: string;
  from: Date;
  to: Date;
}

interface Row {
  /** The month of the date on the documents, in UTC: `2026-04`. */
  month: string;
  currency: string;
  /** In minor units. */
  net: bigint;
  documents: number;
}

export interface TaxReportRow extends Row {
  /** Null, with null in the other three: billed without a treatment. */
  category: TaxCategory | null;
  ratePpm: number | null;
  country: string | null;
  region: string | null;
  tax: bigint;
}

export interface RecapitulativeRow extends Row {
  /** The customer's number as printed on the documents; null if they have none, which the seller has to complete. */
  vatId: string | null;
  country: string | null;
}

const monthOf = (instant: Prisma.Sql) => Prisma.sql`to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM')`;
const [FINALIZED, VOIDED] = [Prisma.sql`i.finalized_at`, Prisma.sql`i.voided_at`];

/** One entry of each document of a kind, in the month of its date, within the range. */
const entries = ({ companyId, from, to }: ReportRange, date: Prisma.Sql, sign: 1 | -1, kind: Prisma.Sql) => Prisma.sql`
  SELECT i.id, i.currency, i.total, ${sign}::bigint AS sign, ${monthOf(date)} AS month,
    i.snapshot->'buyer'->>'taxId' AS vat_id
  FROM invoice i
  WHERE i.company_id = ${companyId} AND i.finalized_at IS NOT NULL AND i.reason <> 'IMPORT'
    AND ${date} >= ${from} AND ${date} < ${to} AND ${kind}`;

/**
 * Documents that bill something: final, and not billed by another system before. One that is voided in a later month stays in
 * its own, whose return may be filed already, and is taken back in the month of voiding. Voided in its own month, it never
 * counts.
 */
const documents = (range: ReportRange) => Prisma.sql`
  ${entries(range, FINALIZED, 1, Prisma.sql`(i.status <> 'VOID' OR ${monthOf(FINALIZED)} <> ${monthOf(VOIDED)})`)}
  UNION ALL
  ${entries(range, VOIDED, -1, Prisma.sql`i.status = 'VOID' AND ${monthOf(FINALIZED)} <> ${monthOf(VOIDED)}`)}`;

/** The rows in order of month, place, category and rate. Amounts that were billed without a treatment have a row of their own. */
export function taxReport(tx: Pick<Tx, '$queryRaw'>, range: ReportRange): Promise<TaxReportRow[]> {
  return tx.$queryRaw<TaxReportRow[]>`
    WITH documents AS (${documents(range)}),
    parts AS (
      SELECT d.id, d.month, d.currency, x.category::text, x.rate_ppm, x.country, x.region,
        d.sign * x.base AS base, d.sign * x.amount AS amount
      FROM documents d JOIN invoice_tax x ON x.company_id = ${range.companyId} AND x.invoice_id = d.id
      UNION ALL
      SELECT d.id, d.month, d.currency, NULL, NULL, NULL, NULL,
        d.sign * (d.total - coalesce(t.taxed, 0)), 0
      FROM documents d LEFT JOIN (
        SELECT invoice_id, sum(base + amount) AS taxed FROM invoice_tax WHERE company_id = ${range.companyId}
        GROUP BY invoice_id) t ON t.invoice_id = d.id
      WHERE d.total <> coalesce(t.taxed, 0))
    SELECT month, currency, category, rate_ppm AS "ratePpm", country, region, sum(base)::bigint AS net,
      sum(amount)::bigint AS tax, count(DISTINCT id)::int AS documents
    FROM parts GROUP BY month, currency, category, rate_ppm, country, region
    ORDER BY month, country NULLS LAST, region NULLS FIRST, category NULLS LAST, rate_ppm DESC, currency`;
}

/** Reverse charges by month and VAT id, for the recapitulative statement (Article 262 of Directive 2006/112/EC). */
export function recapitulativeStatement(tx: Pick<Tx, '$queryRaw'>, range: ReportRange): Promise<RecapitulativeRow[]> {
  return tx.$queryRaw<RecapitulativeRow[]>`
    WITH documents AS (${documents(range)})
    SELECT d.month, d.currency, d.vat_id AS "vatId", x.country, sum(d.sign * x.base)::bigint AS net,
      count(DISTINCT d.id)::int AS documents
    FROM documents d JOIN invoice_tax x ON x.company_id = ${range.companyId} AND x.invoice_id = d.id
    WHERE x.category = 'AE'
    GROUP BY d.month, d.currency, d.vat_id, x.country
    ORDER BY d.month, d.vat_id NULLS LAST, x.country, d.currency`;
}

const number = (value: string): Cell => ({ number: value });
const amount = (value: bigint, { currency }: Row): Cell => number(toDecimal(value, currency));

const PPM_OF_PERCENT = 10_000;

export const taxReportCsv = (rows: readonly TaxReportRow[]): string =>
  csv([
    ['month', 'country', 'region', 'category', 'rate_percent', 'currency', 'total_excluding_tax', 'tax', 'documents'],
    ...rows.map((row) => [
      ...[row.month, row.country, row.region, row.category],
      row.ratePpm === null ? null : number(String(row.ratePpm / PPM_OF_PERCENT)),
      ...[row.currency, amount(row.net, row), amount(row.tax, row), number(String(row.documents))],
    ]),
  ]);

export const recapitulativeStatementCsv = (rows: readonly RecapitulativeRow[]): string =>
  csv([
    ['month', 'vat_id', 'country', 'currency', 'total_excluding_tax', 'documents'],
    ...rows.map((row) => [
      ...[row.month, row.vatId, row.country, row.currency, amount(row.net, row), number(String(row.documents))],
    ]),
  ]);
