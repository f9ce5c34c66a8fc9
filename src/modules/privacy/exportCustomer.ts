/** The export of one customer's data: everything that is stored about the customer and nothing about anyone else. */
import type { Tx } from '../../db/client.ts';
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { recordSecurityEvent } from '../../operation/securityLog.ts';

/** More rows of one kind than any customer has; an export is one response. */
const MAXIMUM_ROWS = 20_000;

const SUBSCRIPTIONS = 'subscription_id IN (SELECT id FROM subscription WHERE company_id = $1 AND customer_id = $2)';
const INVOICES = 'invoice_id IN (SELECT id FROM invoice WHERE company_id = $1 AND customer_id = $2)';
const OWN = 'customer_id = $2';

/**
 * The tables with data about a customer and the condition for its rows. A test compares them with the catalog, so that a
 * new table with customers is not forgotten.
 */
export const EXPORTED: Readonly<Record<string, string>> = {
  customer: 'id = $2',
  tax_id_check: OWN,
  location_evidence: OWN,
  payment_method: OWN,
  subscription: OWN,
  subscription_item: SUBSCRIPTIONS,
  scheduled_change: SUBSCRIPTIONS,
  invoice: OWN,
  invoice_line: OWN,
  invoice_settlement: INVOICES,
  invoice_correction: INVOICES,
  payment: OWN,
  refund: OWN,
  dispute: OWN,
  recorded_payment: OWN,
  credit_entry: OWN,
  promotion_code: OWN,
  promotion_code_redemption: OWN,
  portal_link: OWN,
  portal_session: OWN,
  customer_email: OWN,
  event: OWN,
  security_event: OWN,
};

/** Secrets, and references that mean something inside this program alone. */
const WITHHELD = [
  ...['company_id', 'token_hash', 'code_hash', 'code_salt', 'code_guesses', 'code_expires_at', 'provider_ref'],
  ...['provider_customer_ref', 'fingerprint', 'sign_in_key', 'position', 'version'],
  ...['setup_ref', 'mandate_ref', 'provider_key', 'request_hash', 'idempotency_key', 'caller', 'looks', 'look_at'],
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());

/** Columns in the spelling of the API. The keys of JSON columns are data and remain. */
const inApiSpelling = (row: Record<string, Json>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [camelCase(name), value]));

async function rowsOf(tx: Tx, table: string, condition: string, owner: readonly [string, string]): Promise<object[]> {
  const without = WITHHELD.map((column) => ` - '${column}'`).join('');
  const rows = await tx.$queryRawUnsafe<{ row: Record<string, Json> }[]>(
    `SELECT to_jsonb(t)${without} AS row FROM "${table}" t WHERE company_id = $1 AND ${condition} ORDER BY id LIMIT ${MAXIMUM_ROWS + 1}`,
    ...owner,
  );
  if (rows.length > MAXIMUM_ROWS)
    throw new ConflictError('LIMIT_REACHED', `The customer has more than ${MAXIMUM_ROWS} records of one kind.`);
  return rows.map(({ row }) => inApiSpelling(row));
}

export interface CustomerExport {
  customerId: string;
  exportedAt: Date;
  data: object;
}

/** Exports a customer, also a deleted one, and records that in the security log. */
export async function exportCustomer(
  ctx: OpContext<MerchantPrincipal> & { wallNow: Date; clientAddress: string },
  customerId: string,
): Promise<CustomerExport> {
  const { companyId } = ctx.principal;
  return transact(ctx, async (op) => {
    const owner = [companyId, customerId] as const;
    const data: Record<string, object> = {};
    for (const [table, condition] of Object.entries(EXPORTED)) {
      const rows = await rowsOf(op.tx, table, condition, owner);
      if (table !== 'customer') data[`${camelCase(table)}s`] = rows;
      else if (rows[0]) data.customer = rows[0];
      else throw new NotFoundError('customer', ['input', 'customerId']);
    }
    const entry = { kind: 'CUSTOMER_EXPORTED', customerId, objectId: customerId, address: ctx.clientAddress } as const;
    await recordSecurityEvent({ ...op, companyId, wallNow: ctx.wallNow }, entry);
    return { customerId, exportedAt: ctx.wallNow, data };
  });
}
