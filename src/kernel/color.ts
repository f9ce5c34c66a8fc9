/** Conversion between `#rrggbb` and OKLCH, whose lightness is perceptual, and contrast as defined by WCAG 2. Pure. */

/** `#rrggbb` in lower case. */
export type Hex = `#${string}`;

/** Lightness 0 to 1, chroma from 0, hue in radians. */
export interface Oklch {
  l: number;
  c: number;
  h: number;
}

type Triple = readonly [number, number, number];

export const isHex = (text: string): text is Hex => /^#[0-9a-f]{6}$/.test(text);

/** A stored color; null for any other text. */
export const hexOf = (stored: string | null | undefined): Hex | null => (stored && isHex(stored) ? stored : null);

const toLinear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const fromLinear = (value: number) => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);

function linear(hex: Hex): Triple {
  const channel = (start: number) => toLinear(Number.parseInt(hex.slice(start, start + 2), 16) / 255);
  return [channel(1), channel(3), channel(5)];
}

/** Mixes a share of the second color, from 0 to 1, into the first. */
export function blend(one: Hex, other: Hex, share: number): Hex {
  const channel = (start: number) => {
    const [a, b] = [one, other].map((hex) => Number.parseInt(hex.slice(start, start + 2), 16)) as [number, number];
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** WCAG 2's relative luminance, from 0 for black to 1 for white. */
export function luminance(hex: Hex): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2's contrast ratio, from 1 to 21; the order does not matter. */
export function contrast(one: Hex, other: Hex): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

export function toOklch(hex: Hex): Oklch {
  const [r, g, b] = linear(hex);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const yellow = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, yellow),
    h: Math.atan2(yellow, a),
  };
}

/** The color in linear light. Parts outside 0 to 1 lie outside the sRGB gamut. */
function linearOf({ l: lightness, c, h }: Oklch): Triple {
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** The tolerance absorbs rounding at the edge of the gamut. */
const shown = (color: Oklch) => linearOf(color).every((part) => part >= -0.0001 && part <= 1.0001);

/** The nearest color in the sRGB gamut: chroma is reduced as far as needed, lightness and hue are preserved. */
export function toHex(color: Oklch): Hex {
  const l = Math.min(1, Math.max(0, color.l));
  let c = color.c;
  if (!shown({ ...color, l, c })) {
    let [inside, outside] = [0, c];
    for (let step = 0; step < 12; step++) {
      const middle = (inside + outside) / 2;
      if (shown({ ...color, l, c: middle })) inside = middle;
      else outside = middle;
    }
    c = inside;
  }
  const channel = (part: number) =>
    Math.round(Math.min(1, Math.max(0, fromLinear(Math.min(1, Math.max(0, part))))) * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${linearOf({ l, c, h: color.h }).map(channel).join('')}`;
}
