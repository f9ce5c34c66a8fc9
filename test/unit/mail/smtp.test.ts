/** Mail by SMTP, through a local SMTP server. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Mailer, MailRejected, MailUnavailable, type OutgoingMail } from '../../../src/mail/mailer.ts';
import { type SmtpRelay, smtpMailer, smtpUrl } from '../../../src/mail/smtp.ts';
import { type SmtpReplies, type SmtpServer, startSmtp } from '../../support/smtp.ts';
import { TLS_AUTHORITY } from '../../support/tls.ts';

const CANARIES = ['ada.canary@example.com', 'Subject canary', 'Text canary', 'Html canary', 'correct horse'];
const MAIL: OutgoingMail = {
  to: 'ada.canary@example.com',
  from: { name: 'Bäckerei "Süß" & Co' },
  subject: 'Subject canary: Grüße',
  text: 'Text canary',
  html: '<p>Html canary</p>',
  tag: 'invoice',
  companyId: 'co_1',
  language: 'de',
};
const FILE = {
  name: 'ACME-0001.pdf',
  contentType: 'application/pdf',
  content: Buffer.from('%PDF-1.7 é').toString('base64'),
};

let server: SmtpServer;
let mailer: Mailer;
beforeEach(async () => {
  server = await startSmtp();
  mailer = mailerFor(server);
});
afterEach(async () => {
  await mailer.close();
  await server.close();
});

function mailerFor({ port }: SmtpServer, relay: Partial<SmtpRelay> = {}, ca?: string): Mailer {
  const usual = {
    host: '127.0.0.1',
    port,
    secure: false,
    requireTls: false,
    auth: { user: 'ann', pass: 'correct horse' },
  };
  const settings = { relay: { ...usual, ...relay }, from: 'Portico <no-reply@portico.example>', timeoutMs: 400 };
  return smtpMailer({ ...settings, ...(ca ? { ca } : {}) });
}

async function failureOf(mail: OutgoingMail, through: Mailer = mailer): Promise<MailRejected | MailUnavailable> {
  const error = await through.send(mail).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error instanceof MailRejected || error instanceof MailUnavailable).toBe(true);
  for (const canary of CANARIES) expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(canary);
  return error as MailRejected | MailUnavailable;
}

test('a mail is sent with both parts, its file, the company’s name as sender, and the user of the relay', async () => {
  await mailer.send({ ...MAIL, attachments: [FILE] });
  const [mail, ...others] = server.mails;
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ from: 'no-reply@portico.example', to: [MAIL.to], user: 'ann' });
  const source = mail?.source ?? '';
  expect(source).toMatch(/^From: =\?UTF-8\?\S+/m);
  expect(source).toContain('<no-reply@portico.example>');
  expect(source).toMatch(/^Auto-Submitted: auto-generated/m);
  expect(source).toContain('Text canary');
  expect(source).toContain('<p>Html canary</p>');
  expect(source).toContain('filename=ACME-0001.pdf');
  expect(source).toContain(FILE.content);
});

test('a name or subject cannot add a header or a recipient', async () => {
  const injected = 'Ann\r\nBcc: eve@example.com';
  expect((await failureOf({ ...MAIL, subject: injected })).reason).toBe('invalid_mail');
  expect((await failureOf({ ...MAIL, to: 'a@example.com, eve@example.com' })).reason).toBe('invalid_address');
  await mailer.send({ ...MAIL, from: { name: 'Eve <eve@example.com>, Ann' } });
  expect(server.mails.map(({ to, from }) => [from, to])).toEqual([['no-reply@portico.example', [MAIL.to]]]);
  expect(server.mails[0]?.source.match(/^From: .*$/m)?.[0]).toBe(
    'From: "Eve <eve@example.com>, Ann via Portico" <no-reply@portico.example>',
  );
});

describe('TLS', () => {
  test('a relay elsewhere must offer TLS, and nothing is sent to one that does not', async () => {
    const strict = mailerFor(server, { requireTls: true });
    expect(await failureOf(MAIL, strict)).toMatchObject({ name: 'MailUnavailable' });
    expect(server.mails).toEqual([]);
    await strict.close();
  });

  test('the password and the mail are encrypted, and a certificate of an unknown authority is refused', async () => {
    const offering = await startSmtp({ tls: true });
    const port = offering.port;
    const trusting = smtpMailer({
      relay: { host: 'localhost', port, secure: false, requireTls: true, auth: { user: 'ann', pass: 'correct horse' } },
      ...{ from: 'no-reply@portico.example', timeoutMs: 2000, ca: TLS_AUTHORITY },
    });
    // The certificate is for receiver.example.
    expect(await failureOf(MAIL, trusting)).toMatchObject({ name: 'MailUnavailable' });
    const named = smtpMailer({
      relay: { host: 'localhost', port, secure: false, requireTls: true, auth: { user: 'ann', pass: 'correct horse' } },
      ...{ from: 'no-reply@portico.example', timeoutMs: 2000, ca: TLS_AUTHORITY, serverName: 'receiver.example' },
    });
    await named.send(MAIL);
    expect(offering.mails).toMatchObject([{ encrypted: true, user: 'ann' }]);
    await Promise.all([trusting.close(), named.close()]);
    await offering.close();
  });
});

describe('failures', () => {
  test.each<[what: string, replies: SmtpReplies, error: string, reason: string]>([
    ['an unknown mailbox', { RCPT: '550 5.1.1 no such user' }, 'MailRejected', 'inactive_recipient'],
    ['an unknown mailbox without an enhanced code', { RCPT: '550 unknown' }, 'MailRejected', 'inactive_recipient'],
    ['a mailbox that is full for good', { RCPT: '552 5.2.2 full' }, 'MailRejected', 'inactive_recipient'],
    ['a relay that does not know us', { RCPT: '550 5.7.1 relaying denied' }, 'MailUnavailable', 'configuration'],
    ['a busy mailbox', { RCPT: '450 4.2.1 busy' }, 'MailUnavailable', 'throttled'],
    ['an unknown sender', { MAIL: '553 5.1.8 sender unknown' }, 'MailUnavailable', 'configuration'],
    ['a relay that closes', { MAIL: '421 4.3.2 closing' }, 'MailUnavailable', 'throttled'],
    ['content that is refused', { CONTENT: '554 5.6.0 malformed' }, 'MailRejected', 'invalid_mail'],
    ['a mail that is too large', { CONTENT: '552 5.3.4 too big' }, 'MailRejected', 'invalid_mail'],
    ['content that a policy holds back', { CONTENT: '554 5.7.1 suspicious' }, 'MailUnavailable', 'configuration'],
    ['a greylisted mail', { CONTENT: '451 4.7.1 later' }, 'MailUnavailable', 'throttled'],
    ['a relay that is down', { CONNECT: '554 5.3.2 out of service' }, 'MailUnavailable', 'configuration'],
    ['a relay that is silent', { CONNECT: null }, 'MailUnavailable', 'timeout'],
    ['a relay that is silent after the content', { CONTENT: null }, 'MailUnavailable', 'timeout'],
  ])(
    'a mail to %s fails with its class and reason, and the next mail is sent',
    async (_what, replies, name, reason) => {
      server.replies = replies;
      expect(await failureOf(MAIL)).toMatchObject({ name, reason });
      // The next mail is not affected.
      server.replies = {};
      await mailer.send(MAIL);
      expect(server.mails).toHaveLength(1);
    },
  );

  test('a wrong password and a relay that cannot be reached can be mended, so that the mail is tried again', async () => {
    const wrong = mailerFor(server, { auth: { user: 'ann', pass: 'wrong' } });
    expect(await failureOf(MAIL, wrong)).toMatchObject({ name: 'MailUnavailable', reason: 'configuration' });
    const nowhere = mailerFor(server, { port: 1 });
    expect(await failureOf(MAIL, nowhere)).toMatchObject({ name: 'MailUnavailable', reason: 'network' });
    await mailer.close();
    expect(await failureOf(MAIL)).toMatchObject({ reason: 'closed' });
    await Promise.all([wrong.close(), nowhere.close()]);
  });
});

describe('SMTP_URL', () => {
  const read = (text: string) => smtpUrl.safeParse(text);

  test('SMTP_URL names host, port, user and password, and TLS is required everywhere but on this machine', () => {
    expect(read('smtps://ann%40acme.example:p%3Ass@smtp.example.com').data).toEqual({
      ...{ host: 'smtp.example.com', port: 465, secure: true, requireTls: false },
      auth: { user: 'ann@acme.example', pass: 'p:ss' },
    });
    expect(read('smtp://smtp.example.com').data).toMatchObject({ port: 587, secure: false, requireTls: true });
    expect(read('smtp://smtp.example.com:2525').data).toMatchObject({ port: 2525, requireTls: true });
    expect(read('smtp://[::1]:25').data).toMatchObject({ host: '::1', requireTls: false, auth: undefined });
  });

  test.each([
    ...['', 'smtp.example.com', 'https://smtp.example.com', 'smtp://', 'smtp://ann@smtp.example.com'],
    ...['smtp://smtp.example.com/path', 'smtp://smtp.example.com?pool=true', 'smtp://a:%E0%A4%A@smtp.example.com'],
  ])('%s is refused with a reason that does not repeat it', (text) => {
    const { error } = read(text);
    expect(error?.issues).toHaveLength(1);
    expect(error?.issues[0]?.message).toMatch(/^Must /);
  });
});
