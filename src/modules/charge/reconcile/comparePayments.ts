/** Compares the payments of an account, as the provider has them, with those that are recorded here. Changes nothing. */
import type { Prisma } from '../../../db/generated/client/client.ts';
import type { PaymentStatus } from '../../../db/generated/client/enums.ts';
import { after, HOUR } from '../../../kernel/clock.ts';
import type { ChargeContext } from '../../payment/planPayment.ts';
import { type PaymentFacts, ProviderInvalid, type ProviderSession } from '../../payment/port.ts';
import { IN_FLIGHT } from '../../payment/status.ts';

export type MismatchKind =
  | 'UNKNOWN_HERE'
  | 'MISSING_AT_PROVIDER'
  | 'STATUS_DIFFERS'
  | 'AMOUNT_DIFFERS'
  | 'REFUND_DIFFERS';

export interface Mismatch {
  kind: MismatchKind;
  /** Null if the payment is not recorded here. */
  paymentId: string | null;
  /** Null if it is not known. */
  providerRef: string | null;
  currency: string;
  /** The amount that was taken, or with `REFUND_DIFFERS` given back. Null if there is no such payment. */
  amountHere: bigint | null;
  amountAtProvider: bigint | null;
}

/** The sums of one currency. Refunds are those of the compared payments, whenever they were made. */
export interface Totals {
  currency: string;
  countHere: number;
  countAtProvider: number;
  takenHere: bigint;
  takenAtProvider: bigint;
  refundedHere: bigint;
  refundedAtProvider: bigint;
}

export interface Comparison {
  totals: Totals[];
  mismatches: Mismatch[];
  /** False if the provider has more payments of the span than are compared at once. */
  complete: boolean;
}

/** The most payments of a comparison, so that it ends in time. */
const MAXIMUM_COMPARED = 2_000;
/** Payments that the provider's list lacks and that are therefore read one by one. */
const MAXIMUM_READ = 50;
const CHUNK = 500;
/** A payment that is under way for less than this differs in the normal course of things. */
const SETTLING = HOUR;

type Row = Prisma.PaymentGetPayload<{ include: { refunds: { select: { amount: true } } } }>;

const TAKEN: readonly PaymentStatus[] = ['SUCCEEDED', 'RETURNED'];

interface Span {
  from: Date;
  to: Date;
}

/** The payments that were made within the span. Throws what the provider throws. */
export async function comparePayments(
  ctx: ChargeContext,
  { session, accountId }: { session: ProviderSession; accountId: string },
  span: Span,
  wallNow: Date,
): Promise<Comparison> {
  const { facts, complete } = await listed(session, span);
  const rows = new Map<string, Row>();
  for (const row of [...(await rowsOf(ctx, accountId, facts)), ...(await rowsWithin(ctx, accountId, span))])
    rows.set(row.id, row);
  const pairs = pair(facts, [...rows.values()]);
  if (complete) await readUnlisted(session, pairs);
  const settled = pairs.filter(({ row }) => !row || !isSettling(row, wallNow));
  return {
    totals: totalsOf(settled),
    mismatches: settled.flatMap((one) => (one.unread ? [] : differences(one))),
    complete: complete && !settled.some(({ unread }) => unread),
  };
}

async function listed(session: ProviderSession, span: Span): Promise<{ facts: PaymentFacts[]; complete: boolean }> {
  const facts: PaymentFacts[] = [];
  for await (const one of session.payments(span)) {
    if (facts.length === MAXIMUM_COMPARED) return { facts, complete: false };
    facts.push(one);
  }
  return { facts, complete: true };
}

