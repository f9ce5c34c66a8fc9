/** Sentences for mails and invoices in the reader's language. */
import { type I18n, setupI18n } from '@lingui/core';
import { type Area, compiledMessages } from './compile.ts';
import type { MessageValues } from './generated/messageValues.ts';
import type { Locale } from './locale.ts';

/** Ids and their values, as the English messages define them: an unknown id or a missing value does not compile. */
type Messages<A extends Area> = MessageValues[A];
type MessageId<A extends Area> = keyof Messages<A> & string;

/** No second argument for a sentence without values. */
type Values<V> = [V] extends [null] ? [] : [values: Exclude<V, null>];

export type Translate<A extends Area> = <Id extends MessageId<A>>(id: Id, ...values: Values<Messages<A>[Id]>) => string;

const translators = new Map<string, Translate<Area>>();
/** Clients choose the regions of their tags; without a limit they could fill the memory. */
const MAX_TRANSLATORS = 200;

/**
 * Returns the function that writes the sentences of one area. Values stand in the sentence as they are given: names pass
 * through `isolated` (bidi.ts), amounts and dates through `formats.ts` before.
 */
export function translator<A extends Area>(area: A, locale: Locale): Translate<A> {
  const key = `${area} ${locale.format}`;
  let translate = translators.get(key);
  if (!translate) {
    translate = translateBy(linguiFor(area, locale));
    if (translators.size >= MAX_TRANSLATORS) translators.clear();
    translators.set(key, translate);
  }
  return translate as Translate<A>;
}

function linguiFor(area: Area, { language, format }: Locale): I18n {
  return setupI18n({
    locale: language,
    locales: format,
    messages: { [language]: compiledMessages(language, area) },
    missing: (_language, id) => {
      throw new Error(`There is no message ${id} in ${area}.json.`);
    },
  });
}

function translateBy(i18n: I18n): Translate<Area> {
  return (id: string, values: Readonly<Record<string, string | number>> = {}) => i18n._(id, literal(values));
}

/**
 * Lingui decodes `\u202E` and the like in the finished sentence, values included: a name that spells such a sequence out
 * would become a line break or a mark that reorders text. A backslash in a value is therefore written as its own escape.
 */
function literal<V>(values: Readonly<Record<string, V>>): Record<string, V | string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\\', '\\u005C') : value,
    ]),
  );
}
