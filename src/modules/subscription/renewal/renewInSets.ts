/** Runs the plain renewals of a batch in sets, each of one company; the caller runs what they leave one by one. */
import { safeError } from '../../../kernel/safeError.ts';
import { transact } from '../../../operation/operation.ts';
import { plainRenewals } from './plainRenewals.ts';
import type { RenewalParts } from './renewalParts.ts';
import { renewSet, type SetMember, type SetRenewed } from './renewSet.ts';
import { runConcurrently } from './runConcurrently.ts';

/** The company's row is locked while a set is numbered and committed, and the customers' rows while it is written. */
const LARGEST_SET = 100;
/** Sets that run concurrently: while the database writes one, this process plans the other. */
const CONCURRENCY = { postgres: 2, pglite: 1 } as const;

interface Due extends SetMember {
  companyId: string;
}

export interface InSets<One> {
  steps: number;
  /** Subscriptions that were passed over because their rows are locked. */
  locked: number;
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
  const plain = await plainRenewals(parts.db.prisma, now, ids);
  const all = setsOf(groups.filter((group) => group.every(({ id }) => plain.has(id))));
  const done = new Set<string>();
  const result = { steps: 0, locked: 0 };
  await runConcurrently(CONCURRENCY[parts.db.kind], all, enough, async (set) => {
    const { renewed, locked } = await renewOrSplit(parts, now, set);
    result.steps += renewed.length;
    result.locked += locked.length;
    for (const { id } of [...renewed, ...locked]) done.add(id);
  });
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

const NONE: Pick<SetRenewed, 'renewed' | 'locked'> = { renewed: [], locked: [] };

/**
 * Renews a set in one transaction. If that fails, its halves are tried, so that the others are still renewed in sets. The
 * subscription that cannot be written is left alone, to the caller.
 */
async function renewOrSplit<One extends Due>(
  parts: RenewalParts,
  now: Date,
  set: readonly One[],
): Promise<Pick<SetRenewed, 'renewed' | 'locked'>> {
  const [first] = set;
  if (!first || set.length === 1) return NONE;
  const { companyId } = first;
  const principal = { kind: 'system', companyId } as const;
  try {
    return await transact({ ...parts, now, principal }, (op) => renewSet(op, set));
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
    return { renewed: [...one.renewed, ...other.renewed], locked: [...one.locked, ...other.locked] };
  }
}
