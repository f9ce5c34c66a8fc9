/** The receipts of a cancellation and of taking it back: what was cancelled, when exactly it ends, and what follows. */
import { formatMoney } from '../../kernel/money.ts';
import { companyOf, type Notice, noticeMail, type Sender } from './notice.ts';
import { oneLine } from './oneLine.ts';
import { type PortalWords, portalWordsFor } from './portalWords.ts';
import type { MailContent } from './signInLink.ts';
import { formatLocale, languageOf } from './words.ts';

export interface Cancellation extends Sender {
  kind: 'scheduled' | 'ended' | 'undone';
  /** What is subscribed to, in the merchant's words. */
  plan: readonly { name: string; quantity: number }[];
  /** When it ends, ended, or renews. */
  at: Date;
  /** What the final document comes to, in minor units: less than nothing was credited. Null without one. */
  finalTotal: bigint | null;
  currency: string;
  /** Whether the customer can take the cancellation back in the portal. */
  undoable: boolean;
}

export function cancellationMail(input: Cancellation): MailContent {
  const { words, locale } = portalWordsFor(input.locale ?? null, languageOf(input.locale));
  const dates = formatLocale(locale);
  const day = new Intl.DateTimeFormat(dates, { dateStyle: 'long', timeZone: 'UTC' }).format(input.at);
  const moment = new Intl.DateTimeFormat(dates, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const company = companyOf(input);
  const label = { scheduled: words.endsOn, ended: words.endedOn, undone: words.renewsOn }[input.kind];
  return noticeMail(
    { ...input, locale },
    {
      ...textsOf(input, words, company, day),
      facts: [
        [words.plan, input.plan.map(({ name, quantity }) => `${quantity > 1 ? `${quantity} × ` : ''}${oneLine(name)}`)],
        [label, [`${moment.format(input.at)} UTC`]],
        ...moneyOf(input, words, dates),
      ],
      button: words.openPortal,
      footer: words.footer(company),
    },
  );
}

type Texts = Pick<Notice, 'subject' | 'preheader' | 'heading' | 'intro' | 'paragraphs'>;

function textsOf(
  { kind, finalTotal, undoable }: Cancellation,
  words: PortalWords,
  company: string,
  day: string,
): Texts {
  const { heading, preheader } = words[kind];
  const shared = { heading, preheader: preheader(day) };
  if (kind === 'scheduled') {
    const { subject, intro, undo } = words.scheduled;
    return {
      ...shared,
      subject: subject(company, day),
      intro: intro(company, day),
      paragraphs: undoable ? [undo] : [],
    };
  }
  if (kind === 'undone') {
    const { subject, intro } = words.undone;
    return { ...shared, subject: subject(company), intro: intro(company), paragraphs: [] };
  }
  const { subject, intro, credited, final } = words.ended;
  const money = finalTotal === null || finalTotal === 0n ? [] : [finalTotal < 0n ? credited : final];
  return { ...shared, subject: subject(company), intro: intro(company), paragraphs: money };
}

function moneyOf({ finalTotal, currency }: Cancellation, words: PortalWords, locale: string): Notice['facts'] {
  if (finalTotal === null || finalTotal === 0n) return [];
  return finalTotal < 0n
    ? [[words.credit, [formatMoney(-finalTotal, currency, locale)]]]
    : [[words.finalInvoice, [formatMoney(finalTotal, currency, locale)]]];
}
