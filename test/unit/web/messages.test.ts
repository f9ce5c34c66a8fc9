/** The page's message catalogs are complete in every language, with the same values as in English. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));
const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'ja', 'ar'];

type Catalog = Record<string, string>;
const present = readdirSync(`${SRC}/i18n/messages`);
const catalog = (language: string) =>
  JSON.parse(readFileSync(`${SRC}/i18n/messages/${language}/portal.json`, 'utf8')) as Catalog;
const english = catalog('en');

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

test('the page has exactly one message catalog per language', () => {
  expect([...present].sort()).toEqual([...LANGUAGES].sort());
});

describe.each(LANGUAGES)('messages in %s', (language) => {
  // A missing file fails like an empty catalog.
  const messages: Catalog = present.includes(language) ? catalog(language) : {};

  test('the catalog has exactly the ids of the English one', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(english).sort());
    expect(Object.entries(messages).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('each message has the same values and tags as the English one', () => {
    const differing = Object.keys(messages).filter(
      (id) =>
        english[id] !== undefined && String(placeholders(messages[id] as string)) !== String(placeholders(english[id])),
    );
    expect(differing).toEqual([]);
  });

  test('each plural has a form for every category of the language', () => {
    // Only categories that counts of the portal reach; forms for millions are not required.
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

/** Words that are the same in both languages. */
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

test.each(LANGUAGES.filter((language) => language !== 'en'))('no message in %s is left in English', (language) => {
  const allowed = [...SAME_EVERYWHERE, ...(SAME[language] ?? [])];
  // Values, digits and signs alone, such as `{quantity} × {name}`, have nothing to translate.
  const hasWords = (text: string) => /\p{L}/u.test(text.replace(/\{\w+\}/g, ''));
  const untranslated = Object.entries(catalog(language)).filter(
    ([id, text]) => text === english[id] && hasWords(text) && !allowed.includes(text),
  );
  expect(untranslated).toEqual([]);
});

test('every message id is used in the page, and every used id is in the catalog', () => {
  // The server itself writes the page that a frame shows where the portal must not be in one.
  const sources = ['web', 'http/page']
    .flatMap((folder) =>
      readdirSync(`${SRC}/${folder}`, { recursive: true, encoding: 'utf8' }).map((path) => `${SRC}/${folder}/${path}`),
    )
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const unused = Object.keys(english).filter((id) => !sources.includes(`'${id}'`) && !sources.includes(`"${id}"`));
  expect(unused).toEqual([]);
});
