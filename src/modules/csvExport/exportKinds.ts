/**
 * The files that a merchant can export: their columns, and the statement that reads a batch. Each batch is one statement over an
 * index of the company's rows, so an export of any size needs the memory of one batch.
 */
import { Prisma } from '../../db/generated/client/client.ts';
import type { Cell } from '../../kernel/csv.ts';
import { toDecimal } from '../../kernel/money.ts';

export type ExportKind = 'customers' | 'subscriptions' | 'invoices' | 'invoice_lines' | 'payments';

// biome-ignore lint/suspicious/noExplicitAny: each statement selects the columns that its cells read.
export type ExportRow = Record<string, any> & { at: Date; id: string };

interface ExportColumn {
  name: string;
  cell(row: ExportRow): Cell;
}

export interface ExportFile {
  columns: readonly ExportColumn[];
  /** A condition on `t`, an order and a limit follow. */
  select: Prisma.Sql;
  /** The rows of the file for each selected row; by default the row itself. */
  expand?: Prisma.Sql;
}

const text = (name: string, from = name): ExportColumn => ({ name, cell: (row) => row[from] ?? null });
const number = (name: string): ExportColumn => ({
  name,
  cell: (row) => (row[name] === null ? null : { number: String(row[name]) }),
});
const time = (name: string): ExportColumn => ({ name, cell: (row) => row[name]?.toISOString() ?? null });
const flag = (name: string): ExportColumn => ({ name, cell: (row) => (row[name] ? 'true' : 'false') });
/** As a decimal number of the currency. */
const money = (name: string): ExportColumn => ({
  name,
  cell: (row) => (row[name] === null ? null : { number: toDecimal(BigInt(row[name]), row.currency) }),
});
const PPM_OF_PERCENT = 10_000;
const percent = (name: string, from: string): ExportColumn => ({
  name,
  cell: (row) => (row[from] === null ? null : { number: String(row[from] / PPM_OF_PERCENT) }),
});

const CUSTOMER_NAMES = [
  text('customer_id'),
  text('customer_external_id'),
  text('customer_name'),
  text('customer_email'),
];

