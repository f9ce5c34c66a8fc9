/** Checks of a screen by axe and by measuring it, and pictures of it for a person to look at. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { SCREENSHOTS } from './portal.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** `npm run pictures` takes them; no test compares them. */
const TAKES_PICTURES = process.env.TEST_PICTURES === 'true';

/** Writes a picture of the whole page to `test/web/screenshots`, which git ignores, if TEST_PICTURES is set. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!TAKES_PICTURES) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  const window = page.viewportSize();
  // A window as high as the page, so that fixed elements are at its edges in the picture, too.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (window && height > window.height) await page.setViewportSize({ ...window, height });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  if (window && height > window.height) await page.setViewportSize(window);
}

export interface Violation {
  rule: string;
  help: string;
  where: string[];
}

/** Injects axe-core by the debugger, which no policy of the page stops. Once for each document. */
async function bringAxe(frame: Frame): Promise<void> {
  if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(AXE);
}

/** The violations that axe-core finds in the page and its frames: WCAG 2.2 AA and its best practices, except `not`. */
export async function violations(page: Page, not: readonly string[] = []): Promise<Violation[]> {
  for (const frame of page.frames()) await bringAxe(frame);
  return page.evaluate(async (left) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; help: string; nodes: { target: unknown[] }[] }[] }>;
      };
    };
    const { violations } = await axe.run({
      resultTypes: ['violations'],
      rules: Object.fromEntries(left.map((rule) => [rule, { enabled: false }])),
    });
    return violations.map(({ id, help, nodes }) => ({
      rule: id,
      help,
      where: nodes.map(({ target }) => target.join(' ')),
    }));
  }, not);
}

/** The least size of a control for a thumb, in pixels. */
const THUMB = 44;

/** Problems on a small screen: a page that scrolls sideways, and controls that are too small for a thumb. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate((thumb) => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`scrolls sideways: ${scrollWidth} > ${clientWidth}`);
    for (const control of document.querySelectorAll<HTMLElement>('a, button, input, select, textarea, summary')) {
      // A radio button or a check box is pressed by its label; a link within a sentence is as high as its line.
      const pressed = control.closest('label') ?? control;
      const { width, height } = pressed.getBoundingClientRect();
      const inSentence = control.tagName === 'A' && getComputedStyle(control).display === 'inline';
      const reached = control.checkVisibility() && width > 1 && height > 1 && !control.matches('.skip');
      if (reached && !inSentence && (height < thumb || width < thumb))
        found.push(
          `${control.tagName} “${control.textContent?.slice(0, 30)}” is ${Math.round(width)} × ${Math.round(height)}`,
        );
    }
    return found;
  }, THUMB);
}
