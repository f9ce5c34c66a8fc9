/** The tax settings of a company: off until it turns them on, dated registrations, exact refusals. */
import type { GraphQLClient } from 'graphql-request';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';

let t: TestApp;
let merchant: GraphQLClient;
let companyId: string;
beforeEach(async () => {
  t ??= await openTestApp();
  ({ merchant, companyId } = await t.company());
});
afterAll(() => t.close());

type Answer = { message?: string; path?: string[]; __typename?: string } & Record<string, unknown>;

/** The payload of a mutation: the selected fields, or the error with its path. */
async function run(name: string, input: object, select: string): Promise<Answer> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const answer = await merchant.request<Record<string, Answer>>(
    `mutation ($input: ${type}Input!) {
      ${name}(input: $input) { __typename ... on ${type}Success { ${select} } ... on UserError { message path } }
    }`,
    { input },
  );
  return answer[name] ?? {};
}
const REGISTRATION = 'registration { id country scheme number validFrom validUntil belowThreshold }';
const add = (input: object) => run('addTaxRegistration', { validFrom: '2026-01-01', ...input }, REGISTRATION);
const end = (registrationId: unknown, validUntil: string) =>
  run('endTaxRegistration', { registrationId, validUntil }, REGISTRATION);
const update = (input: object) => run('updateTaxConfig', input, 'taxConfig { engine taxDate updatedAt }');
const moveTo = (country: string) => run('updateCompany', { address: { country } }, 'company { id }');
const idOf = (answer: Answer) => (answer.registration as { id: string }).id;
const events = async () =>
  (
    await t.db.prisma.event.findMany({ where: { companyId, type: { startsWith: 'tax.' } }, orderBy: { id: 'asc' } })
  ).map(({ type }) => type);

const CONFIG = `{
  taxConfig {
    engine defaultBehavior unprovenTaxIdPolicy unknownLocationPolicy taxDate ratesCheckedOn updatedAt
    registrations { country scheme }
  }
}`;

describe('tax settings', () => {
  test('a company has no tax until it turns it on', async () => {
    expect(await merchant.request(CONFIG)).toEqual({
      taxConfig: {
        engine: 'NONE',
        defaultBehavior: 'EXCLUSIVE',
        unprovenTaxIdPolicy: 'CHARGE',
        unknownLocationPolicy: 'HOME',
        taxDate: 'PERIOD_START',
        ratesCheckedOn: '2026-09-23',
        updatedAt: null,
        registrations: [],
      },
    });
    expect(await t.db.prisma.taxConfig.count({ where: { companyId } })).toBe(0);
  });

  test('the engine is refused without an address in a country with rates, and nothing changes', async () => {
    const refused = { __typename: 'ValidationError', path: ['input', 'engine'] };
    expect(await update({ engine: 'BUILT_IN', taxDate: 'PERIOD_END' })).toMatchObject(refused);
    await moveTo('US');
    expect(await update({ engine: 'BUILT_IN', taxDate: 'PERIOD_END' })).toMatchObject(refused);
    expect(await t.db.prisma.taxConfig.count({ where: { companyId } })).toBe(0);
    await moveTo('DE');
    expect(await update({ engine: 'BUILT_IN' })).toMatchObject({
      taxConfig: { engine: 'BUILT_IN', taxDate: 'PERIOD_START', updatedAt: expect.any(String) },
    });
  });

  test('a live company turns the engine on like a company in test mode', async () => {
    await moveTo('DE');
    await t.db.prisma.company.update({ where: { id: companyId }, data: { testMode: false } });
    expect(await update({ engine: 'BUILT_IN' })).toMatchObject({ taxConfig: { engine: 'BUILT_IN' } });
    expect(await t.db.prisma.taxConfig.count({ where: { companyId } })).toBe(1);
  });

  test('while tax is on, the address stays in a country with known rates', async () => {
    await moveTo('DE');
    await update({ engine: 'BUILT_IN' });
    const refused = { path: ['input', 'address', 'country'] };
    expect(await moveTo('US')).toMatchObject(refused);
    expect(await run('updateCompany', { address: null }, 'company { id }')).toMatchObject(refused);
    expect(await moveTo('AT')).toMatchObject({ company: {} });
    await update({ engine: 'NONE' });
    expect(await moveTo('US')).toMatchObject({ company: {} });
  });

  test('omitted settings stay, null is refused with the path of the field, and equal values are no event', async () => {
    await update({ unprovenTaxIdPolicy: 'HOLD', taxDate: 'PERIOD_END' });
    await update({ unprovenTaxIdPolicy: 'HOLD' });
    await update({});
    expect(await events()).toEqual(['tax.config_updated']);
    expect(await update({ defaultBehavior: null })).toMatchObject({ path: ['input', 'defaultBehavior'] });
    expect(await merchant.request(CONFIG)).toMatchObject({
      taxConfig: { unprovenTaxIdPolicy: 'HOLD', taxDate: 'PERIOD_END', defaultBehavior: 'EXCLUSIVE' },
    });
  });
});

