/** Derived from the schema: the arguments that contain ids, and the callers of each field. */
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { schema } from '../../src/api/schema.ts';

export type FieldName = `Query.${string}` | `Mutation.${string}`;
type Field = GraphQLField<unknown, unknown>;

/** The root fields, as `Query.customer`. */
export function rootFields(): Map<FieldName, Field> {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => (type ? [type] : []));
  return new Map(
    roots.flatMap((type) =>
      Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}` as FieldName, field] as const),
    ),
  );
}

const NAMED_LIKE_AN_ID = /(?:^i|I)ds?$/;
/** Cursors of connections hold ids as well. */
const CURSORS = ['after', 'before'];

/** Every path to an id in a field's arguments, such as `input.items[].priceId`. */
export function idPaths(field: Field): string[] {
  const walk = (name: string, type: GraphQLInputType, path: string): string[] => {
    if (isNonNullType(type)) return walk(name, type.ofType, path);
    if (isListType(type)) return walk(name, type.ofType, `${path}[]`);
    if (isInputObjectType(type))
      return Object.values(type.getFields()).flatMap((inner) => walk(inner.name, inner.type, `${path}.${inner.name}`));
    return type.name === 'ID' || NAMED_LIKE_AN_ID.test(name) || CURSORS.includes(path) ? [path] : [];
  };
  return field.args.flatMap(({ name, type }) => walk(name, type, name));
}

export type Access = 'anyone' | 'signedIn' | 'customer' | 'merchant';

interface Scopes {
  merchant?: boolean;
  customer?: boolean;
  signedIn?: boolean;
  portalFeature?: string;
  $all?: Scopes;
}

/**
 * The callers that the auth scopes of a field or type allow. Sections of the portal require a signed-in customer. An
 * unknown scope throws an error.
 */
export function accessOf(configured: { extensions: Readonly<Record<string, unknown>> }): Access {
  const options = configured.extensions.pothosOptions as { authScopes?: Scopes } | undefined;
  const { $all, ...scopes } = options?.authScopes ?? {};
  const all = { ...scopes, ...$all };
  const known = Object.keys(all).every((name) => ['merchant', 'customer', 'signedIn', 'portalFeature'].includes(name));
  if (!known) throw new Error(`Unknown auth scopes: ${JSON.stringify(all)}`);
  if (all.merchant) return 'merchant';
  if (all.customer) return 'customer';
  return all.signedIn || all.portalFeature ? 'signedIn' : 'anyone';
}

/** The text of an operation on one root field, with a variable for each argument that is given. */
export function documentFor(name: FieldName, variables: object, select: string): string {
  const field = rootFields().get(name);
  if (!field) throw new Error(`There is no ${name}.`);
  const given = field.args.filter((arg) => arg.name in variables);
  const header = given.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const args = given.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const operation = name.startsWith('Mutation') ? 'mutation' : 'query';
  const call = args ? `${field.name}(${args})` : field.name;
  return `${operation} Asked${header ? `(${header})` : ''} { ${call} { ${selectionOf(field, select)} } }`;
}

/** For a mutation all fields of its errors and `select`; otherwise `select`. */
function selectionOf(field: Field, select: string): string {
  const type = getNamedType(field.type);
  if (!isUnionType(type)) return `__typename ${select}`;
  const errors = type.getTypes().filter((member) => member.getInterfaces().some(({ name }) => name === 'UserError'));
  const own = errors.flatMap((member) =>
    Object.values(member.getFields())
      .filter(({ name }) => !['code', 'message', 'path'].includes(name))
      .map((inner) =>
        isObjectType(getNamedType(inner.type))
          ? `... on ${member.name} { ${inner.name} { ${member.name === 'ValidationError' ? 'path message' : '__typename'} } }`
          : `... on ${member.name} { ${inner.name} }`,
      ),
  );
  const success = type.getTypes().find((member) => !errors.includes(member));
  return `__typename ... on ${success?.name} { ${select} } ... on UserError { code message path } ${own.join(' ')}`;
}

/** A copy of `variables` with `value` at `path`; in a list of ids it is added, in a list of objects it goes to the first. */
export function withIdAt<Variables extends object>(variables: Variables, path: string, value: unknown): Variables {
  const copy = structuredClone(variables) as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop() as string;
  let place = copy;
  for (const step of steps) {
    const name = step.replace('[]', '');
    const next = place[name] as Record<string, unknown> | Record<string, unknown>[];
    place = (Array.isArray(next) ? next[0] : next) as Record<string, unknown>;
  }
  const name = last.replace('[]', '');
  place[name] = last.endsWith('[]') ? [...((place[name] as unknown[] | undefined) ?? []), value] : value;
  return copy as Variables;
}
