/** The ways in which the main flows are tested: on a desktop, on a phone, and from right to left. */
import type { BrowserContextOptions } from 'playwright-core';
import { repetitions } from '../../support/repetition.ts';
import { type Say, wordsOf } from './words.ts';

export interface Way {
  name: string;
  say: Say;
  /** The tag of the reader's language. */
  locale: string;
  window: BrowserContextOptions;
  /** Whether the sections are in the bar at the bottom. */
  narrow: boolean;
}

const DESK = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

const way = (name: string, locale: string, size: BrowserContextOptions): Way => ({
  name,
  say: wordsOf(locale.slice(0, 2)),
  locale,
  window: { ...size, locale },
  narrow: size === PHONE,
});

export const AT_A_DESK = way('at a desk', 'en-GB', DESK);
export const ON_A_PHONE = way('at 360 px', 'en-GB', PHONE);
export const IN_ARABIC = way('in Arabic at 360 px', 'ar-EG', PHONE);

/** The phone in Arabic covers narrow and right-to-left at once; the phone in English is left to repeated runs. */
export const WAYS: readonly Way[] = [AT_A_DESK, IN_ARABIC, ON_A_PHONE].slice(0, repetitions(2, 3));
