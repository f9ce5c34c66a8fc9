/**
 * Taking over a subscription that lives elsewhere: its own anchor, period, status, and what was already billed, so
 * that later credits are based on what the customer really paid.
 */
import { z } from 'zod';
import type { Coupon } from '../../db/generated/client/client.ts';
import { SubscriptionStatus } from '../../db/generated/client/enums.ts';
import { idempotent } from '../../idempotency.ts';
import { type Cadence, periodAt } from '../../kernel/calendar.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { type FieldIssue, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { periodLine } from '../../kernel/proration.ts';
import { amount, clearable, idempotencyKey, line, metadata, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../op.ts';
import { loadCustomer } from '../customer/customer.ts';
import { importInvoice } from '../invoice/import.ts';
import { lineOf, type NewLine } from '../invoice/lines.ts';
import { type CreatedSubscription, LONGEST_TRIAL_DAYS } from './create.ts';
import { discountColumns } from './discountWindow.ts';
import {
  itemInput,
  itemList,
  loadCoupon,
  loadItems,
  type NewItem,
  refuseTakenExternalId,
  writeItems,
} from './newSubscription.ts';
import { discountFor, pricedItems } from './pricing.ts';

const importInput = z.object({
  customerId: z.string(),
  items: itemList(itemInput.extend({ billedAmount: amount.nullish() })),
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
  idempotencyKey,
});
export type ImportSubscriptionInput = z.input<typeof importInput>;
type Given = z.output<typeof importInput>;

const IMPORTABLE: readonly SubscriptionStatus[] = ['TRIALING', 'ACTIVE', 'PAST_DUE', 'UNPAID', 'PAUSED', 'CANCELED'];

function refuseTimes(given: Given, [{ price }]: [NewItem, ...NewItem[]], now: Date): void {
  const issues: FieldIssue[] = [];
  const refuse = (field: keyof Given, message: string) => issues.push({ path: ['input', field], message });
  const period = periodAt(
    given.anchor,
    { interval: price.interval, count: price.intervalCount },
    given.currentPeriodStart,
  );
  const trialing = given.status === 'TRIALING';
  if (!IMPORTABLE.includes(given.status)) refuse('status', 'A subscription in this state cannot be imported.');
  if (given.currentPeriodEnd <= given.currentPeriodStart) refuse('currentPeriodEnd', 'Must lie after the start.');
  else if (given.currentPeriodEnd <= now && given.status !== 'CANCELED')
    refuse('currentPeriodEnd', 'Must lie in the future.');
  if (given.currentPeriodStart > now) refuse('currentPeriodStart', 'Must not lie in the future.');
  if (trialing && given.trialEnd?.getTime() !== given.currentPeriodEnd.getTime())
    refuse('trialEnd', 'Must be the end of the current period while the status is TRIALING.');
  if (trialing && given.anchor.getTime() !== given.currentPeriodEnd.getTime())
    refuse('anchor', 'Must be the end of the trial while the status is TRIALING.');
  const aligned =
    period.start.getTime() === given.currentPeriodStart.getTime() &&
    period.end.getTime() === given.currentPeriodEnd.getTime();
  if (!trialing && !aligned)
    refuse('currentPeriodStart', 'The period must be one that the anchor and the interval give.');
  if (given.discountEnd && given.discountEnd <= discountStart(given))
    refuse('discountEnd', 'Must lie after the start of the current period, or after the trial.');
  if (trialing && given.currentPeriodEnd > after(now, LONGEST_TRIAL_DAYS * DAY))
    refuse('trialEnd', 'Must lie within three years.');
  const [first, ...more] = issues;
  if (first) throw new ValidationError([first, ...more]);
}

export async function importSubscription(
  ctx: OpContext<MerchantPrincipal>,
  input: ImportSubscriptionInput,
): Promise<CreatedSubscription> {
  const { idempotencyKey: key, ...given } = validate(importInput, input);
  return idempotent<CreatedSubscription>(ctx, { operation: 'importSubscription', key, input: given }, (claim) =>
    transact(ctx, async (op) => {
      await loadCustomer(op, given.customerId);
      const items = await loadItems(op, given.items, { activeOnly: false });
      refuseTimes(given, items, op.now);
      const result = await writeImported(op, given, items);
      await claim(op, result);
      return result;
    }),
  );
}

async function writeImported(op: Op, given: Given, items: [NewItem, ...NewItem[]]): Promise<CreatedSubscription> {
  const { customerId, currentPeriodStart, currentPeriodEnd, status } = given;
  const { currency, interval, intervalCount } = items[0].price;
  const coupon = given.couponId ? await loadCoupon(op, given.couponId, currency) : null;
  const discount = coupon
    ? importedDiscount(coupon, given, { interval, count: intervalCount })
    : { couponId: null, discountStart: null, discountEnd: null };
  const id = newId('Subscription', op.now);
  const ended = status === 'CANCELED';
  await op.tx.subscription
    .create({
      data: {
        id,
        companyId: op.principal.companyId,
        customerId,
        externalId: given.externalId ?? null,
        status,
        currency,
        interval,
        intervalCount,
        anchor: given.anchor,
        currentPeriodStart,
        currentPeriodEnd,
        trialEnd: given.trialEnd ?? null,
        cancelAtPeriodEnd: !ended && given.cancelAtPeriodEnd === true,
        canceledAt: ended || given.cancelAtPeriodEnd ? op.now : null,
        ...(status === 'PAUSED' ? { pausedAt: op.now, pauseCause: 'REQUEST' as const } : {}),
        endedAt: ended ? (currentPeriodEnd < op.now ? currentPeriodEnd : op.now) : null,
        ...discount,
        metadata: given.metadata ?? {},
        createdAt: op.now,
        updatedAt: op.now,
      },
    })
    .catch(refuseTakenExternalId);
  await writeItems(op, id, items);
  const lines = status === 'TRIALING' ? [] : importedLines(given, items, { ...discount, coupon });
  const invoiceId =
    lines.length === 0
      ? null
      : await importInvoice(op, {
          customerId,
          subscriptionId: id,
          currency,
          lines,
          number: given.invoiceNumber ?? null,
          paid: given.paid ?? true,
          issuedAt: currentPeriodStart,
        });
  op.emit('subscription.imported', { objectId: id, customerId, data: { status } });
  return { subscriptionId: id, invoiceId };
}

/** A trial bills nothing, so that a discount begins with the first period after it. */
const discountStart = ({ status, currentPeriodStart, currentPeriodEnd }: Given) =>
  status === 'TRIALING' ? currentPeriodEnd : currentPeriodStart;

function importedDiscount(coupon: Coupon, given: Given, cadence: Cadence) {
  const start = discountStart(given);
  const columns = discountColumns(coupon, start, periodAt(given.anchor, cadence, start).end);
  const { discountEnd = null } = given;
  const earlier = discountEnd && (!columns.discountEnd || discountEnd < columns.discountEnd);
  return earlier ? { ...columns, discountEnd } : columns;
}

/** One line for each item: what was billed elsewhere, or, where that is not said, what Portico would have billed. */
function importedLines(
  given: Given,
  items: readonly NewItem[],
  discount: Parameters<typeof discountFor>[0],
): NewLine[] {
  const period = { start: given.currentPeriodStart, end: given.currentPeriodEnd };
  const priced = pricedItems(items, discountFor(discount, period.start));
  return items.flatMap((item, index) => {
    const own = priced[index];
    if (!own) return [];
    const written = lineOf(periodLine(own, period), {
      productName: item.price.product.name,
      quantity: item.quantity,
      unitAmount: item.price.unitAmount,
      itemId: item.id,
      priceId: item.price.id,
    });
    const billed = given.items[index]?.billedAmount;
    if (billed === null || billed === undefined) return [{ ...written, kind: 'IMPORT' as const }];
    const gross = billed > written.grossAmount ? billed : written.grossAmount;
    return [
      { ...written, kind: 'IMPORT' as const, grossAmount: gross, discountAmount: gross - billed, amount: billed },
    ];
  });
}
