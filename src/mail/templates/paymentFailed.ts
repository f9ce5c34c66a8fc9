/**
 * The mail after a failed payment: the amount, its purpose, the next attempt, and what to do. The words are in
 * i18n/messages/<language>/mail.json.
 */
import { embedded } from '../../i18n/bidi.ts';
import { type Formats, formatsOf } from '../../i18n/formats.ts';
import type { Locale } from '../../i18n/locale.ts';
import { type Translate, translator } from '../../i18n/translate.ts';
import { methodForm, type NamedMethod } from './method.ts';
import { companyIn, mailLocale, type Notice, noticeMail, type Sender } from './notice.ts';
import { oneLine } from './oneLine.ts';
import type { MailContent } from './signInLink.ts';

/** The terminal action of dunning, applied when the last attempt fails. */
type Consequence = 'CANCEL' | 'UNPAID' | 'PAST_DUE' | 'PAUSE';
/** The decline codes that the mail explains; a customer can do nothing about the others. */
const REASONS = ['insufficient_funds', 'authentication_required', 'expired_card'] as const;
/** The subscription states that the mail explains once no attempt is left. */
const STANDINGS = ['CANCELED', 'UNPAID', 'PAUSED'] as const;

/** The number of lines of the invoice that the mail names. */
const NAMED_LINES = 3;

export interface PaymentFailed extends Sender {
  /** The amount due, in minor units. */
  amount: bigint;
  currency: string;
  invoiceNumber: string | null;
  /** The descriptions of the invoice's lines, in the merchant's words. */
  subjects: readonly string[];
  /** The payment method that was charged; null if the customer had none. */
  method: NamedMethod | null;
  /** The provider's reason. The mail names only those that the customer can act on. */
  declineCode: string | null;
  /** Null after the last attempt. */
  nextAttemptAt: Date | null;
  lastAttemptAt: Date | null;
  /** The consequence if the last attempt fails too; null if the invoice has no subscription. */
  consequence: Consequence | null;
  /** The present status of the subscription; null without one. */
  subscriptionStatus: string | null;
  /** Whether the link leads to the page on which this invoice is paid without signing in. */
  byPaymentLink?: boolean;
}

export function paymentFailedMail(input: PaymentFailed): MailContent {
  const { declineCode, byPaymentLink = false } = input;
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const company = companyIn(input, locale);
  const formats = formatsOf(locale);
  const amount = formats.money(input.amount, input.currency);
  const next = input.nextAttemptAt ? formats.date(input.nextAttemptAt) : t('paymentFailed.none');
  const facts: Notice['facts'] = [
    [t('paymentFailed.amount'), [amount]],
    [t('paymentFailed.purpose'), purpose(input.subjects, t, locale)],
    [t('paymentFailed.invoice'), input.invoiceNumber === null ? [] : [input.invoiceNumber]],
    [t('paymentFailed.nextTry'), [next]],
  ];
  return noticeMail(input, {
    subject: t('paymentFailed.subject', { company }),
    preheader: t('paymentFailed.preheader', { amount }),
    heading: t('paymentFailed.heading'),
    intro: intro(input, t),
    facts: facts.filter(([, value]) => value.length > 0),
    paragraphs: [outlook(input, t, formats), t(byPaymentLink ? 'paymentFailed.payHere' : 'paymentFailed.action')],
    button: byPaymentLink || declineCode === 'authentication_required' ? t('button.payInvoice') : undefined,
    footer: t('paymentFailed.footer', { company }),
  });
}

type T = Translate<'mail'>;

/** Names the payment method that failed, and the reason if the customer can act on it. */
function intro({ method, declineCode }: PaymentFailed, t: T): string {
  const first = method ? t('paymentFailed.intro', methodForm(method, t)) : t('paymentFailed.noMethod');
  const reason = REASONS.find((code) => code === declineCode);
  return reason ? t('layout.sentences', { first, second: t(`paymentFailed.reason.${reason}`) }) : first;
}

/** The last attempt, and what happens if it fails too; after it, the resulting status of the subscription. */
function outlook(input: PaymentFailed, t: T, formats: Formats): string {
  const { nextAttemptAt, lastAttemptAt, subscriptionStatus } = input;
  if (nextAttemptAt === null) {
    const standing = STANDINGS.find((status) => status === subscriptionStatus);
    const first = t('paymentFailed.noMore');
    return standing ? t('layout.sentences', { first, second: t(`paymentFailed.standing.${standing}`) }) : first;
  }
  const consequence = input.consequence ?? 'PAST_DUE';
  return lastAttemptAt !== null && lastAttemptAt > nextAttemptAt
    ? t('paymentFailed.afterLast', { date: formats.date(lastAttemptAt), consequence })
    : t('paymentFailed.isLast', { consequence });
}

function purpose(subjects: readonly string[], t: T, { direction }: Locale): string[] {
  const named = subjects.slice(0, NAMED_LINES).map((subject) => embedded(oneLine(subject), direction));
  const count = subjects.length - named.length;
  return count > 0 ? [...named, t('paymentFailed.more', { count })] : named;
}
