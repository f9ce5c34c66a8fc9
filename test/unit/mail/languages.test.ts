/** Every mail in every language: complete, in that language only, and in its direction. */
import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../../src/i18n/compile.ts';
import { LANGUAGES, type Language } from '../../../src/i18n/locale.ts';
import { type CardExpiring, cardExpiringMail } from '../../../src/mail/templates/cardExpiring.ts';
import {
  type CreditNoteMail,
  creditNoteMail,
  type InvoiceMail,
  invoiceMail,
  paymentReminderMail,
} from '../../../src/mail/templates/documents.ts';
import { type PaymentFailed, paymentFailedMail } from '../../../src/mail/templates/paymentFailed.ts';
import { type Receipt, receiptMail } from '../../../src/mail/templates/receipt.ts';
import { type SignInLink, signInLinkMail } from '../../../src/mail/templates/signInLink.ts';
import {
  methodAddedMail,
  planChangedMail,
  type Reminder,
  reminderMail,
  subscriptionEndedMail,
} from '../../../src/mail/templates/subscriptionNews.ts';

const SENDER = {
  companyName: 'Qrx',
  portalHeader: 'Qrx Portal',
  supportEmail: 'q@qrx.example',
  link: 'https://qrx.example/x',
};
const METHOD = { kind: 'CARD', brand: 'visa', lastFour: '4242' } as const;
const SIGN_IN: SignInLink = { ...SENDER, code: 'K7M4QX', expiresInMinutes: 10, destination: 'HOME' };
const FAILED: PaymentFailed = {
  ...SENDER,
  amount: 123_456n,
  currency: 'EUR',
  invoiceNumber: 'QRX-0042',
  subjects: ['A', 'B', 'C', 'D', 'E'],
  method: METHOD,
  declineCode: 'insufficient_funds',
  nextAttemptAt: new Date('2026-05-04T00:00:00Z'),
  lastAttemptAt: new Date('2026-05-08T23:59:59Z'),
  consequence: 'UNPAID',
  subscriptionStatus: 'PAST_DUE',
};
const EXPIRING: CardExpiring = { ...SENDER, method: METHOD, expiryYear: 2027, expiryMonth: 3 };

const DATE = new Date('2026-05-04T00:00:00Z');
const DOCUMENT = {
  ...SENDER,
  number: 'QRX-0042',
  currency: 'EUR',
  purchaseOrder: '4711',
  attached: true,
  inPortal: true,
};
const OWED = { amountDue: 123_456n, dueAt: DATE, instructions: 'IBAN 4711\nBIC 4712' };
const INVOICE: InvoiceMail = { ...DOCUMENT, ...OWED, total: 123_456n, payment: 'DUE' };
const CREDIT: CreditNoteMail = { ...DOCUMENT, credited: 4200n, corrects: ['QRX-0001', 'QRX-0002'], refunded: false };
const RECEIPT: Receipt = {
  ...SENDER,
  ...{ amount: 123_456n, currency: 'EUR', paidAt: DATE, invoiceNumber: 'QRX-0042', method: METHOD, inPortal: true },
  recordedMethod: null,
};
const REMINDER: Reminder = {
  ...SENDER,
  ...{ kind: 'RENEWAL', plan: [{ name: 'A', quantity: 3 }], at: DATE, amount: 4200n, currency: 'EUR' },
  methodMissing: false,
  changeable: true,
  cancelable: true,
};
const SIDES = { before: [{ name: 'A', quantity: 1 }], now: [{ name: 'B', quantity: 2 }], currency: 'EUR' };
const PLAN = { plan: [{ name: 'A', quantity: 1 }], endedAt: DATE, owing: false };

type Template = (locale: string) => { subject: string; text: string; html: string; language: string };
const DESTINATIONS = ['HOME', 'PAYMENT_METHODS', 'BILLING_INFORMATION'] as const;
const CONSEQUENCES = ['CANCEL', 'UNPAID', 'PAUSE', 'PAST_DUE', null] as const;
const STANDINGS = ['CANCELED', 'UNPAID', 'PAUSED', 'PAST_DUE', null] as const;
const REASONS = ['insufficient_funds', 'authentication_required', 'expired_card', 'constructor', null] as const;
const KINDS = ['CARD', 'SEPA_DEBIT', 'US_BANK_ACCOUNT', 'BACS_DEBIT', 'PAYPAL'] as const;
const done = { nextAttemptAt: null, lastAttemptAt: null };