/** The rows of what the provider lists, whenever they were planned: a payment can be sent again a day later. */
async function rowsOf(ctx: ChargeContext, accountId: string, facts: readonly PaymentFacts[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (let begun = 0; begun < facts.length; begun += CHUNK) {
    const chunk = facts.slice(begun, begun + CHUNK);
    const ids = chunk.flatMap(({ paymentId }) => paymentId ?? []);
    rows.push(...(await read(ctx, accountId, { id: { in: ids } })));
    rows.push(...(await read(ctx, accountId, { providerRef: { in: chunk.map(({ ref }) => ref) } })));
  }
  return rows;
}

const rowsWithin = (ctx: ChargeContext, accountId: string, { from, to }: Span): Promise<Row[]> =>
  read(ctx, accountId, { sentAt: { gte: from, lt: to }, status: { in: [...TAKEN] } });

function read({ db, principal }: ChargeContext, accountId: string, where: Prisma.PaymentWhereInput): Promise<Row[]> {
  return db.prisma.payment.findMany({
    where: { ...where, companyId: principal.companyId, paymentMethod: { accountId } },
    include: { refunds: { where: { status: { in: ['PENDING', 'SUCCEEDED'] } }, select: { amount: true } } },
    orderBy: { id: 'asc' },
    take: MAXIMUM_COMPARED,
  });
}

interface Pair {
  row: Row | null;
  facts: PaymentFacts | null;
  /** Whether it was left out because there are too many to read. */
  unread?: boolean;
}

function pair(facts: readonly PaymentFacts[], rows: readonly Row[]): Pair[] {
  const byRef = new Map(rows.flatMap((row) => (row.providerRef ? [[row.providerRef, row] as const] : [])));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const pairs: Pair[] = facts.map((one) => ({
    facts: one,
    row: byRef.get(one.ref) ?? byId.get(one.paymentId ?? '') ?? null,
  }));
  const met = new Set(pairs.map(({ row }) => row));
  return [...pairs, ...rows.filter((row) => !met.has(row)).map((row) => ({ row, facts: null }))];
}

/** Payments at the edge of the span: they were planned within it and made before or after it, or not at all. */
async function readUnlisted(session: ProviderSession, pairs: Pair[]): Promise<void> {
  let left = MAXIMUM_READ;
  for (const one of pairs.filter(({ facts }) => facts === null)) {
    if (left-- <= 0) one.unread = true;
    else if (one.row?.providerRef)
      one.facts = await session.read(one.row.providerRef).catch((error: unknown) => {
        if (error instanceof ProviderInvalid) return null;
        throw error;
      });
  }
}

const isSettling = ({ status, sentAt }: Row, wallNow: Date): boolean =>
  (IN_FLIGHT as readonly PaymentStatus[]).includes(status) && sentAt > after(wallNow, -SETTLING);

const takenHere = (row: Row | null): bigint => (row && TAKEN.includes(row.status) ? row.capturedAmount : 0n);
const takenThere = (facts: PaymentFacts | null): bigint => (facts?.state === 'SUCCEEDED' ? facts.captured : 0n);
const refundedHere = (row: Row | null): bigint => (row?.refunds ?? []).reduce((sum, { amount }) => sum + amount, 0n);

function differences(pair: Pair): Mismatch[] {
  const kind = differenceOf(pair);
  if (kind === null) return [];
  const { row, facts } = pair;
  const [here, there] =
    kind === 'REFUND_DIFFERS' ? [refundedHere(row), facts?.refunded ?? null] : [takenHere(row), takenThere(facts)];
  const mismatch = {
    ...{ kind, paymentId: row?.id ?? null, providerRef: facts?.ref ?? row?.providerRef ?? null },
    ...{ amountHere: row && here, amountAtProvider: facts && there },
  };
  return [{ ...mismatch, currency: (row ?? facts)?.currency ?? '' }];
}

function differenceOf({ row, facts }: Pair): MismatchKind | null {
  const [here, there] = [takenHere(row), takenThere(facts)];
  if (!facts) return here > 0n ? 'MISSING_AT_PROVIDER' : null;
  if (!row) return there > 0n || facts.state === 'HELD' ? 'UNKNOWN_HERE' : null;
  if (here > 0n !== there > 0n) return 'STATUS_DIFFERS';
  if (here !== there || row.currency !== facts.currency) return 'AMOUNT_DIFFERS';
  return refundedHere(row) === facts.refunded ? null : 'REFUND_DIFFERS';
}

function totalsOf(pairs: readonly Pair[]): Totals[] {
  const all = new Map<string, Totals>();
  const of = (currency: string): Totals => {
    const none = { countHere: 0, countAtProvider: 0 };
    const zero = { takenHere: 0n, takenAtProvider: 0n, refundedHere: 0n, refundedAtProvider: 0n };
    const totals = all.get(currency) ?? { currency, ...none, ...zero };
    all.set(currency, totals);
    return totals;
  };
  for (const { row, facts } of pairs) {
    const [here, there] = [takenHere(row), takenThere(facts)];
    if (row && here > 0n) {
      const totals = of(row.currency);
      totals.countHere++;
      totals.takenHere += here;
      totals.refundedHere += refundedHere(row);
    }
    if (facts && there > 0n) {
      const totals = of(facts.currency);
      totals.countAtProvider++;
      totals.takenAtProvider += there;
      totals.refundedAtProvider += facts.refunded;
    }
  }
  return [...all.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
