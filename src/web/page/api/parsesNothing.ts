/**
 * Stands in the page for the package `graphql`, of which graphql-request would only parse what it is given. The page
 * gives it texts, by their hashes, so that nine kilobytes need not travel. Built in by vite.config.ts.
 */
function nobodyParses(): never {
  throw new Error('The page parses no documents.');
}

export const parse = nobodyParses;
export const print = nobodyParses;
export const Kind = { OPERATION_DEFINITION: 'OperationDefinition' } as const;
