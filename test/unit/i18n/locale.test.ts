import { describe, expect, it } from 'vitest';
import { embedded } from '../../../src/i18n/bidi.ts';
import { formatsOf } from '../../../src/i18n/formats.ts';
import { acceptedLocale, LANGUAGES, localeOf, matchLocale } from '../../../src/i18n/locale.ts';
import { translator } from '../../../src/i18n/translate.ts';
import { Fraction } from '../../../src/kernel/money.ts';

const spaced = (text: string) => text.replace(/[\u00A0\u202F\u2009]/g, ' ');

describe('locale tag', () => {
  it.each([
    ['de-AT', 'de', 'de-AT'],
    ['pt_BR', 'pt', 'pt-BR'],
    ['DE', 'de', 'de'],
    ['ja-JP-u-ca-japanese', 'ja', 'ja-JP'],
    ['es-419', 'es', 'es-419'],
    ['de-Latn-CH-1996', 'de', 'de-CH'],
    [' fr-CA ', 'fr', 'fr-CA'],
  ])('the tag %s is matched to the language %s with the tag %s', (tag, language, kept) => {
    expect(matchLocale(tag)).toMatchObject({ language, tag: kept, direction: 'ltr' });
  });

  it.each([
    'zh',
    'zh-Hant-TW',
    '',
    'not a locale',
    'constructor',
    '__proto__',
    'x',
    `de${'-abcdefgh'.repeat(20)}`,
    null,
    undefined,
  ])('%j matches no locale', (tag) => {
    expect(matchLocale(tag)).toBeNull();
  });

  it('Arabic is the only supported language that is written from right to left', () => {
    expect(LANGUAGES.filter((language) => localeOf(language).direction === 'rtl')).toEqual(['ar']);
  });
});

describe('choice of a locale', () => {
  it('the first supported locale is chosen, and English as the last resort', () => {
    expect(localeOf('zh', null, 'pl-PL', 'de').tag).toBe('pl-PL');
    expect(localeOf('zh', undefined).tag).toBe('en');
  });

  it.each([
    ['de-CH,de;q=0.9,en;q=0.8', 'de-CH'],
    ['en;q=0.1, fr-CA;q=0.7, *;q=0.5', 'fr-CA'],
    ['zh-CN, zh;q=0.9, ja;q=0.8', 'ja'],
    ['it;q=0, nl;q=0.2', 'nl'],
    ['es;q=much, pl', 'pl'],
  ])('the Accept-Language header %s selects the locale %s', (header, tag) => {
    expect(acceptedLocale(header)?.tag).toBe(tag);
  });

  it.each(['', 'zh', '*', ';;;,,,', null])('the Accept-Language header %j contains no supported locale', (header) => {
    expect(acceptedLocale(header)).toBeNull();
  });
});

