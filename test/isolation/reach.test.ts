/**
 * Two committed lists of the fields that a portal session and an anonymous caller can reach. A new field fails until it
 * is added to a list deliberately or restricted to merchants.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/api/schema.ts';
import { type Caller, openWorld, WORLD_TAKES, type World } from '../support/world.ts';
import { accessOf, documentFor, type FieldName, rootFields } from './fields.ts';
import { requiredOf } from './values.ts';

type Field = GraphQLField<unknown, unknown>;
type Reach = 'portal' | 'anonymous';

function allowed(reach: Reach, configured: { extensions: Readonly<Record<string, unknown>> }): boolean {
  const access = accessOf(configured);
  return reach === 'portal' ? access !== 'merchant' : access === 'anyone';
}

/** The reachable object types and their allowed fields. */
function reachable(reach: Reach): { types: Set<GraphQLObjectType>; fields: string[] } {
  const types = new Set<GraphQLObjectType>();
  const fields: string[] = [];
  const visit = (type: GraphQLNamedType) => {
    // An anonymous caller gets no record by its id: see nodes.test.ts.
    if (reach === 'anonymous' && type.name === 'Node') return;
    if (isAbstractType(type)) for (const member of schema.getPossibleTypes(type)) visit(member);
    if (!isObjectType(type) || types.has(type) || !allowed(reach, type)) return;
    types.add(type);
    for (const field of Object.values(type.getFields()))
      if (allowed(reach, field)) {
        fields.push(`${type.name}.${field.name}`);
        visit(getNamedType(field.type));
      }
  };
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
    if (root) visit(root);
  return { types, fields: fields.sort() };
}

const file = (reach: Reach) => new URL(`./${reach}-reach.txt`, import.meta.url);

/** The committed list. `UPDATE_REACH=1` writes it anew; review it before the commit. */
function committed(reach: Reach, fields: string[]): string[] {
  if (process.env.UPDATE_REACH) writeFileSync(file(reach), `${fields.join('\n')}\n`);
  return readFileSync(file(reach), 'utf8').trimEnd().split('\n');
}

test.each([
  ['portal', 250],
  ['anonymous', 50],
] as const)('the fields that a caller of kind %s can reach equal the committed list', (reach, atLeast) => {
  const { fields } = reachable(reach);
  expect(fields.length).toBeGreaterThanOrEqual(atLeast);
  expect(fields).toEqual(committed(reach, fields));
});

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, WORLD_TAKES);
afterAll(() => world.close());

async function refusalOf(caller: Caller, query: string, variables: object): Promise<{ code: unknown; data: unknown }> {
  const { text } = await world.ask(caller, query, variables);
  const { data, errors } = JSON.parse(text);
  return { code: errors?.[0]?.extensions?.code, data: data ?? null };
}

async function callRoot(caller: Caller, name: FieldName, field: Field) {
  const variables = requiredOf(field.args, world.A1.records.customer);
  const isLeaf = !isObjectType(getNamedType(field.type)) && !isAbstractType(getNamedType(field.type));
  if (isLeaf) throw new Error(`${name} has no selection.`);
  return refusalOf(caller, documentFor(name, variables, '__typename'), variables);
}

/** A nullable field is null beside the error; any other makes the whole response null. */
const refused = (code: string, field: Field) => ({
  code,
  data: isNonNullType(field.type) ? null : { [field.name]: null },
});

const roots = [...rootFields()];

describe('fields outside the lists', () => {
  test.each(roots.filter(([, field]) => accessOf(field) === 'merchant'))(
    'the field %s refuses a portal session',
    async (name, field) => {
      expect(await callRoot('customer A1', name, field)).toEqual(refused('FORBIDDEN', field));
    },
  );

  test.each(roots.filter(([, field]) => accessOf(field) !== 'anyone'))(
    'the field %s refuses callers without a valid credential',
    async (name, field) => {
      for (const caller of ['nobody', 'expired session of A1', 'revoked session of A1', 'revoked key of A'] as const) {
        expect(await callRoot(caller, name, field), caller).toEqual(refused('UNAUTHENTICATED', field));
      }
    },
  );

  test.each(roots.filter(([, field]) => accessOf(field) === 'customer'))(
    'the field %s refuses an API key',
    async (name, field) => {
      expect(await callRoot('merchant A', name, field)).toEqual(refused('FORBIDDEN', field));
    },
  );

  /** The query by which a portal session reaches each type. */
  const WAYS: Record<string, (select: string) => [query: string, id?: string]> = {
    PortalConfig: (select) => [`{ portalConfig { ${select} } }`],
  };
  const rootTypes = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const shared = [...reachable('portal').types].flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => accessOf(field) === 'merchant' && !rootTypes.includes(type))
      .map((field) => [`${type.name}.${field.name}`, type, field] as const),
  );

  test('types that a customer reaches have at least eighteen merchant-only fields', () => {
    expect(shared.length).toBeGreaterThanOrEqual(18);
  });

  test.each(shared)('the field %s refuses a portal session', async (_name, type, field) => {
    const select = isLeafField(field) ? field.name : `${field.name} { __typename }`;
    const [query, id] = WAYS[type.name]?.(select) ?? [
      `query Asked($id: ID!) { node(id: $id) { ... on ${type.name} { ${select} } } }`,
      ownRecordOf(type.name),
    ];
    const { code, data } = await refusalOf('customer A1', query, { id });
    expect(code).toBe('FORBIDDEN');
    expect(Object.values((data as object | null) ?? {}).filter((value) => value !== null)).toEqual(
      // A nullable field is null beside the error; any other makes its object null.
      isNonNullType(field.type) ? [] : [{ [field.name]: null }],
    );
    // The same query returns a value to the merchant, so the refusal is about the caller.
    const merchant = await refusalOf('merchant A', query, { id });
    expect(merchant.code).toBeUndefined();
  });
});

const isLeafField = (field: Field) => {
  const type = getNamedType(field.type);
  return !isObjectType(type) && !isAbstractType(type);
};

function ownRecordOf(typeName: string): string {
  const records: Record<string, string> = {
    Customer: world.A1.records.customer,
    Subscription: world.A1.records.subscription,
    Product: world.A1.records.product,
    Price: world.A1.records.price,
    Coupon: world.A1.records.coupon,
    Payment: world.A1.records.payment,
    Refund: world.A1.records.refund,
    RecordedPayment: world.A1.records.recordedPayment,
    Invoice: world.A1.records.invoice,
  };
  const id = records[typeName];
  if (!id) throw new Error(`How does a portal session meet a ${typeName}? Add a way above.`);
  return id;
}
