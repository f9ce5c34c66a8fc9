/** No query writes: neither a root field nor a preview opens a transaction or sends a statement that changes a row. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, mutate, openWorld, WORLD_TAKES, type World } from '../support/world.ts';
import { CALLS } from './calls.ts';
import { digest } from './digest.ts';
import { accessOf, documentFor, type FieldName, rootFields } from './fields.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const { A, A1 } = world;
  await mutate(A.merchant, 'updatePortalConfig', { retentionCouponId: A1.records.coupon }, '__typename');
}, WORLD_TAKES);
afterAll(() => world.close());

/** The queries that take no id, with their arguments and selection. */
const OTHERS: Record<string, [variables: object, select: string]> = {
  'Query.cancellationFigures': [{ from: '2026-01-01T00:00:00Z', to: '2026-12-01T00:00:00Z' }, 'offersShown'],
  'Query.company': [{}, 'id customDomains { id }'],
  'Query.currentCustomer': [
    {},
    'id subscriptions { id upcomingInvoice { total { amount } } availablePrices { id product { id } } portalActions { cancel { allowed } } }',
  ],
  'Query.dunningConfig': [{}, 'retryDays'],
  'Query.emailConfig': [{}, 'enabled'],
  'Query.eventTypes': [{}, 'type'],
  'Query.paymentProviders': [{}, 'id status webhookHealth'],
  'Query.portalConfig': [{}, 'cancellationsEnabled'],
  'Query.recapitulativeStatement': [{ from: '2026-01-01T00:00:00Z', to: '2026-12-01T00:00:00Z' }, 'rows { vatId } csv'],
  'Query.taxReport': [{ from: '2026-01-01T00:00:00Z', to: '2026-12-01T00:00:00Z' }, 'rows { month } csv'],
  'Query.taxConfig': [{}, 'engine registrations { id }'],
  'Query.portalLinkPreview': [{ token: 'x'.repeat(43) }, 'expiresAt'],
  'Query.paymentLink': [{ token: 'x'.repeat(43) }, 'status'],
};
const QUERIES = [...rootFields()].filter(([name]) => name.startsWith('Query.'));

/** Authentication records the last use of a session or key, whatever the operation is. */
const LAST_USE = /^\s*UPDATE "?(?:portal_session|api_key)"? SET "?(?:last_seen_at|last_used_at)"?/i;
/** A statement that changes rows, locks them, or begins a transaction. */
const WRITES = /\b(?:insert\s+into|update|delete\s+from|merge\s+into|begin|start\s+transaction)\b/i;

test('the list of tested queries contains every field of Query', () => {
  const listed = [...Object.keys(OTHERS), ...Object.keys(CALLS).filter((name) => name.startsWith('Query.'))];
  expect(listed.sort()).toEqual(QUERIES.map(([name]) => name).sort());
});

test.each(QUERIES)('%s writes nothing and opens no transaction', async (name, field) => {
  const { t, A1 } = world;
  const row = CALLS[name as FieldName];
  const [variables, select] = row ? [row.variables(A1.records), row.select] : (OTHERS[name] as [object, string]);
  const callers: Caller[] = accessOf(field) === 'customer' ? ['customer A1'] : ['merchant A', 'customer A1'];
  for (const caller of callers.filter((one) => one.startsWith('merchant') || accessOf(field) !== 'merchant')) {
    const before = await digest(t.db);
    t.db.statements.log = [];
    const { status, text } = await world.ask(caller, documentFor(name, variables, select), variables);
    const sent = t.db.statements.log;
    t.db.statements.log = undefined;
    expect(status, text).toBe(200);
    expect(JSON.parse(text).errors, text).toBeUndefined();
    expect(sent.filter((statement) => WRITES.test(statement) && !LAST_USE.test(statement))).toEqual([]);
    expect(await digest(t.db)).toEqual(before);
  }
});

test('the search for writing statements finds those of a mutation, and a preview returns the retention offer', async () => {
  const { t, A1 } = world;
  t.db.statements.log = [];
  const input = { subscriptionId: A1.records.subscription };
  await mutate(A1.portal, 'recordRetentionOfferShown', input, '__typename');
  const sent = t.db.statements.log;
  t.db.statements.log = undefined;
  expect(sent.filter((statement) => WRITES.test(statement) && !LAST_USE.test(statement)).length).toBeGreaterThan(2);
  const { text } = await world.ask(
    'customer A1',
    documentFor('Query.previewCancelSubscription', { input }, 'retentionOffer { coupon { id } }'),
    { input },
  );
  expect(JSON.parse(text).data.previewCancelSubscription.retentionOffer).toEqual({ coupon: { id: A1.records.coupon } });
});
