/** No delivery reaches an internal address: not by name, rebinding, another notation or a redirect. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EnvError, readEnv } from '../../src/env.ts';
import { mayReach } from '../../src/modules/webhook/reachableAddress.ts';
import { SendAborted, send } from '../../src/modules/webhook/send.ts';
import { parseTarget, resolveTarget, type WebhookPolicy } from '../../src/modules/webhook/target.ts';
import { openTestApp } from '../support/app.ts';
import { TLS_AUTHORITY, TLS_CERTIFICATE, TLS_KEY } from '../support/tls.ts';
import { mutate } from '../support/world.ts';

const PUBLIC = { privateAddresses: false };
const INSIDE = { privateAddresses: true };

describe('reachable addresses of webhooks', () => {
  test.each(['93.184.216.34', '1.1.1.1', '2606:4700::1111', '2a00:1450:4001::1', '::ffff:1.1.1.1'])(
    'the public address %s may be reached',
    (address) => {
      expect(mayReach(address, PUBLIC)).toBe(true);
      expect(mayReach(address, INSIDE)).toBe(true);
    },
  );

  test.each([
    ...['127.0.0.1', '127.255.255.254', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1'],
    ...['::1', 'fc00::1', 'fd12:3456::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1'],
  ])('the private address %s may be reached only if the installation allows it', (address) => {
    expect(mayReach(address, PUBLIC)).toBe(false);
    expect(mayReach(address, INSIDE)).toBe(true);
  });

  test.each([
    ...['169.254.169.254', '169.254.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254'],
    ...['::ffff:169.254.169.254', 'fe80::1', 'fe80::1%eth0', '0.0.0.0', '0.1.2.3', '255.255.255.255', '224.0.0.1'],
    ...['240.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '192.88.99.1', 'ff02::1', '::'],
    ...['::127.0.0.1', '::ffff:0:7f00:1', '64:ff9b::7f00:1', '64:ff9b:1::7f00:1', '2002:7f00:1::', '2001::1'],
    ...['2001:db8::1', 'fec0::1', '100::1', '5f00::1', '4000::1', 'nonsense', '', '127.0.0.1.example'],
  ])('the reserved address %s is never reached', (address) => {
    expect(mayReach(address, PUBLIC)).toBe(false);
    expect(mayReach(address, INSIDE)).toBe(false);
  });
});

/** A stub resolver that records its lookups. */
function names(known: Record<string, string[] | (() => string[])>): WebhookPolicy & { asked: string[] } {
  const asked: string[] = [];
  return {
    privateAddresses: false,
    plainHttp: true,
    asked,
    async resolve(hostname) {
      asked.push(hostname);
      const found = known[hostname];
      if (!found) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
      return typeof found === 'function' ? found() : found;
    },
  };
}

describe('URLs of webhooks', () => {
  const policy = names({ 'public.example': ['93.184.216.34'], 'inside.example': ['10.0.0.7'] });

  test.each([
    ['http://2130706433/', '127.0.0.1 as one number'],
    ['http://0x7f000001/', '127.0.0.1 in hexadecimal'],
    ['http://0177.0.0.1/', '127.0.0.1 in octal'],
    ['http://127.1/', '127.0.0.1 in short'],
    ['http://017700000001/', '127.0.0.1 as one octal number'],
    ['http://[::1]/', 'loopback'],
    ['http://[::ffff:127.0.0.1]/', 'loopback, mapped'],
    ['http://[::ffff:a9fe:a9fe]/', 'metadata, mapped'],
    ['http://[64:ff9b::a00:1]/', '10.0.0.1 by NAT64'],
    ['http://１２７.０.０.１/', '127.0.0.1 in full width'],
    ['http://169.254.169.254/latest/meta-data', 'metadata'],
    ['http://inside.example/', 'a private address'],
    ['http://unknown.example/', 'nothing'],
  ])('the URL %s is refused because it leads to %s', async (url) => {
    await expect(resolveTarget(url, policy)).rejects.toThrow('does not lead to an address');
  });

  test.each([
    ['https://user@public.example/', 'user name'],
    ['https://:pw@public.example/', 'user name'],
    ['ftp://public.example/', 'Must begin'],
    ['file:///etc/passwd', 'Must begin'],
    ['javascript:alert(1)', 'Must begin'],
    ['https://public.example/#top', 'fragment'],
    ['https://public.example:25/', 'another protocol'],
    ['https://public.example:6379/', 'another protocol'],
    ['//public.example/', 'absolute'],
    ['nonsense', 'absolute'],
    [`https://public.example/${'a'.repeat(3000)}`, 'absolute'],
  ])('the URL %s is refused with the reason: %s', (url, why) => {
    expect(() => parseTarget(url, policy)).toThrow(why);
  });

  test('a URL that is too long after encoding is refused when the endpoint is created', async () => {
    const long = `https://public.example/${'é'.repeat(400)}`;
    expect(long.length).toBeLessThan(2048);
    await expect(resolveTarget(long, policy)).rejects.toThrow('when it is encoded');
    const { url } = await resolveTarget(`https://public.example/${'é'.repeat(300)}`, policy);
    await expect(resolveTarget(url.href, policy)).resolves.toMatchObject({ url });
  });

  test('in production only https URLs are accepted', () => {
    expect(() => parseTarget('http://public.example/', { plainHttp: false })).toThrow('Must begin with https://.');
    expect(parseTarget('https://public.example:8443/hook?a=b', { plainHttp: false }).port).toBe('8443');
  });

  test('a name with one private address among public ones is refused', async () => {
    const mixed = names({ 'mixed.example': ['93.184.216.34', '127.0.0.1'], 'none.example': [] });
    await expect(resolveTarget('http://mixed.example/', mixed)).rejects.toThrow('does not lead');
    await expect(resolveTarget('http://none.example/', mixed)).rejects.toThrow('does not lead');
  });
});

