/** The register of tax ids: its results, its failures, and the proof that is stored. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/kernel/clock.ts';
import { viesRegister } from '../../src/modules/tax/vies.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { makeCustomer } from '../support/catalog.ts';
import { type LocalVies, startVies } from '../support/vies.ts';

let vies: LocalVies;
let t: TestApp;
let company: Awaited<ReturnType<TestApp['company']>>;
beforeAll(async () => {
  vies = await startVies();
  t = await openTestApp({ taxIdRegister: viesRegister({ url: vies.url, timeoutMs: 300 }) });
});
beforeEach(async () => {
  vies.behave('VALID');
  vies.queries.length = 0;
  company = await t.company();
  await run('updateCompany', { address: { country: 'DE' }, taxId: 'DE136695976' });
  await run('updateTaxConfig', { engine: 'BUILT_IN' });
});
afterAll(async () => {
  await t.close();
  await vies.close();
});

async function run(name: string, input: object): Promise<void> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const answer = await company.merchant.request<Record<string, { message?: string }>>(
    `mutation ($input: ${type}) { ${name}(input: $input) { ... on UserError { message } } }`,
    { input },
  );
  expect(answer[name]?.message).toBeUndefined();
}

const setTaxId = (customerId: string, value: string | null, type = 'eu_vat') =>
  run('updateCustomer', { customerId, taxId: value && { type, value } });

/** A customer whose tax id was just stored. */
async function customerWith(value: string, type?: string): Promise<string> {
  const id = await makeCustomer(company.merchant, { token: null });
  await setTaxId(id, value, type);
  return id;
}
const stateOf = async (id: string) => {
  const customer = await t.db.prisma.customer.findUniqueOrThrow({ where: { id } });
  const { taxIdStatus, taxIdCheckDueAt, taxIdCheckAttempts } = customer;
  const due = taxIdCheckDueAt && taxIdCheckDueAt.getTime() - t.clock.now().getTime();
  return { status: taxIdStatus, due, attempts: taxIdCheckAttempts };
};
const checksOf = (customerId: string) =>
  t.db.prisma.taxIdCheck.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
const eventsOf = async (objectId: string) =>
  (
    await t.db.prisma.event.findMany({
      where: { objectId, type: 'customer.tax_id_checked' },
      orderBy: { id: 'asc' },
    })
  ).map(({ data }) => data);

test('a confirmed id stores the consultation number, the name and the requester, and is queried again after 30 days', async () => {
  const id = await customerWith('EL094259216');
  expect(await stateOf(id)).toEqual({ status: 'PENDING', due: 0, attempts: 0 });
  await t.app.tick();
  expect(vies.queries).toEqual([
    { countryCode: 'EL', vatNumber: '094259216', requesterMemberStateCode: 'DE', requesterNumber: '136695976' },
  ]);
  expect(await stateOf(id)).toEqual({ status: 'VERIFIED', due: 30 * DAY, attempts: 0 });
  expect(await checksOf(id)).toMatchObject([
    {
      ...{ register: 'VIES', value: 'EL094259216', requester: 'DE136695976', status: 'VERIFIED', code: null },
      ...{ consultationNumber: 'WAPIAAAAY1234567', name: 'Prüfstein GmbH', address: null },
    },
  ]);
  expect(await eventsOf(id)).toEqual([
    { status: 'VERIFIED', before: 'PENDING', code: null, consultationNumber: 'WAPIAAAAY1234567' },
  ]);
  await t.app.tick();
  expect(vies.queries).toHaveLength(1);

  // A confirmed id that becomes invalid: the merchant learns it by an event.
  vies.behave('INVALID');
  t.clock.advance(30 * DAY);
  await t.app.tick();
  expect(await stateOf(id)).toMatchObject({ status: 'UNVERIFIED' });
  expect((await eventsOf(id)).at(-1)).toMatchObject({ status: 'UNVERIFIED', before: 'VERIFIED', code: 'INVALID' });
});

