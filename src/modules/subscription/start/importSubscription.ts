/**
 * `importSubscription`: takes over a subscription from another system with its anchor, period, status and the amounts that
 * were billed there, so that later credits are based on what the customer was charged.
 */
import { z } from 'zod';
import type { Coupon } from '../../../db/generated/client/client.ts';
import { SubscriptionStatus, type TaxBehavior } from '../../../db/generated/client/enums.ts';
import { type Cadence, periodAt } from '../../../kernel/calendar.ts';
import { after, DAY } from '../../../kernel/clock.ts';
import { type FieldIssue, ValidationError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { periodLine } from '../../../kernel/lineDraft.ts';
import { amount, clearable, idempotencyKey, line, metadata, validate } from '../../../kernel/validate.ts';
import { idempotent } from '../../../operation/idempotency.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../../operation/operation.ts';
import { lineNames } from '../../catalog/productTexts.ts';
import { type CollectionTerms, collectionInput, collectionTerms, termsOf } from '../../customer/collectionTerms.ts';
import { loadCustomer } from '../../customer/loadCustomer.ts';
import { importInvoice } from '../../invoice/importInvoice.ts';
import { type LineFields, lineOf } from '../../invoice/lines.ts';
import { taxColumns } from '../../invoice/lineTax.ts';
import { type Discount, discountColumns, discountFrom, NO_DISCOUNT } from '../forecast/discountWindow.ts';
import { discountFor, pricedItems } from '../forecast/pricing.ts';
import { insertSubscription } from '../record/transition.ts';
import { MAXIMUM_TRIAL_DAYS } from './createSubscription.ts';
import { importedTaxInput, importedTreatment } from './importedTax.ts';
import {
  itemInput,
  itemList,
  loadCoupon,
  loadItems,
  type NewItem,
  refuseTakenExternalId,
  writeItems,
} from './newSubscription.ts';
import type { CreatedSubscription } from './planStart.ts';

const importInput = z.object({
  customerId: z.string(),
  items: itemList(itemInput.extend({ billedAmount: amount.nullish(), billedTax: importedTaxInput.nullish() })),
  status: z.enum(SubscriptionStatus),
  anchor: z.date(),
  currentPeriodStart: z.date(),
  currentPeriodEnd: z.date(),
  trialEnd: z.date().nullish(),
  cancelAtPeriodEnd: z.boolean().nullish(),
  couponId: z.string().nullish(),
  discountEnd: z.date().nullish(),
  paid: z.boolean().nullish(),
  invoiceNumber: clearable(line(60)),
  externalId: clearable(line(200)),
  metadata: clearable(metadata),
  ...collectionInput,
  idempotencyKey,
});
export type ImportSubscriptionInput = z.input<typeof importInput>;
type Given = z.output<typeof importInput>;

const IMPORTABLE: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE', 'PAST_DUE', 'UNPAID', 'PAUSED', 'CANCELED'];

/** Throws one `ValidationError` that lists every time which contradicts the status, the cycle or the clock. */
function refuseInconsistentTimes(given: Given, [{ price }]: [NewItem, ...NewItem[]], now: Date): void {
  const checks: [keyof Given, string | null][] = [
    ['status', IMPORTABLE.includes(given.status) ? null : 'A subscription in this state cannot be imported.'],
    ['currentPeriodEnd', periodEndIssue(given, now)],
    ['currentPeriodStart', given.currentPeriodStart > now ? 'Must not be in the future.' : null],
    ...(given.status === 'TRIALING' ? trialIssues(given, now) : [alignmentIssue(given, price)]),
    [
      'discountEnd',
      given.discountEnd && given.discountEnd <= discountStart(given)
        ? 'Must be after the start of the current period, or after the trial.'
        : null,
    ],
  ];
  const issues = checks.flatMap(([field, message]): FieldIssue[] =>
    message ? [{ path: ['input', field], message }] : [],
  );
  const [first, ...more] = issues;
  if (first) throw new ValidationError([first, ...more]);
}

function periodEndIssue({ status, currentPeriodStart, currentPeriodEnd }: Given, now: Date): string | null {
  if (currentPeriodEnd <= currentPeriodStart) return 'Must be after the start.';
  return currentPeriodEnd <= now && status !== 'CANCELED' ? 'Must be in the future.' : null;
}

function trialIssues({ anchor, trialEnd, currentPeriodEnd }: Given, now: Date): [keyof Given, string | null][] {
  const end = currentPeriodEnd.getTime();
  return [
    [
      'trialEnd',
      trialEnd?.getTime() === end ? null : 'Must be the end of the current period while the status is TRIALING.',
    ],
    ['anchor', anchor.getTime() === end ? null : 'Must be the end of the trial while the status is TRIALING.'],
    ['trialEnd', currentPeriodEnd > after(now, MAXIMUM_TRIAL_DAYS * DAY) ? 'Must be within three years.' : null],
  ];
}

function alignmentIssue(
  { anchor, currentPeriodStart, currentPeriodEnd }: Given,
  { interval, intervalCount }: NewItem['price'],
): [keyof Given, string | null] {
  const { start, end } = periodAt(anchor, { interval, count: intervalCount }, currentPeriodStart);
  const aligned = start.getTime() === currentPeriodStart.getTime() && end.getTime() === currentPeriodEnd.getTime();
  return ['currentPeriodStart', aligned ? null : 'The period must be one that the anchor and the interval produce.'];
}

/**
 * Inserts the subscription and, unless it is in a trial, the invoice of its current period. Nothing is charged. Throws
 * `ValidationError` for times that contradict each other and `ConflictError` if the external id or number is taken.
 */
export async function importSubscription(
  ctx: OpContext<MerchantPrincipal>,
  input: ImportSubscriptionInput,
): Promise<CreatedSubscription> {
  const { idempotencyKey: key, ...given } = validate(importInput, input);
  return idempotent<CreatedSubscription>(ctx, { operation: 'importSubscription', key, input: given }, (claim) =>
    transact(ctx, async (op) => {
      const customer = await loadCustomer(op, given.customerId);
      const items = await loadItems(op, given.items, { activeOnly: false });
      refuseInconsistentTimes(given, items, op.now);
      const result = await writeImported(op, { ...given, ...collectionTerms(given, customer) }, items);
      await claim(op, result);
      return result;
    }),
  );
}

async function writeImported(
  op: Op,
  given: Given & CollectionTerms,
  items: [NewItem, ...NewItem[]],
): Promise<CreatedSubscription> {
  const { customerId, status } = given;
  const { currency, interval, intervalCount } = items[0].price;
  const coupon = given.couponId ? await loadCoupon(op, given.couponId, currency) : null;
  const discount = coupon ? importedDiscount(coupon, given, { interval, count: intervalCount }) : NO_DISCOUNT;
  const id = newId('Subscription', op.now);
  await insertSubscription(op, {
    id,
    customerId,
    externalId: given.externalId ?? null,
    status,
    currency,
    interval,
    intervalCount,
    anchor: given.anchor,
    currentPeriodStart: given.currentPeriodStart,
    currentPeriodEnd: given.currentPeriodEnd,
    trialEnd: given.trialEnd ?? null,
    ...termsOf(given),
    ...importedEnd(given, op.now),
    ...(status === 'PAUSED' ? { pausedAt: op.now, pauseCause: 'REQUEST' as const } : {}),
    ...discountColumns(discount),
    metadata: given.metadata ?? {},
  }).catch(refuseTakenExternalId);
  await writeItems(op, id, items);
  const lines = status === 'TRIALING' ? [] : importedLines(given, items, discount);
  refuseLargeTaxes(lines);
  const invoiceId = lines.length === 0 ? null : await importFirstInvoice(op, { given, id, currency, lines });
  op.emit('subscription.imported', { objectId: id, customerId, data: { status } });
  return { subscriptionId: id, invoiceId };
}

function importedEnd({ status, currentPeriodEnd, cancelAtPeriodEnd }: Given, now: Date) {
  if (status === 'CANCELED')
    return {
      cancelAtPeriodEnd: false,
      canceledAt: now,
      endedAt: currentPeriodEnd < now ? currentPeriodEnd : now,
    };
  return { cancelAtPeriodEnd: cancelAtPeriodEnd === true, canceledAt: cancelAtPeriodEnd ? now : null, endedAt: null };
}

function importFirstInvoice(
  op: Op,
  { given, id, currency, lines }: { given: Given; id: string; currency: string; lines: LineFields[] },
): Promise<string> {
  return importInvoice(op, {
    customerId: given.customerId,
    subscriptionId: id,
    currency,
    lines,
    number: given.invoiceNumber ?? null,
    paid: given.paid ?? true,
    issuedAt: given.currentPeriodStart,
  });
}

/** A trial bills nothing, so a discount begins with the first period after it. */
const discountStart = ({ status, currentPeriodStart, currentPeriodEnd }: Given) =>
  status === 'TRIALING' ? currentPeriodEnd : currentPeriodStart;

/**
 * An imported `discountEnd` earlier than the coupon's own was set by hand. If it lies within the current period, the
 * discount counts as removed.
 */
function importedDiscount(coupon: Coupon, given: Given, cadence: Cadence): Discount {
  const start = discountStart(given);
  const discount = discountFrom(coupon, { start, end: periodAt(given.anchor, cadence, start).end });
  const { discountEnd = null, currentPeriodEnd } = given;
  const earlier = discountEnd && (!discount.discountEnd || discountEnd < discount.discountEnd);
  return earlier ? { ...discount, discountEnd, discountEndsWithPeriod: discountEnd <= currentPeriodEnd } : discount;
}

/** The columns of the tax that was billed elsewhere; without one, the line is credited without tax. */
function importedTax(given: Given, index: number, behavior: TaxBehavior) {
  const tax = given.items[index]?.billedTax;
  if (!tax) return {};
  return taxColumns({ treatment: importedTreatment(tax, behavior, given.currentPeriodStart), amount: tax.amount });
}

/** Refuses a tax that is larger than the amount that contains it. */
function refuseLargeTaxes(lines: readonly LineFields[]): void {
  const index = lines.findIndex(({ amount: billed, taxAmount }) => (taxAmount ?? 0n) > billed);
  if (index >= 0)
    throw ValidationError.at(
      ['input', 'items', String(index), 'billedTax', 'amount'],
      'Must not be larger than the billed amount.',
    );
}

/** One line per item: the amount that was billed elsewhere or, if none is given, the amount that Portico would bill. */
function importedLines(
  given: Given,
  items: readonly NewItem[],
  discount: Parameters<typeof discountFor>[0],
): LineFields[] {
  const period = { start: given.currentPeriodStart, end: given.currentPeriodEnd };
  const priced = pricedItems(items, discountFor(discount, period.start));
  return items.flatMap((item, index) => {
    const own = priced[index];
    if (!own) return [];
    const written = lineOf(periodLine(own, period), {
      ...lineNames(item.price.product),
      quantity: item.quantity,
      unitAmount: item.price.unitAmount,
      itemId: item.id,
      priceId: item.price.id,
    });
    const tax = importedTax(given, index, item.price.taxBehavior);
    const billed = given.items[index]?.billedAmount;
    if (billed === null || billed === undefined) return [{ ...written, ...tax, kind: 'IMPORT' as const }];
    const gross = billed > written.grossAmount ? billed : written.grossAmount;
    const amounts = { grossAmount: gross, discountAmount: gross - billed, amount: billed };
    return [{ ...written, ...tax, kind: 'IMPORT' as const, ...amounts }];
  });
}