/** Every template with one set of values each. */
const TEMPLATES: [name: string, template: Template][] = [
  ...DESTINATIONS.map((destination): [string, Template] => [
    `sign-in link to ${destination}`,
    (locale) => signInLinkMail({ ...SIGN_IN, destination, locale }),
  ]),
  ...[1, 2, 3, 11].map((expiresInMinutes): [string, Template] => [
    `sign-in link for ${expiresInMinutes} minutes`,
    (locale) => signInLinkMail({ ...SIGN_IN, expiresInMinutes, locale }),
  ]),
  ...CONSEQUENCES.map((consequence): [string, Template] => [
    `failed payment that may ${consequence}`,
    (locale) => paymentFailedMail({ ...FAILED, consequence, locale }),
  ]),
  ...CONSEQUENCES.map((consequence): [string, Template] => [
    `failed payment before the last try that may ${consequence}`,
    (locale) => paymentFailedMail({ ...FAILED, consequence, lastAttemptAt: FAILED.nextAttemptAt, locale }),
  ]),
  ...STANDINGS.map((subscriptionStatus): [string, Template] => [
    `failed payment after the last try, ${subscriptionStatus}`,
    (locale) => paymentFailedMail({ ...FAILED, ...done, subscriptionStatus, locale }),
  ]),
  ...REASONS.map((declineCode): [string, Template] => [
    `failed payment because of ${declineCode}`,
    (locale) => paymentFailedMail({ ...FAILED, declineCode, subjects: ['A', 'B', 'C', 'D'], locale }),
  ]),
  ...(['DUE', 'OVERDUE', 'AUTOMATIC', 'PAID'] as const).flatMap((payment) =>
    [true, false].map((attached): [string, Template] => [
      `invoice that is ${payment}, ${attached ? 'with' : 'without'} its file`,
      (locale) => invoiceMail({ ...INVOICE, payment, attached, locale }),
    ]),
  ),
  ...[true, false].map((late): [string, Template] => [
    `reminder of an invoice ${late ? 'after' : 'before'} its due date`,
    (locale) => paymentReminderMail({ ...DOCUMENT, ...OWED, late, locale }),
  ]),
  ...[true, false].map((attached): [string, Template] => [
    `credit note ${attached ? 'with' : 'without'} its file`,
    (locale) => creditNoteMail({ ...CREDIT, attached, locale }),
  ]),
  [
    'invoice of a portal without invoices',
    (locale) => invoiceMail({ ...INVOICE, attached: false, inPortal: false, locale }),
  ],
  [
    'credit note of a portal without invoices',
    (locale) => creditNoteMail({ ...CREDIT, attached: false, inPortal: false, locale }),
  ],
  ['credit note of a refund', (locale) => creditNoteMail({ ...CREDIT, refunded: true, locale })],
  ['receipt without a method', (locale) => receiptMail({ ...RECEIPT, method: null, locale })],
  ...(['BANK_TRANSFER', 'CASH', 'CHECK'] as const).map((recordedMethod): [string, Template] => [
    `receipt of a payment by ${recordedMethod}`,
    (locale) => receiptMail({ ...RECEIPT, method: null, recordedMethod, locale }),
  ]),
  ...(['RENEWAL', 'TRIAL'] as const).flatMap((kind) =>
    [true, false].map((methodMissing): [string, Template] => [
      `reminder of a ${kind} ${methodMissing ? 'without' : 'with'} a method`,
      (locale) => reminderMail({ ...REMINDER, kind, methodMissing, locale }),
    ]),
  ),
  ...[true, false].map((changeable): [string, Template] => [
    `reminder of a renewal that can only be ${changeable ? 'changed' : 'canceled'}`,
    (locale) => reminderMail({ ...REMINDER, changeable, cancelable: !changeable, locale }),
  ]),
  ...[0n, 4200n].map((charged): [string, Template] => [
    `changed plan charged ${charged}`,
    (locale) => planChangedMail({ ...SENDER, ...SIDES, charged, locale }),
  ]),
  ...(['SCHEDULED', 'UNPAID'] as const).flatMap((cause) =>
    [null, 4200n, -4200n].map((finalTotal): [string, Template] => [
      `subscription that ended ${cause}, finally billed ${finalTotal}`,
      (locale) => subscriptionEndedMail({ ...SENDER, ...PLAN, cause, finalTotal, locale }),
    ]),
  ),
  ['failed payment without a method', (locale) => paymentFailedMail({ ...FAILED, method: null, locale })],
  ...KINDS.flatMap((kind) =>
    [
      { kind, brand: null, lastFour: null },
      { kind, brand: 'amex', lastFour: '0005' },
    ].flatMap((method): [string, Template][] => [
      [`failed payment with ${kind} ${method.lastFour}`, (locale) => paymentFailedMail({ ...FAILED, method, locale })],
      [`receipt of ${kind} ${method.lastFour}`, (locale) => receiptMail({ ...RECEIPT, method, locale })],
      [`added ${kind} ${method.lastFour}`, (locale) => methodAddedMail({ ...SENDER, method, locale })],
      [`expiring ${kind} ${method.lastFour}`, (locale) => cardExpiringMail({ ...EXPIRING, method, locale })],
    ]),
  ),
];

