import { describe, expect, test } from 'vitest';
import { parseReturnUrl, sameOrigin } from '../../../src/kernel/returnUrl.ts';

const accepted: [given: string, stored: string][] = [
  ['https://example.com', 'https://example.com/'],
  ['https://example.com/account?tab=billing#plans', 'https://example.com/account?tab=billing#plans'],
  ['HTTPS://EXAMPLE.COM/Account', 'https://example.com/Account'],
  ['https://example.com:443/', 'https://example.com/'],
  ['https://example.com:8443/', 'https://example.com:8443/'],
  ['https://example.com/a/../b', 'https://example.com/b'],
  ['https://example.com/%2f%2fevil.example', 'https://example.com/%2f%2fevil.example'],
  ['https://example.com//evil.example', 'https://example.com//evil.example'],
  ['https://example.com/?next=https://user@evil.example', 'https://example.com/?next=https://user@evil.example'],
  ['https://example.com/@me', 'https://example.com/@me'],
  ['https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
  ['https://[2001:db8::1]/', 'https://[2001:db8::1]/'],
  ['http://localhost:3000/back', 'http://localhost:3000/back'],
  ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000/'],
  ['http://[::1]:3000/', 'http://[::1]:3000/'],
];

const refused: string[] = [
  // Not an absolute URL.
  ...['', '/', 'account', '/account', '//evil.example', '///evil.example', '?next=1', '#top', 'example.com'],
  // Repaired by browsers into an absolute URL.
  ...['/\\evil.example', '\\\\evil.example', '/\t/evil.example', 'https:evil.example', 'https:/evil.example'],
  ...['https:///evil.example', 'https:////evil.example', 'https:\\\\evil.example', 'https:/\\evil.example'],
  ...['https://example.com\\@evil.example', 'https://example.com\\.evil.example', 'https://evil.example\\account'],
  ...[
    'ht\ttps://evil.example',
    'https://exa\nmple.com',
    'https://example.com/\r\nSet-Cookie:%20a=b',
    ' https://example.com',
  ],
  ...['https://example.com ', 'https://example.com/a b', '\u0000https://example.com', 'https://example.com/\u0000'],
  ...[
    '\u00a0https://example.com',
    'https://example.com/\u2028',
    '\ufeffhttps://example.com',
    'https://example.com/\u0085',
  ],
  // Scripts, files and other schemes.
  ...['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\nscript:alert(1)', 'javascript://example.com/%0aalert(1)'],
  ...['data:text/html,<script>alert(1)</script>', 'vbscript:msgbox(1)', 'file:///etc/passwd', 'ftp://example.com/'],
  ...[
    'blob:https://example.com/1',
    'view-source:https://example.com',
    'ws://example.com',
    'filesystem:https://example.com/a',
  ],
  // The part before the @ is not the host.
  ...[
    'https://example.com@evil.example',
    'https://user:password@example.com',
    'https://@example.com',
    'https://:@example.com',
  ],
  ...[
    'https://example.com:443@evil.example/',
    'https://example.com%2f@evil.example',
    'https://example.com%40@evil.example',
  ],
  // Encoded or look-alike delimiters within the host.
  ...[
    'https://example.com%2fevil.example',
    'https://example.com%5cevil.example',
    'https://example.com%00.evil.example',
  ],
  ...[
    'https://example.com%0d%0a.evil.example',
    'https://example.com／evil.example',
    'https://example.com＠evil.example',
  ],
  ...['https://example.com＃evil.example', 'https://example.com？evil.example', 'https://example.com＼evil.example'],
  // Invisible characters, directions and halves of characters.
  ...[
    'https://exam\u200bple.com',
    'https://exam\u00adple.com',
    'https://\u202emoc.elpmaxe',
    'https://example.com/\ud800',
  ],
  // Addresses without encryption, and hosts that only look like localhost.
  ...[
    'http://example.com',
    'http://localhost.evil.example',
    'http://localhost@evil.example',
    'http://evil.example/localhost',
  ],
  ...[
    'http://notlocalhost',
    'http://127.0.0.1.evil.example',
    'http://192.168.0.1',
    'http://0.0.0.0',
    'http://localhost.',
  ],
  // No host, broken hosts and ports, far too long.
  ...[
    'https://',
    'https://?',
    'https://#',
    'https:// /',
    'https://[::1',
    'https://example.com:99999',
    'https://exa<mple.com',
  ],
  `https://example.com/${'a'.repeat(2000)}`,
  `https://example.com/${'ü'.repeat(500)}`,
];

describe('parseReturnUrl', () => {
  test.each(accepted)('the return URL %j is accepted and stored as %j', (given, stored) => {
    expect(parseReturnUrl(given)?.href).toBe(stored);
  });

  test.each(accepted)('the stored form of the return URL %j is stored unchanged again: %j', (_given, stored) => {
    expect(parseReturnUrl(stored)?.href).toBe(stored);
  });

  test.each(refused.map((text) => [text]))('the return URL %j is refused', (text) => {
    expect(parseReturnUrl(text)).toBeNull();
  });

  test('a refused URL has the same origin as no URL, not even as itself', () => {
    for (const text of refused) {
      expect(sameOrigin(text, text)).toBe(false);
      expect(sameOrigin(text, 'https://example.com/')).toBe(false);
      expect(sameOrigin('https://example.com/', text)).toBe(false);
    }
  });
});

describe('sameOrigin', () => {
  const configured = 'https://example.com/account';

  test.each([
    ['https://example.com/'],
    ['https://example.com/elsewhere?a=1#b'],
    ['https://EXAMPLE.com:443/'],
    ['https://example.com//evil.example'],
    ['https://ｅxample.com/'],
  ])('%j has the origin of the configured URL', (url) => {
    expect(sameOrigin(url, configured)).toBe(true);
    expect(sameOrigin(new URL(url), new URL(configured))).toBe(true);
  });

  test.each([
    ['https://evil.example/'],
    ['https://example.com.evil.example/'],
    ['https://evilexample.com/'],
    ['https://evil-example.com/'],
    ['https://example.co'],
    ['https://example.comm/'],
    ['https://account.example.com/'],
    ['https://example.com./'],
    ['https://example.com:8443/'],
    ['https://example.com。evil.example/'],
    ['https://evil.example/https://example.com/account'],
    ['https://evil.example?https://example.com/'],
    ['https://evil.example#https://example.com/'],
    ['https://exаmple.com/'], // a Cyrillic а
    ['https://еxample.com/'], // a Cyrillic е
    ['https://exɑmple.com/'], // a Latin alpha
    ['https://examp1e.com/'],
    ['https://xn--exmple-4nf.com/'],
    ['http://example.com/'],
    ['http://localhost/'],
  ])('%j does not have the origin of the configured URL', (url) => {
    expect(sameOrigin(url, configured)).toBe(false);
  });

  test('URLs with different ports have different origins', () => {
    expect(sameOrigin('http://localhost:3000/a', 'http://localhost:3000/')).toBe(true);
    expect(sameOrigin('http://localhost:3001/a', 'http://localhost:3000/')).toBe(false);
    expect(sameOrigin('https://localhost:3000/a', 'http://localhost:3000/')).toBe(false);
  });

  test('a parsed URL is handled like its text', () => {
    expect(sameOrigin(new URL('blob:https://example.com/1'), configured)).toBe(false);
    expect(sameOrigin(new URL('https://user@example.com/'), configured)).toBe(false);
  });

  test('no URL has the same origin as a URL that is not configured', () => {
    expect(sameOrigin('https://example.com/', null)).toBe(false);
    expect(sameOrigin('null', null)).toBe(false);
  });
});
