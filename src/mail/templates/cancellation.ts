/**
 * The mails that confirm a cancellation or its undoing: the plan, the exact end, and the consequences. The words are in
 * i18n/messages/<language>/mail.json.
 */
import { type Formats, formatsOf } from '../../i18n/formats.ts';
import { type Translate, translator } from '../../i18n/translate.ts';
import { companyIn, mailLocale, type Notice, noticeMail, type Sender } from './notice.ts';
import { type NamedPlan, planNames } from './plans.ts';
import type { MailContent } from './signInLink.ts';

type UndoneOutcome = 'renews' | 'pauses' | 'changes' | 'resumes' | 'none';

export interface Cancellation extends Sender {
  kind: 'scheduled' | 'ended' | 'undone';
  /** The subscription's items, in the merchant's words. */
  plan: readonly NamedPlan[];
  /** The date that the mail names: the end, or the date of `outcome`. Null if the outcome has no date. */
  at: Date | null;
  /** The next step of the subscription after the cancellation was undone; unused otherwise. */
  outcome: UndoneOutcome;
  /** The plan from `at` on; empty unless the outcome is `changes`. */
  newPlan: readonly NamedPlan[];
  /** The total of the final document, issued or to come, in minor units; negative for a credit note, null without one. */
  finalTotal: bigint | null;
  currency: string;
  /** Whether the customer can use the subscription until it ends: not while it is unpaid or paused. */
  usable: boolean;
  /** Whether the customer can undo the cancellation in the portal. */
  undoable: boolean;
}

export function cancellationMail(input: Cancellation): MailContent {
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const formats = formatsOf(locale);
  const company = companyIn(input, locale);
  const names = (items: readonly NamedPlan[]) => planNames(items, locale);
  const label = input.kind === 'undone' ? OUTCOME_LABELS[input.outcome] : DATE_LABELS[input.kind];
  return noticeMail(input, {
    ...textsOf(input, t, company, input.at ? formats.date(input.at) : ''),
    facts: [
      [t('cancellation.plan'), names(input.plan)],
      ...(label && input.at ? ([[t(label), [formats.moment(input.at)]]] satisfies Notice['facts']) : []),
      ...(input.newPlan.length > 0
        ? ([[t('cancellation.newPlan'), names(input.newPlan)]] satisfies Notice['facts'])
        : []),
      ...moneyOf(input, t, formats),
    ],
    button: t('button.openPortal'),
    footer: t('cancellation.footer', { company }),
  });
}

type T = Translate<'mail'>;

const DATE_LABELS = {
  scheduled: 'cancellation.endsOn',
  ended: 'cancellation.endedOn',
} as const;
const OUTCOME_LABELS = {
  renews: 'cancellation.renewsOn',
  pauses: 'cancellation.pausesOn',
  changes: 'cancellation.changesOn',
  resumes: 'cancellation.resumesOn',
  none: null,
} as const;

type Texts = Pick<Notice, 'subject' | 'preheader' | 'heading' | 'intro' | 'paragraphs'>;

function textsOf(input: Cancellation, t: T, company: string, date: string): Texts {
  const { kind, finalTotal, undoable, outcome } = input;
  const shared = {
    preheader:
      kind === 'undone'
        ? t('cancellation.undone.preheader', { date, outcome })
        : t(`cancellation.${kind}.preheader`, { date }),
    heading: t(`cancellation.${kind}.heading`),
    subject: t(`cancellation.${kind}.subject`, { company, date }),
    intro: t(`cancellation.${kind}.intro`, { company, date }),
    ...(kind === 'scheduled' && !input.usable
      ? {
          preheader: t('cancellation.scheduled.preheaderUnused', { date }),
          intro: t('cancellation.scheduled.introUnused', { company, date }),
        }
      : {}),
  };
  if (kind === 'undone') return { ...shared, paragraphs: [] };
  const paragraphs: string[] = [];
  if (finalTotal !== null && finalTotal !== 0n)
    paragraphs.push(t(`cancellation.${kind}.${finalTotal < 0n ? 'credited' : 'final'}`, { date }));
  if (kind === 'scheduled' && undoable) paragraphs.push(t('cancellation.scheduled.undo'));
  return { ...shared, paragraphs };
}

function moneyOf({ finalTotal, currency }: Cancellation, t: T, formats: Formats): Notice['facts'] {
  if (finalTotal === null || finalTotal === 0n) return [];
  return finalTotal < 0n
    ? [[t('cancellation.credit'), [formats.money(-finalTotal, currency)]]]
    : [[t('cancellation.finalInvoice'), [formats.money(finalTotal, currency)]]];
}