describe('tax registrations', () => {
  test('a registration is added, listed and ended once', async () => {
    await moveTo('DE');
    const added = await add({ country: 'DE', scheme: 'DOMESTIC', number: 'DE136695976', belowThreshold: true });
    expect(added).toMatchObject({
      registration: {
        country: 'DE',
        scheme: 'DOMESTIC',
        number: 'DE136695976',
        validFrom: '2026-01-01',
        validUntil: null,
        belowThreshold: true,
      },
    });
    expect(await end(idOf(added), '2026-06-30')).toMatchObject({ registration: { validUntil: '2026-06-30' } });
    expect(await end(idOf(added), '2026-06-30')).toMatchObject({ registration: { validUntil: '2026-06-30' } });
    expect(await end(idOf(added), '2026-07-31')).toMatchObject({ path: ['input', 'validUntil'] });
    expect(await end(idOf(added), '2025-12-31')).toMatchObject({ path: ['input', 'validUntil'] });
    expect(await add({ country: 'DE', scheme: 'DOMESTIC', validFrom: '2026-07-01' })).toHaveProperty('registration');
    expect(await events()).toEqual(['tax.registration_added', 'tax.registration_ended', 'tax.registration_added']);
    expect(await merchant.request(CONFIG)).toMatchObject({
      taxConfig: { registrations: [{ scheme: 'DOMESTIC' }, { scheme: 'DOMESTIC' }] },
    });
  });

  test('days of one scheme and country never overlap, not even by one day', async () => {
    await moveTo('DE');
    await add({ country: 'FR', scheme: 'LOCAL', validFrom: '2026-03-01', validUntil: '2026-05-31' });
    const overlap = { path: ['input', 'validFrom'] };
    for (const [validFrom, validUntil] of [
      ['2026-05-31', null],
      ['2026-01-01', '2026-03-01'],
      ['2026-01-01', null],
      ['2026-04-01', '2026-04-02'],
    ])
      expect(await add({ country: 'FR', scheme: 'LOCAL', validFrom, validUntil })).toMatchObject(overlap);
    for (const free of [
      { validFrom: '2026-06-01' },
      { validFrom: '2026-01-01', validUntil: '2026-02-28' },
      { country: 'IT' },
    ])
      expect(await add({ country: 'FR', scheme: 'LOCAL', ...free })).toHaveProperty('registration');
    // A one-stop shop applies to all countries.
    await add({ country: 'DE', scheme: 'OSS_UNION' });
    expect(await add({ country: 'IE', scheme: 'OSS_UNION' })).toMatchObject(overlap);
  });

  test.each([
    ['DE', { country: 'FR', scheme: 'DOMESTIC' }, 'country'],
    ['DE', { country: 'FR', scheme: 'SMALL_BUSINESS' }, 'country'],
    ['DE', { country: 'DE', scheme: 'LOCAL' }, 'country'],
    ['DE', { country: 'US', scheme: 'LOCAL' }, 'country'],
    ['DE', { country: 'CH', scheme: 'OSS_UNION' }, 'country'],
    ['DE', { country: 'IE', scheme: 'OSS_NON_UNION' }, 'country'],
    ['GB', { country: 'NO', scheme: 'OSS_NON_UNION' }, 'country'],
    ['DE', { country: 'FR', scheme: 'LOCAL', belowThreshold: true }, 'belowThreshold'],
    ['DE', { country: 'DE', scheme: 'DOMESTIC', validFrom: '2026-02-30' }, 'validFrom'],
    ['DE', { country: 'DE', scheme: 'DOMESTIC', validFrom: 'tomorrow' }, 'validFrom'],
    ['DE', { country: 'DE', scheme: 'DOMESTIC', validUntil: '2025-12-31' }, 'validUntil'],
  ] as const)('a company in %s cannot add %o: the path is %s', async (home, input, field) => {
    await moveTo(home);
    expect(await add(input)).toMatchObject({ __typename: 'ValidationError', path: ['input', field] });
    expect(await t.db.prisma.taxRegistration.count({ where: { companyId } })).toBe(0);
  });

  test('a company without an address cannot add a registration', async () => {
    expect(await add({ country: 'DE', scheme: 'DOMESTIC' })).toMatchObject({ path: ['input', 'country'] });
  });

  test('a company outside the EU adds the non-Union scheme', async () => {
    await moveTo('GB');
    expect(await add({ country: 'IE', scheme: 'OSS_NON_UNION' })).toHaveProperty('registration');
  });
});

