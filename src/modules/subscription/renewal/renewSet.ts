/**
 * Renews many subscriptions of one company in one transaction, with a number of statements that does not grow with them.
 * Everything is computed by the functions that `renewSubscription` calls; only loading and writing differ. Members that
 * are not plain, or cannot be planned, are left to `renewSubscription`.
 */
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Op } from '../../../operation/operation.ts';
import { creditBalancesOf, ownerOf } from '../../credit/ledger.ts';
import { emitPlainInvoice, type PlainInvoice, planInvoice } from '../../invoice/issueSet.ts';
import { readParties } from '../../invoice/parties.ts';
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
  renewed: SetMember[];
  /** Members whose rows, or whose customer's row, another transaction has locked: another process may be renewing them. */
  locked: SetMember[];
  /** Members that are no longer due: another process has renewed them. */
  missed: SetMember[];
  /** Members that must be renewed one by one. */
  left: SetMember[];
}

interface WithPeriod {
  subscription: LoadedSubscription;
  plan: PeriodPlan;
}

interface Planned extends WithPeriod {
  invoice: PlainInvoice;
}

/** Subscriptions that are planned in one go; requests that arrived meanwhile run before the next ones. */
const IN_ONE_GO = 10;

/** Renews the members in their order, which is that of the invoices' numbers. */
export async function renewSet(op: Op, members: readonly SetMember[]): Promise<SetRenewed> {
  const free = await lockRows(op, members);
  const { loaded, missed } = await loadPlain(op, free);
  const planned = await planAll(op, loaded);
  await write(op, planned);
  const done = new Set(planned.map(({ subscription }) => subscription.id));
  const held = new Set(free);
  const gone = new Set(missed);
  return {
    renewed: members.filter(({ id }) => done.has(id)),
    locked: members.filter((one) => !held.has(one)),
    missed,
    left: free.filter((one) => !done.has(one.id) && !gone.has(one)),
  };
}

/**
 * Locks the rows of the subscriptions, then those of their customers, without waiting for any: a set that waited for one row
 * would hold up the customers of all others. Returns the members of which both are locked. Of processes that lock one set at
 * the same moment, one gets most of it; the others leave it to that process, so that each renews whole sets.
 */
async function lockRows(op: Op, members: readonly SetMember[]): Promise<SetMember[]> {
  const { companyId } = op.principal;
  const subscriptions = await op.tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM subscription WHERE company_id = ${companyId} AND id = ANY(${members.map(({ id }) => id)})
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`;
  if (2 * subscriptions.length < members.length) return [];
  const own = new Set(subscriptions.map(({ id }) => id));
  const mine = members.filter(({ id }) => own.has(id));
  const customers = await op.tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer WHERE company_id = ${companyId}
      AND id = ANY(${[...new Set(mine.map(({ customerId }) => customerId))]})
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`;
  const held = new Set(customers.map(({ id }) => id));
  return mine.filter(({ customerId }) => held.has(customerId));
}

/** Loads the members that are still due and plain. If one of a customer is not plain, none is: they may share credit. */
async function loadPlain(
  op: Op,
  members: readonly SetMember[],
): Promise<{ loaded: LoadedSubscription[]; missed: SetMember[] }> {
  if (members.length === 0) return { loaded: [], missed: [] };
  const ids = members.map(({ id }) => id);
  const { due, plain } = await plainRenewals(op.tx, op.now, ids);
  const missed = members.filter(({ id }) => !due.has(id));
  const others = new Set(members.filter(({ id }) => !plain.has(id)).map(({ customerId }) => customerId));
  const own = members.filter(({ customerId }) => !others.has(customerId)).map(({ id }) => id);
  return { loaded: own.length > 0 ? await loadSubscriptions(op, own) : [], missed };
}

async function planAll(op: Op, subscriptions: readonly LoadedSubscription[]): Promise<Planned[]> {
  if (subscriptions.length === 0) return [];
  const customerIds = [...new Set(subscriptions.map(({ customerId }) => customerId))];
  const parties = await readParties(op, customerIds);
  const credit = await creditBalancesOf(op.tx, op.principal.companyId, customerIds);
  const periods = await planPeriods(op, subscriptions);
  return withoutSharedCredit(op, periods, credit).flatMap(({ subscription, plan }) => {
    const { customerId, currency } = subscription;
    const seen = parties.get(customerId);
    if (!seen) return [];
    const owner = ownerOf(customerId, currency);
    const balance = credit.get(owner) ?? 0n;
    const invoice = planInvoice(op, { ...periodRequest(subscription, plan), parties: seen, balance });
    // The customer's next invoice in this set can use the remaining credit.
    credit.set(owner, balance - invoice.creditApplied);
    return [{ subscription, plan, invoice }];
  });
}

/** The next periods, without those whose invoice waits for its tax and those that cannot be planned. */
async function planPeriods(op: Op, subscriptions: readonly LoadedSubscription[]): Promise<WithPeriod[]> {
  const planned: WithPeriod[] = [];
  for (const [index, subscription] of subscriptions.entries()) {
    if (index % IN_ONE_GO === IN_ONE_GO - 1) await othersFirst();
    const due = subscription.currentPeriodEnd;
    try {
      if (stepDue(subscription, op.now) !== 'renew' || heldForTax(subscription, { now: op.now, due })) continue;
      planned.push({ subscription, plan: planPeriod(subscription, due) });
    } catch {
      // `renewSubscription` fails in the same way, and is logged with the subscription's id.
    }
  }
  return planned;
}

/**
 * Without customers whose credit pays several subscriptions, one of which is due again at once: their steps run in the order
 * of time, so that credit pays the earliest invoice.
 */
function withoutSharedCredit(
  op: Op,
  planned: readonly WithPeriod[],
  credit: ReadonlyMap<string, bigint>,
): WithPeriod[] {
  const own = new Map<string, WithPeriod[]>();
  for (const one of planned) {
    const { customerId, currency } = one.subscription;
    const owner = ownerOf(customerId, currency);
    own.set(owner, [...(own.get(owner) ?? []), one]);
  }
  const inTurn = [...own].filter(
    ([owner, all]) => credit.has(owner) && all.length > 1 && all.some(({ plan }) => plan.period.end <= op.now),
  );
  const customers = new Set(inTurn.flatMap(([, all]) => all.map(({ subscription }) => subscription.customerId)));
  return planned.filter(({ subscription }) => !customers.has(subscription.customerId));
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
