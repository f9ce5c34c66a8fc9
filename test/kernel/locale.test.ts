import { describe, expect, it } from 'vitest';
import { embedded } from '../../src/kernel/bidi.ts';
import { formatsOf } from '../../src/kernel/formats.ts';
import { acceptedLocale, LANGUAGES, localeOf, matchLocale } from '../../src/kernel/locale.ts';
import { Fraction } from '../../src/kernel/money.ts';
import { pluralIn } from '../../src/kernel/plural.ts';

const spaced = (text: string) => text.replace(/[\u00A0\u202F\u2009]/g, ' ');

describe('a tag', () => {
  it.each([
    ['de-AT', 'de', 'de-AT'],
    ['pt_BR', 'pt', 'pt-BR'],
    ['DE', 'de', 'de'],
    ['ja-JP-u-ca-japanese', 'ja', 'ja-JP'],
    ['es-419', 'es', 'es-419'],
    ['de-Latn-CH-1996', 'de', 'de-CH'],
    [' fr-CA ', 'fr', 'fr-CA'],
  ])('%s is matched to %s and keeps its region: %s', (tag, language, kept) => {
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
  ])('%j, which has no words, is matched to nothing', (tag) => {
    expect(matchLocale(tag)).toBeNull();
  });

  it('runs from right to left in Arabic, and in Arabic alone', () => {
    expect(LANGUAGES.filter((language) => localeOf(language).direction === 'rtl')).toEqual(['ar']);
  });
});

describe('the locale of a reader', () => {
  it('is the first wish that can be fulfilled, and English at last', () => {
    expect(localeOf('zh', null, 'pl-PL', 'de').tag).toBe('pl-PL');
    expect(localeOf('zh', undefined).tag).toBe('en');
  });

  it.each([
    ['de-CH,de;q=0.9,en;q=0.8', 'de-CH'],
    ['en;q=0.1, fr-CA;q=0.7, *;q=0.5', 'fr-CA'],
    ['zh-CN, zh;q=0.9, ja;q=0.8', 'ja'],
    ['it;q=0, nl;q=0.2', 'nl'],
    ['es;q=much, pl', 'pl'],
  ])('is read from Accept-Language: %s → %s', (header, tag) => {
    expect(acceptedLocale(header)?.tag).toBe(tag);
  });

  it.each(['', 'zh', '*', ';;;,,,', null])('is not found in %j', (header) => {
    expect(acceptedLocale(header)).toBeNull();
  });
});

describe('formats', () => {
  it('are those of the region: German words with Swiss numbers', () => {
    expect(formatsOf(localeOf('de-CH')).money(123_456n, 'CHF')).toMatch(/1[’']234\.56/);
    expect(spaced(formatsOf(localeOf('de-AT')).money(123_456n, 'EUR'))).toBe('€ 1.234,56');
  });

  it('are exact beyond 2^53 and for currencies with no and with three decimals', () => {
    const { money } = formatsOf(localeOf('en'));
    expect(money(9_007_199_254_740_993n, 'USD')).toBe('$90,071,992,547,409.93');
    expect(money(1999n, 'JPY')).toBe('¥1,999');
    expect(spaced(money(-5n, 'KWD'))).toBe('-KWD 0.005');
  });

  it.each(['ar', 'ar-EG', 'ar-SA', 'ar-AE', 'ja-JP-u-ca-japanese'])(
    '%s writes Latin digits and years of the Gregorian calendar',
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

  it('name the days that a half-open period touches, in UTC', () => {
    const { days } = formatsOf(localeOf('en-GB'));
    const period = (start: string, end: string) => spaced(days({ start: new Date(start), end: new Date(end) }));
    expect(period('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')).toBe('1 – 31 January 2026');
    expect(period('2026-01-17T23:59:59Z', '2026-02-17T23:59:59Z')).toBe('17 January – 17 February 2026');
    expect(period('2026-01-17T00:00:00Z', '2026-01-18T00:00:00Z')).toBe('17 January 2026');
  });

  it('say whether a percentage is all of it, and never that something is nothing or all', () => {
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
  it('follow the language', () => {
    const forms = { one: 'dzień', few: 'dni (2)', many: 'dni (5)', other: 'dnia' };
    expect([1, 2, 5, 12, 22, 25].map((count) => pluralIn('pl')(count, forms))).toEqual([
      'dzień',
      'dni (2)',
      'dni (5)',
      'dni (5)',
      'dni (2)',
      'dni (5)',
    ]);
    const arabic = { zero: '0', one: '1', two: '2', few: 'few', many: 'many', other: 'other' };
    expect([0, 1, 2, 3, 10, 11, 99, 100].map((count) => pluralIn('ar')(count, arabic))).toEqual([
      ...['0', '1', '2', 'few', 'few', 'many', 'many', 'other'],
    ]);
  });
});

describe('names inside sentences', () => {
  it('of the same direction stay as they are', () => {
    expect(embedded('Pro', 'ltr')).toBe('Pro');
  });

  it('of the other direction are fenced with marks, so that numbers beside them stay where they are', () => {
    expect(embedded('Pro!', 'rtl')).toBe('\u200F\u200EPro!\u200E\u200F');
    expect(embedded('برو', 'ltr')).toBe('\u200E\u200Fبرو\u200F\u200E');
  });

  it('cannot turn what stands around them', () => {
    expect(embedded('Pro\u202E00.1€\u202C\u2066', 'ltr')).toBe('Pro00.1€');
  });
});
