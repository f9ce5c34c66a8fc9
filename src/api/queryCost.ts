/**
 * Counts the rows that a document can lead to, before anything is read: lists within lists multiply, so a small document
 * can ask for a million rows. Checks the cursors of pages on the way. See src/decisions/029 for why no plugin does this.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { topLevelError } from '../graphql/maskedErrors.ts';
import { DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE } from '../graphql/pageSize.ts';
import { kindOfId } from '../kernel/ids.ts';

/** 100 customers with 10 invoices each, and 10 lines and 10 settlements for each invoice, are 21,100 rows. */
export const MAXIMUM_ROWS = 25_000;
/** The assumed size of a list without pages; most are shorter. */
const ASSUMED_LIST_SIZE = 10;

type Variables = Readonly<Record<string, unknown>>;

/** The most rows that an operation can lead to, by the sizes of its pages. Refuses cursors that this API did not issue. */
export function countRows(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  submitted: Variables,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue && valueFromASTUntyped(defaultValue),
    ]),
  );
  const root = schema.getRootType(operation.operation);
  const counter = new RowCounter(schema, fragments, { ...defaults, ...submitted });
  return root ? counter.ofSelections(operation.selectionSet, root) : 0;
}

class RowCounter {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Variables;
  /** Each fragment is counted once, however often it is spread: counting takes no longer than reading the document. */
  readonly #counted = new Map<string, number>();

  constructor(schema: GraphQLSchema, fragments: ReadonlyMap<string, FragmentDefinitionNode>, variables: Variables) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  ofSelections({ selections }: SelectionSetNode, parent: GraphQLCompositeType): number {
    return selections.reduce((rows, selection) => rows + this.#ofSelection(selection, parent), 0);
  }

  #ofSelection(selection: SelectionNode, parent: GraphQLCompositeType): number {
    if (selection.kind === 'Field') return this.#ofField(selection, parent);
    if (selection.kind === 'FragmentSpread') return this.#ofFragment(selection.name.value);
    const name = selection.typeCondition?.name.value;
    return this.#ofTyped(selection.selectionSet, name === undefined ? parent : this.#schema.getType(name));
  }

  #ofTyped(set: SelectionSetNode, type: GraphQLNamedType | undefined): number {
    return isCompositeType(type) ? this.ofSelections(set, type) : 0;
  }

  #ofFragment(name: string): number {
    const known = this.#counted.get(name);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    const rows = fragment
      ? this.#ofTyped(fragment.selectionSet, this.#schema.getType(fragment.typeCondition.name.value))
      : 0;
    this.#counted.set(name, rows);
    return rows;
  }

  #ofField(node: FieldNode, parent: GraphQLCompositeType): number {
    // Introspection, whose depth graphql-js limits, reads no rows.
    if (!node.selectionSet || node.name.value.startsWith('__')) return 0;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (!field || !isCompositeType(type)) return 0;
    const below = this.ofSelections(node.selectionSet, type);
    if (isPage(type)) return this.#sizeOfPage(node) * (1 + below);
    // The rows of a page were counted with the page.
    if (isPage(parent) || parent.name.endsWith('Edge')) return below;
    if (isListType(getNullableType(field.type))) return this.#sizeOfList(node, field) * (1 + below);
    return isRow(type) ? 1 + below : below;
  }

  #argument(node: FieldNode, name: string): unknown {
    const given = node.arguments?.find((candidate) => candidate.name.value === name);
    return given && valueFromASTUntyped(given.value, this.#variables);
  }

  #sizeOfPage(node: FieldNode): number {
    for (const name of ['after', 'before']) if (!isCursor(this.#argument(node, name))) throw refusedCursor();
    const sizes = ['first', 'last'].map((name) => this.#argument(node, name));
    const given = sizes.filter((size) => typeof size === 'number');
    const size = given.length > 0 ? Math.max(...given) : DEFAULT_PAGE_SIZE;
    // A size that is not allowed is refused where the page is read.
    return Math.min(Math.max(size, 0), MAXIMUM_PAGE_SIZE);
  }

  #sizeOfList(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    const ids = field.args.some(({ name }) => name === 'ids') ? this.#argument(node, 'ids') : undefined;
    return Array.isArray(ids) ? ids.length : ASSUMED_LIST_SIZE;
  }
}

const isPage = (type: GraphQLCompositeType) =>
  isObjectType(type) && type.name.endsWith('Connection') && 'pageInfo' in type.getFields();

const isRow = (type: GraphQLCompositeType) =>
  type.name === 'Node' || (isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'));

const refusedCursor = () => topLevelError('BAD_USER_INPUT', 'A cursor is not one that a page returned.');

/** Whether a value is a cursor of this API: it holds an id. Nothing else that a cursor could encode reaches the database. */
function isCursor(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'string') return false;
  const [, id] = /^GPC:S:(\w{1,40})$/.exec(Buffer.from(value, 'base64').toString()) ?? [];
  return id !== undefined && kindOfId(id) !== null;
}
