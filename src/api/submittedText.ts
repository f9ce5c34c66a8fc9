/**
 * Checks that every operation passes before it is executed, so that no module has to: the length of the document, the
 * size of the variables, and no NUL character (which PostgreSQL cannot store) or unpaired surrogate in any text.
 */
import { GraphQLError, type ValidationRule } from 'graphql';
import { topLevelError } from '../graphql/maskedErrors.ts';

/** Longer documents are refused before they are parsed and cached. */
export const MAXIMUM_DOCUMENT_LENGTH = 32 * 1024;
/** No input type nests as deep as this. */
export const MAXIMUM_VARIABLE_DEPTH = 32;
/** Far more than any operation needs: the longest list of an input has a hundred entries. */
export const MAXIMUM_VARIABLE_VALUES = 5000;
export const TOO_MANY_VALUES = 'The variables contain too many values.';

const REFUSED = 'A text holds a NUL character or half of a surrogate pair.';

const unusable = (text: string) => text.includes('\0') || !text.isWellFormed();

function refuseUnusable(text: string): void {
  if (unusable(text)) throw topLevelError('BAD_USER_INPUT', REFUSED);
}

/** Throws for the first text (key or value) that cannot be used, and for values that are too many or too deep. */
export function refuseUnusableVariables(variables: unknown): void {
  let left = MAXIMUM_VARIABLE_VALUES;
  const visit = (value: unknown, depth: number): void => {
    if (left-- <= 0) throw topLevelError('BAD_USER_INPUT', TOO_MANY_VALUES);
    if (typeof value === 'string') refuseUnusable(value);
    if (typeof value !== 'object' || value === null) return;
    if (depth >= MAXIMUM_VARIABLE_DEPTH) throw topLevelError('BAD_USER_INPUT', 'The variables are nested too deeply.');
    for (const key in value) {
      refuseUnusable(key);
      visit((value as Record<string, unknown>)[key], depth + 1);
    }
  };
  visit(variables, 0);
}

/** `sizeOf` stops counting here. */
const LARGEST_SIZE = 64 * 1024;

const ownSize = (value: unknown) => (typeof value === 'string' ? value.length : 1);

/**
 * The size of variables in characters, without the punctuation of JSON; at most about `LARGEST_SIZE`, which is also the size of
 * too many values.
 */
export function sizeOf(variables: object | null | undefined): number {
  let size = 0;
  let left = MAXIMUM_VARIABLE_VALUES;
  // A loop instead of recursion: a body of nothing but brackets can be nested 100,000 levels deep.
  const waiting = variables ? [variables as Record<string, unknown>] : [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const key in next) {
      if (left-- <= 0) return LARGEST_SIZE;
      const value = next[key];
      size += key.length + ownSize(value);
      if (size > LARGEST_SIZE) return size;
      if (typeof value === 'object' && value !== null) waiting.push(value as Record<string, unknown>);
    }
  return size;
}

export function refuseLongDocument(document: unknown): void {
  if (typeof document === 'string' && document.length > MAXIMUM_DOCUMENT_LENGTH)
    throw topLevelError('BAD_USER_INPUT', `A document has at most ${MAXIMUM_DOCUMENT_LENGTH} characters.`);
}

/** Refuses the same characters in string literals of the document. */
export const usableLiterals: ValidationRule = (context) => ({
  StringValue(node) {
    if (unusable(node.value))
      context.reportError(new GraphQLError(REFUSED, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } }));
  },
});
