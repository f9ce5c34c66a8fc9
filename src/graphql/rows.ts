/**
 * How much a document asks for. Lists within lists multiply, so a small document could ask for a million rows; here they
 * are counted before anything is read. The cursors of pages are looked at on the same way.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { kindOfId } from '../kernel/ids.ts';
import { DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE } from './builder.ts';
import { topLevelError } from './errors.ts';

/** 100 customers with 10 invoices each, and their lines and settlements, are 21,100. */
export const MAXIMUM_ROWS = 25_000;
/** What a list without pages counts as; most hold fewer. */
export const ASSUMED_LIST_SIZE = 10;

type Variables = Readonly<Record<string, unknown>>;

/** The rows that an operation may lead to at most, by the sizes of its pages; refuses cursors that no page ended with. */
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
  const variables = { ...defaults, ...submitted };
  /** Counted once each, however often they are spread: counting takes no longer than reading the document. */
  const counted = new Map<string, number>();

  function ofFragment(name: string): number {
    const known = counted.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const rows = fragment && isCompositeType(type) ? ofSelections(fragment.selectionSet, type) : 0;
    counted.set(name, rows);
    return rows;
  }

  function ofSelections(set: SelectionSetNode, parent: GraphQLCompositeType): number {
    let rows = 0;
    for (const selection of set.selections) {
      if (selection.kind === 'FragmentSpread') rows += ofFragment(selection.name.value);
      else if (selection.kind === 'InlineFragment') {
        const name = selection.typeCondition?.name.value;
        const type = name === undefined ? parent : schema.getType(name);
        if (isCompositeType(type)) rows += ofSelections(selection.selectionSet, type);
      } else rows += ofField(selection, parent);
    }
    return rows;
  }

  function ofField(node: FieldNode, parent: GraphQLCompositeType): number {
    // Introspection (whose depth graphql-js bounds) reads no rows.
    if (!node.selectionSet || node.name.value.startsWith('__')) return 0;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (!field || !isCompositeType(type)) return 0;
    const below = ofSelections(node.selectionSet, type);
    if (isPage(type)) return sizeOfPage(node) * (1 + below);
    // The rows of a page were counted with it.
    if (isPage(parent) || parent.name.endsWith('Edge')) return below;
    if (isListType(getNullableType(field.type))) return sizeOfList(node, field) * (1 + below);
    return isRow(type) ? 1 + below : below;
  }

  function argument(node: FieldNode, name: string): unknown {
    const given = node.arguments?.find((candidate) => candidate.name.value === name);
    return given && valueFromASTUntyped(given.value, variables);
  }

  function sizeOfPage(node: FieldNode): number {
    for (const name of ['after', 'before']) if (!isCursor(argument(node, name))) throw refusedCursor();
    const sizes = ['first', 'last'].map((name) => argument(node, name)).filter((size) => typeof size === 'number');
    const size = sizes.length > 0 ? Math.max(...sizes) : DEFAULT_PAGE_SIZE;
    // Sizes that are not served are refused in their own words, where the page is read.
    return Math.min(Math.max(size, 0), MAXIMUM_PAGE_SIZE);
  }

  function sizeOfList(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    const ids = field.args.some(({ name }) => name === 'ids') ? argument(node, 'ids') : undefined;
    return Array.isArray(ids) ? ids.length : ASSUMED_LIST_SIZE;
  }

  const root = schema.getRootType(operation.operation);
  return root ? ofSelections(operation.selectionSet, root) : 0;
}

const isPage = (type: GraphQLCompositeType) =>
  isObjectType(type) && type.name.endsWith('Connection') && 'pageInfo' in type.getFields();

const isRow = (type: GraphQLCompositeType) =>
  type.name === 'Node' || (isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'));

const refusedCursor = () => topLevelError('BAD_USER_INPUT', 'A cursor is not one that a page was answered with.');

/** Cursors hold an id. Whatever else could be packed into one never reaches the database. */
function isCursor(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'string') return false;
  const [, id] = /^GPC:S:(\w{1,40})$/.exec(Buffer.from(value, 'base64').toString()) ?? [];
  return id !== undefined && kindOfId(id) !== null;
}
