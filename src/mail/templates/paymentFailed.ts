/** The mail after a payment that failed: how much, what for, when again, and what to do. */
import { embedded } from '../../kernel/bidi.ts';
import { formatsOf } from '../../kernel/formats.ts';
import type { Locale } from '../../kernel/locale.ts';
import { companyIn, mailLocale, noticeMail, type Sender } from './notice.ts';
import { oneLine } from './oneLine.ts';
import type { MailContent } from './signInLink.ts';
import { MAIL_WORDS } from './words/languages.ts';
import { PORTAL_WORDS } from './words/portal/languages.ts';
import type { Consequence, NamedMethod, PaymentFailedWords } from './words/words.ts';

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
  const locale = mailLocale(input);
  const { paymentFailed: words, notice } = MAIL_WORDS[locale.language];
  const together = (...sentences: string[]) => sentences.join(notice.betweenSentences);
  const company = companyIn(input, locale);
  const formats = formatsOf(locale);
  const amount = formats.money(input.amount, input.currency);
  const { nextAttemptAt, lastAttemptAt } = input;
  const reason = Object.entries(words.reason).find(([code]) => code === input.declineCode)?.[1];
  const intro = words.intro(input.method);
  return noticeMail(input, {
    subject: words.subject(company),
    preheader: words.preheader(amount),
    heading: words.heading,
    intro: reason ? together(intro, reason) : intro,
    facts: [
      [words.amount, [amount]] as const,
      [words.purpose, purpose(input.subjects, words, locale)] as const,
      [words.invoice, input.invoiceNumber === null ? [] : [input.invoiceNumber]] as const,
      [words.nextTry, [nextAttemptAt ? formats.date(nextAttemptAt) : words.none]] as const,
    ].filter(([, value]) => value.length > 0),
    paragraphs: [future(input, words, together, lastAttemptAt ? formats.date(lastAttemptAt) : ''), words.action],
    button: input.declineCode === 'authentication_required' ? PORTAL_WORDS[locale.language].payInvoice : undefined,
    footer: words.footer(company),
  });
}

/** What will happen, or, when nothing will by itself, what has become of the subscription. */
function future(
  input: PaymentFailed,
  words: PaymentFailedWords,
  together: (...sentences: string[]) => string,
  lastDate: string,
): string {
  const { nextAttemptAt, lastAttemptAt, consequence, subscriptionStatus } = input;
  if (nextAttemptAt === null) {
    const standing = Object.entries(words.standing).find(([status]) => status === subscriptionStatus)?.[1];
    return standing ? together(words.noMore, standing) : words.noMore;
  }
  const later = lastAttemptAt !== null && lastAttemptAt > nextAttemptAt;
  const then = consequence ?? 'PAST_DUE';
  return later ? words.afterLast(lastDate, then) : words.isLast(then);
}

function purpose(subjects: readonly string[], words: PaymentFailedWords, { direction }: Locale): string[] {
  const named = subjects.slice(0, NAMED_LINES).map((subject) => embedded(oneLine(subject), direction));
  const more = subjects.length - named.length;
  return [...named, ...(more > 0 ? [words.more(more)] : [])];
}
