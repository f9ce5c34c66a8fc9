import { describe, expect, test } from 'vitest';
import { type CardExpiring, cardExpiringMail } from '../../../src/mail/templates/cardExpiring.ts';
import { type PaymentFailed, paymentFailedMail } from '../../../src/mail/templates/paymentFailed.ts';

const LINK = 'https://billing.acme.example/portal/co_1?destination=PAYMENT_METHODS&x=1';
const SENDER = {
  companyName: 'Acme Cloud',
  portalHeader: 'Billing for your workspace',
  supportEmail: 'help@acme.example',
  locale: 'en-GB',
  link: LINK,
};
const METHOD = { kind: 'CARD', brand: 'visa', lastFour: '4242' } as const;
const FAILED: PaymentFailed = {
  ...SENDER,
  amount: 123_456n,
  currency: 'EUR',
  invoiceNumber: 'ACME-0042',
  subjects: ['3 × Team', 'Remaining time on Team'],
  method: METHOD,
  declineCode: 'insufficient_funds',
  nextAttemptAt: new Date('2026-05-04T00:00:00Z'),
  lastAttemptAt: new Date('2026-05-08T23:59:59Z'),
  consequence: 'UNPAID',
  subscriptionStatus: 'PAST_DUE',
};
const EXPIRING: CardExpiring = { ...SENDER, method: METHOD, expiryYear: 2027, expiryMonth: 3 };

/** The text and the HTML part without markup. */
function parts(mail: { text: string; html: string }): string[] {
  const words = mail.html.replace(/<style>[\s\S]*?<\/style>|<[^>]+>/g, ' ').replaceAll('&amp;', '&');
  return [words, mail.text].map((part) => part.replaceAll('&#39;', "'"));
}

