/**
 * Loaded into a server process before its program: the payment provider and the mail service then behave as the test
 * demands, without a setting for it in the program.
 */
import { registerHooks } from 'node:module';

const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/\/payment\/providers\/sandbox\/sandbox\.ts$/, new URL('troubledProvider.ts', import.meta.url).href],
  [/\/mail\/postmark\.ts$/, new URL('localPostmark.ts', import.meta.url).href],
];

registerHooks({
  resolve(specifier, context, next) {
    const replacement = REPLACED.find(([pattern]) => pattern.test(specifier))?.[1];
    // The replacements import the originals.
    const original = REPLACED.some(([, url]) => url === context.parentURL);
    return replacement && !original ? { url: replacement, shortCircuit: true } : next(specifier, context);
  },
});
