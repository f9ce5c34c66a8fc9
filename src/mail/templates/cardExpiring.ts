/**
 * The mail before a card expires, so that the next payment does not fail. The words are in
 * i18n/messages/<language>/mail.json.
 */
import { formatsOf } from '../../i18n/formats.ts';
import { translator } from '../../i18n/translate.ts';
import { methodForm, type NamedMethod } from './method.ts';
import { companyIn, mailLocale, noticeMail, type Sender } from './notice.ts';
import type { MailContent } from './signInLink.ts';

export interface CardExpiring extends Sender {
  method: NamedMethod;
  expiryYear: number;
  /** 1 to 12. */
  expiryMonth: number;
}

export function cardExpiringMail(input: CardExpiring): MailContent {
  const locale = mailLocale(input);
  const t = translator('mail', locale);
  const company = companyIn(input, locale);
  const month = formatsOf(locale).month(input.expiryYear, input.expiryMonth);
  return noticeMail(input, {
    subject: t('cardExpiring.subject', { company }),
    preheader: t('cardExpiring.preheader', { month }),
    heading: t('cardExpiring.heading'),
    intro: t('cardExpiring.intro', { ...methodForm(input.method, t), month, company }),
    facts: [],
    paragraphs: [t('cardExpiring.action')],
    footer: t('cardExpiring.footer', { company }),
  });
}
