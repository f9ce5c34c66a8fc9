/** The receipts of a cancellation and of taking it back: what was cancelled, when exactly it ends, and what follows. */
import { embedded } from '../../kernel/bidi.ts';
import { type Formats, formatsOf } from '../../kernel/formats.ts';
import type { Locale } from '../../kernel/locale.ts';
import { companyIn, mailLocale, type Notice, noticeMail, type Sender } from './notice.ts';
import { oneLine } from './oneLine.ts';
import type { MailContent } from './signInLink.ts';
import { PORTAL_WORDS } from './words/portal/languages.ts';
import type { PortalWords } from './words/portal/words.ts';

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
  const locale = mailLocale(input);
  const words = PORTAL_WORDS[locale.language];
  const formats = formatsOf(locale);
  const label = { scheduled: words.endsOn, ended: words.endedOn, undone: words.renewsOn }[input.kind];
  return noticeMail(input, {
    ...textsOf(input, words, companyIn(input, locale), formats.date(input.at)),
    facts: [
      [words.plan, input.plan.map(({ name, quantity }) => planName(name, quantity, locale))],
      [label, [formats.moment(input.at)]],
      ...moneyOf(input, words, formats),
    ],
    button: words.openPortal,
    footer: words.footer(companyIn(input, locale)),
  });
}

/** The merchant's name of the plan, and how often where it is more than once. */
function planName(name: string, quantity: number, locale: Locale): string {
  const plan = embedded(oneLine(name), locale.direction);
  return quantity > 1 ? `${formatsOf(locale).count(quantity)} × ${plan}` : plan;
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

function moneyOf({ finalTotal, currency }: Cancellation, words: PortalWords, formats: Formats): Notice['facts'] {
  if (finalTotal === null || finalTotal === 0n) return [];
  return finalTotal < 0n
    ? [[words.credit, [formats.money(-finalTotal, currency)]]]
    : [[words.finalInvoice, [formats.money(finalTotal, currency)]]];
}
