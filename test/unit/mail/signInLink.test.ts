import { describe, expect, test } from 'vitest';
import { type SignInLink, signInLinkMail } from '../../../src/mail/templates/signInLink.ts';

const LINK = 'https://billing.acme.example/portal/sign-in?a=1&b=2#token=plk_abc-_123';
const INPUT: SignInLink = {
  companyName: 'Acme Cloud',
  portalHeader: 'Billing for your workspace',
  supportEmail: 'help@acme.example',
  link: LINK,
  code: 'K7M4QX',
  expiresInMinutes: 10,
  locale: 'en-GB',
  destination: 'HOME',
};

describe('sign-in mail', () => {
  test('both parts contain the link, the code, the company and the expiry', () => {
    const mail = signInLinkMail(INPUT);
    const words = mail.html.replace(/<style>[\s\S]*?<\/style>|<[^>]+>/g, ' ');
    for (const part of [words.replaceAll('&amp;', '&'), mail.text]) {
      for (const needed of [
        'Acme Cloud',
        'Billing for your workspace',
        LINK,
        'K7M4QX',
        'on another device',
        'expire in 10 minutes',
        'Didn’t request this email?',
        'help@acme.example',
      ]) {
        expect(part).toContain(needed);
      }
    }
    expect(mail).toMatchObject({ subject: 'Your sign-in link for Acme Cloud', language: 'en' });
    expect(mail.text.split('\n')).toContain(LINK); // on a line of its own, unbroken
  });

  test('the button opens the link, and the mail loads no external resource', () => {
    const { html } = signInLinkMail(INPUT);
    const targets = [...html.matchAll(/(?:href|src|action|background|srcset)\s*=\s*"([^"]*)"/g)].map(
      (match) => match[1],
    );
    const escaped = LINK.replace('&', '&amp;');
    expect(targets).toEqual([escaped, escaped, 'mailto:help@acme.example']);
    expect(html).not.toMatch(/<(img|link|script|iframe|video|object)\b|url\(|@import|@font-face/i);
  });

  test('subject and preheader contain neither the code nor the link', () => {
    const { subject, html } = signInLinkMail(INPUT);
    const preview = /<div style="display:none[^>]*>([^<]*)</.exec(html)?.[1];
    expect(preview).toBe('The link works once and expires in 10 minutes.');
    expect(`${subject} ${/<title>([^<]*)/.exec(html)?.[1]}`).not.toMatch(/K7M4QX|token/);
  });

  test.each(['HOME', 'PAYMENT_METHODS', 'BILLING_INFORMATION'] as const)(
    'the mail names the destination %s',
    (destination) => {
      const words = {
        HOME: 'Manage your',
        PAYMENT_METHODS: 'payment methods',
        BILLING_INFORMATION: 'billing information',
      };
      expect(signInLinkMail({ ...INPUT, destination }).text).toContain(words[destination]);
    },
  );

  test('the mail omits a missing header and support address', () => {
    const mail = signInLinkMail({ ...INPUT, portalHeader: null, supportEmail: null, expiresInMinutes: 1 });
    expect(mail.text + mail.html).not.toMatch(/null|undefined|Questions\?/);
    expect(mail.text).toContain('expire in 1 minute.');
  });

  test.each([null, 'zh-CN', 'constructor', '__proto__', ''])(
    'the mail for the unsupported locale %j is in English',
    (locale) => {
      expect(signInLinkMail({ ...INPUT, locale }).language).toBe('en');
    },
  );
});

describe('hostile values in the sign-in mail', () => {
  const names = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title></style><svg onload=alert(1)>',
    '{{name}} %s &lt;b&gt;',
  ];
  test.each(names)('the company name %s is escaped', (name) => {
    const mail = signInLinkMail({ ...INPUT, companyName: name, portalHeader: name });
    const plain = signInLinkMail({ ...INPUT, companyName: 'x', portalHeader: 'x' });
    const tags = (html: string) => html.match(/<[^>]*>/g);
    expect(tags(mail.html)).toEqual(tags(plain.html));
    expect(mail.text).toContain(name);
  });

  test('line breaks and direction marks in names are removed', () => {
    const evil = 'Acme\r\nBcc: eve@example.com\u2028\n\nOpen https://evil.example\u202Egpj.exe\0';
    const mail = signInLinkMail({ ...INPUT, companyName: evil, portalHeader: evil });
    expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u202E]/u);
    expect(mail.text).not.toMatch(/^(Bcc|Open)/m);
    expect(mail.text).not.toMatch(/[\u2028\u202E\0]/);
  });

  test('a long name is truncated, an empty one replaced, and an unpaired surrogate removed', () => {
    expect(signInLinkMail({ ...INPUT, companyName: '😀'.repeat(5000) }).subject.length).toBeLessThan(200);
    expect(signInLinkMail({ ...INPUT, companyName: ' \n ' }).subject).toBe('Your sign-in link for Portico');
    expect(signInLinkMail({ ...INPUT, companyName: 'a\uD800b' }).html.isWellFormed()).toBe(true);
  });

  test('an invalid support address is omitted', () => {
    for (const supportEmail of ['javascript:alert(1)', 'a@b.example?bcc=eve@example.com\n', '"x"@y <z@w>', 'a@b,c@d']) {
      expect(signInLinkMail({ ...INPUT, supportEmail }).html).not.toContain('mailto:');
    }
    expect(signInLinkMail({ ...INPUT, supportEmail: 'a@b?bcc=eve' }).html).toContain('mailto:a@b%3Fbcc%3Deve');
  });

  test('an invalid link is refused without being repeated', () => {
    for (const link of ['javascript:alert("canary")', '//canary.example', 'https://canary.example/"onclick=', '']) {
      const refused = () => signInLinkMail({ ...INPUT, link });
      expect(refused).toThrow('must be an http or https URL');
      expect(refused).not.toThrow(/canary/);
    }
  });
});
