/** Card numbers in text: every spelling is found, and numbers of other kinds are not taken for one. */
import { describe, expect, test } from 'vitest';
import { holdsCardNumber } from '../../../src/kernel/cardNumbers.ts';

const GROUPS = ['4242', '4242', '4242', '4242'];
const joined = (separator: string) => GROUPS.join(separator);
const inDigits = (zero: number) =>
  [...GROUPS.join('')].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');

describe('a card number is found', () => {
  test.each([
    ...[
      '',
      ' ',
      '  ',
      '-',
      ' - ',
      '.',
      '/',
      '_',
      ':',
      '|',
      ', ',
      ',',
      ';',
      '\n',
      '\r\n',
      '\t',
      '*',
      '~',
      '=',
      '&',
      ') (',
    ],
    ...['\u00a0', '\u2007', '\u202f', '\u3000', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212', '\u00b7'],
    ...[
      '\u200b',
      '\u200c',
      '\u200d',
      '\u2060',
      '\ufeff',
      '\u00ad',
      '\u202e',
      '\u0336',
      '\ufe0f',
      '\u3164',
      '\u{e0020}',
    ],
    ...['\u200b \u200b', '\u3001', '\uff0f', '\uff3f', '\u{1f4b3}'],
  ])('groups that are separated by %j are one number', (separator) => {
    expect(holdsCardNumber(joined(separator))).toBe(true);
    expect(holdsCardNumber(`my card is ${joined(separator)}, thank you`)).toBe(true);
  });

  test.each([
    ['fullwidth', 0xff10],
    ['Arabic-Indic', 0x660],
    ['Persian', 0x6f0],
    ['Devanagari', 0x966],
    ['Thai', 0xe50],
    ['mathematical bold', 0x1d7ce],
    ['Adlam', 0x1e950],
  ])('a card number in %s digits is found', (_name, zero) => {
    expect(holdsCardNumber(inDigits(zero))).toBe(true);
  });

  test.each([
    'card4242424242424242',
    '4242424242424242EUR',
    'x4242424242424242y',
    '+4242424242424242',
    '+378282246310005',
    '#4242424242424242',
    '(4242)(4242)(4242)(4242)',
    '[4242 4242] [4242 4242]',
    '4242424242424242 12/28 123',
    'No 12 4242 4242 4242 4242',
    '4242 4242 4242 4242 1234',
    '4242 4242 4242 42 42',
    '3782 822463 10005',
    '42 42 42 42 42 42 42 42',
    '4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2',
    '④②④②④②④②④②④②④②④②',
    '㊷㊷㊷㊷㊷㊷㊷㊷',
    '4222222222222',
    '6304000000000000000',
    '{"number":"4242424242424242"}',
    'id_4242424242424242',
    'DE89 3704 0044 0532 0130 00 and 4242 4242 4242 4242',
  ])('the card number in %j is found', (text) => {
    expect(holdsCardNumber(text)).toBe(true);
  });

  test('every length from 13 to 19 is found, and none beyond', () => {
    // A zero in front changes no check digit.
    const found = [12, 13, 14, 15, 16, 17, 18, 19, 20].filter((length) => holdsCardNumber('18'.padStart(length, '0')));
    expect(found).toEqual([13, 14, 15, 16, 17, 18, 19]);
  });

  test('exactly one check digit in ten makes sixteen digits a card number', () => {
    const found = Array.from({ length: 10 }, (_, digit) => holdsCardNumber(`424242424242424${digit}`));
    expect(found.filter(Boolean)).toHaveLength(1);
  });
});

describe('other numbers are not taken for a card number', () => {
  test.each([
    ['a wrong check digit', '4242424242424241'],
    ['twelve digits', '424242424242'],
    ['a telephone number whose digits pass the check', '+4915112345678'],
    ['a telephone number in groups', '+49 151 1234 5678'],
    ['a UUID', '0f8fad5b-d9cb-469f-4242-424242424242'],
    ['a hash', '9b2a4242424242424242f0c1d2e3'],
    ['an IBAN', 'DE89 3704 0044 0532 0130 00'],
    ['an IBAN before more words', 'IBAN DE89370400440532013000 BIC COBADEFFXXX'],
    ['a period', '2026-03-01 - 2026-04-01'],
    ['a time', '2026-03-01T00:00:00.000Z'],
    ['a period in German', '02.04.2026 21.04.2026'],
    ['a list of order numbers whose digits pass the check', '10001, 10002, 10001'],
    ['numbers with words between them', 'order 42424242 of 42424242'],
    ['an invoice number', 'ACME-000123'],
    [
      'a user agent',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    ],
  ])('%s is not taken for a card number', (_name, text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });
});

test('the time of the check grows with the length of the text, not with its square', { timeout: 30_000 }, () => {
  const units = ['1 ', '1', '12-', 'a1', '+1', 'DE12 ', '\u0661', '1\u200b', 'ﷺ1'];
  // The processor time of this thread alone, which a busy machine does not stretch.
  const microseconds = (length: number) => {
    const before = process.threadCpuUsage();
    for (const unit of units) holdsCardNumber(unit.repeat(length / unit.length));
    return process.threadCpuUsage(before).user;
  };
  const least = (length: number) => Math.min(...Array.from({ length: 5 }, () => microseconds(length)));
  microseconds(5000);
  // The text is eight times as long: with quadratic work it would take 64 times as long.
  expect(least(80_000) / least(10_000)).toBeLessThan(30);
});
