/** The mail before a card expires, so that the next payment does not fail. */
import { companyOf, noticeMail, type Sender } from './notice.ts';
import type { MailContent } from './signInLink.ts';
import { CARD_EXPIRING, formatLocale, languageOf, type NamedMethod, NOTICE } from './words.ts';

export interface CardExpiring extends Sender {
  method: NamedMethod;
  expiryYear: number;
  /** 1 to 12. */
  expiryMonth: number;
}

export function cardExpiringMail(input: CardExpiring): MailContent {
  const language = languageOf(input.locale);
  const words = CARD_EXPIRING[language];
  const company = companyOf(input);
  const month = new Intl.DateTimeFormat(formatLocale(input.locale), {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(Date.UTC(input.expiryYear, input.expiryMonth - 1)));
  return noticeMail(input, {
    subject: words.subject(company),
    preheader: words.preheader(month),
    heading: words.heading,
    intro: words.intro(NOTICE[language].method(input.method), month, company),
    facts: [],
    paragraphs: [words.action],
    footer: words.footer(company),
  });
}
