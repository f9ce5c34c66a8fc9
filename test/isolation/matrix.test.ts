/**
 * Every field that takes an id × every caller who must not see its record: the response equals that for an unknown id
 * byte for byte, and the database is unchanged. Generated from the schema: a new field without a row fails.
 */
import { getNamedType, isUnionType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindOfId, newId } from '../../src/kernel/ids.ts';
import { type Caller, openWorld, type RecordName, type Records, WORLD_TAKES, type World } from '../support/world.ts';
import { CALLS, NAMED_RECORDS, type Row, valueAt } from './calls.ts';
import { digest } from './digest.ts';
import { accessOf, documentFor, type FieldName, idPaths, rootFields, withIdAt } from './fields.ts';

let world: World;
let before: Record<string, string>;
beforeAll(async () => {
  world = await openWorld();
  before = await digest(world.t.db);
}, WORLD_TAKES);
afterAll(() => world.close());

/** Every caller except A1 and the merchant of A, including expired ones. The targets are A1's records. */
const STRANGERS = [
  'nobody',
  'customer A2',
  'merchant B',
  'customer B1',
  'expired session of A1',
  'revoked session of A1',
  'revoked key of A',
] as const satisfies Caller[];
type Stranger = (typeof STRANGERS)[number];

/** Records that all customers of a company may see. */
const SHARED: RecordName[] = [
  'product',
  'price',
  'largePrice',
  'yearlyPrice',
  'hiddenProduct',
  'hiddenPrice',
  'coupon',
];

const fields = rootFields();
const withIds = [...fields].filter(([, field]) => idPaths(field).length > 0);

/** The records for a caller's own arguments. A caller whose credential has ended uses its former records. */
function ownRecords(caller: Caller): Records {
  if (caller === 'customer A2') return world.A2.records;
  return caller === 'merchant B' || caller === 'customer B1' ? world.B1.records : world.A1.records;
}

function mayCall(caller: Caller, name: FieldName): boolean {
  const field = fields.get(name);
  const access = field ? accessOf(field) : 'merchant';
  if (access === 'anyone') return true;
  if (caller.startsWith('merchant')) return access !== 'customer';
  return caller.startsWith('customer') && access !== 'merchant';
}

interface Target {
  path: string;
  record: RecordName;
  id: string;
  missing: string;
}

function targetsOf(row: Row, caller: Stranger, name: FieldName): Target[] {
  return Object.entries(row.ids).flatMap(([path, records]) => {
    if (!Array.isArray(records)) return [];
    // The fields of `Node` accept all ids.
    const names = records.length > 0 ? records : NAMED_RECORDS(world.A1.records);
    return names
      .filter((record) => !(caller === 'customer A2' && mayCall(caller, name) && SHARED.includes(record)))
      .map((record) => {
        const id = world.A1.records[record];
        const kind = kindOfId(id);
        if (!kind) throw new Error(`${record} is no id.`);
        return { path, record, id, missing: newId(kind, world.t.clock.now()) };
      });
  });
}

async function askWith(caller: Caller, name: FieldName, row: Row, path: string, id: string) {
  const variables = withIdAt(row.variables(ownRecords(caller)), path, valueAt(path, id));
  return world.ask(caller, documentFor(name, variables, row.select), variables);
}

/** Whether the response has data instead of an error, null or an empty list. */
function found(name: FieldName, { status, text }: { status: number; text: string }): boolean {
  const { data, errors } = JSON.parse(text);
  const value = data?.[name.split('.')[1] as string];
  if (status !== 200 || errors || value === null || value === undefined || value.code) return false;
  const list = Array.isArray(value) ? value : value.nodes;
  return list === undefined || (list.length > 0 && list.at(-1) !== null);
}

/** The error types in the union that a mutation or a preview returns; empty for other queries. */
function errorsOf(name: FieldName): string[] {
  const type = getNamedType(fields.get(name)?.type);
  return isUnionType(type) ? type.getTypes().map((member) => member.name) : [];
}
const mayFail = (name: FieldName) => errorsOf(name).length > 0;

