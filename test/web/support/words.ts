/** The messages of the page by their ids in every language, so that flows can be played in any of them. */
import { readFileSync } from 'node:fs';
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type english from '../../../src/i18n/messages/en/portal.json';

export type MessageId = keyof typeof english;
export type Say = (id: MessageId, values?: Record<string, string | number>) => string;

export function wordsOf(language: string): Say {
  const file = new URL(`../../../src/i18n/messages/${language}/portal.json`, import.meta.url);
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<MessageId, string>;
  const messages = Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, compileMessage(text)]));
  const i18n = setupI18n({ locale: language, messages: { [language]: messages } });
  return (id, values) => i18n._(id, values);
}
