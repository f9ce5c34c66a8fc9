/** The mail after a payment has failed: how much, what for, when it is tried again, and what follows in the end. */
import { formatMoney } from '../../kernel/money.ts';
import { companyOf, noticeMail, type Sender } from './notice.ts';
import { oneLine } from './oneLine.ts';
import { portalWords } from './portalWords.ts';
import type { MailContent } from './signInLink.ts';
import {
  type Consequence,
  formatLocale,
  languageOf,
  type NamedMethod,
  NOTICE,
  PAYMENT_FAILED,
  type PaymentFailedWords,
} from './words.ts';

/** So many lines of the invoice are named. */
const NAMED_LINES = 3;

export interface PaymentFailed extends Sender {
  /** What is still due, in minor units. */
  amount: bigint;
  currency: string;
  invoiceNumber: string | null;
  /** What was billed, line by line, in the merchant's words. */
  subjects: readonly string[];
  /** What was charged; null when there was nothing. */
  method: NamedMethod | null;
  /** The provider's reason. Only the few that help the customer are told. */
  declineCode: string | null;
  /** Null: there is no further try. */
  nextAttemptAt: Date | null;
  lastAttemptAt: Date | null;
  /** What follows when the last try fails as well; null without a subscription that could suffer it. */
  consequence: Consequence | null;
  /** How the subscription stands now. */
  subscriptionStatus: string | null;
}

export function paymentFailedMail(input: PaymentFailed): MailContent {
  const language = languageOf(input.locale);
  const words: PaymentFailedWords = PAYMENT_FAILED[language];
  const locale = formatLocale(input.locale);
  const company = companyOf(input);
  const amount = formatMoney(input.amount, input.currency, locale);
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const { nextAttemptAt, lastAttemptAt } = input;
  const reason = Object.entries(words.reason).find(([code]) => code === input.declineCode)?.[1];
  const intro = words.intro(input.method && NOTICE[language].method(input.method));
  return noticeMail(input, {
    subject: words.subject(company),
    preheader: words.preheader(amount),
    heading: words.heading,
    intro: reason ? `${intro} ${reason}` : intro,
    facts: [
      [words.amount, [amount]] as const,
      [words.purpose, purpose(input.subjects, words)] as const,
      [words.invoice, input.invoiceNumber === null ? [] : [input.invoiceNumber]] as const,
      [words.nextTry, [nextAttemptAt ? dates.format(nextAttemptAt) : words.none]] as const,
    ].filter(([, value]) => value.length > 0),
    paragraphs: [future(input, words, lastAttemptAt ? dates.format(lastAttemptAt) : ''), words.action],
    button: input.declineCode === 'authentication_required' ? portalWords(language)?.payInvoice : undefined,
    footer: words.footer(company),
  });
}

/** What will happen, or, when nothing will by itself, what has become of the subscription. */
function future(input: PaymentFailed, words: PaymentFailedWords, lastDate: string): string {
  const { nextAttemptAt, lastAttemptAt, consequence, subscriptionStatus } = input;
  if (nextAttemptAt === null) {
    const standing = words.standing[subscriptionStatus ?? ''];
    return standing ? `${words.noMore} ${standing}` : words.noMore;
  }
  const later = lastAttemptAt !== null && lastAttemptAt > nextAttemptAt;
  return later ? words.afterLast(lastDate, consequence) : words.isLast(consequence);
}

function purpose(subjects: readonly string[], words: PaymentFailedWords): string[] {
  const named = subjects.slice(0, NAMED_LINES).map((subject) => oneLine(subject));
  const more = subjects.length - named.length;
  return [...named, ...(more > 0 ? [words.more(more)] : [])];
}