test.each(['INVALID', 'INVALID_INPUT'])('the register’s result %s is final', async (code) => {
  vies.behave(code);
  const id = await customerWith('FR40303265045');
  await t.app.tick();
  expect(await stateOf(id)).toEqual({ status: 'UNVERIFIED', due: 30 * DAY, attempts: 0 });
  expect(await checksOf(id)).toMatchObject([{ status: 'UNVERIFIED', code, consultationNumber: null }]);
});

test.each([
  ['MS_UNAVAILABLE', 'MS_UNAVAILABLE'],
  ['SERVICE_UNAVAILABLE', 'SERVICE_UNAVAILABLE'],
  ['TIMEOUT', 'TIMEOUT'],
  ['MS_MAX_CONCURRENT_REQ', 'MS_MAX_CONCURRENT_REQ'],
  ['GLOBAL_MAX_CONCURRENT_REQ', 'GLOBAL_MAX_CONCURRENT_REQ'],
  ['SOMETHING_NEW', 'SOMETHING_NEW'],
  ['<script>', 'UNKNOWN'],
])('the register’s code %s leaves the tax id unproven, and the check is repeated: %s', async (given, stored) => {
  vies.behave(given);
  const id = await customerWith('FR40303265045');
  await t.app.tick();
  expect(await stateOf(id)).toEqual({ status: 'UNAVAILABLE', due: MINUTE, attempts: 1 });
  expect(await checksOf(id)).toMatchObject([{ status: 'UNAVAILABLE', code: stored }]);
});

test('a VIES check that ends in a server error, HTML, unknown JSON, a redirect, a closed connection or a time-out proves a tax id neither valid nor invalid', async () => {
  const failures: [string, Parameters<LocalVies['behave']>[0]][] = [
    ['HTTP_SERVER_ERROR', (response) => response.writeHead(503).end('down')],
    ['HTTP_CLIENT_ERROR', (response) => response.writeHead(200).end('<html>Maintenance</html>')],
    ['UNREADABLE', (response) => response.writeHead(200).end('{}')],
    ['CONNECTION_FAILED', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['CONNECTION_FAILED', (response) => response.destroy()],
    ['TIMEOUT', () => undefined],
  ];
  for (const [code, behavior] of failures) {
    vies.behave(behavior);
    const id = await customerWith('FR40303265045');
    await t.app.tick();
    expect(await checksOf(id), code).toMatchObject([{ status: 'UNAVAILABLE', code }]);
    await setTaxId(id, null);
  }
});

test('during an outage of weeks the check is repeated after 1, 5 and 15 minutes, 1 and 6 hours, then daily, until there is a result', async () => {
  vies.behave('MS_UNAVAILABLE');
  const id = await customerWith('FR40303265045');
  const waits = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY, DAY, DAY];
  for (const wait of waits) {
    await t.app.tick();
    expect((await stateOf(id)).due).toBe(wait);
    t.clock.advance(wait - 1);
    const before = vies.queries.length;
    await t.app.tick();
    expect(vies.queries).toHaveLength(before);
    t.clock.advance(1);
  }
  // One event for the change of the status, none for each repetition.
  expect(await eventsOf(id)).toHaveLength(1);
  vies.behave('VALID');
  await t.app.tick();
  expect(await stateOf(id)).toEqual({ status: 'VERIFIED', due: 30 * DAY, attempts: 0 });

  // An outage at the next query does not take the proof away.
  vies.behave('MS_UNAVAILABLE');
  t.clock.advance(30 * DAY);
  await t.app.tick();
  expect(await stateOf(id)).toEqual({ status: 'VERIFIED', due: MINUTE, attempts: 1 });
});

