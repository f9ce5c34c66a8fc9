import { describe, expect, test } from 'vitest';
import { type Cancellation, cancellationMail } from '../../src/mail/templates/cancellation.ts';

const LINK = 'https://billing.acme.example/?destination=SUBSCRIPTIONS&context=sub_1';
const SCHEDULED: Cancellation = {
  companyName: 'Acme Cloud',
  portalHeader: 'Billing for your workspace',
  supportEmail: 'help@acme.example',
  locale: 'en-GB',
  link: LINK,
  kind: 'scheduled',
  plan: [
    { name: 'Team', quantity: 1 },
    { name: 'Seat', quantity: 4 },
  ],
  at: new Date('2026-05-01T09:30:00Z'),
  finalTotal: null,
  currency: 'EUR',
  undoable: true,
};

/** Both parts, as a person reads them. */
function parts(mail: { text: string; html: string }): string[] {
  const words = mail.html.replace(/<style>[\s\S]*?<\/style>|<[^>]+>/g, ' ').replaceAll('&amp;', '&');
  return [words, mail.text].map((part) => part.replaceAll('&#39;', "'"));
}

describe('the receipt of a cancellation', () => {
  test('that is scheduled says what, until when exactly, how it is taken back, and where', () => {
    const mail = cancellationMail(SCHEDULED);
    for (const part of parts(mail))
      for (const needed of [
        'Acme Cloud',
        'Team',
        '4 × Seat',
        '1 May 2026',
        '09:30 UTC',
        'take the cancellation back',
        LINK,
      ])
        expect(part).toContain(needed);
    expect(mail.subject).toBe('Your subscription to Acme Cloud ends on 1 May 2026');
    expect(mail.text).toContain(`Open your billing portal:\n${LINK}`);
    expect(mail.text + mail.html).not.toMatch(/undefined|null|Credited|Final invoice|Update payment method/);
  });

  test('does not promise what the portal does not offer', () => {
    expect(cancellationMail({ ...SCHEDULED, undoable: false }).text).not.toContain('take the cancellation back');
  });

  test.each([
    [null, [], ['Credited', 'Final invoice']],
    [0n, [], ['Credited', 'Final invoice']],
    [-1234n, ['Credited: €12.34'], ['Final invoice']],
    [500n, ['Final invoice: €5.00'], ['Credited']],
  ] as const)(
    'that takes effect at once, with a final total of %s, says what it comes to',
    (finalTotal, needed, none) => {
      const mail = cancellationMail({ ...SCHEDULED, kind: 'ended', finalTotal });
      expect(mail.subject).toBe('Your subscription to Acme Cloud has ended');
      for (const text of ['Ended on: 1 May 2026', '09:30 UTC', ...needed]) expect(mail.text).toContain(text);
      for (const text of [...none, 'take the cancellation back']) expect(mail.text).not.toContain(text);
    },
  );

  test('that was taken back says that it goes on, and when it renews', () => {
    const mail = cancellationMail({ ...SCHEDULED, kind: 'undone' });
    expect(mail.subject).toBe('Your subscription to Acme Cloud goes on');
    expect(mail.text).toContain('Renews on: 1 May 2026');
    expect(mail.text).not.toContain('Ends on');
  });

  test('words of the merchant stay text, and on one line', () => {
    const tags = (html: string) => html.match(/<[^>]*>/g);
    const named = (name: string) =>
      cancellationMail({ ...SCHEDULED, companyName: name, portalHeader: name, plan: [{ name, quantity: 2 }] });
    for (const evil of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>'])
      expect(tags(named(evil).html)).toEqual(tags(named('x').html));
    const broken = named('Acme\r\nBcc: eve@example.com\u202Egpj');
    expect(broken.subject).toBe('Your subscription to Acme Bcc: eve@example.comgpj ends on 1 May 2026');
    expect(broken.text).not.toMatch(/^Bcc/m);
  });
});
