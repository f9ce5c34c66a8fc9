import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ManualClock } from '../../../src/kernel/clock.ts';
import { type Mailbox, mailbox } from '../../../src/mail/mailbox.ts';
import { MailRejected, type OutgoingMail } from '../../../src/mail/mailer.ts';

const MAIL: OutgoingMail = {
  to: 'ada@example.com',
  from: { name: 'Acme' },
  subject: 'Hello',
  text: 'Text',
  html: '<!doctype html><html><head></head><body><a href="https://x.example/#token=t">Go</a></body></html>',
  tag: 'sign-in-link',
  companyId: 'co_1',
  language: 'en',
};
const root = mkdtempSync(join(tmpdir(), 'portico-mailbox-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
const newFolder = () => join(root, `data-${folders++}`, 'mailbox');
const clock = new ManualClock('2026-03-01T12:00:00Z');

function get(box: Mailbox, path: string, init?: RequestInit): Response {
  const response = box.handleMailbox(new Request(`http://localhost:4000${path}`, init));
  if (!response) throw new Error('not answered');
  return response;
}

describe.each([
  ['in memory', () => mailbox({ keep: 3, clock })],
  ['in a folder', () => mailbox({ folder: newFolder(), keep: 3, clock })],
])('the mailbox %s', (_, open) => {
  test('the mailbox stores the newest mails in order of arrival, even at the same instant', async () => {
    const box = open();
    for (const subject of ['1', '2', '3', '4', '5']) await box.send({ ...MAIL, subject });
    expect(box.list().map((mail) => mail.subject)).toEqual(['5', '4', '3']);
    expect(box.list()[0]).toMatchObject({ ...MAIL, subject: '5', sentAt: '2026-03-01T12:00:00.000Z' });
    expect(box.get(box.list()[1]?.id ?? '')?.subject).toBe('4');
    box.clear();
    expect(box.list()).toEqual([]);
  });

  test('waiting for a mail returns a matching one or times out', async () => {
    const box = open();
    const waiting = box.waitFor((mail) => mail.to === 'grace@example.com');
    await box.send(MAIL);
    await box.send({ ...MAIL, to: 'grace@example.com' });
    expect((await waiting).to).toBe('grace@example.com');
    await expect(box.waitFor(() => false, 50)).rejects.toThrow(/in time/);
  });

  test('the mailbox refuses the same mails as the real mailer', async () => {
    const box = open();
    await expect(box.send({ ...MAIL, subject: 'a\r\nb' })).rejects.toBeInstanceOf(MailRejected);
    await expect(box.send({ ...MAIL, to: 'a@b.example, c@d.example' })).rejects.toBeInstanceOf(MailRejected);
    await box.close();
    await expect(box.send(MAIL)).rejects.toThrow('closed');
  });
});

describe('mailbox folder', () => {
  test('the folder survives a restart, is shared by processes, and is readable by its owner only', async () => {
    const folder = newFolder();
    const first = mailbox({ folder });
    await first.send(MAIL);
    await first.close();
    const second = mailbox({ folder });
    expect(second.list()).toMatchObject([MAIL]);
    const waiting = second.waitFor((mail) => mail.subject === 'Later');
    await mailbox({ folder }).send({ ...MAIL, subject: 'Later' });
    expect((await waiting).subject).toBe('Later');
    expect(statSync(folder).mode & 0o077).toBe(0);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  });

  test('broken files and files of other kinds are ignored, and no request reads outside the folder', async () => {
    const folder = newFolder();
    const box = mailbox({ folder });
    await box.send(MAIL);
    writeFileSync(join(folder, '20260101000000000-000001-deadbeef.json'), '{ half');
    writeFileSync(join(folder, 'notes.txt'), 'x');
    writeFileSync(join(folder, '..', 'secret.json'), '{"subject":"secret"}');
    expect(box.list()).toHaveLength(1);
    for (const id of ['../secret', '..%2Fsecret', '%2e%2e/secret', 'notes', 'x'.repeat(5000)]) {
      expect(box.get(id)).toBeUndefined();
      const answer = box.handleMailbox(new Request(`http://localhost:4000/mailbox/${id}.json`));
      expect(answer?.status ?? 404).toBe(404);
    }
  });
});

describe('mailbox pages', () => {
  const evil = '<script>alert(1)</script>"\'';
  const box = mailbox({ clock });

  test('the mailbox handles only its own paths', () => {
    for (const path of ['/', '/graphql', '/mailboxes', '/Mailbox', '/x/mailbox']) {
      expect(box.handleMailbox(new Request(`http://localhost:4000${path}`))).toBeNull();
    }
    expect(get(box, '/mailbox', { method: 'POST' }).status).toBe(405);
    expect(get(box, '/mailbox/nothing').status).toBe(404);
    expect(get(box, '/mailbox/20260101000000000-000001-deadbeef').status).toBe(404);
  });

  test('the list and the mail page escape every value', async () => {
    expect(await get(box, '/mailbox').text()).toContain('No mail yet');
    await box.send({
      ...MAIL,
      subject: evil,
      text: evil,
      tag: evil,
      companyId: evil,
      language: evil,
      from: { name: evil },
    });
    const id = box.list()[0]?.id;
    for (const path of ['/mailbox', `/mailbox/${id}`]) {
      const page = await get(box, path).text();
      expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;');
      expect(page).not.toContain('<script');
    }
  });

  test('the content security policy allows no script and only one style by its hash', async () => {
    const answer = get(box, '/mailbox');
    const policy = answer.headers.get('content-security-policy') ?? '';
    const style = /<style>([\s\S]*?)<\/style>/.exec(await answer.text())?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).not.toMatch(/unsafe|script-src/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('the HTML of a mail is shown in a sandbox that can only open links', async () => {
    await box.send(MAIL);
    const id = box.list()[0]?.id;
    const sandbox = 'allow-popups allow-popups-to-escape-sandbox';
    expect(await get(box, `/mailbox/${id}`).text()).toContain(`<iframe src="/mailbox/${id}.html" sandbox="${sandbox}"`);
    const part = get(box, `/mailbox/${id}.html`);
    expect(part.headers.get('content-security-policy')).toContain(`sandbox ${sandbox}`);
    expect(part.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await part.text()).toBe(MAIL.html.replace('<head>', '<head><base target="_blank">'));
  });

  test('the mailbox returns JSON on request, and no body to HEAD', async () => {
    const id = box.list()[0]?.id;
    expect(await get(box, '/mailbox.json').json()).toEqual(box.list());
    expect(await get(box, `/mailbox/${id}.json`).json()).toEqual(box.get(id ?? ''));
    expect(await get(box, '/mailbox', { method: 'HEAD' }).text()).toBe('');
  });
});
