import { heightOf, type Strip } from './strips.ts';

/** A strip with its place on a page. */
export interface PlacedStrip {
  strip: Strip;
  y: number;
}

/** One page of the body, from top to bottom. */
export type Page = readonly PlacedStrip[];

/** What the pages have to obey. */
export interface PageRules {
  top: number;
  height: number;
  /** Set again at the top of every page that continues the table. */
  tableHeader: readonly Strip[];
}

/**
 * Deals strips out to pages. Glued strips stay together unless they are taller than a page,
 * in which case they flow like all others: nothing is ever drawn outside the body.
 */
export function paginate(strips: readonly Strip[], rules: PageRules): Page[] {
  const pages: PlacedStrip[][] = [];
  let page: PlacedStrip[] = [];
  let used = 0;
  const place = (strip: Strip) => {
    page.push({ strip, y: rules.top + used });
    used += strip.height;
  };
  const turn = (first: Strip) => {
    pages.push(page);
    page = [];
    used = 0;
    if (first.inTable) rules.tableHeader.forEach(place);
  };
  for (const chain of chainsOf(strips)) {
    const needed = heightOf(chain);
    const first = chain[0];
    if (first === undefined) continue;
    const header = first.inTable ? heightOf(rules.tableHeader) : 0;
    const whole = needed + header <= rules.height;
    if (whole && used + needed > rules.height) turn(first);
    for (const strip of chain) {
      if (used > 0 && used + strip.height > rules.height) turn(strip);
      // Space that a page would begin with separates nothing.
      if (used > 0 || strip.marks.length > 0) place(strip);
    }
  }
  pages.push(page);
  return pages;
}

function chainsOf(strips: readonly Strip[]): Strip[][] {
  const chains: Strip[][] = [];
  let chain: Strip[] = [];
  for (const strip of strips) {
    chain.push(strip);
    if (strip.glued) continue;
    chains.push(chain);
    chain = [];
  }
  if (chain.length > 0) chains.push(chain);
  return chains;
}
