/** The client's address behind trusted proxies. */
import { describe, expect, test } from 'vitest';
import { clientAddress } from '../../src/http/clientAddress.ts';
import { openTestApp, type TestApp } from '../support/app.ts';

describe('client address', () => {
  const SOCKET = '10.0.0.1';
  test.each<[string, number, string | null, string]>([
    ['the socket without a trusted proxy', 0, '203.0.113.9', SOCKET],
    ['the socket without a proxy and a header', 0, null, SOCKET],
    ['the last entry behind one proxy', 1, '203.0.113.9', '203.0.113.9'],
    ['the last entry behind one proxy if the client added its own', 1, '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['the socket if the proxy wrote nothing', 1, null, SOCKET],
    ['the socket if the proxy wrote no address', 1, '198.51.100.1, unknown', SOCKET],
    ['the socket if the last entry is empty', 1, '198.51.100.1, ', SOCKET],
    ['the second to last entry behind two proxies', 2, '198.51.100.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['the socket if one of two proxies was bypassed', 2, '203.0.113.9', SOCKET],
    ['the trimmed entry', 1, ' 198.51.100.1 ,  203.0.113.9  ', '203.0.113.9'],
    ['the entry without its port', 1, '203.0.113.9:51234', '203.0.113.9'],
    ['the entry with an IPv6 address', 1, '2001:db8::1', '2001:db8::1'],
    ['the IPv6 entry without brackets', 1, '[2001:db8::1]', '2001:db8::1'],
    ['the IPv6 entry without brackets and port', 1, '[2001:db8::1]:443', '2001:db8::1'],
    ['the socket if the header is a very long text', 1, 'x'.repeat(10_000), SOCKET],
  ])('the client address is %s', (_name, hops, header, expected) => {
    expect(clientAddress(SOCKET, header, hops)).toBe(expected);
  });

  const LIMIT = 3;
  /** For each attempt with a wrong token, true if it was refused by the rate limit. */
  async function refused(app: TestApp, headers: readonly string[]): Promise<boolean[]> {
    const answers: boolean[] = [];
    for (const header of headers) {
      const { body } = await app.post(
        { query: 'mutation { consumePortalLink(input: { token: "wrong" }) { __typename } }' },
        { 'x-forwarded-for': header },
      );
      answers.push(body.errors?.[0]?.extensions.code === 'RATE_LIMITED');
    }
    return answers;
  }
  const NO = [false, false, false, false];
  const AT_THE_FOURTH = [false, false, false, true];

  test.each<[number, string, string[], boolean[]]>([
    [0, 'does not evade the limit', ['198.51.100.1', '198.51.100.2', '198.51.100.3', '198.51.100.4'], AT_THE_FOURTH],
    [1, 'does not evade the limit', [1, 2, 3, 4].map((n) => `198.51.100.${n}, 203.0.113.9`), AT_THE_FOURTH],
    [1, 'does not evade the limit with another port', [1, 2, 3, 4].map((n) => `203.0.113.9:5000${n}`), AT_THE_FOURTH],
    [1, 'distinguishes clients if the proxy writes it', [1, 2, 3, 4].map((n) => `203.0.113.${n}`), NO],
    [2, 'does not evade the limit', [1, 2, 3, 4].map((n) => `198.51.100.${n}, 203.0.113.9, 10.0.0.2`), AT_THE_FOURTH],
    [2, 'distinguishes clients if the outer proxy writes it', [1, 2, 3, 4].map((n) => `203.0.113.${n}, 10.0.0.2`), NO],
  ])('with %i trusted proxies a rotating X-Forwarded-For header %s', async (hops, _what, headers, expected) => {
    const limits = { consumePerClient: { points: LIMIT, seconds: 3600 } };
    const app = await openTestApp({ trustedProxyHops: hops, limits });
    try {
      expect(await refused(app, headers)).toEqual(expected);
    } finally {
      await app.close();
    }
  });
});
