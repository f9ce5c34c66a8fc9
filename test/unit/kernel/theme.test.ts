/** The page's colors have sufficient contrast with every choice of a merchant. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, type Hex, isHex, luminance, toHex, toOklch } from '../../../src/kernel/color.ts';
import {
  BOUNDARY_CONTRAST,
  DEFAULT_ACCENT,
  FILL_CONTRAST,
  nearest,
  TEXT_CONTRAST,
  type ThemeColors,
  themeOf,
} from '../../../src/kernel/theme.ts';
import { repetitions } from '../../support/repetition.ts';

const color = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}` as Hex);
const MODES = ['light', 'dark'] as const;

/** The pairs of colors that need a minimum contrast. */
function promises(of: ThemeColors): [what: string, ratio: number, minimum: number][] {
  const on = (name: keyof ThemeColors, minimum: number) =>
    (['surface', 'ground'] as const).map(
      (paper) => [`${name} on ${paper}`, contrast(of[name], of[paper]), minimum] as [string, number, number],
    );
  return [
    ...(['ink', 'softInk', 'accentText'] as const).flatMap((name) => on(name, TEXT_CONTRAST)),
    ...(['boundary', 'focusRing'] as const).flatMap((name) => on(name, BOUNDARY_CONTRAST)),
    ...(['accent', 'accentHover'] as const).flatMap((name) => on(name, FILL_CONTRAST)),
    ...(['ink', 'softInk', 'accentText'] as const).map(
      (name) => [`${name} on accentSoft`, contrast(of[name], of.accentSoft), TEXT_CONTRAST] as [string, number, number],
    ),
    ['onAccent on accent', contrast(of.onAccent, of.accent), TEXT_CONTRAST],
    ['onAccent on accentHover', contrast(of.onAccent, of.accentHover), TEXT_CONTRAST],
  ];
}
const broken = (of: ThemeColors) => promises(of).filter(([, ratio, minimum]) => ratio < minimum);

describe('contrast', () => {
  test('contrast is computed as defined by WCAG', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 10);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
    expect(contrast('#2a55d4', '#2a55d4')).toBe(1);
    expect(luminance('#ff0000')).toBeCloseTo(0.2126, 6);
  });

  test('a color is unchanged by a conversion to OKLCH and back', () => {
    fc.assert(fc.property(color, (hex) => toHex(toOklch(hex)) === hex));
    expect(toOklch('#ffffff').l).toBeCloseTo(1, 4);
    expect(toOklch('#000000').l).toBeCloseTo(0, 6);
  });

  test('a color outside the gamut is converted with the same lightness and hue', () => {
    const { l, h } = toOklch(toHex({ l: 0.9, c: 0.4, h: 0.5 }));
    expect(l).toBeCloseTo(0.9, 1);
    expect(h).toBeCloseTo(0.5, 1);
  });
});

describe('themeOf', { timeout: 60_000 }, () => {
  test('every accent and background gives a light and a dark theme with sufficient contrast', () => {
    fc.assert(
      fc.property(color, fc.option(color), (accent, background) => {
        const theme = themeOf(accent, background);
        for (const mode of MODES) {
          expect(broken(theme[mode])).toEqual([]);
          for (const value of Object.values(theme[mode])) expect(isHex(value)).toBe(true);
        }
      }),
      { numRuns: repetitions(100, 2000) },
    );
  });

  test.each([
    '#ffffff',
    '#000000',
    '#ffff00',
    '#00ff00',
    '#0000ff',
    '#ff0000',
    '#808080',
    '#f6f7f9',
    '#121419',
  ] as const)('the extreme %s can be read as accent and as background', (extreme) => {
    for (const theme of [themeOf(extreme, null), themeOf(extreme, extreme), themeOf(DEFAULT_ACCENT, extreme)])
      for (const mode of MODES) expect(broken(theme[mode])).toEqual([]);
  });

  test('the theme without a choice is the default, without corrections', () => {
    const { light, dark } = themeOf(null, null);
    expect(light).toMatchObject({ ground: '#f6f7f9', surface: '#ffffff', ink: '#1a1d24', accent: DEFAULT_ACCENT });
    expect(light).toMatchObject({ softInk: '#5b6270', boundary: '#868d9b', accentText: DEFAULT_ACCENT });
    expect(dark).toMatchObject({ ground: '#121419', surface: '#1c1f26', ink: '#eceef3', softInk: '#a4abb9' });
    expect(broken(light)).toEqual([]);
    expect(broken(dark)).toEqual([]);
  });

  test('an accent with sufficient contrast is used unchanged', () => {
    fc.assert(
      fc.property(color, (accent) => {
        for (const mode of MODES) {
          const { accent: used, accentSoft, accentText, focusRing, surface, ground } = themeOf(accent, null)[mode];
          const least = Math.min(contrast(accent, surface), contrast(accent, ground));
          if (least >= FILL_CONTRAST) expect(used).toBe(accent);
          if (least >= BOUNDARY_CONTRAST) expect(focusRing).toBe(accent);
          // The selected item has a background of `accentSoft`.
          if (Math.min(least, contrast(accent, accentSoft)) >= TEXT_CONTRAST) expect(accentText).toBe(accent);
        }
      }),
      { numRuns: repetitions(100, 2000) },
    );
  });

  test('a corrected color is the nearest one with sufficient contrast and has the same hue', () => {
    const paper: Hex = '#ffffff';
    const fits = (candidate: Hex) => contrast(candidate, paper) >= TEXT_CONTRAST;
    fc.assert(
      fc.property(color, (chosen) => {
        const corrected = nearest(chosen, fits);
        expect(fits(corrected)).toBe(true);
        if (corrected === chosen) return;
        const [from, to] = [toOklch(chosen), toOklch(corrected)];
        // The color one step nearer to the chosen one would not have had enough contrast.
        const before = toHex({ ...from, l: from.l + (to.l - from.l) * 0.9 });
        if (Math.abs(to.l - from.l) > 0.1) expect(fits(before)).toBe(false);
        if (to.c > 0.03 && from.c > 0.03) expect(Math.abs(Math.sin((to.h - from.h) / 2))).toBeLessThan(0.1);
      }),
      { numRuns: repetitions(100, 2000) },
    );
  });
});
