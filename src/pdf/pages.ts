import { heightOf, type Strip } from './rows.ts';

/** A strip with its place on a page. */
interface PlacedStrip {
  strip: Strip;
  y: number;
}

/** One page of the body, from top to bottom. */
export type Page = readonly PlacedStrip[];

/** The limits and repeated parts of all pages. */
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
  const pages = new Pages(rules);
  for (const chain of chainsOf(strips)) {
    pages.keepTogether(chain);
    for (const strip of chain) pages.flow(strip);
  }
  return pages.all;
}

class Pages {
  readonly all: PlacedStrip[][] = [[]];
  readonly #rules: PageRules;
  #used = 0;

  constructor(rules: PageRules) {
    this.#rules = rules;
  }

  /** Begins a page if the strips fit on one but not on the rest of the current one. */
  keepTogether(chain: readonly Strip[]): void {
    const [first] = chain;
    const needed = heightOf(chain);
    const { height, tableHeader } = this.#rules;
    const header = first?.inTable ? heightOf(tableHeader) : 0;
    if (first && needed + header <= height && this.#used + needed > height) this.#turn(first);
  }

  flow(strip: Strip): void {
    if (this.#used > 0 && this.#used + strip.height > this.#rules.height) this.#turn(strip);
    // Space that a page would begin with separates nothing.
    if (this.#used > 0 || strip.marks.length > 0) this.#place(strip);
  }

  #place(strip: Strip): void {
    this.all.at(-1)?.push({ strip, y: this.#rules.top + this.#used });
    this.#used += strip.height;
  }

  #turn(first: Strip): void {
    this.all.push([]);
    this.#used = 0;
    if (first.inTable) for (const strip of this.#rules.tableHeader) this.#place(strip);
  }
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
