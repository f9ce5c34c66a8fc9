/** The mail before a card expires, so that the next payment does not fail. */
import { formatsOf } from '../../kernel/formats.ts';
import { companyIn, mailLocale, noticeMail, type Sender } from './notice.ts';
import type { MailContent } from './signInLink.ts';
import { MAIL_WORDS } from './words/languages.ts';
import type { NamedMethod } from './words/words.ts';

export interface CardExpiring extends Sender {
  method: NamedMethod;
  expiryYear: number;
  /** 1 to 12. */
  expiryMonth: number;
}

export function cardExpiringMail(input: CardExpiring): MailContent {
  const locale = mailLocale(input);
  const words = MAIL_WORDS[locale.language].cardExpiring;
  const company = companyIn(input, locale);
  const month = formatsOf(locale).month(input.expiryYear, input.expiryMonth);
  return noticeMail(input, {
    subject: words.subject(company),
    preheader: words.preheader(month),
    heading: words.heading,
    intro: words.intro(input.method, month, company),
    facts: [],
    paragraphs: [words.action],
    footer: words.footer(company),
  });
}
