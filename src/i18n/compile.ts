/** Reads the messages of one language and area, and turns ICU MessageFormat into what Lingui interprets. */
import { readFileSync } from 'node:fs';
import { type CompiledMessage, compileMessage } from '@lingui/message-utils/compileMessage';
import type { Language } from './locale.ts';

/** The areas that the server writes. The page's own area, `portal`, is compiled by its build. */
export type Area = 'invoice' | 'mail';

/** ICU text by id, as a translator edits it. */
export type Catalog = Readonly<Record<string, string>>;

export function readCatalog(language: Language, area: Area | 'portal'): Catalog {
  const file = new URL(`./messages/${language}/${area}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Catalog;
}

const compiled = new Map<string, Record<string, CompiledMessage>>();

/** Compiled once per process, when the first reader of the language needs it. */
export function compiledMessages(language: Language, area: Area): Record<string, CompiledMessage> {
  const key = `${language}/${area}`;
  let messages = compiled.get(key);
  if (!messages) {
    const texts = Object.entries(readCatalog(language, area));
    messages = Object.fromEntries(texts.map(([id, text]) => [id, compileMessage(text)]));
    compiled.set(key, messages);
  }
  return messages;
}
