import { expect, test } from 'vitest';
import { openWorld } from '../support/world.ts';
test('x', async () => {
  const w = await openWorld();
  console.log(w.A1.records, w.credentials);
  const q = async (c: any, d: string, v?: object) => console.log(c, d.slice(0, 90), JSON.stringify(v)?.slice(0,60), (await w.ask(c, d, v)).text.slice(0, 400));
  const node = 'query($id: ID!) { node(id: $id) { __typename id } }';
  for (const k of ['event','company','apiKey','domain','draft','link','session','payment','hiddenPrice','secretCoupon','subscription'] as const) { await q('customer A1', node, { id: w.A1.records[k] }); }
  await q('customer A1', node, { id: w.A1.records.event.slice(0,-4)+'zzzz' });
  await q('customer A1', node, { id: w.A2.records.event.slice(0,-4)+'zzzz' });
  await q('merchant B', '{ customers(first: 2) { nodes { id } pageInfo { startCursor endCursor hasPreviousPage hasNextPage } } }');
  const cursor = (id: string) => Buffer.from(`GPC:S:${id}`).toString('base64');
  await q('merchant B', 'query($a: String) { customers(first: 2, after: $a) { nodes { id } pageInfo { startCursor endCursor hasPreviousPage hasNextPage } } }', { a: cursor(w.A1.records.customer) });
  await q('merchant B', 'query($a: String) { customers(first: 2, after: $a) { nodes { id } pageInfo { startCursor endCursor hasPreviousPage hasNextPage } } }', { a: cursor(w.A1.records.customer.slice(0,-4)+'zzzz') });
  expect(1).toBe(1);
  await w.close();
});
