/**
 * Bounds the work of validation before it begins. graphql-js compares each pair of fields that one response merges under
 * one name, with everything below them, so 330 equal fields in 11 kB take a third of a second.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { topLevelError } from '../graphql/maskedErrors.ts';

/** Pairs of fields under one response name. Ten fragments that all select `id` at twenty places are 900. */
const MAXIMUM_PAIRS = 2000;
/** Fields of the response, fragments resolved. The document itself has at most 2000 tokens. */
const MAXIMUM_FIELDS = 10_000;
/** Operations and fragments. Validation follows the fragments of each operation several times. */
const MAXIMUM_DEFINITIONS = 50;

const TOO_OFTEN = 'The document repeats fields too often to be checked.';
const TOO_MANY = `The document has too many operations and fragments: ${MAXIMUM_DEFINITIONS} are allowed.`;

class Merging {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  #pairs = 0;
  #fields = 0;

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#fragments = fragments;
  }

  /**
   * Counts the fields of the sets, and the pairs that share a response name, at every depth. A fragment in `above` already
   * contains this selection and is skipped, so a cycle ends here; validation refuses it later.
   */
  count(sets: readonly SelectionSetNode[], above: ReadonlySet<string>): void {
    const byName = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const set of sets) this.#collect(set, byName, spread, above);
    for (const fields of byName.values()) {
      this.#pairs += (fields.length * (fields.length - 1)) / 2;
      if (this.isExcess) return;
      const below = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (below.length > 0) this.count(below, spread.size > 0 ? new Set([...above, ...spread]) : above);
    }
  }

  #collect(
    { selections }: SelectionSetNode,
    byName: Map<string, FieldNode[]>,
    spread: Set<string>,
    above: ReadonlySet<string>,
  ): void {
    for (const selection of selections) {
      this.#fields++;
      if (this.isExcess) return;
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const same = byName.get(name);
        if (same) same.push(selection);
        else byName.set(name, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) this.#collect(selection.selectionSet, byName, spread, above);
      else {
        const name = selection.name.value;
        const fragment = this.#fragments.get(name);
        if (!fragment || spread.has(name) || above.has(name)) continue;
        spread.add(name);
        this.#collect(fragment.selectionSet, byName, spread, above);
      }
    }
  }

  /** Whether more was counted than validation may compare. */
  get isExcess(): boolean {
    return this.#pairs > MAXIMUM_PAIRS || this.#fields > MAXIMUM_FIELDS;
  }
}

/** The refusal of a document that could not be validated in a bounded time; null for all others. */
export function excessRepetition({ definitions }: DocumentNode): GraphQLError | null {
  if (definitions.length > MAXIMUM_DEFINITIONS) return topLevelError('BAD_USER_INPUT', TOO_MANY);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const merging = new Merging(fragments);
  // Validation compares fragments on their own, too.
  for (const definition of definitions)
    if ('selectionSet' in definition && definition.selectionSet) merging.count([definition.selectionSet], new Set());
  return merging.isExcess ? topLevelError('BAD_USER_INPUT', TOO_OFTEN) : null;
}