describe('failed payment mail', () => {
  test('both parts contain the amount, the plan, the next retry and the final consequence', () => {
    const mail = paymentFailedMail(FAILED);
    for (const part of parts(mail))
      for (const needed of [
        'Acme Cloud',
        'Billing for your workspace',
        'your Visa card ending in 4242',
        'insufficient funds',
        '€1,234.56',
        '3 × Team',
        'Remaining time on Team',
        'ACME-0042',
        '4 May 2026',
        'Our last attempt is on 8 May 2026. If it fails too, your subscription will be suspended',
        'help@acme.example',
        LINK,
      ])
        expect(part).toContain(needed);
    expect(mail).toMatchObject({ subject: 'Your payment to Acme Cloud failed', language: 'en' });
    expect(mail.text.split('\n')).toContain(LINK);
  });

  test('the mail contains the link, no external resource and no token', () => {
    const { html, text } = paymentFailedMail(FAILED);
    const targets = [...html.matchAll(/(?:href|src|action|background|srcset)\s*=\s*"([^"]*)"/g)].map(([, to]) => to);
    const escaped = LINK.replace('&', '&amp;');
    expect(targets).toEqual([escaped, escaped, 'mailto:help@acme.example']);
    expect(html).not.toMatch(/<(img|link|script|iframe|video|object)\b|url\(|@import|@font-face/i);
    expect(text + html).not.toMatch(/token/i);
  });

  test.each([
    ['CANCEL', 'your subscription will end.'],
    ['UNPAID', 'your subscription will be suspended.'],
    ['PAUSE', 'your subscription will be paused until you pay everything overdue.'],
    ['PAST_DUE', 'the amount will still be due.'],
    [null, 'the amount will still be due.'],
  ] as const)('the mail before the last retry announces the consequence %s', (consequence, words) => {
    const lastAttemptAt = FAILED.nextAttemptAt;
    const { text } = paymentFailedMail({ ...FAILED, consequence, lastAttemptAt });
    expect(text).toContain(`This is our last attempt. If it fails too, ${words}`);
  });

  test.each([
    ['CANCELED', ' Your subscription has ended.'],
    ['UNPAID', ' Your subscription is suspended because of overdue payments.'],
    ['PAUSED', ' Your subscription is paused until you pay everything overdue.'],
    ['PAST_DUE', ''],
    [null, ''],
  ] as const)('the mail after the last retry reports the status %s', (subscriptionStatus, words) => {
    const { text } = paymentFailedMail({ ...FAILED, nextAttemptAt: null, lastAttemptAt: null, subscriptionStatus });
    expect(text).toContain(`We won’t try again automatically.${words}\n`);
    expect(text).toContain('Next attempt: None');
  });

  test('the mail omits missing values and lists at most three lines', () => {
    const none = {
      method: null,
      invoiceNumber: null,
      portalHeader: null,
      supportEmail: null,
      declineCode: 'constructor',
    };
    const mail = paymentFailedMail({ ...FAILED, ...none, subjects: ['A', 'B', 'C', 'D', 'E'] });
    expect(mail.text).toContain('You don’t have a payment method that we can charge.\n');
    expect(mail.text).toContain('For: A, B, C, and 2 more');
    expect(mail.text + mail.html).not.toMatch(/null|undefined|Invoice:|Questions\?/);
  });

  test.each([
    [{ kind: 'CARD', brand: null, lastFour: null }, 'your card.'],
    [{ kind: 'CARD', brand: 'amex', lastFour: '0005' }, 'your American Express card ending in 0005.'],
    [{ kind: 'SEPA_DEBIT', brand: null, lastFour: '3000' }, 'your bank account ending in 3000.'],
    [{ kind: 'PAYPAL', brand: 'paypal', lastFour: null }, 'your PayPal account.'],
  ] as const)('the payment method %j is named %s', (method, words) => {
    expect(paymentFailedMail({ ...FAILED, method }).text).toContain(`We couldn’t charge ${words}`);
  });

  test.each([
    ['en', '€1,234.56', 'May 4, 2026'],
    ['zh-CN', '€1,234.56', 'May 4, 2026'],
    ['de-DE', '1.234,56\u00A0€', '4. Mai 2026'],
    ['en_GB', '€1,234.56', '4 May 2026'],
    ['en-not a locale', '€1,234.56', 'May 4, 2026'],
    [null, '€1,234.56', 'May 4, 2026'],
  ])('the mail in the locale %j has amounts and dates in its language', (locale, amount, date) => {
    const { text } = paymentFailedMail({ ...FAILED, locale });
    expect(text).toContain(amount);
    expect(text).toContain(date);
  });
});

describe('expiring card mail', () => {
  test('both parts contain the card, its expiry and the link to add another one', () => {
    const mail = cardExpiringMail(EXPIRING);
    for (const part of parts(mail))
      for (const needed of ['Your Visa card ending in 4242 expires at the end of March 2027', 'Acme Cloud', LINK])
        expect(part).toContain(needed);
    expect(mail.subject).toBe('Your card for Acme Cloud expires soon');
    expect(mail.html).not.toContain('class="panel"');
  });
});

describe('hostile values in dunning mails', () => {
  const EVIL = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</title></style><svg onload=alert(1)>'];
  test.each(EVIL)('the value %s is escaped', (evil) => {
    const tags = (html: string) => html.match(/<[^>]*>/g);
    const failed = (word: string) =>
      paymentFailedMail({ ...FAILED, companyName: word, portalHeader: word, subjects: [word], invoiceNumber: word });
    const expiring = (word: string) => cardExpiringMail({ ...EXPIRING, companyName: word, portalHeader: word });
    for (const mail of [failed, expiring]) expect(tags(mail(evil).html)).toEqual(tags(mail('x').html));
  });

  test('line breaks cannot fake a header or a paragraph', () => {
    const evil = 'Acme\r\nBcc: eve@example.com\u2028\n\nOpen https://evil.example\u202Egpj.exe\0';
    const mail = paymentFailedMail({ ...FAILED, companyName: evil, portalHeader: evil, subjects: [evil] });
    expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u202E]/u);
    expect(mail.text).not.toMatch(/^(Bcc|Open)/m);
  });

  test('an invalid link is refused without being repeated', () => {
    for (const link of ['javascript:alert("canary")', '//canary.example', 'https://canary.example/"onclick=', '']) {
      expect(() => paymentFailedMail({ ...FAILED, link })).toThrow('must be an http or https URL');
      expect(() => paymentFailedMail({ ...FAILED, link })).not.toThrow(/canary/);
    }
  });
});
