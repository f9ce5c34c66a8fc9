/** The ways to hide a selection of a GraphQL document in fragments, for tests that a limit counts them all. */

/** Hides a selection in fragments of one kind. */
export type Wrap = (selection: string, on: string) => { selection: string; fragments: string };
const WRAPS: Record<string, Wrap> = {
  'outside of fragments': (selection) => ({ selection, fragments: '' }),
  'in an inline fragment': (selection, on) => ({ selection: `... on ${on} { ${selection} }`, fragments: '' }),
  'in an inline fragment without a type': (selection) => ({ selection: `... { ${selection} }`, fragments: '' }),
  'in a named fragment': (selection, on) => ({ selection: '...A', fragments: `fragment A on ${on} { ${selection} }` }),
  'in nested fragments': (selection, on) => ({
    selection: '...A',
    fragments: `fragment A on ${on} { ...B } fragment B on ${on} { ... { ...C } } fragment C on ${on} { ${selection} }`,
  }),
  'in a fragment named __schema': (selection, on) => ({
    selection: '...__schema',
    fragments: `fragment __schema on ${on} { ${selection} }`,
  }),
  'in fragments named __schema and __type': (selection, on) => ({
    selection: '...__schema ...__schema',
    fragments: `fragment __schema on ${on} { ...__type } fragment __type on ${on} { ${selection} }`,
  }),
};

export const WAYS_OF_HIDING = Object.entries(WRAPS);
