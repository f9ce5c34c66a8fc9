/** Compiles the ICU messages at build time, so that the page needs no parser for them. */
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

const CATALOG = /\/i18n\/messages\/[a-z]{2}\/portal\.json$/;

export function compiledMessages(): Plugin {
  return {
    name: 'portico-messages',
    enforce: 'pre',
    transform(source, id) {
      if (!CATALOG.test(id)) return null;
      const messages = JSON.parse(source) as Record<string, string>;
      const compiled = Object.fromEntries(Object.entries(messages).map(([key, text]) => [key, compileMessage(text)]));
      // As text to be parsed: engines read JSON faster than they read a literal.
      return {
        code: `export default JSON.parse(${JSON.stringify(JSON.stringify(compiled))})`,
        moduleType: 'js',
        map: null,
      };
    },
  };
}
