import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The two weights that the document is set in. */
export type Weight = 400 | 600;

/** The East Asian families: the same code points drawn as each region writes them. */
export type HanFamily = 'jp' | 'kr' | 'sc' | 'tc';

/** A family with one file per weight. */
export interface WholeFamily {
  kind: 'whole';
  key: string;
  /** The characters for which the file is opened. */
  serves: RegExp;
  file(weight: Weight): string;
}

/**
 * A family cut into about a hundred variable WOFF2 slices: five megabytes a language instead of
 * the fifty or more of complete static files, and only the slices that a name needs are opened.
 */
export interface SlicedFamily {
  kind: 'sliced';
  key: HanFamily | 'emoji';
  /** JSON: slice name → unicode-range. */
  ranges: string;
  file(slice: string): string;
}

export type Family = WholeFamily | SlicedFamily;

const require = createRequire(import.meta.url);

/** Resolved on first use, not on import: a process that never renders a PDF loads no font package. */
function inside(packageName: string, ...path: string[]): string {
  return join(dirname(require.resolve(`${packageName}/package.json`)), ...path);
}

function fontsource(key: string, serves: RegExp): WholeFamily {
  const file = (weight: Weight) =>
    inside(`@fontsource/noto-sans-${key}`, 'files', `noto-sans-${key}-${key}-${weight}-normal.woff`);
  return { kind: 'whole', key, serves, file };
}

function sliced(key: SlicedFamily['key']): SlicedFamily {
  const name = key === 'emoji' ? 'noto-emoji' : `noto-sans-${key}`;
  const packageName = `@fontsource-variable/${name}`;
  return {
    kind: 'sliced',
    key,
    get ranges() {
      return inside(packageName, 'unicode.json');
    },
    // Numbered slices are listed as "[12]" and stored as "12".
    file: (slice) => inside(packageName, 'files', `${name}-${slice.replace(/[[\]]/g, '')}-wght-normal.woff2`),
  };
}

/** Latin, Cyrillic, Greek, Vietnamese and Devanagari; tried first, so that digits always look the same. */
export const PRIMARY: WholeFamily = {
  kind: 'whole',
  key: 'latin',
  serves: /./su,
  file: (weight) => {
    const name = weight === 600 ? '600SemiBold' : '400Regular';
    return inside('@expo-google-fonts/noto-sans', name, `NotoSans_${name}.ttf`);
  },
};

const BY_SCRIPT: readonly WholeFamily[] = [
  fontsource('arabic', /\p{Script_Extensions=Arabic}/u),
  fontsource('hebrew', /\p{Script_Extensions=Hebrew}/u),
  fontsource('thai', /[\p{Script_Extensions=Thai}\u0E3F]/u),
  fontsource('georgian', /\p{Script_Extensions=Georgian}/u),
  fontsource('armenian', /\p{Script_Extensions=Armenian}/u),
  fontsource('bengali', /\p{Script_Extensions=Bengali}/u),
  fontsource('gurmukhi', /\p{Script_Extensions=Gurmukhi}/u),
  fontsource('gujarati', /\p{Script_Extensions=Gujarati}/u),
  fontsource('oriya', /\p{Script_Extensions=Oriya}/u),
  fontsource('tamil', /\p{Script_Extensions=Tamil}/u),
  fontsource('telugu', /\p{Script_Extensions=Telugu}/u),
  fontsource('kannada', /\p{Script_Extensions=Kannada}/u),
  fontsource('malayalam', /\p{Script_Extensions=Malayalam}/u),
  fontsource('sinhala', /\p{Script_Extensions=Sinhala}/u),
  fontsource('lao', /\p{Script_Extensions=Lao}/u),
  fontsource('khmer', /\p{Script_Extensions=Khmer}/u),
  fontsource('ethiopic', /\p{Script_Extensions=Ethiopic}/u),
];

/** Emoji in one color, drawn as outlines. */
const EMOJI = sliced('emoji');
/** Not the property Emoji, which digits have. */
const EMOJI_CLUSTER = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u;

const HAN: Readonly<Record<HanFamily, SlicedFamily>> = {
  jp: sliced('jp'),
  kr: sliced('kr'),
  sc: sliced('sc'),
  tc: sliced('tc'),
};

/** Whether a font is one of the emoji, whose space is as wide as a picture. */
export const isEmojiFont = (id: string): boolean => id.startsWith(EMOJI.key);

/** Scripts with letters but without Han characters, for which no East Asian slice is searched. */
const NEVER_HAN = /[\p{Script=Latin}\p{Script=Devanagari}]/u;

/** The families to search for `cluster`, best first. */
export function candidates(cluster: string, preferred: HanFamily): Family[] {
  const own = BY_SCRIPT.filter((family) => family.serves.test(cluster));
  const families: Family[] = [PRIMARY, ...own];
  if (EMOJI_CLUSTER.test(cluster)) families.push(EMOJI);
  if (own.length === 0 && !NEVER_HAN.test(cluster)) {
    const rest = (['sc', 'jp', 'tc', 'kr'] as const).filter((key) => key !== preferred);
    families.push(HAN[preferred], ...rest.map((key) => HAN[key]));
  }
  return families;
}

/**
 * The East Asian forms of a text. Kana and Hangul decide; bare Han characters do not, and are then drawn with
 * `otherwise`.
 */
export function hanFamily(text: string, otherwise: HanFamily): HanFamily {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'jp';
  if (/\p{Script=Hangul}/u.test(text)) return 'kr';
  return otherwise;
}

/** The East Asian forms that a locale's readers expect. */
export function hanFamilyOfLocale(locale: string): HanFamily | null {
  if (/^ja\b/i.test(locale)) return 'jp';
  if (/^ko\b/i.test(locale)) return 'kr';
  if (/^zh\b.*(hant|tw|hk|mo)\b/i.test(locale)) return 'tc';
  return /^zh\b/i.test(locale) ? 'sc' : null;
}