test('a mutation that takes no id of a record does not list NotFoundError', () => {
  const without = [...fields.keys()].filter((name) => {
    const ids = Object.values(CALLS[name]?.ids ?? {});
    return mayFail(name) && !ids.some(Array.isArray);
  });
  expect(without.length).toBeGreaterThan(8);
  expect(without.filter((name) => errorsOf(name).includes('NotFoundError'))).toEqual([]);
});

test('every field that takes an id has a row in the table of calls, and every row has a field', () => {
  expect(withIds.length).toBeGreaterThanOrEqual(50);
  expect(Object.keys(CALLS).sort()).toEqual(withIds.map(([name]) => name).sort());
});

describe.each(withIds)('isolation of %s', (name, field) => {
  test('the table of calls covers every id argument of the field', () => {
    expect(Object.keys(CALLS[name]?.ids ?? {}).sort()).toEqual(idPaths(field).sort());
  });

  test.each(STRANGERS)('%s gets the response of unknown ids, and nothing is written', async (caller) => {
    const row = CALLS[name] as Row;
    const differing: object[] = [];
    for (const { path, record, id, missing } of targetsOf(row, caller, name)) {
      const strange = await askWith(caller, name, row, path, id);
      const nothing = await askWith(caller, name, row, path, missing);
      if (strange.status !== nothing.status || strange.text !== nothing.text)
        differing.push({ path, record, strange, nothing });
      // The refusal must be about this id or about the caller; otherwise the comparison proves nothing.
      const { data, errors } = JSON.parse(nothing.text);
      const value = data?.[field.name];
      if (mayCall(caller, name) && accessOf(field) !== 'anyone') {
        expect(String(errors?.[0]?.extensions.code), `${path} ${nothing.text}`).not.toMatch(
          /FORBIDDEN|UNAUTHENTICATED|INTERNAL/,
        );
        if (value?.code)
          expect(value.path, path).toEqual(expect.arrayContaining([path.split('.').at(-1)?.replace('[]', '')]));
      } else if (accessOf(field) !== 'anyone') {
        expect(errors[0].extensions.code).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
        expect(data?.[field.name] ?? null).toBeNull();
      }
    }
    const [was, is] = [before, await digest(world.t.db)];
    before = is;
    expect(differing).toEqual([]);
    // Requesting a link enqueues a job for every caller.
    const jobs = name === 'Mutation.requestPortalLink' ? { 'pgboss.job': is['pgboss.job'] } : {};
    expect(is).toEqual({ ...was, ...jobs });
  });
});

describe('calls of the matrix by the owner', () => {
  test.each(Object.keys(CALLS) as FieldName[])('the call of %s succeeds for the owner', async (name) => {
    const row = CALLS[name] as Row;
    const caller: Caller = mayCall('customer A1', name) ? 'customer A1' : 'merchant A';
    let notFound = false;
    for (const [path, records] of Object.entries(row.ids)) {
      const isFilter = path === 'after' || path === 'before' || !Array.isArray(records);
      if (isFilter || accessOf(fields.get(name) as never) === 'anyone') continue;
      const kind = kindOfId(world.A1.records[records[0] ?? 'customer']) ?? 'Customer';
      const nothing = await askWith(caller, name, row, path, newId(kind, world.t.clock.now()));
      expect(found(name, nothing), `${path} ${nothing.text}`).toBe(false);
      notFound ||= JSON.parse(nothing.text).data?.[name.split('.')[1] as string]?.code === 'NOT_FOUND';
    }
    if (mayFail(name) && accessOf(fields.get(name) as never) !== 'anyone')
      expect(errorsOf(name).includes('NotFoundError'), 'NotFoundError is listed exactly if it is returned').toBe(
        notFound,
      );
    const variables = { ...row.variables(world.A1.records), ...(await row.prepare?.(world)) };
    const answer = await world.ask(caller, documentFor(name, variables, row.select), variables);
    expect(found(name, answer), answer.text).toBe(true);
  });
});
