/**
 * Records by their ids, and the edges between records: no edge leads from a caller's own records to those of another.
 */
import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/api/schema.ts';
import { ID_PREFIX, type IdKind, kindOfId, newId } from '../../src/kernel/ids.ts';
import { type Caller, openWorld, type Person, type RecordName, WORLD_TAKES, type World } from '../support/world.ts';
import { cursorOf, NAMED_RECORDS } from './calls.ts';
import { accessOf } from './fields.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, WORLD_TAKES);
afterAll(() => world.close());

const nodeType = schema.getType('Node');
if (!isInterfaceType(nodeType)) throw new Error('There is no Node.');
const nodeTypes = schema.getPossibleTypes(nodeType).map(({ name }) => name);

const NODE = 'query Asked($id: ID!) { node(id: $id) { __typename id } }';
const NODES = 'query Asked($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

const missing = (id: string) => newId(kindOfId(id) ?? 'Customer', world.t.clock.now());
const read = async (caller: Caller, id: string) => world.ask(caller, NODE, { id });

const STRANGERS: Caller[] = [
  'nobody',
  'merchant B',
  'customer B1',
  'expired session of A1',
  'revoked session of A1',
  'revoked key of A',
];

describe('node and nodes', () => {
  test('the test data has a record of every type of node', () => {
    const kinds = new Set(NAMED_RECORDS(world.A1.records).map((name) => kindOfId(world.A1.records[name])));
    expect([...kinds].sort()).toEqual([...nodeTypes].sort());
    expect(nodeTypes.length).toBeGreaterThanOrEqual(15);
  });

  test('the merchant reads every record of its company by its id, removed payment methods excepted', async () => {
    for (const name of NAMED_RECORDS(world.A1.records)) {
      const id = world.A1.records[name];
      const { text } = await read('merchant A', id);
      const node = name === 'removedPaymentMethod' ? null : { __typename: kindOfId(id), id };
      expect(JSON.parse(text), name).toEqual({ data: { node } });
    }
  });

  test.each(STRANGERS)('%s gets null for every record of company A', async (caller) => {
    for (const name of NAMED_RECORDS(world.A1.records)) {
      const id = world.A1.records[name];
      expect(await read(caller, id), name).toEqual(await read(caller, missing(id)));
      expect(await read(caller, id), name).toMatchObject({ status: 200, text: '{"data":{"node":null}}' });
    }
  });

  const OTHERS: RecordName[] = [
    ...(['customer', 'spareCustomer', 'paymentMethod', 'removedPaymentMethod', 'subscription', 'item'] as const),
    ...(['wideSubscription', 'secondItem', 'endedSubscription', 'invoice', 'draft', 'creditNote', 'payment'] as const),
    ...(['creditEntry', 'link', 'session'] as const),
  ];
  test('a customer gets null for the records of another customer', async () => {
    for (const name of OTHERS)
      expect(await read('customer A2', world.A1.records[name]), name).toEqual(
        await read('customer A2', missing(world.A1.records[name])),
      );
  });

  const MERCHANTS_OWN: RecordName[] = [
    ...(['company', 'apiKey', 'domain', 'event', 'link', 'secretCoupon', 'draft', 'removedPaymentMethod'] as const),
    ...(['hiddenProduct', 'hiddenPrice', 'webhookEndpoint', 'webhookDelivery', 'registration'] as const),
    ...(['providerAccount', 'promotionCode', 'dispute'] as const),
  ];
  test('a customer gets null for records of the merchant, including the company', async () => {
    for (const name of MERCHANTS_OWN)
      expect(await read('customer A1', world.A1.records[name]), name).toEqual(
        await read('customer A1', missing(world.A1.records[name])),
      );
  });

  test('a customer reads its own records and the offered products and prices', async () => {
    const own = NAMED_RECORDS(world.A1.records).filter(
      (name) => !MERCHANTS_OWN.includes(name) && name !== 'spareCustomer',
    );
    expect(own.length).toBeGreaterThanOrEqual(20);
    for (const name of own) {
      const id = world.A1.records[name];
      expect(JSON.parse((await read('customer A1', id)).text), name).toEqual({
        data: { node: { __typename: kindOfId(id), id } },
      });
    }
  });

  test('nodes returns own records and null for those of others', async () => {
    const own = world.A2.records.invoice;
    const ids = [own, world.A1.records.invoice, world.B1.records.invoice, world.A1.records.event, own];
    const { text } = await world.ask('customer A2', NODES, { ids });
    const node = { __typename: 'Invoice', id: own };
    expect(JSON.parse(text)).toEqual({ data: { nodes: [node, null, null, null, node] } });
  });

  test.each([...(Object.keys(ID_PREFIX) as IdKind[]), 'no kind'])(
    'an unknown id of the kind %s returns null without an error',
    async (kind) => {
      const id = kind === 'no kind' ? 'whatever' : newId(kind as IdKind, world.t.clock.now());
      expect(await read('merchant A', id)).toEqual({ status: 200, text: '{"data":{"node":null}}' });
    },
  );

  test('a disabled portal section hides its records from node as well', async () => {
    const off = { subscriptionsEnabled: false, invoiceHistoryEnabled: false, paymentMethodsEnabled: false };
    const where = { companyId: world.A.companyId };
    await world.t.db.prisma.portalConfig.update({ where, data: off });
    try {
      for (const name of ['subscription', 'item', 'invoice', 'payment', 'paymentMethod'] as const) {
        const { text } = await read('customer A1', world.A1.records[name]);
        expect(text, name).not.toContain(world.A1.records[name]);
      }
    } finally {
      const on = { subscriptionsEnabled: true, invoiceHistoryEnabled: true, paymentMethodsEnabled: true };
      await world.t.db.prisma.portalConfig.update({ where, data: on });
    }
  });
});

