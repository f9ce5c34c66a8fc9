/** Host names are normalized to one form, and invalid ones are refused. */
import { describe, expect, test } from 'vitest';
import { belongsTo, hostnameOf, normalizeHostname } from '../../../src/modules/portal/domains/hostname.ts';

describe('normalizeHostname', () => {
  test.each([
    ['billing.example.com', 'billing.example.com'],
    ['BILLING.Example.COM', 'billing.example.com'],
    ['billing.example.com.', 'billing.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['faß.example', 'xn--fa-hia.example'],
    ['billing。example.com', 'billing.example.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['a.co', 'a.co'],
  ])('the host name %s is normalized to %s', (written, kept) => expect(normalizeHostname(written)).toBe(kept));

  test.each([
    ...['', '.', '..', 'localhost', 'LOCALHOST', 'app.localhost', 'printer.local', 'db.internal', 'x.onion', 'com'],
    ...[
      '127.0.0.1',
      '0x7f.1',
      '2130706433',
      '１２７.0.0.1',
      '1.2.3',
      'a.1',
      'a.0x1',
      '[::1]',
      '::1',
      '1.0.0.127.in-addr.arpa',
    ],
    ...[
      '*.example.com',
      '＊.example.com',
      'example.com:443',
      'example.com/',
      'https://example.com',
      'example.com/path',
    ],
    ...[
      'user@example.com',
      'example.com#x',
      'example.com?x',
      'exa mple.com',
      'example.com\n',
      '\texample.com',
      'ex%61mple.com',
    ],
    ...[
      'a..example.com',
      '.example.com',
      '-a.example.com',
      'a-.example.com',
      'under_score.example.com',
      'a\\b.example.com',
    ],
    ...['xn--iñvalid.com', 'a\u202Eb.com', "a';b.example.com", 'a,b.example.com', `${'a'.repeat(64)}.example.com`],
    `${'a.'.repeat(120)}com`,
  ])('%j is refused as a host name', (written) => expect(normalizeHostname(written)).toBeNull());

  test('the server’s own host and its subdomains cannot be registered', () => {
    const own = 'https://portal.example.com:8443/base';
    expect(['portal.example.com', 'evil.portal.example.com'].map((name) => belongsTo(name, own))).toEqual([true, true]);
    expect(
      ['example.com', 'evilportal.example.com', 'portal.example.com.evil.org'].map((n) => belongsTo(n, own)),
    ).toEqual([false, false, false]);
  });
});

describe('hostnameOf', () => {
  test.each([
    ['Billing.Example.com', 'billing.example.com'],
    ['billing.example.com:443', 'billing.example.com'],
    ['billing.example.com.', 'billing.example.com'],
    ['[::1]:4000', '[::1]'],
    ['127.0.0.1', '127.0.0.1'],
  ])('the Host header %s is normalized to %s', (header, hostname) => expect(hostnameOf(header)).toBe(hostname));

  test.each([null, '', 'a b', 'a@b', 'a/b', 'a:b', 'a:123456', 'a,b', 'a\r\nX: y', `${'a'.repeat(300)}`])(
    'the Host header %j is invalid',
    (header) => expect(hostnameOf(header)).toBeNull(),
  );
});
