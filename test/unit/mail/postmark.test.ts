import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Mailer, MailRejected, MailUnavailable, type OutgoingMail } from '../../../src/mail/mailer.ts';
import { postmarkMailer } from '../../../src/mail/postmark.ts';
import { type PostmarkBehaviour, type PostmarkServer, startPostmark } from '../../support/postmark.ts';

const CANARIES = ['ada.canary@example.com', 'Subject canary', 'Text canary', 'Html canary', 'test-server-token'];
const MAIL: OutgoingMail = {
  to: 'ada.canary@example.com',
  from: { name: 'Acme' },
  subject: 'Subject canary',
  text: 'Text canary',
  html: '<p>Html canary</p>',
  tag: 'sign-in-link',
  companyId: 'co_1',
  language: 'en',
};

let server: PostmarkServer;
let mailer: Mailer;
beforeEach(async () => {
  server = await startPostmark();
  mailer = mailerWith({});
});
afterEach(() => server.close());

function mailerWith(settings: Partial<Parameters<typeof postmarkMailer>[0]>): Mailer {
  return postmarkMailer({
    serverToken: server.serverToken,
    from: 'Portico <no-reply@portico.example>',
    messageStream: 'outbound',
    baseUrl: server.url,
    timeoutMs: 2000,
    ...settings,
  });
}

async function failureOf(mail: OutgoingMail, through: Mailer = mailer): Promise<MailRejected | MailUnavailable> {
  const error = await through.send(mail).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error instanceof MailRejected || error instanceof MailUnavailable).toBe(true);
  // `inspect` shows what a log could show: message, stack, cause and own fields.
  for (const canary of CANARIES) expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(canary);
  return error as MailRejected | MailUnavailable;
}

describe('request to Postmark', () => {
  test('a mail is sent with both parts, the company’s name as sender and tracking disabled', async () => {
    await mailer.send(MAIL);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.body).toEqual({
      From: '"Acme via Portico" <no-reply@portico.example>',
      To: MAIL.to,
      Subject: MAIL.subject,
      TextBody: MAIL.text,
      HtmlBody: MAIL.html,
      Tag: 'sign-in-link',
      MessageStream: 'outbound',
      TrackOpens: false,
      TrackLinks: 'None',
      Metadata: { company: 'co_1' },
    });
    expect(server.requests[0]?.headers['x-postmark-server-token']).toBe(server.serverToken);
  });

  test.each([
    ['Ac"me\\', '"Ac\\"me\\\\ via Portico" <no-reply@portico.example>'],
    ['evil@bank.example>, "x', '"evil@bank.example>, \\"x via Portico" <no-reply@portico.example>'],
    ['Bäckerei 東京', '"Bäckerei 東京 via Portico" <no-reply@portico.example>'],
    ['x'.repeat(500), `"${'x'.repeat(119)}… via Portico" <no-reply@portico.example>`],
  ])('the sender name %j is quoted in the header', async (name, header) => {
    await mailer.send({ ...MAIL, from: { name } });
    expect(server.requests[0]?.body.From).toBe(header);
  });

  test('a mail without a company has the service as sender', async () => {
    await mailer.send({ ...MAIL, from: undefined });
    expect(server.requests[0]?.body.From).toBe('"Portico" <no-reply@portico.example>');
  });

  test('an invalid sender address prevents the start', () => {
    for (const from of ['', 'Portico', 'a@b, c@d', 'Portico <a@b>\r\nBcc: c@d']) {
      expect(() => mailerWith({ from })).toThrow('The sender must be');
    }
  });
});

describe('mails refused before sending', () => {
  test.each<[string, Partial<OutgoingMail>]>([
    ['a second recipient', { to: 'ada.canary@example.com, eve@example.com' }],
    ['a recipient with a name', { to: 'Ada <ada.canary@example.com>' }],
    ['a line break in the recipient', { to: 'ada.canary@example.com\r\nBcc: eve@example.com' }],
    ['a line break in the subject', { subject: 'Subject canary\r\nBcc: eve@example.com' }],
    ['a line break in the name', { from: { name: 'Acme\nBcc: eve@example.com' } }],
    ['a line break in the tag', { tag: 'a\rb' }],
    ['a zero byte in the name', { from: { name: 'Acme\0' } }],
  ])('a mail is refused before sending because of %s', async (_, change) => {
    expect(await failureOf({ ...MAIL, ...change })).toBeInstanceOf(MailRejected);
    expect(server.requests).toHaveLength(0);
  });
});

describe('failures of Postmark', () => {
  const quoting = `You tried to send to ${CANARIES.join(' ')}. Found inactive addresses: ada.canary@example.com.`;
  test.each<[number, number, typeof MailRejected | typeof MailUnavailable, string]>([
    [422, 406, MailRejected, 'inactive_recipient'],
    [422, 300, MailRejected, 'invalid_address'],
    [422, 403, MailRejected, 'invalid_mail'],
    [422, 405, MailUnavailable, 'configuration'],
    [401, 10, MailUnavailable, 'configuration'],
    [422, 401, MailUnavailable, 'configuration'],
    [429, 0, MailUnavailable, 'throttled'],
    [500, 0, MailUnavailable, 'provider'],
    [503, 100, MailUnavailable, 'provider'],
  ])('a response of status %i with error code %i is mapped to its error', async (status, errorCode, kind, reason) => {
    server.behave({ status, errorCode, message: quoting });
    const error = await failureOf(MAIL);
    expect(error).toBeInstanceOf(kind);
    expect(error.reason).toBe(reason);
  });

  test.each<[PostmarkBehaviour, string]>([
    ['hang', 'timeout'],
    ['stall', 'timeout'],
    ['disconnect', 'network'],
    ['redirect', 'network'],
    ['page', 'provider'],
  ])('the failure "%s" of Postmark is retryable within the timeout', async (behaviour, reason) => {
    server.behave(behaviour);
    const start = performance.now();
    const error = await failureOf(MAIL, mailerWith({ timeoutMs: 150 }));
    expect(error).toBeInstanceOf(MailUnavailable);
    expect(error.reason).toBe(reason);
    expect(performance.now() - start).toBeLessThan(1500);
    expect(server.requests).toHaveLength(1);
  });

  test('a mail is retryable after Postmark refused the connection', async () => {
    await server.close();
    expect((await failureOf(MAIL)).reason).toBe('network');
  });

  test('a wrong token is retryable because the operator can correct it', async () => {
    expect((await failureOf(MAIL, mailerWith({ serverToken: 'wrong' }))).reason).toBe('configuration');
  });
});

test('closing waits for mails in progress and refuses later ones', async () => {
  server.behave('hang');
  const slow = mailerWith({ timeoutMs: 200 });
  let settled = false;
  const sending = slow.send(MAIL).catch(() => {
    settled = true;
  });
  await slow.close();
  await sending;
  expect(settled).toBe(true);
  expect((await failureOf(MAIL, slow)).reason).toBe('closed');
});
