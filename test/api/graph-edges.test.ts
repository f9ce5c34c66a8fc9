/** A client reaches every related record from any record, without a second request by id. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { openWorld, WORLD_TAKES, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, WORLD_TAKES);
afterAll(() => world.close());

type Caller = Parameters<World['ask']>[0];

/** The node with the id, as the caller reads it. */
async function read(caller: Caller, id: string, on: string, select: string) {
  const query = `query Asked($id: ID!) { node(id: $id) { ... on ${on} { ${select} } } }`;
  const { data, errors } = JSON.parse((await world.ask(caller, query, { id })).text);
  return { node: data?.node, code: errors?.[0]?.extensions?.code, path: errors?.[0]?.path };
}

describe.each(['merchant A', 'customer A1'] as const)('edges that are queried by %s', (caller) => {
  test('an invoice leads to its subscription, and the subscription to its invoices', async () => {
    const { invoice, subscription } = world.A1.records;
    const { node } = await read(
      caller,
      invoice,
      'Invoice',
      'subscription { id invoices { nodes { id subscription { id } } } }',
    );
    expect(node.subscription.id).toBe(subscription);
    expect(node.subscription.invoices.nodes).toContainEqual({ id: invoice, subscription: { id: subscription } });
  });

  test('the line of an invoice leads to the subscription item that it bills', async () => {
    const { invoice, item, subscription } = world.A1.records;
    const { node } = await read(caller, invoice, 'Invoice', 'lines { subscriptionItem { id subscription { id } } }');
    expect(node.lines).toContainEqual({ subscriptionItem: { id: item, subscription: { id: subscription } } });
  });

  test('a payment leads to its customer, its invoice and its payment method', async () => {
    const { payment, customer } = world.A1.records;
    const { node } = await read(
      caller,
      payment,
      'Payment',
      'customer { id } paymentMethod { id } invoice { id settlements { payment { id } } }',
    );
    expect(node.customer).toEqual({ id: customer });
    expect(node.paymentMethod.id).toMatch(/^pm_/);
    expect(node.invoice.settlements).toContainEqual({ payment: { id: payment } });
  });

  test('credit entries and portal sessions lead to their customer', async () => {
    const { creditEntry, session, customer } = world.A1.records;
    expect((await read(caller, creditEntry, 'CreditEntry', 'customer { id }')).node.customer.id).toBe(customer);
    expect((await read(caller, session, 'PortalSession', 'customer { id }')).node.customer.id).toBe(customer);
  });

  test('subtotal minus discountTotal is the total of every invoice, also beside its lines', async () => {
    const AMOUNTS = `invoices(first: 50) { nodes { currency total { amount currency } subtotal { amount currency }
      discountTotal { amount currency } lines { grossAmount { amount } discountAmount { amount } } } }`;
    const { node } = await read(caller, world.A1.records.customer, 'Customer', AMOUNTS);
    expect(node.invoices.nodes.length).toBeGreaterThan(5);
    const sum = (lines: Record<string, { amount: number }>[], name: string) =>
      lines.reduce((total, line) => total + (line[name]?.amount ?? Number.NaN), 0);
    for (const { currency, total, subtotal, discountTotal, lines } of node.invoices.nodes) {
      expect(subtotal).toEqual({ amount: sum(lines, 'grossAmount'), currency });
      expect(discountTotal).toEqual({ amount: sum(lines, 'discountAmount'), currency });
      expect(total).toEqual({ amount: subtotal.amount - discountTotal.amount, currency });
    }
    const discounts = node.invoices.nodes.map(
      (invoice: { discountTotal: { amount: number } }) => invoice.discountTotal,
    );
    expect(discounts.some(({ amount }: { amount: number }) => amount > 0)).toBe(true);
  });
});

describe('edges into a section that the portal hides', () => {
  const hidden = async (setting: string, check: () => Promise<void>) => {
    const where = { companyId: world.A.companyId };
    await world.t.db.prisma.portalConfig.update({ where, data: { [setting]: false } });
    try {
      await check();
    } finally {
      await world.t.db.prisma.portalConfig.update({ where, data: { [setting]: true } });
    }
  };

  test.each([
    ['subscriptionsEnabled', 'invoice', 'Invoice', 'subscription { id }'],
    ['paymentMethodsEnabled', 'payment', 'Payment', 'paymentMethod { id }'],
    ['invoiceHistoryEnabled', 'subscription', 'Subscription', 'invoices { nodes { id } }'],
  ] as const)(
    'without %s a customer gets null and an error, a merchant the record',
    async (setting, record, on, select) => {
      await hidden(setting, async () => {
        const field = select.split(' ')[0] as string;
        const id = world.A1.records[record];
        const own = await read('customer A1', id, on, select);
        expect(own).toMatchObject({ node: { [field]: null }, path: ['node', field] });
        expect(own.code).toBeDefined();
        const merchants = await read('merchant A', id, on, select);
        expect(merchants.code).toBeUndefined();
        expect(merchants.node[field]).not.toBeNull();
      });
    },
  );
});

describe('edges of events', () => {
  const EVENTS = `query Asked($objectId: ID) { events(first: 100, objectId: $objectId) { nodes { type actorKind actorId objectId customerId
    actor { __typename id } object { __typename id ... on Subscription { status } } customer { id email } } } }`;
  interface Listed {
    type: string;
    actorKind: string;
    actorId: string | null;
    objectId: string;
    customerId: string | null;
    actor: { id: string } | null;
    object: { id: string } | null;
    customer: { id: string; email: string } | null;
  }
  const events = async (objectId?: string): Promise<Listed[]> =>
    JSON.parse((await world.ask('merchant A', EVENTS, { objectId })).text).data.events.nodes;

  test("an event's actor, object and customer resolve to the records with its actorId, objectId and customerId", async () => {
    const listed = await events();
    expect(new Set(listed.map(({ objectId }) => objectId.split('_')[0])).size).toBeGreaterThan(5);
    for (const event of listed) {
      expect(event.actor?.id ?? null).toBe(event.actorId);
      expect(event.customer?.id ?? null).toBe(event.customerId);
      expect(event.object?.id, event.type).toBe(event.objectId);
    }
    expect(listed.some(({ customer }) => customer !== null)).toBe(true);
  });

  test('an object is read with the fields of its own type', async () => {
    const [event] = await events(world.A1.records.subscription);
    expect(event?.object).toEqual({ __typename: 'Subscription', id: world.A1.records.subscription, status: 'ACTIVE' });
  });

  test('ids of another company in an event lead to null', async () => {
    const { customer, subscription, apiKey } = world.B1.records;
    const id = newId('Event', world.t.clock.now());
    const foreign = { customerId: customer, objectId: subscription, actorId: apiKey };
    await world.t.db.prisma.event.create({
      data: {
        id,
        companyId: world.A.companyId,
        type: 'subscription.updated',
        actorKind: 'MERCHANT',
        data: {},
        createdAt: world.t.clock.now(),
        ...foreign,
      },
    });
    const { node } = await read('merchant A', id, 'Event', 'customer { id } object { id } actor { id } customerId');
    expect(node).toEqual({ customer: null, object: null, actor: null, customerId: customer });
  });
});