describe('locale formats', () => {
  it('numbers are formatted for the region, such as German with Swiss separators', () => {
    expect(formatsOf(localeOf('de-CH')).money(123_456n, 'CHF')).toMatch(/1[’']234\.56/);
    expect(spaced(formatsOf(localeOf('de-AT')).money(123_456n, 'EUR'))).toBe('€ 1.234,56');
  });

  it('amounts are formatted exactly beyond 2^53 and for currencies with zero and three decimals', () => {
    const { money } = formatsOf(localeOf('en'));
    expect(money(9_007_199_254_740_993n, 'USD')).toBe('$90,071,992,547,409.93');
    expect(money(1999n, 'JPY')).toBe('¥1,999');
    expect(spaced(money(-5n, 'KWD'))).toBe('-KWD 0.005');
  });

  it.each(['ar', 'ar-EG', 'ar-SA', 'ar-AE', 'ja-JP-u-ca-japanese'])(
    'the locale %s is formatted with Latin digits and Gregorian years',
    (tag) => {
      const { money, date, days, count, percent } = formatsOf(localeOf(tag));
      const all = [
        money(123_456n, 'EUR'),
        date(new Date('2026-01-17T00:00:00Z')),
        days({ start: new Date('2026-01-17T00:00:00Z'), end: new Date('2026-02-01T00:00:00Z') }),
        count(31),
        percent(Fraction.of(1n, 4n)).text,
      ].join(' ');
      expect(all).not.toMatch(/[٠-٩۰-۹]/);
      expect(all).toContain('2026');
    },
  );

  it('a half-open period is formatted with the UTC days that it touches', () => {
    const { days } = formatsOf(localeOf('en-GB'));
    const period = (start: string, end: string) => spaced(days({ start: new Date(start), end: new Date(end) }));
    expect(period('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')).toBe('1 – 31 January 2026');
    expect(period('2026-01-17T23:59:59Z', '2026-02-17T23:59:59Z')).toBe('17 January – 17 February 2026');
    expect(period('2026-01-17T00:00:00Z', '2026-01-18T00:00:00Z')).toBe('17 January 2026');
  });

  it('a rounded percentage is marked as inexact and never rounded to 0 or 100', () => {
    const { percent } = formatsOf(localeOf('en'));
    expect(percent(Fraction.of(1n, 4n))).toEqual({ text: '25%', exact: true });
    expect(percent(Fraction.of(1234n, 10_000n))).toEqual({ text: '12.34%', exact: true });
    expect(percent(Fraction.of(1n, 3n))).toEqual({ text: '33.33%', exact: false });
    expect(percent(Fraction.of(2n, 3n))).toEqual({ text: '66.67%', exact: false });
    expect(percent(Fraction.of(999_999n, 1_000_000n))).toEqual({ text: '99.9999%', exact: true });
    expect(percent(Fraction.of(1n, 31_536_000_000n))).toEqual({ text: '0.0000000032%', exact: false });
    expect(percent(Fraction.of(1n))).toEqual({ text: '100%', exact: true });
    expect(percent(Fraction.of(0n))).toEqual({ text: '0%', exact: true });
  });
});

describe('plural forms', () => {
  it('plural forms follow the rules of the language', () => {
    const polish = translator('mail', localeOf('pl'));
    expect([1, 2, 5, 12, 22, 25].map((count) => polish('paymentFailed.more', { count }))).toEqual([
      'i 1 inna pozycja',
      'i 2 inne pozycje',
      'i 5 innych pozycji',
      'i 12 innych pozycji',
      'i 22 inne pozycje',
      'i 25 innych pozycji',
    ]);
    const arabic = translator('invoice', localeOf('ar'));
    expect([1, 2, 3, 10, 11, 99, 100].map((days) => arabic('line.daysTotal', { days }))).toEqual([
      'يوم',
      'يومين',
      '3 أيام',
      '10 أيام',
      '11 يومًا',
      '99 يومًا',
      '100 يوم',
    ]);
  });
});

describe('messages with values', () => {
  const subject = (company: string) => translator('mail', localeOf('en'))('signIn.subject', { company });

  it('a value with ICU or Lingui syntax is inserted verbatim', () => {
    for (const name of ['O’Brien & {Co}', "it's {company} #", '\\u202E\\x0aBcc: all', 'C:\\new', '$& $1', '<0>'])
      expect(subject(name)).toContain(name);
  });

  it('an unknown message id throws an error', () => {
    const translate = translator('mail', localeOf('en')) as (id: string) => string;
    expect(() => translate('signIn.nothing')).toThrow('There is no message signIn.nothing in mail.json.');
  });
});

describe('embedded names', () => {
  it('a name of the same writing direction is embedded unchanged', () => {
    expect(embedded('Pro', 'ltr')).toBe('Pro');
  });

  it('a name of the opposite writing direction is wrapped in direction marks', () => {
    expect(embedded('Pro!', 'rtl')).toBe('\u200F\u200EPro!\u200E\u200F');
    expect(embedded('برو', 'ltr')).toBe('\u200E\u200Fبرو\u200F\u200E');
  });

  it('direction marks inside a name are removed', () => {
    expect(embedded('Pro\u202E00.1€\u202C\u2066', 'ltr')).toBe('Pro00.1€');
  });
});
