/**
 * Renews many subscriptions of one company in one transaction, with a number of statements that does not grow with them.
 * Everything is computed by the functions that `renewSubscription` calls; only loading and writing differ. Whatever is not
 * plain, or fails while it is planned, is left to `renewSubscription`.
 */
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Op } from '../../../operation/operation.ts';
import { type InvoiceSnapshot, readParties } from '../../invoice/finalize.ts';
import { emitPlainInvoice, type PlainInvoice, planInvoice } from '../../invoice/issueSet.ts';
import { issueAndCollectAll } from '../record/issueAndCollect.ts';
import { type LoadedSubscription, loadSubscriptions } from '../record/load.ts';
import { stepDue } from '../record/statusTransitions.ts';
import { updateAllVersioned } from '../record/transition.ts';
import { plainRenewals } from './plainRenewals.ts';
import { emitRenewed, heldForTax, type PeriodPlan, periodRequest, planPeriod } from './planPeriod.ts';

export interface SetMember {
  id: string;
  customerId: string;
}

export interface SetRenewed {
  /** Subscriptions whose step another transaction has run or is running. */
  taken: SetMember[];
  renewed: SetMember[];
  /** Subscriptions that must be renewed one by one. */
  left: SetMember[];
}

interface Planned {
  subscription: LoadedSubscription;
  plan: PeriodPlan;
  invoice: PlainInvoice;
}

/** Subscriptions that are planned in one go; requests that arrived meanwhile run before the next ones. */
const IN_ONE_GO = 10;

/** Renews the members in their order, which is that of the invoices' numbers. */
export async function renewSet(op: Op, members: readonly SetMember[]): Promise<SetRenewed> {
  const locked = await lockRows(op, members);
  const loaded = await loadPlain(op, locked.free);
  const planned = await planAll(op, loaded);
  await write(op, planned);
  const done = new Set(planned.map(({ subscription }) => subscription.id));
  return {
    taken: locked.taken,
    renewed: members.filter(({ id }) => done.has(id)),
    left: members.filter((one) => !done.has(one.id) && !locked.taken.includes(one)),
  };
}

/**
 * Locks the rows of the subscriptions, then those of their customers, without waiting for any: a set that waited for one row
 * would hold up the customers of all others. `free` are the members of which both are locked.
 */
async function lockRows(op: Op, members: readonly SetMember[]): Promise<{ taken: SetMember[]; free: SetMember[] }> {
  const { companyId } = op.principal;
  const subscriptions = await op.tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM subscription WHERE company_id = ${companyId} AND id = ANY(${members.map(({ id }) => id)})
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`;
  const own = new Set(subscriptions.map(({ id }) => id));
  const mine = members.filter(({ id }) => own.has(id));
  const customers = await op.tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer WHERE company_id = ${companyId}
      AND id = ANY(${[...new Set(mine.map(({ customerId }) => customerId))]})
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`;
  const held = new Set(customers.map(({ id }) => id));
  return {
    taken: members.filter(({ id }) => !own.has(id)),
    free: mine.filter(({ customerId }) => held.has(customerId)),
  };
}

/** Loads the members that are still plain. If one of a customer is not, none is: they may share credit. */
async function loadPlain(op: Op, members: readonly SetMember[]): Promise<LoadedSubscription[]> {
  if (members.length === 0) return [];
  const plain = await plainRenewals(
    op.tx,
    op.now,
    members.map(({ id }) => id),
  );
  const others = new Set(members.filter(({ id }) => !plain.has(id)).map(({ customerId }) => customerId));
  const ids = members.filter(({ customerId }) => !others.has(customerId)).map(({ id }) => id);
  return loadSubscriptions(op, ids);
}

async function planAll(op: Op, subscriptions: readonly LoadedSubscription[]): Promise<Planned[]> {
  if (subscriptions.length === 0) return [];
  const parties = await readParties(op, [...new Set(subscriptions.map(({ customerId }) => customerId))]);
  const planned: Planned[] = [];
  for (const [index, subscription] of subscriptions.entries()) {
    if (index % IN_ONE_GO === IN_ONE_GO - 1) await othersFirst();
    const one = planOne(op, subscription, parties.get(subscription.customerId));
    if (one) planned.push(one);
  }
  return planned;
}

/** Null if the invoice waits for its tax, or if the renewal cannot be planned: `renewSubscription` records why. */
function planOne(op: Op, subscription: LoadedSubscription, parties: InvoiceSnapshot | undefined): Planned | null {
  const due = subscription.currentPeriodEnd;
  try {
    if (!parties || stepDue(subscription, op.now) !== 'renew') return null;
    if (heldForTax(subscription, { now: op.now, due })) return null;
    const plan = planPeriod(subscription, due);
    return { subscription, plan, invoice: planInvoice(op, { ...periodRequest(subscription, plan), parties }) };
  } catch {
    return null;
  }
}

async function write(op: Op, planned: readonly Planned[]): Promise<void> {
  if (planned.length === 0) return;
  await updateAllVersioned(
    op,
    planned.map(({ subscription: row, plan: { to, columns } }) => ({ row, to, columns })),
  );
  await issueAndCollectAll(
    op,
    planned.map(({ invoice }) => invoice),
  );
  for (const { subscription, plan, invoice } of planned) {
    emitPlainInvoice(op, invoice);
    emitRenewed(op, subscription, plan, invoice.id);
  }
}