describe('cursors of nested connections', () => {
  const PAGES = `query Asked($id: ID!, $cursor: String!) { node(id: $id) { ... on Customer {
    invoices(before: $cursor) { nodes { id } } creditEntries(before: $cursor) { nodes { id } }
    portalSessions(before: $cursor) { nodes { id } } } } }`;

  test.each(['customer A2', 'customer B1'] as const)(
    '%s cannot start a page at a row of another customer',
    async (caller) => {
      const { records } = caller === 'customer A2' ? world.A2 : world.B1;
      for (const name of ['invoice', 'creditEntry', 'session', 'importedInvoice'] as const) {
        const id = world.A1.records[name];
        const page = async (at: string) =>
          (await world.ask(caller, PAGES, { id: records.customer, cursor: cursorOf(at) })).text;
        expect(await page(id), name).toEqual(await page(missing(id)));
      }
      const own = await world.ask(caller, PAGES, { id: records.customer, cursor: cursorOf(records.invoice) });
      expect(JSON.parse(own.text).data.node.invoices.nodes.length).toBeGreaterThan(2);
    },
  );
});

/** The selection of a field: its scalars, the ids of records, and other objects in full. */
function selectionOf(type: GraphQLOutputType, caller: Caller, depth = 0): string {
  const named = getNamedType(type);
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  const isRecord = isObjectType(named) && nodeTypes.includes(named.name);
  if (isRecord && depth > 0) return '{ __typename id }';
  if (depth > 4) return '{ __typename }';
  const parts = Object.values(named.getFields()).flatMap((field) => {
    if (field.args.some((arg) => isNonNullType(arg.type))) return [];
    if (caller.startsWith('customer') && accessOf(field) === 'merchant') return [];
    return [`${field.name} ${selectionOf(field.type, caller, depth + 1)}`];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

const readable = (type: GraphQLObjectType, caller: Caller) =>
  !caller.startsWith('customer') || accessOf(type) !== 'merchant';

/** Everything that the caller can reach from the root fields over all edges of all records. */
async function walk(caller: Caller, roots: string[]): Promise<{ ids: Set<string>; text: string }> {
  const ids = new Set<string>();
  const texts: string[] = [];
  const take = (text: string) => {
    texts.push(text);
    for (const [id] of text.matchAll(/[a-z]{2,5}_[0-9a-hjkmnp-tv-z]{26}/g)) if (!ids.has(id)) waiting.push(id);
    return waiting;
  };
  const waiting: string[] = [];
  for (const root of roots) {
    const field = schema.getQueryType()?.getFields()[root];
    if (!field) throw new Error(`There is no Query.${root}.`);
    const answer = await world.ask(caller, `{ ${root} ${selectionOf(field.type, caller)} }`);
    expect(JSON.parse(answer.text).errors, root).toBeUndefined();
    take(answer.text);
  }
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (ids.has(id)) continue;
    ids.add(id);
    const type = schema.getType(kindOfId(id) ?? '');
    if (!isObjectType(type) || !nodeTypes.includes(type.name) || !readable(type, caller)) continue;
    const query = `query Asked($id: ID!) { node(id: $id) { ... on ${type.name} ${selectionOf(type, caller)} } }`;
    const { text } = await world.ask(caller, query, { id });
    expect(JSON.parse(text).errors, `${type.name} ${text.slice(0, 300)}`).toBeUndefined();
    take(text);
  }
  return { ids, text: texts.join('\n') };
}

/** Ids that all customers of a company may read. */
const SHARED: RecordName[] = ['company', 'product', 'price', 'largePrice', 'yearlyPrice', 'coupon', 'promotionCode'];
const privateIds = ({ records }: Person) =>
  NAMED_RECORDS(records).flatMap((name) => (SHARED.includes(name) ? [] : [records[name]]));

describe('edges between records', () => {
  const people = ['A1', 'A2', 'B1'] as const;
  test.each(people)('a session of %s reaches all of its own records and none of others', async (name) => {
    const own = world[name];
    const { ids, text } = await walk(`customer ${name}`, ['currentCustomer', 'portalConfig']);
    const must = ['customer', 'subscription', 'wideItem', 'endedSubscription', 'creditNote', 'payment', 'creditEntry'];
    for (const record of [...must, 'session', 'price', 'product', 'coupon'] as RecordName[])
      expect([...ids], record).toContain(own.records[record]);
    expect(text).toContain(own.mark);
    for (const other of people.filter((candidate) => candidate !== name)) {
      const shared = new Set(NAMED_RECORDS(own.records).map((record) => own.records[record]));
      expect([...ids].filter((id) => !shared.has(id) && privateIds(world[other]).includes(id))).toEqual([]);
      expect(text).not.toContain(world[other].mark);
    }
    for (const record of ['draft', 'apiKey', 'domain', 'secretCoupon', 'spareCustomer', 'link'] as const)
      expect([...ids], record).not.toContain(own.records[record]);
    expect(text).not.toContain((name === 'B1' ? world.A : world.B).mark);
    // Texts of the merchant that customers must not read.
    for (const note of ['ext ', 'Comment ', '"note"']) expect(text).not.toContain(note);
  });

  test.each(['A', 'B'] as const)(
    'the API key of %s reaches all records of its company and none of the other',
    async (name) => {
      const roots = ['company', 'apiKeys', 'customers', 'products', 'prices', 'coupons', 'subscriptions', 'invoices'];
      const more = [
        'events',
        'payments',
        'portalConfig',
        'taxConfig',
        'webhookEndpoints',
        'webhookDeliveries',
        'paymentProviders',
        'promotionCodes',
      ];
      const { ids, text } = await walk(`merchant ${name}`, [...roots, ...more]);
      const [own, others] = name === 'A' ? [[world.A1, world.A2], [world.B1]] : [[world.B1], [world.A1, world.A2]];
      for (const { records, mark } of own) {
        const unreachable = ['removedPaymentMethod', 'event'];
        for (const record of NAMED_RECORDS(records).filter((candidate) => !unreachable.includes(candidate)))
          expect([...ids], record).toContain(records[record]);
        expect(text).toContain(mark);
      }
      for (const { records, mark } of others) {
        expect(NAMED_RECORDS(records).filter((record) => ids.has(records[record]))).toEqual([]);
        expect(text).not.toContain(mark);
      }
      expect(text).not.toContain((name === 'A' ? world.B : world.A).mark);
    },
  );
});

/** Proves that the traversal above includes lists. */
test('the traversal of all records includes lists, connections and nested objects', () => {
  const customer = schema.getType('Customer');
  if (!isObjectType(customer)) throw new Error('There is no Customer.');
  const selection = selectionOf(customer, 'customer A1');
  const lists = Object.values(customer.getFields()).filter(({ type }) => {
    const inner = isNonNullType(type) ? type.ofType : type;
    return (isListType(inner) && !isLeafType(getNamedType(type))) || getNamedType(type).name.endsWith('Connection');
  });
  expect(lists.length).toBeGreaterThanOrEqual(5);
  for (const { name } of lists.filter((field) => accessOf(field) !== 'merchant'))
    expect(selection).toContain(`${name} {`);
});