const words = (html: string) => html.replace(/<style>[\s\S]*?<\/style>|<[^>]+>/g, '\n');

/** Every sentence of the mails. */
const textsOf = (language: Language): string[] => Object.values(readCatalog(language, 'mail'));

/** Words that are common in English and do not exist in the other languages. */
const ENGLISH =
  /\b(?:the|your|you|and|this|with|could|valid|until|payment|subscription|ending|write|because|nobody|update)\b/i;

describe.each(LANGUAGES)('mails in %s', (language) => {
  test.each(TEMPLATES)(
    'the mail %s has no placeholder and no empty value, and the right language and direction',
    (_name, template) => {
      const mail = template(language);
      expect(mail.language).toBe(language);
      const direction = language === 'ar' ? 'rtl' : 'ltr';
      expect(mail.html).toContain(`<html lang="${language}" dir="${direction}">`);
      for (const part of [mail.subject, mail.text, words(mail.html)]) {
        expect(part).not.toMatch(/undefined|null|NaN|\[object|[{}]|=>/);
        expect(part).toContain('Qrx');
        expect(part).not.toMatch(/ [.,。、،]|\.\./u);
      }
      // The text part contains the same values as the HTML part.
      expect(mail.text).toContain('https://qrx.example/x');
    },
  );

  if (language !== 'en') {
    test.each(TEMPLATES)('the mail %s contains no English word', (_name, template) => {
      const mail = template(language);
      for (const part of [mail.subject, mail.text, words(mail.html)])
        expect(
          part.replace(/American[ -]Express|PayPal|Qrx Portal/g, '').replace(/\S*qrx\.example\S*/g, ''),
        ).not.toMatch(ENGLISH);
    });

    test('no message of a mail equals the English one', () => {
      const english = new Set(textsOf('en'));
      // Brands of cards, and a word that two languages share.
      const own = textsOf(language).filter((text) => !/American.Express|^Plan$/.test(text));
      const hasWords = (text: string) => /\p{L}/u.test(text.replace(/\{\w+\}/g, ''));
      expect(own.filter((text) => english.has(text) && hasWords(text))).toEqual([]);
    });
  }

  test('amounts and dates are formatted for the language in Latin digits', () => {
    const { text } = paymentFailedMail({ ...FAILED, locale: language });
    expect(text).toMatch(/1[.,\s\u00A0\u202F]?234[.,]56/);
    expect(text).toContain('2026');
    expect(text).not.toMatch(/[٠-٩]/);
    if (language !== 'en') expect(text).not.toContain('May');
  });
});

describe('the PDF of a mail', () => {
  const DOWNLOAD = 'You can download';
  test.each([
    ['is named where it is attached', { attached: true, inPortal: true }, 'attached as a PDF', DOWNLOAD],
    ['is downloaded in a portal with invoices', { attached: false, inPortal: true }, DOWNLOAD, 'Contact us'],
    ['is asked for where the portal has no invoices', { attached: false, inPortal: false }, 'Contact us if', DOWNLOAD],
  ] as const)('the PDF %s', (_name, state, said, never) => {
    for (const { text } of [
      invoiceMail({ ...INVOICE, ...state, locale: 'en' }),
      creditNoteMail({ ...CREDIT, ...state, locale: 'en' }),
      paymentReminderMail({ ...DOCUMENT, ...OWED, late: true, ...state, locale: 'en' }),
    ]) {
      expect(text).toContain(said);
      expect(text).not.toContain(never);
    }
  });

  test('a mail of a portal without invoices has a button for the portal instead of one for the invoice', () => {
    for (const { text } of [
      invoiceMail({ ...INVOICE, inPortal: false, locale: 'en' }),
      invoiceMail({ ...INVOICE, inPortal: false, payment: 'PAID', locale: 'en' }),
      receiptMail({ ...RECEIPT, inPortal: false, locale: 'en' }),
      paymentReminderMail({ ...DOCUMENT, ...OWED, late: true, inPortal: false, locale: 'en' }),
    ]) {
      expect(text).toContain('Open your billing portal:');
      expect(text).not.toMatch(/Pay invoice|View invoice/);
    }
  });
});

describe('language of a mail', () => {
  const subject = (locale: string | null, fallbackLocale?: string | null) =>
    signInLinkMail({ ...SIGN_IN, locale, fallbackLocale: fallbackLocale ?? null }).subject;

  test('a mail is in the customer’s language, else the company’s, else English', () => {
    expect(subject('fr-CA', 'de')).toBe('Votre lien de connexion pour Qrx');
    expect(subject('zh-TW', 'de-AT')).toBe('Ihr Anmeldelink für Qrx');
    expect(subject(null, 'de-AT')).toBe('Ihr Anmeldelink für Qrx');
    expect(subject('zh', 'ko')).toBe('Your sign-in link for Qrx');
    expect(subject(null)).toBe('Your sign-in link for Qrx');
  });

  test('amounts are formatted for the customer’s region, such as Swiss amounts in German', () => {
    const { text, html } = paymentFailedMail({ ...FAILED, currency: 'CHF', locale: 'de-CH' });
    expect(text).toMatch(/Offener Betrag: CHF\s1[’']234\.56/);
    expect(html).toContain('<html lang="de-CH" dir="ltr">');
  });
});

describe('mails from right to left', () => {
  const { html } = paymentFailedMail({ ...FAILED, locale: 'ar' });

  test('the writing direction is set on elements that mail programs preserve, and left and right are swapped', () => {
    expect(html.match(/dir="rtl"/g)).toHaveLength(3);
    expect(html).toContain('padding-right:12px;');
    expect(html).not.toContain('align="right" style="font');
    expect(html).toMatch(/align="left" style="[^"]*">[^<]*1,234\.56/);
  });

  test('links and codes are written from left to right', () => {
    for (const mail of [html, signInLinkMail({ ...SIGN_IN, locale: 'ar' }).html])
      for (const [link] of mail.matchAll(/<a class="link"[^>]*>/g)) expect(link).toContain('dir="ltr"');
    expect(signInLinkMail({ ...SIGN_IN, locale: 'ar' }).html).toMatch(/<div class="code" dir="ltr"/);
  });

  test('a name of the opposite writing direction is wrapped in direction marks', () => {
    expect(signInLinkMail({ ...SIGN_IN, locale: 'ar' }).subject).toContain('\u200F\u200EQrx\u200E\u200F');
    expect(signInLinkMail({ ...SIGN_IN, companyName: 'النور', locale: 'en' }).subject).toMatch(
      /\u200E\u200Fالنور\u200F\u200E/,
    );
  });
});

test.each([
  ['de', 1, 'sind 1 Minute gültig'],
  ['de', 10, 'sind 10 Minuten gültig'],
  ['pl', 1, 'wygasną za 1 minutę.'],
  ['pl', 3, 'wygasną za 3 minuty.'],
  ['pl', 5, 'wygasną za 5 minut.'],
  ['ar', 2, 'والرمز بعد دقيقتين.'],
  ['ar', 5, 'والرمز بعد 5 دقائق.'],
  ['ar', 11, 'والرمز بعد 11 دقيقة.'],
  ['fr', 1, 'expirent dans 1\u00A0minute.'],
  ['ja', 10, '10分で'],
])('the sign-in mail in %s has the right plural form for %i minutes', (locale, expiresInMinutes, said) => {
  expect(signInLinkMail({ ...SIGN_IN, expiresInMinutes, locale }).text).toContain(said);
});
