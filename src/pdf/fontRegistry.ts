import { readFile } from 'node:fs/promises';
import { type Face, openFace, openVariableFace } from './font.ts';
import { candidates, type Family, type HanFamily, PRIMARY, type SlicedFamily, type Weight } from './fontFamilies.ts';

/** Replaces a character that no family has; the primary family has this one. */
const REPLACEMENT = '\uFFFD';

/** Once per process: what was opened stays open, and two documents never open a file twice. */
const faces = new Map<string, Face>();
const slices = new Map<SlicedFamily['key'], Map<number, string>>();
const opening = new Map<string, Promise<void>>();

/** The chosen font, and the text to set with it. */
interface Setting {
  face: Face;
  text: string;
}

/** Chooses the font of a cluster while a document is composed; null until the font is open. */
export type ChooseFace = (cluster: string, weight: Weight, han: HanFamily) => Setting | null;

/**
 * Runs `compose` until every font that it requested is open. Composing is cheap and synchronous, and opening files is
 * neither: opening them between rounds leaves file reads off the event loop, and the document need not be scanned
 * beforehand.
 */
export async function withFaces<T>(compose: (choose: ChooseFace) => T): Promise<T> {
  for (;;) {
    const wanted = new Map<string, () => Promise<void>>();
    const chosen = new Map<string, Setting | null>();
    const result = compose((cluster, weight, han) => {
      const key = `${weight}${han}${cluster}`;
      const before = chosen.get(key);
      if (before !== undefined) return before;
      const setting = choose(cluster, weight, han, wanted);
      chosen.set(key, setting);
      return setting;
    });
    if (wanted.size === 0) return result;
    await Promise.all([...wanted].map(([key, open]) => openOnce(key, open)));
  }
}

type Wanted = Map<string, () => Promise<void>>;

/** Null if a file must be opened first; it is then in `wanted`. */
function choose(cluster: string, weight: Weight, han: HanFamily, wanted: Wanted): Setting | null {
  for (const family of candidates(cluster, han)) {
    const face = faceIn(family, cluster, weight, wanted);
    if (face === 'unopened') return null;
    if (face?.covers(cluster)) return { face, text: cluster };
  }
  const fallback = faceIn(PRIMARY, REPLACEMENT, weight, wanted);
  return fallback === null || fallback === 'unopened' ? null : { face: fallback, text: REPLACEMENT };
}

function faceIn(family: Family, cluster: string, weight: Weight, wanted: Wanted): Face | null | 'unopened' {
  const slice = family.kind === 'sliced' ? sliceFor(family, cluster, wanted) : '';
  if (slice === null || slice === 'unopened') return slice;
  const id = `${family.key}${slice.replace(/[[\]]/g, '')}-${weight}`;
  const face = faces.get(id);
  if (face !== undefined) return face;
  wanted.set(id, async () => {
    const opened =
      family.kind === 'sliced' ? openVariableFace(id, family.file(slice), weight) : openFace(id, family.file(weight));
    faces.set(id, await opened);
  });
  return 'unopened';
}

function sliceFor(family: SlicedFamily, cluster: string, wanted: Wanted): string | null {
  const index = slices.get(family.key);
  if (index !== undefined) return index.get(cluster.codePointAt(0) ?? 0) ?? null;
  wanted.set(`ranges ${family.key}`, async () => {
    slices.set(family.key, sliceIndex(JSON.parse(await readFile(family.ranges, 'utf8'))));
  });
  return 'unopened';
}

/** Code point → the name of the slice that holds it, from CSS unicode-range lists. */
function sliceIndex(ranges: Readonly<Record<string, string>>): Map<number, string> {
  const index = new Map<number, string>();
  for (const [slice, list] of Object.entries(ranges)) {
    for (const [, from = '0', to = from] of list.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi)) {
      for (let code = Number.parseInt(from, 16); code <= Number.parseInt(to, 16); code++) index.set(code, slice);
    }
  }
  return index;
}

/** A failed opening is forgotten, so that the next document tries again. */
async function openOnce(key: string, open: () => Promise<void>): Promise<void> {
  let pending = opening.get(key);
  if (pending === undefined) {
    pending = open().finally(() => opening.delete(key));
    opening.set(key, pending);
  }
  await pending;
}
