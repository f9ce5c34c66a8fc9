import DataLoader from 'dataloader';
import type { ReadContext, SignedIn } from '../../../operation/operation.ts';
import { readBalances } from '../../credit/balances.ts';
import { creditBalance } from '../../credit/ledger.ts';
import { type CustomerTax, readCustomerTax, taxOfCustomer } from '../../tax/customerTax.ts';
import { readSubscriptions } from '../record/load.ts';
import type { UpcomingInvoice } from './nextPeriod.ts';
import {
  forecastInvoice,
  nextInvoiceAt,
  restartInvoice,
  subscriptionsDueBy,
  WITH_PENDING_LINES,
} from './upcomingInvoice.ts';

const loaders = new WeakMap<object, DataLoader<string, UpcomingInvoice | null>>();

/**
 * The next invoice if nothing changes until then; null if none follows. Subscriptions of one request are read together,
 * with a constant number of statements.
 */
export function upcomingInvoiceOf(ctx: ReadContext<SignedIn>, subscriptionId: string): Promise<UpcomingInvoice | null> {
  let loader = loaders.get(ctx);
  if (!loader) {
    // Not cached: a later field of the same document may follow a change.
    loader = new DataLoader(async (ids) => (await readAll(ctx, ids)).map((found) => found ?? null), { cache: false });
    loaders.set(ctx, loader);
  }
  return loader.load(subscriptionId);
}

/** The invoice of the new cycle that paying the debt of an unpaid subscription can begin; null if there is none. */
export async function restartInvoiceOf(
  { db, now, principal }: ReadContext<SignedIn>,
  subscriptionId: string,
): Promise<UpcomingInvoice | null> {
  const [row] = await readSubscriptions(db.prisma, principal, [subscriptionId], WITH_PENDING_LINES);
  if (!row) return null;
  const [tax, balance] = await Promise.all([
    taxOfCustomer(db.prisma, row),
    creditBalance(db.prisma, row, row.currency),
  ]);
  return restartInvoice({ ...row, tax }, now, balance);
}

/** The invoices in the order of the ids; undefined for a subscription that the caller cannot see. */
async function readAll(
  { db, principal }: ReadContext<SignedIn>,
  ids: readonly string[],
): Promise<(UpcomingInvoice | null | undefined)[]> {
  const rows = await readSubscriptions(db.prisma, principal, ids, WITH_PENDING_LINES);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const renewing = [...byId.values()].flatMap((row) => nextInvoiceAt(row, row.lines) ?? []);
  const last = renewing.sort((one, other) => +one - +other).at(-1);
  const customerIds = [...new Set([...byId.values()].map(({ customerId }) => customerId))];
  const [balances, others, taxes] = last
    ? await Promise.all([
        readBalances(db, principal.companyId, customerIds),
        subscriptionsDueBy(db.prisma, principal, customerIds, last),
        readCustomerTax(db.prisma, principal.companyId, customerIds),
      ])
    : [[], [], new Map<string, CustomerTax>()];
  const taxed = <Row extends { customerId: string }>(row: Row) => ({ ...row, tax: taxes.get(row.customerId) ?? null });
  const othersTaxed = others.map(taxed);
  return ids.map((id) => {
    const subscription = byId.get(id);
    if (!subscription) return undefined;
    const { customerId, currency, lines } = subscription;
    const balance = balances.find((one) => one.owner === customerId && one.currency === currency)?.amount ?? 0n;
    return forecastInvoice(taxed(subscription), lines, balance, othersTaxed);
  });
}
