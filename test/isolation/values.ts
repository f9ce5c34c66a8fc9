/** Valid arguments generated from the schema, and the paths in them that accept text. */
import {
  type GraphQLInputType,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';

type Slots = readonly { name: string; type: GraphQLInputType }[];

/** Arbitrary values for all required arguments. */
export function requiredOf(slots: Slots, id: string): Record<string, unknown> {
  return Object.fromEntries(
    slots.filter(({ type }) => isNonNullType(type)).map(({ name, type }) => [name, anyValue(type, id)]),
  );
}

function anyValue(type: GraphQLInputType, id: string): unknown {
  if (isNonNullType(type)) return anyValue(type.ofType, id);
  if (isListType(type)) return [anyValue(type.ofType, id)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) return requiredOf(Object.values(type.getFields()), id);
  const values: Record<string, unknown> = {
    ID: id,
    Int: 1,
    SafeInt: 1,
    Boolean: true,
    Currency: 'EUR',
    DateTime: '2026-04-02T00:00:00.000Z',
    JSONObject: {},
  };
  return values[(type as GraphQLNamedType).name] ?? 'some text';
}

const TEXTS = ['String', 'ID', 'JSONObject'];

/** The paths that accept text, such as `input.address.line1` or `input.lines.0.description`. */
export function textPlaces(slots: Slots, above: string[] = []): { path: string[]; type: string }[] {
  const places = (type: GraphQLInputType, path: string[]): { path: string[]; type: string }[] => {
    if (isNonNullType(type)) return places(type.ofType, path);
    if (isListType(type)) return places(type.ofType, [...path, '0']);
    if (isInputObjectType(type)) return textPlaces(Object.values(type.getFields()), path);
    return TEXTS.includes(type.name) ? [{ path, type: type.name }] : [];
  };
  return slots.flatMap(({ name, type }) => places(type, [...above, name]));
}

/** All required arguments, with `text` at one path; objects on the path are created. */
export function withTextAt(slots: Slots, place: { path: string[]; type: string }, text: string, id: string): object {
  const fill = (type: GraphQLInputType, path: string[]): unknown => {
    const [step, ...rest] = path;
    if (isNonNullType(type)) return fill(type.ofType, path);
    if (step === undefined) return place.type === 'JSONObject' ? { note: text } : text;
    if (isListType(type)) return [fill(type.ofType, rest)];
    if (!isInputObjectType(type)) throw new Error(`Nothing lies at ${place.path.join('.')}.`);
    const fields = Object.values(type.getFields());
    const field = type.getFields()[step];
    if (!field) throw new Error(`There is no ${step}.`);
    return { ...requiredOf(fields, id), [step]: fill(field.type, rest) };
  };
  const [first, ...rest] = place.path;
  const slot = slots.find(({ name }) => name === first);
  if (!slot) throw new Error(`There is no ${first}.`);
  return { ...requiredOf(slots, id), [slot.name]: fill(slot.type, rest) };
}