test('a register that blocks this server is left alone for a day, and the merchant is notified', async () => {
  vies.behave('IP_BLOCKED');
  const [first, second] = [await customerWith('FR40303265045'), await customerWith('IT00743110157')];
  await t.app.tick();
  expect(vies.queries).toHaveLength(1);
  expect(await stateOf(first)).toMatchObject({ status: 'UNAVAILABLE', due: DAY });
  expect(await eventsOf(first)).toMatchObject([{ code: 'IP_BLOCKED' }]);
  // The others wait, too, and have no result.
  expect(await stateOf(second)).toEqual({ status: 'PENDING', due: DAY, attempts: 0 });
  vies.behave('VALID');
  t.clock.advance(DAY - 1);
  await t.app.tick();
  expect(vies.queries).toHaveLength(1);
  t.clock.advance(1);
  await t.app.tick();
  for (const id of [first, second]) expect(await stateOf(id)).toMatchObject({ status: 'VERIFIED' });
});

test('a requester that the register refuses is left out, and the merchant is notified', async () => {
  vies.behave((response, { requesterNumber }) => {
    const body = requesterNumber
      ? { actionSucceed: false, errorWrappers: [{ error: 'INVALID_REQUESTER_INFO' }] }
      : { valid: true, requestIdentifier: '', name: 'X', address: '---' };
    response.writeHead(requesterNumber ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const id = await customerWith('FR40303265045');
  await t.app.tick();
  expect(vies.queries.map(({ requesterNumber }) => requesterNumber)).toEqual(['136695976', undefined]);
  expect(await checksOf(id)).toMatchObject([
    { status: 'VERIFIED', requester: null, consultationNumber: null, code: 'INVALID_REQUESTER_INFO' },
  ]);
  expect(await eventsOf(id)).toMatchObject([{ status: 'VERIFIED', code: 'INVALID_REQUESTER_INFO' }]);
});

test('the result for a number that was changed during the query is dropped', async () => {
  const id = await customerWith('FR40303265045');
  let changed: Promise<void> | undefined;
  vies.behave((response) => {
    changed ??= setTaxId(id, 'IT00743110157');
    void changed.then(() => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ valid: false }));
      vies.behave('VALID');
    });
  });
  await t.app.tick();
  expect(vies.queries.map(({ countryCode }) => countryCode)).toEqual(['FR', 'IT']);
  expect(await checksOf(id)).toMatchObject([{ value: 'IT00743110157', status: 'VERIFIED' }]);
  expect(await stateOf(id)).toMatchObject({ status: 'VERIFIED' });
});

test('an unchanged id is not queried again, a removed one never, and other kinds cannot be', async () => {
  const id = await customerWith('FR40303265045');
  await t.app.tick();
  await setTaxId(id, 'fr 40 303 265 045');
  await setTaxId(id, 'FR40303265045');
  expect(await stateOf(id)).toEqual({ status: 'VERIFIED', due: 30 * DAY, attempts: 0 });
  await setTaxId(id, null);
  expect(await stateOf(id)).toEqual({ status: null, due: null, attempts: 0 });
  const swiss = await customerWith('CHE-107.787.577', 'ch_vat');
  expect(await stateOf(swiss)).toEqual({ status: 'NOT_CHECKABLE', due: null, attempts: 0 });
  await t.app.tick();
  expect(vies.queries).toHaveLength(1);
});

test('tax ids of a company without tax are not checked, and turning tax on checks the stored ones', async () => {
  company = await t.company();
  await run('updateCompany', { address: { country: 'FR' } });
  const [recent, old] = [await customerWith('FR40303265045'), await makeCustomer(company.merchant, { token: null })];
  await t.db.prisma.customer.update({
    where: { id: old },
    data: { taxIdType: 'eu_vat', taxIdValue: 'IT00743110157' },
  });
  await t.app.tick();
  expect(vies.queries).toHaveLength(0);
  await run('updateTaxConfig', { engine: 'BUILT_IN' });
  await t.app.tick();
  expect(vies.queries).toHaveLength(2);
  // The company has no number of its own, so there is no consultation number.
  expect(vies.queries[0]).not.toHaveProperty('requesterNumber');
  expect(await checksOf(recent)).toMatchObject([{ status: 'VERIFIED', requester: null, consultationNumber: null }]);
  expect(await stateOf(old)).toMatchObject({ status: 'VERIFIED' });
});
