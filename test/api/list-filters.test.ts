/** The filters of the merchant's lists. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, WORLD_TAKES, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, WORLD_TAKES);
afterAll(() => world.close());

type Entry = { id: string; createdAt: string } & Record<string, unknown>;

/** All entries of one page of a list, as the merchant of A reads it. */
async function list(name: string, args: string, select = ''): Promise<Entry[]> {
  const query = `{ ${name}(first: 100${args && `, ${args}`}) { nodes { id createdAt ${select} } } }`;
  const { data, errors } = JSON.parse((await world.ask('merchant A', query)).text);
  expect(errors).toBeUndefined();
  return data[name].nodes;
}

const ids = (entries: Entry[]) => entries.map(({ id }) => id);

describe('filters by status', () => {
  test.each([
    ['invoices', ['PAID', 'OPEN']],
    ['subscriptions', ['ACTIVE', 'CANCELED']],
    ['payments', ['SUCCEEDED', 'TAKING']],
  ] as const)('%s in one of several statuses are exactly those of the unfiltered list', async (name, statuses) => {
    const all = await list(name, '', 'status');
    for (const wanted of [statuses, statuses.slice(0, 1)]) {
      const expected = all.filter(({ status }) => wanted.includes(status as never));
      expect(expected.length).toBeGreaterThan(0);
      expect(await list(name, `statuses: [${wanted.join(', ')}]`, 'status')).toEqual(expected);
    }
    expect(await list(name, 'statuses: []', 'status')).toEqual(all);
    expect(await list(name, 'statuses: null', 'status')).toEqual(all);
  });

  test("a customer's own lists take several statuses", async () => {
    const query = `{ currentCustomer { invoices(statuses: [OPEN, PAID], first: 50) { nodes { status } }
      subscriptions(statuses: [CANCELED]) { status } } }`;
    const { currentCustomer } = JSON.parse((await world.ask('customer A1', query)).text).data;
    const statuses = currentCustomer.invoices.nodes.map(({ status }: { status: string }) => status);
    expect([...new Set(statuses)].sort()).toEqual(['OPEN', 'PAID']);
    expect(currentCustomer.subscriptions.length).toBeGreaterThan(0);
    for (const { status } of currentCustomer.subscriptions) expect(status).toBe('CANCELED');
  });
});

describe('filters by time', () => {
  test.each([
    ['customers', ''],
    ['invoices', ''],
    ['subscriptions', ''],
    ['payments', ''],
    // All events of the company fill more than one page.
    ['events', 'types: ["customer.created", "customer.deleted", "subscription.created", "payment.succeeded"]'],
  ])('the range of %s includes its start and excludes its end', async (name, others) => {
    const all = await list(name, others);
    expect(all.length).toBeGreaterThan(1);
    expect(all.length).toBeLessThan(100);
    const times = [...new Set(all.map(({ createdAt }) => createdAt))].sort();
    const first = times[0] as string;
    const last = times.at(-1) as string;
    const within = (args: string) => list(name, `createdAt: { ${args} } ${others}`);
    expect(await within(`from: "${first}"`)).toEqual(all);
    expect(await within(`to: "${first}"`)).toEqual([]);
    expect(await within(`to: "${last}"`)).toEqual(all.filter(({ createdAt }) => createdAt < last));
    expect(await within(`from: "${last}"`)).toEqual(all.filter(({ createdAt }) => createdAt >= last));
    expect(await within('')).toEqual(all);
  });
});

describe('other filters', () => {
  test('payments are filtered by invoice and by customer', async () => {
    const all = await list('payments', '', 'invoice { id } customer { id }');
    const { payment, customer } = world.A1.records;
    const own = all.find(({ id }) => id === payment);
    if (!own) throw new Error('The payment is in the list.');
    const invoiceId = (own.invoice as { id: string }).id;
    expect(ids(await list('payments', `invoiceId: "${invoiceId}"`))).toEqual(
      ids(all.filter(({ invoice }) => (invoice as { id: string }).id === invoiceId)),
    );
    expect(ids(await list('payments', `customerId: "${customer}"`))).toEqual(
      ids(all.filter((entry) => (entry.customer as { id: string }).id === customer)),
    );
    expect(await list('payments', `customerId: "${world.B1.records.customer}"`)).toEqual([]);
  });

  test('events are filtered by several types', async () => {
    const types = ['customer.created', 'subscription.created'];
    const listed = await list('events', `types: ["${types.join('", "')}"]`, 'type');
    expect([...new Set(listed.map(({ type }) => type))].sort()).toEqual(types);
  });
});

describe('searching customers', () => {
  const search = async (text: string) => ids(await list('customers', `search: ${JSON.stringify(text)}`));

  test('a part of the name or the e-mail address finds a customer, in any case', async () => {
    const { id } = await world.t.db.prisma.customer.update({
      where: { id: world.A1.records.spareCustomer },
      data: { name: 'Zoë 100%_Quux\\Ltd', email: 'Accounts.Payable@quux.example' },
    });
    for (const text of ['Quux', 'qUUX', 'zoë', 'payable@QUUX', '100%_', 'x\\L', ''])
      expect(await search(text)).toContain(id);
    for (const text of ['quux_', 'Z%', '10_%', 'xL', 'nothing like it']) expect(await search(text)).toEqual([]);
  });

  test('customers of another company and deleted customers are not found', async () => {
    expect(await search(world.B1.email)).toEqual([]);
    expect(await search(world.A1.email)).toContain(world.A1.records.customer);
  });
});