describe('target of a webhook delivery', () => {
  let inside: Server;
  let port: number;
  const hits: string[] = [];
  /** Sends body data without end. */
  const dripping = (response: ServerResponse) => {
    const more = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(more));
  };
  beforeAll(async () => {
    inside = createServer((request, response) => {
      hits.push(`${request.headers.host}${request.url}`);
      if (request.url === '/drip') dripping(response);
      else if (request.url === '/redirect')
        response.writeHead(302, { location: `http://127.0.0.1:${port}/stolen` }).end();
      else response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    ({ port } = inside.address() as AddressInfo);
  });
  afterAll(() => new Promise((resolve) => inside.close(resolve)));

  const deliver = (url: string, policy: WebhookPolicy, signal = new AbortController().signal) =>
    send({ url, headers: { 'content-type': 'application/json' }, body: '{}' }, policy, { timeoutMs: 500, signal });

  test('a delivery is not sent to a name that was rebound to a private address', async () => {
    const answers = [['93.184.216.34'], ['127.0.0.1']];
    const policy = names({ 'rebound.example': () => answers.shift() ?? [] });
    const url = `http://rebound.example:${port}/`;
    await expect(resolveTarget(url, policy)).resolves.toBeTruthy();
    expect(await deliver(url, policy)).toMatchObject({ error: expect.stringContaining('Not sent') });
    expect(hits).toEqual([]);
  });

  test('a delivery resolves the name once and connects to the checked address', async () => {
    // The name exists in this stub only, so a second lookup elsewhere would fail.
    const policy = { ...names({ 'once.invalid': ['127.0.0.1'] }), privateAddresses: true };
    expect(await deliver(`http://once.invalid:${port}/x`, policy)).toEqual({ statusCode: 204, error: null });
    expect(policy.asked).toEqual(['once.invalid']);
    expect(hits.splice(0)).toEqual([`once.invalid:${port}/x`]);
  });

  test('a delivery does not follow a redirect', async () => {
    const policy = { ...names({ 'redirecting.invalid': ['127.0.0.1'] }), privateAddresses: true };
    expect(await deliver(`http://redirecting.invalid:${port}/redirect`, policy)).toMatchObject({ statusCode: 302 });
    expect(hits.splice(0)).toEqual([`redirecting.invalid:${port}/redirect`]);
  });

  test('a delivery fails with the same error for an unknown name and for a private address', async () => {
    const policy = names({ 'inside.example': ['10.0.0.7'] });
    expect(await deliver('http://inside.example/', policy)).toEqual(await deliver('http://unknown.example/', policy));
  });

  test('a delivery times out if the resolver never responds', async () => {
    const policy = { ...names({}), resolve: () => new Promise<string[]>(() => {}) };
    expect(await deliver('http://slow.example/', policy)).toEqual({
      statusCode: null,
      error: 'No response within 0.5 s.',
    });
  });

  test('a delivery has the outcome of its response status, even if the body never ends or is aborted', async () => {
    const policy = { ...names({ 'dripping.invalid': ['127.0.0.1'] }), privateAddresses: true };
    const url = `http://dripping.invalid:${port}/drip`;
    const ending = new AbortController();
    const stopped = deliver(url, policy, ending.signal);
    setTimeout(() => ending.abort(), 200);
    expect(await Promise.all([deliver(url, policy), stopped])).toEqual(Array(2).fill({ statusCode: 200, error: null }));
    hits.length = 0;
  });

  test('a delivery by https is refused without a trusted certificate for the name', async () => {
    const trusted = getCACertificates('default');
    const asked: unknown[] = [];
    const secure = createTlsServer({ cert: TLS_CERTIFICATE, key: TLS_KEY }, (request, response) => {
      asked.push((request.socket as TLSSocket & { servername: unknown }).servername);
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const at = `:${(secure.address() as AddressInfo).port}/`;
    const known = { 'receiver.example': ['127.0.0.1'], 'other.example': ['127.0.0.1'] };
    const policy = { ...names(known), privateAddresses: true };
    const refused = { statusCode: null, error: expect.stringContaining('certificate') };
    try {
      // The authority is not trusted yet.
      expect(await deliver(`https://receiver.example${at}`, policy)).toEqual(refused);
      setDefaultCACertificates([...trusted, TLS_AUTHORITY]);
      expect(await deliver(`https://receiver.example${at}`, policy)).toEqual({ statusCode: 204, error: null });
      expect(await deliver(`https://other.example${at}`, policy)).toEqual(refused);
      expect(await deliver(`https://127.0.0.1${at}`, policy)).toEqual(refused);
      expect(asked).toEqual(['receiver.example']);
    } finally {
      setDefaultCACertificates(trusted);
      await new Promise((resolve) => secure.close(resolve));
    }
  });

  test('a delivery that is interrupted by the shutdown is aborted, not failed', async () => {
    const ending = new AbortController();
    const policy = { ...names({}), resolve: () => new Promise<string[]>(() => {}) };
    const sending = deliver('http://slow.example/', policy, ending.signal);
    ending.abort();
    await expect(sending).rejects.toBeInstanceOf(SendAborted);
    await expect(deliver('http://slow.example/', policy, ending.signal)).rejects.toBeInstanceOf(SendAborted);
  });
});

describe('webhook settings of an installation', () => {
  const production = {
    NODE_ENV: 'production',
    PORTICO_SECRET: 'correct-horse-battery-staple-and-some-more',
    PUBLIC_URL: 'https://billing.example.com',
    TRUSTED_PROXY_HOPS: '1',
    DATABASE_URL: 'postgres://db.example.com/portico',
    POSTMARK_SERVER_TOKEN: 'token',
    MAIL_FROM: 'billing@example.com',
  };

  test('in production private addresses are reachable only with WEBHOOK_PRIVATE_ADDRESSES', () => {
    expect(readEnv(production).webhookPrivateAddresses).toBe(false);
    expect(readEnv({ ...production, WEBHOOK_PRIVATE_ADDRESSES: 'true' }).webhookPrivateAddresses).toBe(true);
    expect(() => readEnv({ ...production, WEBHOOK_PRIVATE_ADDRESSES: 'maybe' })).toThrow(EnvError);
  });

  test('in development private addresses are reachable unless WEBHOOK_PRIVATE_ADDRESSES is false', () => {
    expect(readEnv({ PORTICO_SECRET: production.PORTICO_SECRET }).webhookPrivateAddresses).toBe(true);
    expect(readEnv({ PORTICO_SECRET: production.PORTICO_SECRET, WEBHOOK_PRIVATE_ADDRESSES: 'false' })).toMatchObject({
      webhookPrivateAddresses: false,
    });
  });

  test('the reason of a refused URL is returned on creation and stored with an attempt', async () => {
    let address = '93.184.216.34';
    const t = await openTestApp({ webhooks: { resolve: async () => [address] } });
    const { merchant } = await t.company();
    const create = (url: string) =>
      mutate(merchant, 'createWebhookEndpoint', { url, eventTypes: ['product.created'] }, 'webhookEndpoint { id }');
    await expect(create('http://shop.example/')).rejects.toThrow('Must begin with https://.');
    await expect(create('https://127.0.0.1/')).rejects.toThrow('does not lead to an address');
    await create('https://shop.example/');
    address = '127.0.0.1';
    await mutate(merchant, 'createProduct', { name: 'Plan' }, 'product { id }');
    await t.app.tick();
    const { webhookDeliveries } = await merchant.request<{ webhookDeliveries: { nodes: object[] } }>(
      '{ webhookDeliveries { nodes { status attempts { statusCode error } } } }',
    );
    expect(webhookDeliveries.nodes).toEqual([
      {
        status: 'PENDING',
        attempts: [
          {
            statusCode: null,
            error: 'Not sent: Its host does not lead to an address that deliveries may go to.',
          },
        ],
      },
    ]);
    await t.close();
  });
});
