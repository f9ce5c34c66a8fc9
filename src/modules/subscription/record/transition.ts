/**
 * The only file that writes a row of `subscription`. `transition` is the one way to another status and checks the table of
 * legal transitions (statusTransitions.ts); every change that a quote or a preview depends on makes a new version. The
 * caller has read the row that it passes in: the write claims that row's version in one conditional update, so a change
 * that was planned on an older row fails with a conflict instead of overwriting a newer one.
 */
import type { Prisma, Subscription } from '../../../db/generated/client/client.ts';
import type { CancellationOfferType, SubscriptionStatus } from '../../../db/generated/client/enums.ts';
import { updateVersionedRows } from '../../../db/writeRows.ts';
import { ConflictError } from '../../../kernel/errors.ts';
import type { Op } from '../../../operation/operation.ts';
import { requireTransition } from './statusTransitions.ts';

type Fixed = 'id' | 'companyId' | 'customerId' | 'currency' | 'createdAt' | 'updatedAt' | 'status' | 'version';

/** Columns that a change may write besides status and version, which this file writes itself. */
export type SubscriptionColumns = Partial<Omit<Subscription, Fixed | 'metadata'>> & {
  metadata?: Prisma.InputJsonObject;
  status?: never;
  version?: never;
};

/** The columns that identify the row and the version that a change was planned on. */
export type VersionedRow = Pick<Subscription, 'id' | 'companyId' | 'status' | 'version'>;

/**
 * Moves a subscription to another status and returns it with the written columns; its relations are not read again.
 * Throws `ConflictError` if the table forbids the transition, or if the row changed since it was read.
 */
export async function transition<Row extends VersionedRow>(
  op: Pick<Op, 'tx' | 'now'>,
  row: Row,
  to: SubscriptionStatus,
  columns: SubscriptionColumns = {},
): Promise<Row> {
  requireTransition(row.status, to);
  return claimVersion(op, row, { ...columns, status: to });
}

/** Writes columns that a quote or a preview depends on, in the same status. Throws `ConflictError` as `transition` does. */
export async function updateVersioned<Row extends VersionedRow>(
  op: Pick<Op, 'tx' | 'now'>,
  row: Row,
  columns: SubscriptionColumns,
): Promise<Row> {
  return claimVersion(op, row, columns);
}

/**
 * Begins the planned periods of many subscriptions by one statement; `to` is the next status. Throws `ConflictError` as
 * `transition` does, also if one row changed.
 */
export async function updateAllVersioned(
  op: Pick<Op, 'tx' | 'now'>,
  changes: readonly { row: VersionedRow; to: SubscriptionStatus; columns: SubscriptionColumns }[],
): Promise<void> {
  const rows = changes.map(({ row: { id, companyId, status, version }, to, columns }) => {
    if (to !== status) requireTransition(status, to);
    return { ...columns, status: to, updatedAt: op.now, id, companyId, version };
  });
  if ((await updateVersionedRows(op.tx, 'Subscription', rows)) !== rows.length) throw changedConcurrently();
}

async function claimVersion<Row extends VersionedRow>(
  op: Pick<Op, 'tx' | 'now'>,
  row: Row,
  columns: Omit<SubscriptionColumns, 'status'> & { status?: SubscriptionStatus },
): Promise<Row> {
  const { id, companyId, version } = row;
  const { count } = await op.tx.subscription.updateMany({
    where: { id, companyId, version },
    data: { ...columns, version: version + 1, updatedAt: op.now },
  });
  if (count !== 1) throw changedConcurrently();
  return { ...row, ...columns, version: version + 1 };
}

const changedConcurrently = () =>
  new ConflictError('CHANGED_CONCURRENTLY', 'The subscription changed while this request was processed. Try again.');

/**
 * Claims the one reminder of the period that ends at `at`. No amount depends on it: quotes stay valid. Returns false if it was
 * claimed before, or if the period will not be billed again.
 */
export async function claimReminder(
  { tx }: Pick<Op, 'tx'>,
  { id, companyId }: Pick<VersionedRow, 'id' | 'companyId'>,
  at: Date,
): Promise<boolean> {
  const { count } = await tx.subscription.updateMany({
    where: {
      ...{ id, companyId, currentPeriodEnd: at, cancelAtPeriodEnd: false, pauseAtPeriodEnd: false },
      OR: [{ remindedOf: null }, { remindedOf: { not: at } }],
    },
    data: { remindedOf: at },
  });
  return count === 1;
}

/** Writes labels, which no amount depends on: quotes stay valid. */
export async function updateLabels(
  op: Pick<Op, 'tx' | 'now'>,
  { id, companyId }: Pick<VersionedRow, 'id' | 'companyId'>,
  labels: Pick<SubscriptionColumns, 'externalId' | 'metadata'>,
): Promise<void> {
  await op.tx.subscription.updateMany({ where: { id, companyId }, data: { ...labels, updatedAt: op.now } });
}

/** Records since when the next document waits for its tax. Returns false if it was recorded before. */
export async function markTaxHeld(op: Pick<Op, 'tx' | 'now' | 'principal'>, id: string): Promise<boolean> {
  const { count } = await op.tx.subscription.updateMany({
    where: { id, companyId: op.principal.companyId, taxHeldAt: null },
    data: { taxHeldAt: op.now },
  });
  return count === 1;
}

/**
 * Records that a running subscription's offer of a type was shown, and when the first was; quotes stay valid. Returns false if
 * it was shown before or no longer applies. The caller holds the row.
 */
export async function markRetentionShown(
  op: Pick<Op, 'tx' | 'now' | 'principal'>,
  { id, retentionShownAt }: Pick<Subscription, 'id' | 'retentionShownAt'>,
  type: CancellationOfferType,
): Promise<boolean> {
  const { count } = await op.tx.subscription.updateMany({
    where: {
      id,
      companyId: op.principal.companyId,
      status: 'ACTIVE',
      cancelAtPeriodEnd: false,
      NOT: { retentionShownTypes: { has: type } },
    },
    data: { retentionShownAt: retentionShownAt ?? op.now, retentionShownTypes: { push: type } },
  });
  return count === 1;
}

/** Ends the attempt to cancel; an offer that `counts` is the only one of the subscription. The caller holds the row. */
export async function markRetentionAccepted(
  op: Pick<Op, 'tx' | 'now' | 'principal'>,
  id: string,
  counts: boolean,
): Promise<void> {
  await op.tx.subscription.updateMany({
    where: { id, companyId: op.principal.companyId },
    data: {
      ...(counts ? { retentionAcceptedAt: op.now } : {}),
      retentionShownAt: null,
      retentionShownTypes: [],
    },
  });
}

/** Inserts a subscription with its first status. */
export async function insertSubscription(
  op: Pick<Op, 'tx' | 'now' | 'principal'>,
  columns: Omit<Prisma.SubscriptionUncheckedCreateInput, 'companyId' | 'version' | 'createdAt' | 'updatedAt'>,
): Promise<void> {
  await op.tx.subscription.create({
    data: { ...columns, companyId: op.principal.companyId, createdAt: op.now, updatedAt: op.now },
  });
}

/**
 * Removes the comments of the customer and the labels of the merchant from a customer's subscriptions, which have
 * ended.
 */
export async function forgetTexts(tx: Op['tx'], owner: { companyId: string; customerId: string }): Promise<void> {
  await tx.subscription.updateMany({
    where: owner,
    data: { cancellationReason: null, cancellationComment: null, metadata: {}, externalId: null },
  });
}