export const EXPORT_FILES: Readonly<Record<ExportKind, ExportFile>> = {
  customers: {
    columns: [
      ...[text('id'), text('external_id'), time('created_at'), text('email'), text('name'), text('phone')],
      ...[text('address_line1'), text('address_line2'), text('address_city'), text('address_state')],
      ...[
        text('address_postal_code'),
        text('address_country'),
        text('kind'),
        text('tax_id_type'),
        text('tax_id_value'),
      ],
      ...[text('tax_id_status'), text('locale'), text('collection_method'), text('purchase_order')],
    ],
    select: Prisma.sql`SELECT t.created_at AS at, t.id, t.external_id, t.created_at, t.email, t.name, t.phone,
        t.address_line1, t.address_line2, t.address_city, t.address_state, t.address_postal_code, t.address_country,
        t.kind::text, t.tax_id_type, t.tax_id_value, t.tax_id_status::text, t.locale, t.collection_method::text,
        t.purchase_order
      FROM customer t WHERE t.deleted_at IS NULL AND`,
  },
  subscriptions: {
    columns: [
      ...[text('id'), text('external_id'), time('created_at'), text('status'), ...CUSTOMER_NAMES, text('items')],
      ...[text('currency'), text('interval'), number('interval_count'), time('current_period_start')],
      ...[time('current_period_end'), time('trial_end'), flag('cancel_at_period_end'), time('canceled_at')],
      ...[time('ended_at'), text('cancellation_reason'), time('paused_at'), text('collection_method')],
    ],
    select: Prisma.sql`SELECT t.created_at AS at, t.id, t.external_id, t.created_at, t.status::text, t.customer_id,
        t.currency, t.interval::text, t.interval_count, t.current_period_start, t.current_period_end, t.trial_end,
        t.cancel_at_period_end, t.canceled_at, t.ended_at, t.cancellation_reason, t.paused_at, t.collection_method::text,
        c.external_id AS customer_external_id, c.name AS customer_name, c.email AS customer_email,
        (SELECT string_agg(si.quantity || ' x ' || p.name || ' (' || si.price_id || ')', '; ' ORDER BY si.created_at, si.id)
         FROM subscription_item si JOIN price pr ON pr.company_id = si.company_id AND pr.id = si.price_id
         JOIN product p ON p.company_id = pr.company_id AND p.id = pr.product_id
         WHERE si.company_id = t.company_id AND si.subscription_id = t.id) AS items
      FROM subscription t JOIN customer c ON c.company_id = t.company_id AND c.id = t.customer_id WHERE`,
  },
  invoices: {
    columns: [
      ...[text('id'), text('number'), text('status'), text('reason'), time('created_at'), time('finalized_at')],
      ...[time('due_at'), time('paid_at'), time('voided_at'), ...CUSTOMER_NAMES, text('subscription_id')],
      ...[text('collection_method'), text('purchase_order'), text('currency'), money('total_excluding_tax')],
      ...[money('tax_amount'), money('total'), money('amount_paid'), money('amount_due'), text('credit_note_reason')],
      ...[text('replaces_invoice_id'), text('memo')],
    ],
    select: Prisma.sql`SELECT t.created_at AS at, t.id, t.number, t.status::text, t.reason::text, t.created_at,
        t.finalized_at, t.due_at, t.paid_at, t.voided_at, t.customer_id, t.subscription_id, t.collection_method::text,
        t.purchase_order, t.currency, t.total - coalesce(t.tax_amount, 0) AS total_excluding_tax, t.tax_amount, t.total,
        t.amount_paid, t.amount_due, t.credit_note_reason::text, t.replaces_invoice_id, t.memo,
        c.external_id AS customer_external_id, c.name AS customer_name, c.email AS customer_email
      FROM invoice t JOIN customer c ON c.company_id = t.company_id AND c.id = t.customer_id WHERE`,
  },
  invoice_lines: {
    columns: [
      ...[text('id', 'line_id'), text('invoice_id'), text('invoice_number'), text('invoice_status')],
      ...[time('invoice_created_at'), time('invoice_finalized_at'), number('position'), text('customer_id')],
      ...[text('subscription_id'), text('price_id'), text('kind'), text('description'), number('quantity')],
      ...[text('currency'), money('unit_amount'), money('gross_amount'), money('discount_amount'), money('amount')],
      ...[text('tax_category'), percent('tax_rate_percent', 'tax_rate_ppm'), text('tax_country'), text('tax_behavior')],
      ...[text('tax_reason'), money('tax_amount'), time('period_start'), time('period_end'), text('credits_line_id')],
    ],
    select: Prisma.sql`SELECT t.created_at AS at, t.id FROM invoice t WHERE`,
    expand: Prisma.sql`SELECT i.created_at AS at, i.id, l.id AS line_id, l.invoice_id, l.position, l.customer_id,
        l.subscription_id, l.price_id, l.kind::text, l.description, l.quantity, l.currency, l.unit_amount, l.gross_amount,
        l.discount_amount, l.amount, l.tax_category::text, l.tax_rate_ppm, l.tax_country, l.tax_behavior::text,
        l.tax_reason::text, l.tax_amount, l.period_start, l.period_end, l.credits_line_id, i.number AS invoice_number, i.status::text AS invoice_status,
        i.created_at AS invoice_created_at, i.finalized_at AS invoice_finalized_at
      FROM invoice_line l JOIN invoice i ON i.company_id = l.company_id AND i.id = l.invoice_id`,
  },
  payments: {
    columns: [
      ...[
        text('id'),
        time('created_at'),
        text('status'),
        ...CUSTOMER_NAMES,
        text('invoice_id'),
        text('invoice_number'),
      ],
      ...[text('currency'), money('amount'), money('captured_amount'), text('method_kind'), text('method_brand')],
      ...[text('method_last_four'), text('started_by'), text('decline_code'), text('provider_ref')],
    ],
    select: Prisma.sql`SELECT t.created_at AS at, t.id, t.created_at, t.status::text, t.customer_id, t.invoice_id,
        t.currency, t.amount, t.captured_amount, t.started_by::text, t.decline_code, t.provider_ref, i.number AS invoice_number,
        m.kind::text AS method_kind, m.brand AS method_brand, m.last_four AS method_last_four,
        c.external_id AS customer_external_id, c.name AS customer_name, c.email AS customer_email
      FROM payment t JOIN customer c ON c.company_id = t.company_id AND c.id = t.customer_id
      JOIN payment_method m ON m.company_id = t.company_id AND m.id = t.payment_method_id
      LEFT JOIN invoice i ON i.company_id = t.company_id AND i.id = t.invoice_id WHERE`,
  },
};
