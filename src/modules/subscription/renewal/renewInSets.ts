/** Runs the plain renewals of a batch in sets, each of one company; the caller runs what they leave one by one. */

import { safeError } from '../../../kernel/safeError.ts';
import { transactInTurn } from '../../../operation/transactInTurn.ts';
import { plainRenewals } from './plainRenewals.ts';
import type { RenewalParts } from './renewalParts.ts';
import { renewSet, type SetMember, type SetRenewed } from './renewSet.ts';

/** The company's row is locked while a set is numbered and committed, and the customers' rows while it is written. */
const LARGEST_SET = 100;

interface Due extends SetMember {
  companyId: string;
}

export interface InSets<One> {
  steps: number;
  /** Subscriptions that were passed over because their rows are locked. */
  locked: number;
  /** Subscriptions that another process has renewed since the batch was read. */
  missed: number;
  /** The steps that must run one by one, in their order. */
  left: One[][];
}

/**
 * Renews the plain ones whose customers have no other due step in the batch that is not plain. `groups` are the due
 * subscriptions of each customer.
 */
export async function renewInSets<One extends Due>(
  parts: RenewalParts,
  now: Date,
  groups: readonly (readonly One[])[],
  enough: () => boolean,
): Promise<InSets<One>> {
  const ids = groups.flat().map(({ id }) => id);
  const { plain } = await plainRenewals(parts.db.prisma, now, ids);
  let sets = setsOf(groups.filter((group) => group.every(({ id }) => plain.has(id))));
  const done = new Set<string>();
  const result = { steps: 0, locked: 0, missed: 0 };
  for (let next = sets.shift(); next && !enough(); next = sets.shift()) {
    const { renewed, locked, missed } = await renewOrSplit(parts, now, next);
    result.steps += renewed.length;
    result.locked += locked.length;
    result.missed += missed.length;
    for (const { id } of [...renewed, ...locked, ...missed]) done.add(id);
    // Another process was here before: the caller reads what is left of the batch.
    if (2 * missed.length > next.length) break;
    // Another process is here, and goes on with the next sets.
    if (2 * locked.length > next.length) sets = elsewhere(sets);
  }
  const left = groups.map((group) => group.filter(({ id }) => !done.has(id)));
  return { ...result, left: enough() ? [] : left.filter((group) => group.length > 0) };
}

/** Sets of one company each, with all of a customer's subscriptions in one. One subscription alone is no set. */
function setsOf<One extends Due>(groups: readonly (readonly One[])[]): One[][] {
  const sets = new Map<string, One[][]>();
  for (const group of groups) {
    const { companyId } = group[0] as One;
    const own = sets.get(companyId) ?? [];
    const last = own.at(-1);
    if (last && last.length + group.length <= LARGEST_SET) last.push(...group);
    else own.push([...group]);
    sets.set(companyId, own);
  }
  return [...sets.values()].flat().filter((set) => set.length > 1);
}

/** The sets from one in the middle on, then those before it. */
function elsewhere<One>(sets: readonly One[][]): One[][] {
  const middle = sets.length >> 1;
  return [...sets.slice(middle), ...sets.slice(0, middle)];
}

type Outcome = Pick<SetRenewed, 'renewed' | 'locked' | 'missed'>;
const NONE: Outcome = { renewed: [], locked: [], missed: [] };

/**
 * Renews a set in one transaction. If that fails, its halves are tried, so that the others are still renewed in sets. The
 * subscription that cannot be written is left alone, to the caller.
 */
async function renewOrSplit<One extends Due>(parts: RenewalParts, now: Date, set: readonly One[]): Promise<Outcome> {
  const [first] = set;
  if (!first || set.length === 1) return NONE;
  const { companyId } = first;
  const principal = { kind: 'system', companyId } as const;
  try {
    return await transactInTurn({ ...parts, now, principal }, (op) => renewSet(op, set));
  } catch (error) {
    parts.log.error(
      {
        companyId,
        subscriptions: set.length,
        err: safeError(error),
        next: 'Its halves are tried, in the end each alone.',
      },
      'A set of renewals failed and was rolled back.',
    );
    const middle = set.length >> 1;
    const one = await renewOrSplit(parts, now, set.slice(0, middle));
    const other = await renewOrSplit(parts, now, set.slice(middle));
    return {
      renewed: [...one.renewed, ...other.renewed],
      locked: [...one.locked, ...other.locked],
      missed: [...one.missed, ...other.missed],
    };
  }
}
