/** Mails use the merchant's accent color with sufficient contrast in light and dark mode. */
import { describe, expect, test } from 'vitest';
import { contrast, type Hex } from '../../../src/kernel/color.ts';
import { DEFAULT_ACCENT, TEXT_CONTRAST } from '../../../src/kernel/theme.ts';
import { cardExpiringMail } from '../../../src/mail/templates/cardExpiring.ts';
import { signInLinkMail } from '../../../src/mail/templates/signInLink.ts';

const SENDER = { companyName: 'Acme', link: 'https://acme.example/x' };
const METHOD = { kind: 'CARD', brand: 'visa', lastFour: '4242' } as const;
const TEMPLATES = {
  'sign-in link': (accentColor: string | null) =>
    signInLinkMail({ ...SENDER, accentColor, code: 'K7M4QX', expiresInMinutes: 10, destination: 'HOME' }).html,
  notice: (accentColor: string | null) =>
    cardExpiringMail({ ...SENDER, accentColor, method: METHOD, expiryYear: 2027, expiryMonth: 3 }).html,
};

const found = (html: string, pattern: RegExp) => pattern.exec(html)?.[1] as Hex;
const colorsOf = (html: string) => ({
  button: found(html, /class="button"[^>]*background:(#[0-9a-f]{6})/),
  label: found(html, /class="button"[^>]*>\s*<a [^>]*;color:(#[0-9a-f]{6})/),
  link: found(html, /class="link"[^>]*style="color:(#[0-9a-f]{6})/),
  darkButton: found(html, /\.button \{ background: (#[0-9a-f]{6})/),
  darkLabel: found(html, /\.button a \{ color: (#[0-9a-f]{6})/),
  darkLink: found(html, /a\.link \{ color: (#[0-9a-f]{6})/),
  darkCard: found(html, /\.card \{ background: (#[0-9a-f]{6})/),
});

describe.each(Object.entries(TEMPLATES))('colors of the %s mail', (_name, template) => {
  test('the mail has the accent color of the merchant or the default color', () => {
    expect(colorsOf(template('#7a1fa2')).button).toBe('#7a1fa2');
    expect(colorsOf(template(null)).button).toBe(DEFAULT_ACCENT);
  });

  test.each(['#ffffff', '#000000', '#ffef00', '#00ff66', '#0a0a20', '#808080'])(
    'the mail has sufficient contrast with the accent %s',
    (accent) => {
      const { button, label, link, darkButton, darkLabel, darkLink, darkCard } = colorsOf(template(accent));
      expect(contrast(button, label)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      expect(contrast(link, '#ffffff')).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      expect(contrast(darkButton, darkLabel)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      expect(contrast(darkLink, darkCard)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    },
  );

  test('an invalid color is not inserted into the mail', () => {
    const html = template('red;}</style><script>alert(1)</script>');
    expect(html).not.toContain('alert');
    expect(colorsOf(html).button).toBe(DEFAULT_ACCENT);
  });
});
