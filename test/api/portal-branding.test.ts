/** Portal branding: a merchant sets colors, logos and links, and cannot inject anything into the page. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imageOrigins } from '../../src/modules/portal/branding/portalBranding.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { pageWith } from '../support/page.ts';

let t: TestApp;
let shop: Awaited<ReturnType<TestApp['company']>>;
beforeAll(async () => {
  t = await openTestApp({ page: pageWith() });
  shop = await t.company('Acme');
});
afterAll(() => t.close());

const FIELDS =
  'portalHeader logoUrl darkLogoUrl faviconUrl accentColor backgroundColor font corners footerText termsUrl privacyUrl supportEmail defaultLocale returnUrl';
const COLORS = 'ground surface ink softInk boundary accent accentHover onAccent accentSoft accentText focusRing';

interface Outcome {
  portalConfig?: Record<string, unknown>;
  issues?: { path: string[]; message: string }[];
}

async function update(input: object): Promise<Outcome> {
  const { updatePortalConfig } = await shop.merchant.request<{ updatePortalConfig: Outcome }>(
    `mutation ($input: UpdatePortalConfigInput!) { updatePortalConfig(input: $input) {
       ... on UpdatePortalConfigSuccess { portalConfig { ${FIELDS} cancellationEmailsEnabled } }
       ... on ValidationError { issues { path message } } } }`,
    { input },
  );
  return updatePortalConfig;
}

async function branding(companyId: string = shop.companyId) {
  const { body } = await t.post({
    query: `query ($id: ID!) { portalBranding(companyId: $id) {
      companyId name websiteUrl ${FIELDS} theme { light { ${COLORS} } dark { ${COLORS} } } } }`,
    variables: { id: companyId },
  });
  return body.data.portalBranding;
}

const DRESS = {
  portalHeader: 'Your plan — و‌ی',
  logoUrl: 'https://cdn.acme.example/logo.svg',
  darkLogoUrl: 'https://dark.acme.example/logo.svg',
  faviconUrl: 'https://cdn.acme.example/favicon.ico?v=2',
  accentColor: '#ffcc00',
  backgroundColor: '#fdf6e3',
  font: 'SERIF',
  corners: 'SQUARE',
  footerText: 'Acme GmbH · HRB 12345 · Amtsgericht Hamburg',
  termsUrl: 'https://acme.example/terms',
  privacyUrl: 'https://acme.example/privacy#top',
  supportEmail: 'billing@acme.example',
  defaultLocale: 'de',
};

test('a portal without branding has the default colors and English', async () => {
  const { companyId } = await t.company('Plain');
  const plain = await branding(companyId);
  expect(plain).toMatchObject({ companyId, name: 'Plain', logoUrl: null, accentColor: null, defaultLocale: 'en' });
  expect(plain.theme.light).toMatchObject({ ground: '#f6f7f9', surface: '#ffffff', accent: '#2a55d4' });
  expect(plain.theme.dark).toMatchObject({ ground: '#121419', surface: '#1c1f26', ink: '#eceef3' });
});

test('portalBranding returns the configured values to anonymous callers, with colors adjusted for contrast', async () => {
  expect(await update(DRESS)).toEqual({
    portalConfig: { ...DRESS, returnUrl: null, cancellationEmailsEnabled: true },
  });
  const shown = await branding();
  expect(shown).toMatchObject(DRESS);
  // Buttons have the chosen color, with black text; links on a light background need a darker one.
  expect([shown.theme.dark.accent, shown.theme.light.accent]).toEqual(['#ffcc00', '#ffcc00']);
  expect([shown.theme.dark.accentText, shown.theme.light.accentText]).toEqual([
    '#ffcc00',
    expect.not.stringMatching('#ffcc00'),
  ]);
  expect(shown.theme.light.ground).toBe('#fdf6e3');
  expect(await branding('co_01kn35e000ge0wtdsshxnrxt9d')).toBeNull();
});

test('null clears every branding field except language, typeface and corners, and support falls back to the company’s address', async () => {
  await shop.merchant.request(
    'mutation { updateCompany(input: { supportEmail: "help@acme.example" }) { __typename } }',
  );
  const { defaultLocale, font, corners, ...clearable } = DRESS;
  const cleared = Object.fromEntries(Object.keys(clearable).map((name) => [name, null]));
  expect((await update(cleared)).portalConfig).toMatchObject({ ...cleared, defaultLocale, font, corners });
  expect((await branding()).supportEmail).toBe('help@acme.example');
  for (const name of ['defaultLocale', 'font', 'corners'])
    expect((await update({ [name]: null })).issues).toMatchObject([{ path: ['input', name] }]);
  expect((await update({ cancellationEmailsEnabled: null })).issues).toMatchObject([
    { path: ['input', 'cancellationEmailsEnabled'] },
  ]);
});

test('colors are stored in lower case, and quotes in image URLs are percent-encoded', async () => {
  const { portalConfig } = await update({ accentColor: '#AbCdEf', logoUrl: "https://a.example/it's(1).png?x='y'" });
  expect(portalConfig).toMatchObject({
    accentColor: '#abcdef',
    logoUrl: 'https://a.example/it%27s%281%29.png?x=%27y%27',
  });
});

describe('hostile branding values', () => {
  const URLS = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:image/svg+xml;base64,PHN2Zz4=',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://a.example/x',
    'http://a.example/logo.png',
    'http://localhost/logo.png',
    '//a.example/logo.png',
    '/logo.png',
    'https:a.example',
    'https:/a.example',
    'https:\\\\a.example',
    'https://user@a.example/',
    'https://user:pass@a.example/',
    'https://a.example\\@evil.example/',
    'https://a;script-src.example/',
    "https://a'.example/",
    'https://a".example/',
    'https://a,b.example/',
    'https://*.example/',
    'https://a_b.example/',
    'https://a.example/\u202Egnp.exe',
    'https://a.example/x y',
    'https://a.example/\u0001',
    'https://a.example/"onerror="alert(1)\r\n',
    'https://[::1]/x',
    '',
    `https://a.example/${'a'.repeat(2000)}`,
  ];
  const COLORS_REFUSED = [
    'red',
    '#fff',
    '#ffff',
    '#ffffff00',
    'ffffff',
    '#fffffg',
    ' #ffffff',
    '#ffffff ',
    '#ffffff\n',
    '#ffffff;background:url(https://evil.example)',
    'rgb(0,0,0)',
    'url(javascript:alert(1))',
    'expression(alert(1))',
    '}</style><script>alert(1)</script>',
    'var(--x)',
    '＃ffffff',
    '#ＦＦffff',
    '',
  ];
  const HEADERS_REFUSED = [
    'two\nlines',
    'two\r\nlines',
    'a\u2028b',
    'a\u2029b',
    'a\u0001b',
    'a\u001b[31mb',
    'Acme \u202Eemca',
    '\u2066hidden\u2069',
    '\u202Da',
    'x'.repeat(121),
    '   ',
  ];
  const corpus: [string, string][] = [
    ...['logoUrl', 'darkLogoUrl', 'faviconUrl', 'termsUrl', 'privacyUrl'].flatMap((name) =>
      URLS.map((value) => [name, value] as [string, string]),
    ),
    ...['accentColor', 'backgroundColor'].flatMap((name) =>
      COLORS_REFUSED.map((value) => [name, value] as [string, string]),
    ),
    ...HEADERS_REFUSED.map((value) => ['portalHeader', value] as [string, string]),
    ...HEADERS_REFUSED.filter((value) => !value.startsWith('xxx')).map(
      (value) => ['footerText', value] as [string, string],
    ),
    ['footerText', 'x'.repeat(301)],
    ...['Help <help@a.example>', 'a@b', 'javascript:alert(1)', 'a@a.example\nBcc: b@b.example', '<x>@a.example'].map(
      (value) => ['supportEmail', value] as [string, string],
    ),
    ...['EN', 'xx', 'en-US', '', '../en', '__proto__'].map((value) => ['defaultLocale', value] as [string, string]),
  ];

  test('every hostile value is refused with its path, is not repeated, and changes nothing', async () => {
    const before = await branding();
    for (const [name, value] of corpus) {
      const outcome = await update({ [name]: value });
      expect(outcome.issues?.[0]?.path, `${name}: ${JSON.stringify(value)}`).toEqual(['input', name]);
      if (value.length > 3) expect(JSON.stringify(outcome)).not.toContain(value);
    }
    expect(await branding()).toEqual(before);
  });

  test('one update reports the issues of all invalid fields', async () => {
    const { issues } = await update({ logoUrl: 'x', accentColor: 'x', portalHeader: 'fine', defaultLocale: 'x' });
    expect(issues?.map(({ path }) => path[1])).toEqual(['logoUrl', 'accentColor', 'defaultLocale']);
  });

  test('a check constraint of the database refuses an invalid color', async () => {
    const write = t.db.raw.query("UPDATE portal_config SET accent_color = 'red;' WHERE company_id = $1", [
      shop.companyId,
    ]);
    await expect(write).rejects.toThrow(/portal_config_accent_color_hex/);
  });
});

test('markup in the portal header is escaped in the page', async () => {
  const evil = '</p><script>alert(1)</script>';
  expect((await update({ portalHeader: evil })).portalConfig?.portalHeader).toBe(evil);
  const page = await t.app.fetch(new Request(`http://portal.test/portal/${shop.companyId}/sign-in`));
  const source = await page.text();
  // The header is part of the JSON data, in which `<` and `>` are escaped.
  expect(source).toContain(String.raw`\u003c/p\u003e\u003cscript\u003ealert(1)`);
  expect(source).not.toContain(evil);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('the image sources of the content security policy are the origins of logo and favicon only', () => {
  const logoUrl = 'https://cdn.acme.example:8443/logo.svg';
  expect(imageOrigins({ logoUrl, darkLogoUrl: null, faviconUrl: 'https://cdn.acme.example:8443/f.ico' })).toEqual([
    'https://cdn.acme.example:8443',
  ]);
  expect(imageOrigins({ logoUrl: null, darkLogoUrl: null, faviconUrl: null })).toEqual([]);
});

test('a sign-in mail contains the support address of the portal', async () => {
  await update({ supportEmail: 'portal@acme.example', defaultLocale: 'en' });
  await shop.merchant.request('mutation { createCustomer(input: { email: "ada@example.com" }) { __typename } }');
  await t
    .client()
    .request(
      'mutation ($id: ID!) { requestPortalLink(input: { companyId: $id, email: "ada@example.com" }) { __typename } }',
      { id: shop.companyId },
    );
  await t.app.tick();
  expect(t.mailbox.list()[0]?.text).toContain('portal@acme.example');
});
