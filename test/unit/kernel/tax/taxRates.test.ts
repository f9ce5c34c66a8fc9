import { describe, expect, it } from 'vitest';
import {
  RATE_SOURCES,
  RATED_COUNTRIES,
  RATES_CHECKED_ON,
  TAX_RATES,
  taxRate,
} from '../../../../src/kernel/tax/rates.ts';

const percent = (
  country: string,
  day: string,
  { region = null as string | null, category = 'ELECTRONIC_SERVICE' } = {},
) => taxRate({ country, region }, category, day).ppm / 10_000;

/** The standard rates that are in force at the end of November 2026. */
const TODAY =
  'AT20 BE21 BG20 HR25 CY19 CZ21 DK25 EE24 FI25.5 FR20 DE19 GR24 HU27 IE23 IT22 LV21 LT21 LU17 MT18 NL21 PL23 PT23 RO21 SK23 SI22 ES21 SE25 GB20 CH8.1 NO25';

describe('tax rates', () => {
  it('the standard rates of the 27 Member States, Britain, Switzerland and Norway are known', () => {
    const known = TODAY.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const);
    expect(known.length).toBe(30);
    expect(known.map(([country]) => country).sort()).toEqual(RATED_COUNTRIES);
    for (const [country, rate] of known) expect(percent(country, '2026-11-30'), country).toBe(rate);
  });

  it.each([
    ['DE', '2020-07-01', 19, 16],
    ['DE', '2021-01-01', 16, 19],
    ['IE', '2020-09-01', 23, 21],
    ['IE', '2021-03-01', 21, 23],
    ['LU', '2023-01-01', 17, 16],
    ['LU', '2024-01-01', 16, 17],
    ['EE', '2024-01-01', 20, 22],
    ['EE', '2025-07-01', 22, 24],
    ['FI', '2024-09-01', 24, 25.5],
    ['SK', '2025-01-01', 20, 23],
    ['RO', '2025-08-01', 19, 21],
    ['CH', '2024-01-01', 7.7, 8.1],
  ] as const)('the rate of %s changes on %s from %d to %d', (country, day, before, after) => {
    const eve = new Date(`${day}T00:00:00Z`);
    eve.setUTCDate(eve.getUTCDate() - 1);
    expect(percent(country, eve.toISOString().slice(0, 10))).toBe(before);
    expect(percent(country, day)).toBe(after);
  });

  it.each([
    ['PT', 'MADEIRA', 22],
    ['PT', 'AZORES', 16],
    ['AT', 'JUNGHOLZ_MITTELBERG', 19],
    ['FR', 'OVERSEAS', 8.5],
  ] as const)('%s has its own rate in %s: %d %%', (country, region, rate) => {
    expect(percent(country, '2026-11-30', { region })).toBe(rate);
  });

  it('an electronic book has its reduced rate, and the standard rate where none is known', () => {
    const ebook = { category: 'EBOOK' };
    expect(percent('DE', '2026-11-30', ebook)).toBe(7);
    expect(percent('FI', '2025-12-31', ebook)).toBe(14);
    expect(percent('FI', '2026-01-01', ebook)).toBe(13.5);
    expect(percent('IE', '2026-11-30', ebook)).toBe(0);
    expect(percent('HU', '2026-11-30', ebook)).toBe(27);
    expect(percent('PT', '2026-11-30', { region: 'MADEIRA', ...ebook })).toBe(22);
    expect(taxRate({ country: 'DE', region: null }, 'EBOOK', '2026-11-30').reduced).toBe(true);
    expect(taxRate({ country: 'HU', region: null }, 'EBOOK', '2026-11-30').reduced).toBe(false);
  });

  it('an unknown country or a day before the history throws and is never taken for zero', () => {
    expect(() => percent('US', '2026-11-30')).toThrow(RangeError);
    expect(() => percent('DE', '2006-12-31')).toThrow(RangeError);
  });

  it('every row has a source, a day before the check, and no twin', () => {
    const keys = TAX_RATES.map(({ country, region, category, from }) => [country, region, category, from].join('|'));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { from, source, ppm } of TAX_RATES) {
      expect(from).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(from <= RATES_CHECKED_ON).toBe(true);
      expect(RATE_SOURCES[source]).toBeTruthy();
      expect(ppm >= 0 && ppm <= 270_000).toBe(true);
    }
    expect(Object.keys(RATE_SOURCES).sort()).toEqual([...new Set(TAX_RATES.map(({ source }) => source))].sort());
  });
});