describe('tax of products and prices', () => {
  const PRODUCT = 'product { id taxCategory taxExemptBy }';
  const priceOf = async (productId: string, more: object = {}) => {
    const input = { productId, interval: 'MONTH', unitAmount: { amount: 1000, currency: 'EUR' }, ...more };
    const { price } = await run('createPrice', input, 'price { taxBehavior }');
    return (price as { taxBehavior: string }).taxBehavior;
  };

  test('a product is an electronic service by default, and EXEMPT needs its provision', async () => {
    const made = await run('createProduct', { name: 'Plan' }, PRODUCT);
    expect(made).toMatchObject({ product: { taxCategory: 'ELECTRONIC_SERVICE', taxExemptBy: null } });
    const { id: productId } = made.product as { id: string };
    const change = (input: object) => run('updateProduct', { productId, ...input }, PRODUCT);
    const refused = { __typename: 'ValidationError', path: ['input', 'taxExemptBy'] };
    expect(await change({ taxCategory: 'EXEMPT' })).toMatchObject(refused);
    expect(await change({ taxExemptBy: '§ 4' })).toMatchObject(refused);
    expect(await change({ taxCategory: 'EXEMPT', taxExemptBy: '§ 4 Nr. 21 UStG' })).toMatchObject({
      product: { taxCategory: 'EXEMPT', taxExemptBy: '§ 4 Nr. 21 UStG' },
    });
    expect(await change({ taxExemptBy: null })).toMatchObject(refused);
    expect(await change({ name: 'Course' })).toMatchObject({ product: { taxExemptBy: '§ 4 Nr. 21 UStG' } });
    expect(await change({ taxCategory: 'EBOOK' })).toMatchObject({
      product: { taxCategory: 'EBOOK', taxExemptBy: null },
    });
    expect(await change({ taxCategory: 'e-book' })).toMatchObject({ path: ['input', 'taxCategory'] });
    expect(await run('createProduct', { name: 'X', taxCategory: 'EXEMPT' }, PRODUCT)).toMatchObject(refused);
  });

  test('a new price has the tax behavior of its company unless it states its own, and never changes', async () => {
    const { product } = await run('createProduct', { name: 'Plan' }, PRODUCT);
    const { id } = product as { id: string };
    expect(await priceOf(id)).toBe('EXCLUSIVE');
    await update({ defaultBehavior: 'INCLUSIVE' });
    expect(await priceOf(id)).toBe('INCLUSIVE');
    expect(await priceOf(id, { taxBehavior: 'EXCLUSIVE' })).toBe('EXCLUSIVE');
    const stored = await t.db.prisma.price.findMany({ where: { companyId }, orderBy: { id: 'asc' } });
    expect(stored.map(({ taxBehavior }) => taxBehavior)).toEqual(['EXCLUSIVE', 'INCLUSIVE', 'EXCLUSIVE']);
  });
});
