import { describe, expect, test } from 'vitest';
import { type Cancellation, cancellationMail } from '../../../src/mail/templates/cancellation.ts';

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
  usable: true,
  undoable: true,
  outcome: 'none',
  newPlan: [],
};

/** The text and the HTML part without markup. */
function parts(mail: { text: string; html: string }): string[] {
  const words = mail.html.replace(/<style>[\s\S]*?<\/style>|<[^>]+>/g, ' ').replaceAll('&amp;', '&');
  return [words, mail.text].map((part) => part.replaceAll('&#39;', "'"));
}

describe('cancellation mail', () => {
  test('the mail about a scheduled cancellation names the plan, the end, and the way to undo it', () => {
    const mail = cancellationMail(SCHEDULED);
    for (const part of parts(mail))
      for (const needed of ['Acme Cloud', 'Team', '4 × Seat', '1 May 2026', '09:30 UTC', 'undo the cancellation', LINK])
        expect(part).toContain(needed);
    expect(mail.subject).toBe('Your subscription to Acme Cloud ends on 1 May 2026');
    expect(mail.text).toContain(`Open your billing portal:\n${LINK}`);
    expect(mail.text + mail.html).not.toMatch(/undefined|null|Credited|Final invoice|Update payment method/);
  });

  test('the mail about a subscription that is unpaid or paused does not promise that it can be used until its end', () => {
    expect(cancellationMail(SCHEDULED).text).toContain('You can use it until 1 May 2026.');
    const unused = cancellationMail({ ...SCHEDULED, usable: false });
    expect(unused.text).toContain('won’t renew. It ends on 1 May 2026.');
    expect(unused.html).toContain('It ends on 1 May 2026.');
    expect(unused.text + unused.html).not.toContain('can use');
  });

  test('the mail does not mention undoing if the portal does not allow it', () => {
    expect(cancellationMail({ ...SCHEDULED, undoable: false }).text).not.toContain('undo the cancellation');
  });

  test.each([
    [0n, [], ['Credited', 'Final invoice', 'credit']],
    [
      -1234n,
      [
        'Credited: €12.34',
        'On 1 May 2026, we’ll credit you the remaining amount. If an invoice is unpaid by then, the credit goes toward it first.',
      ],
      ['Final invoice'],
    ],
    [500n, ['Final invoice: €5.00', 'On 1 May 2026, you’ll get a final invoice'], ['Credited']],
  ] as const)('the mail about a scheduled cancellation announces a final total of %s', (finalTotal, needed, none) => {
    const mail = cancellationMail({ ...SCHEDULED, finalTotal });
    for (const text of ['Ends on: 1 May 2026', 'undo the cancellation', ...needed]) expect(mail.text).toContain(text);
    for (const text of none) expect(mail.text).not.toContain(text);
  });

  test.each([
    [null, [], ['Credited', 'Final invoice']],
    [0n, [], ['Credited', 'Final invoice']],
    [-1234n, ['Credited: €12.34'], ['Final invoice']],
    [500n, ['Final invoice: €5.00'], ['Credited']],
  ] as const)(
    'the mail about an immediate cancellation with a final total of %s contains the amount',
    (finalTotal, needed, none) => {
      const mail = cancellationMail({ ...SCHEDULED, kind: 'ended', finalTotal });
      expect(mail.subject).toBe('Your subscription to Acme Cloud has ended');
      for (const text of ['Ended on: 1 May 2026', '09:30 UTC', ...needed]) expect(mail.text).toContain(text);
      for (const text of [...none, 'undo the cancellation']) expect(mail.text).not.toContain(text);
    },
  );

  test('the mail about an undone cancellation contains the next renewal', () => {
    const mail = cancellationMail({ ...SCHEDULED, kind: 'undone', outcome: 'renews' });
    expect(mail.subject).toBe('Your subscription to Acme Cloud will continue');
    expect(mail.text).toContain('Renews on: 1 May 2026');
    expect(mail.text).not.toContain('Ends on');
  });

  test.each([
    ['pauses', 'Pauses on: 1 May 2026', 'It pauses on 1 May 2026, as planned.'],
    ['resumes', 'Resumes on: 1 May 2026', 'It resumes on 1 May 2026.'],
    ['changes', 'Changes on: 1 May 2026', 'Your plan changes on 1 May 2026, as planned.'],
  ] as const)(
    'the mail about an undone cancellation announces no renewal if the subscription %s',
    (outcome, fact, preview) => {
      const mail = cancellationMail({ ...SCHEDULED, kind: 'undone', outcome });
      expect(mail.text).toContain(fact);
      expect(mail.html).toContain(preview);
      expect(mail.text + mail.html).not.toMatch(/renew/i);
    },
  );

  test('the mail about an undone cancellation names the plan of a scheduled change', () => {
    const newPlan = [{ name: 'Large', quantity: 2 }];
    const mail = cancellationMail({ ...SCHEDULED, kind: 'undone', outcome: 'changes', newPlan });
    expect(mail.text).toContain('New plan: 2 × Large');
  });

  test('the mail about an undone cancellation has no date if none is known', () => {
    const mail = cancellationMail({ ...SCHEDULED, kind: 'undone', outcome: 'none', at: null });
    expect(mail.text).not.toMatch(/2026|renew/i);
    expect(mail.html).toContain('The cancellation has been removed.');
  });

  test('values of the merchant are escaped and stay on one line', () => {
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
