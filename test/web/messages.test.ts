/** The page's catalogues: complete in every language, and each message takes what the English one takes. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, test } from 'vitest';

const WEB = fileURLToPath(new URL('../../src/web', import.meta.url));
const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'ja', 'ar'];

type Catalogue = Record<string, string>;
const present = readdirSync(`${WEB}/messages`).map((name) => name.replace(/\.json$/, ''));
const catalogue = (language: string) =>
  JSON.parse(readFileSync(`${WEB}/messages/${language}.json`, 'utf8')) as Catalogue;
const english = catalogue('en');

/** Names of values, and tags, of a message and of everything nested in it. */
function placeholders(text: string): string[] {
  const names = new Set(Array.from(text.matchAll(/<\/?(\d+)\/?>/g), ([, tag]) => `<${tag}>`));
  const walk = (tokens: unknown): void => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens) {
      if (!Array.isArray(token)) continue;
      const [name, , options] = token as [string, string | undefined, unknown];
      if (typeof name === 'string' && name !== '#') names.add(name);
      if (options && typeof options === 'object') for (const branch of Object.values(options)) walk(branch);
    }
  };
  walk(compileMessage(text));
  return [...names].sort();
}

test('every language of the page has a catalogue, and no catalogue is without its language', () => {
  expect([...present].sort()).toEqual([...LANGUAGES].sort());
});

describe.each(LANGUAGES)('%s', (language) => {
  // A language without a file says nothing, and fails as one that says too little.
  const messages: Catalogue = present.includes(language) ? catalogue(language) : {};

  test('says everything that English says, and nothing else', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
    expect(Object.entries(messages).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('takes the same values and tags in every message', () => {
    const differing = Object.keys(messages).filter(
      (id) =>
        english[id] !== undefined && String(placeholders(messages[id] as string)) !== String(placeholders(english[id])),
    );
    expect(differing).toEqual([]);
  });

  test('has a form for every number that its language distinguishes', () => {
    // Forms that a count of this portal can take: those for millions alone are not asked for.
    const rules = new Intl.PluralRules(language);
    const needed = new Set(['other', ...Array.from({ length: 1001 }, (_, count) => rules.select(count))]);
    const missing = Object.entries(messages).filter(([, text]) => {
      const walk = (tokens: unknown): boolean =>
        Array.isArray(tokens) &&
        tokens.some((token) => {
          if (!Array.isArray(token)) return false;
          const [, kind, options] = token as [string, string | undefined, Record<string, unknown> | undefined];
          if (!options || typeof options !== 'object') return false;
          const lacks = kind === 'plural' && [...needed].some((form) => !(form in options));
          return lacks || Object.values(options).some(walk);
        });
      return walk(compileMessage(text));
    });
    expect(missing.map(([id]) => id)).toEqual([]);
  });
});

/** What is the same word in both languages. */
const SAME_EVERYWHERE = ['IBAN', 'PayPal'];
const SAME: Record<string, readonly string[]> = {
  de: ['Details', 'optional', 'Support'],
  fr: ['Date', 'Total'],
  es: ['Plan', 'Total'],
  pt: ['Total'],
  it: ['Privacy'],
  nl: ['Details', 'Privacy', 'Support'],
  pl: ['Plan'],
};

test.each(LANGUAGES.filter((language) => language !== 'en'))('nothing was left in English in %s', (language) => {
  const allowed = [...SAME_EVERYWHERE, ...(SAME[language] ?? [])];
  // Values, digits and signs alone, such as `{quantity} × {name}`, have nothing to translate.
  const hasWords = (text: string) => /\p{L}/u.test(text.replace(/\{\w+\}/g, ''));
  const untranslated = Object.entries(catalogue(language)).filter(
    ([id, text]) => text === english[id] && hasWords(text) && !allowed.includes(text),
  );
  expect(untranslated).toEqual([]);
});

test('every message is said somewhere, and nothing is said that is in no catalogue', () => {
  const sources = readdirSync(`${WEB}/page`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readFileSync(`${WEB}/page/${path}`, 'utf8'))
    .join('\n');
  const unused = Object.keys(english).filter((id) => !sources.includes(`'${id}'`) && !sources.includes(`"${id}"`));
  expect(unused).toEqual([]);
});
