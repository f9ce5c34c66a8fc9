/** The appearance of Stripe's form, which is in a frame and sees none of the page's styles. */
import type { Appearance } from './stripeJs.ts';

/** Stripe's variables and the page's. */
const COLORS: Record<string, string> = {
  colorPrimary: '--accent',
  colorBackground: '--raised',
  colorText: '--ink',
  colorTextSecondary: '--ink-soft',
  colorTextPlaceholder: '--ink-soft',
  colorDanger: '--bad',
  iconColor: '--ink-soft',
};

/** A custom property as the scheme resolves it: the frame knows neither `var()` nor `light-dark()`. */
function resolved(place: HTMLElement, property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** True if the text is lighter than its ground. */
function isDark(place: HTMLElement): boolean {
  const [red = 0, green = 0, blue = 0] = (resolved(place, '--raised').match(/[\d.]+/g) ?? []).map(Number);
  return red + green + blue < 382;
}

export function appearanceIn(place: HTMLElement): Appearance {
  const style = getComputedStyle(place);
  return {
    theme: isDark(place) ? 'night' : 'stripe',
    disableAnimations: matchMedia('(prefers-reduced-motion: reduce)').matches,
    variables: {
      ...Object.fromEntries(Object.entries(COLORS).map(([name, property]) => [name, resolved(place, property)])),
      fontFamily: style.fontFamily,
      fontSizeBase: style.fontSize,
      borderRadius: `${10 * Number(style.getPropertyValue('--round') || 1)}px`,
    },
  };
}
