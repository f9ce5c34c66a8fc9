/** Plans, prices and payment methods in words. Only words: every amount and state comes from the server. */
import type {
  CouponPartsFragment,
  InvoicePartsFragment,
  PaymentMethodPartsFragment,
  PlanPartsFragment,
  PricePartsFragment,
  SubscriptionPartsFragment,
} from '../../graphql/generated/graphql.ts';
import type { Tone } from '../../ui/components/tone.ts';
import { isolate } from '../../ui/i18n/isolate.ts';
import type { MessageId, Words } from '../../ui/i18n/useWords.ts';

type Interval = Pick<PricePartsFragment, 'interval' | 'intervalCount'>;

export const everyInterval = ({ t }: Words, { interval, intervalCount }: Interval) =>
  t('price.every', { interval, count: intervalCount });

/** "€29.00 per month" */
export const priceWords = (words: Words, price: PricePartsFragment) =>
  words.t('price.per', {
    amount: words.money(price.unitAmount),
    interval: price.interval,
    count: price.intervalCount,
  });

/** "2 months free" or "Save 16 %", compared with paying more often; null if nothing is saved. Rounded down. */
export function savingWords({ t, percent }: Words, { saving }: PlanPartsFragment): string | null {
  if (!saving) return null;
  const { freePeriods, basisPoints, comparedWith } = saving;
  if (freePeriods !== null && comparedWith.interval === 'MONTH' && comparedWith.intervalCount === 1)
    return t('saving.months', { months: freePeriods });
  const whole = Math.floor(basisPoints / 100) * 100;
  return whole > 0 ? t('saving.percent', { percent: percent(whole) }) : null;
}

/** "Team", or what else the company calls it. */
export const planName = (price: PricePartsFragment) => isolate(price.product.name);

/** "4 × Seat", or just "Team". */
export const planTimes = ({ t }: Words, price: PricePartsFragment, quantity: number) =>
  quantity > 1 ? isolate(t('plan.times', { quantity, name: planName(price) })) : planName(price);

/** "4 × €7.00 per month": what one costs, and how many there are. */
export const pricesWords = (words: Words, price: PricePartsFragment, quantity: number) =>
  quantity > 1 ? words.t('line.quantity', { quantity, amount: priceWords(words, price) }) : priceWords(words, price);

/** "Team and 4 × Seat" */
export const planNames = (words: Words, subscription: SubscriptionPartsFragment) =>
  words.list(subscription.items.map(({ quantity, price }) => planTimes(words, price, quantity)));

const BRANDS: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};
const KINDS: Record<PaymentMethodPartsFragment['kind'], MessageId> = {
  CARD: 'method.card',
  SEPA_DEBIT: 'method.sepa',
  US_BANK_ACCOUNT: 'method.usBank',
  BACS_DEBIT: 'method.bacs',
  PAYPAL: 'method.paypal',
};

const kindName = ({ t }: Words, kind: PaymentMethodPartsFragment['kind']) => t(KINDS[kind]);

export function methodName(words: Words, method: PaymentMethodPartsFragment): string {
  const name = (method.kind === 'CARD' && method.brand && BRANDS[method.brand]) || kindName(words, method.kind);
  // "•••• 4242" is never torn from the word before it.
  return method.lastFour
    ? words.t('method.ending', { name, lastFour: method.lastFour }).replace(/ (?=[•\d])/g, '\u00A0')
    : name;
}

interface Status {
  words: MessageId;
  tone: Tone;
}

export const STATUS: Record<SubscriptionPartsFragment['status'], Status> = {
  ACTIVE: { words: 'status.active', tone: 'good' },
  TRIALING: { words: 'status.trialing', tone: 'info' },
  PAST_DUE: { words: 'status.pastDue', tone: 'bad' },
  UNPAID: { words: 'status.unpaid', tone: 'bad' },
  PAUSED: { words: 'status.paused', tone: 'warning' },
  INCOMPLETE: { words: 'status.incomplete', tone: 'warning' },
  CANCELED: { words: 'status.canceled', tone: 'neutral' },
};

/** Whether the customer can use what it subscribes to: dunning and pauses end that, a failed payment alone does not. */
export const isUsable = ({ status }: Pick<SubscriptionPartsFragment, 'status'>) =>
  status === 'ACTIVE' || status === 'TRIALING' || status === 'PAST_DUE';

const INVOICE_STATUS: Record<InvoicePartsFragment['status'], Status> = {
  DRAFT: { words: 'invoiceStatus.draft', tone: 'neutral' },
  OPEN: { words: 'invoiceStatus.open', tone: 'warning' },
  PAID: { words: 'invoiceStatus.paid', tone: 'good' },
  UNCOLLECTIBLE: { words: 'invoiceStatus.uncollectible', tone: 'bad' },
  VOID: { words: 'invoiceStatus.void', tone: 'neutral' },
};

/** A credit note is settled rather than paid. */
export const invoiceStatus = ({ status, isCreditNote }: InvoicePartsFragment): Status =>
  isCreditNote && status === 'PAID'
    ? { words: 'invoiceStatus.settled', tone: INVOICE_STATUS.PAID.tone }
    : INVOICE_STATUS[status];

/** "Invoice A-1" or "Credit note A-2"; takes the number. */
export const numberWords = ({ isCreditNote }: InvoicePartsFragment) =>
  isCreditNote ? 'invoice.creditNoteNumber' : 'invoice.number';

/** "25 % off for 3 months" */
export function couponWords(words: Words, coupon: CouponPartsFragment): string {
  const off = coupon.basisPointsOff
    ? words.percent(coupon.basisPointsOff)
    : coupon.amountOff
      ? words.money(coupon.amountOff)
      : '';
  return words.t('coupon.words', { off, duration: coupon.duration, months: coupon.durationMonths ?? 0 });
}

/** The discount of a subscription, with its start if it has not begun; null without one. */
export function discountWords(words: Words, subscription: SubscriptionPartsFragment): string | null {
  const { coupon, discountStart, currentPeriodStart } = subscription;
  if (!coupon) return null;
  const discount = couponWords(words, coupon);
  return discountStart && Date.parse(discountStart) > Date.parse(currentPeriodStart)
    ? words.t('subscription.discountFrom', { discount, date: words.day(discountStart) })
    : discount;
}
