/** Mails about what happens to a subscription or an account without its customer doing anything at that moment. */
import { formatsOf } from '../../i18n/formats.ts';
import { type Translate, translator } from '../../i18n/translate.ts';
import { methodForm, type NamedMethod } from './method.ts';
import { companyIn, mailLocale, type Notice, noticeMail, type Sender } from './notice.ts';
import { type NamedPlan, planNames } from './plans.ts';
import type { MailContent } from './signInLink.ts';

export interface Reminder extends Sender {
  kind: 'RENEWAL' | 'TRIAL';
  plan: readonly NamedPlan[];
  at: Date;
  /** The amount that is charged then, in minor units. */
  amount: bigint;
  currency: string;
  /** Whether a payment method is needed and there is none. */
  methodMissing: boolean;
  /** Whether the portal lets the customer change the subscription, and cancel it. */
  changeable: boolean;
  cancelable: boolean;
}

/** The sentence about changing and canceling in the portal; none if it allows neither. */
function choices({ changeable, cancelable }: Reminder, t: Translate<'mail'>): string[] {
  if (changeable) return [t(cancelable ? 'renewalReminder.change' : 'renewalReminder.changeOnly')];
  return cancelable ? [t('renewalReminder.cancelOnly')] : [];
}

export function reminderMail(input: Reminder): MailContent {
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const company = companyIn(input, locale);
  const formats = formatsOf(locale);
  const date = formats.date(input.at);
  const values = { company, date };
  const words =
    input.kind === 'TRIAL'
      ? {
          subject: t('trialEnding.subject', values),
          heading: t('trialEnding.heading'),
          intro: t('trialEnding.intro', values),
          at: t('cancellation.endsOn'),
        }
      : {
          subject: t('renewalReminder.subject', values),
          heading: t('renewalReminder.heading'),
          intro: t('renewalReminder.intro', values),
          at: t('cancellation.renewsOn'),
        };
  const { at, ...texts } = words;
  return noticeMail(input, {
    ...texts,
    preheader: texts.intro,
    facts: [
      [t('cancellation.plan'), planNames(input.plan, locale)],
      [at, [date]],
      [t('reminder.amount'), [formats.money(input.amount, input.currency)]],
    ],
    paragraphs: [...(input.methodMissing ? [t('trialEnding.addMethod')] : []), ...choices(input, t)],
    button: input.methodMissing ? undefined : t('button.openPortal'),
    footer: t('reminder.footer', { company }),
  });
}

export interface PlanChanged extends Sender {
  before: readonly NamedPlan[];
  now: readonly NamedPlan[];
  /** The charge for the change, in minor units; 0: none. */
  charged: bigint;
  currency: string;
}

export function planChangedMail(input: PlanChanged): MailContent {
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const company = companyIn(input, locale);
  const charged: Notice['facts'] =
    input.charged > 0n ? [[t('planChanged.charged'), [formatsOf(locale).money(input.charged, input.currency)]]] : [];
  return noticeMail(input, {
    subject: t('planChanged.subject', { company }),
    preheader: t('planChanged.intro', { company }),
    heading: t('planChanged.heading'),
    intro: t('planChanged.intro', { company }),
    facts: [
      [t('planChanged.before'), planNames(input.before, locale)],
      [t('planChanged.now'), planNames(input.now, locale)],
      ...charged,
    ],
    paragraphs: [t('planChanged.unexpected')],
    button: t('button.openPortal'),
    footer: t('cancellation.footer', { company }),
  });
}

export interface SubscriptionEnded extends Sender {
  plan: readonly NamedPlan[];
  endedAt: Date;
  /** UNPAID: the last retry of a payment has failed. */
  cause: 'SCHEDULED' | 'UNPAID';
  /** The total of the final invoice in minor units; negative for a credit note, null without one. */
  finalTotal: bigint | null;
  /** Whether an invoice of the subscription is still to be paid. */
  owing: boolean;
}

/** The sentence about the final document, or that nothing more is charged. */
function settlement({ cause, finalTotal, owing }: SubscriptionEnded, t: Translate<'mail'>): string[] {
  if (finalTotal !== null && finalTotal !== 0n)
    return [t(finalTotal > 0n ? 'cancellation.ended.final' : 'ended.credited')];
  return cause === 'SCHEDULED' && !owing ? [t('ended.noCharge')] : [];
}

export function subscriptionEndedMail(input: SubscriptionEnded): MailContent {
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const company = companyIn(input, locale);
  const date = formatsOf(locale).date(input.endedAt);
  return noticeMail(input, {
    subject: t('cancellation.ended.subject', { company }),
    preheader: t('cancellation.ended.preheader', { date }),
    heading: t('cancellation.ended.heading'),
    intro: t(input.cause === 'UNPAID' ? 'ended.unpaid' : 'ended.scheduled', { company }),
    facts: [
      [t('cancellation.plan'), planNames(input.plan, locale)],
      [t('cancellation.endedOn'), [date]],
    ],
    paragraphs: settlement(input, t),
    button: t('button.openPortal'),
    footer: t('cancellation.footer', { company }),
  });
}

export interface MethodAdded extends Sender {
  method: NamedMethod;
}

export function methodAddedMail(input: MethodAdded): MailContent {
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const company = companyIn(input, locale);
  return noticeMail(input, {
    subject: t('methodAdded.subject', { company }),
    preheader: t('methodAdded.intro', { company }),
    heading: t('methodAdded.heading'),
    intro: t('methodAdded.intro', { company }),
    facts: [[t('receipt.method'), [t('receipt.methodName', methodForm(input.method, t))]]],
    paragraphs: [t('methodAdded.unexpected')],
    button: t('button.openPortal'),
    footer: t('methodAdded.footer', { company }),
  });
}
