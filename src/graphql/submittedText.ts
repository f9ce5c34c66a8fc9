/**
 * What no text may hold, wherever it is submitted: the NUL character, which PostgreSQL cannot store, and halves of
 * surrogate pairs, which are no characters. Refused here once, for queries and mutations, so that no noun has to.
 */
import { GraphQLError, type ValidationRule } from 'graphql';
import { topLevelError } from './errors.ts';

/** Longer documents are refused before they are parsed (and kept). */
export const MAXIMUM_DOCUMENT_LENGTH = 32 * 1024;
/** No input is nested so deeply. */
export const MAXIMUM_VARIABLE_DEPTH = 32;

const REFUSED = 'A text holds a NUL character or half of a surrogate pair.';

const unusable = (text: string) => text.includes('\0') || !text.isWellFormed();

/** Throws for the first text (key or value) that cannot be used. */
export function refuseUnusableText(value: unknown, depth = 0): void {
  if (typeof value === 'string') {
    if (unusable(value)) throw topLevelError('BAD_USER_INPUT', REFUSED);
  } else if (typeof value === 'object' && value !== null) {
    if (depth >= MAXIMUM_VARIABLE_DEPTH) throw topLevelError('BAD_USER_INPUT', 'The variables are nested too deeply.');
    for (const [key, entry] of Object.entries(value)) {
      refuseUnusableText(key);
      refuseUnusableText(entry, depth + 1);
    }
  }
}

export function refuseLongDocument(document: unknown): void {
  if (typeof document === 'string' && document.length > MAXIMUM_DOCUMENT_LENGTH)
    throw topLevelError('BAD_USER_INPUT', `A document has at most ${MAXIMUM_DOCUMENT_LENGTH} characters.`);
}

/** The same for texts that stand in the document itself. */
export const usableLiterals: ValidationRule = (context) => ({
  StringValue(node) {
    if (unusable(node.value))
      context.reportError(new GraphQLError(REFUSED, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } }));
  },
});
