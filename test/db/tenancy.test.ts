/** The database itself separates tenants. Its catalog is read here, and its constraints are tested. */
import { randomUUID } from 'node:crypto';
import { getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/api/schema.ts';
import { newId } from '../../src/kernel/ids.ts';
import { openWorld, WORLD_TAKES, type World } from '../support/world.ts';

/** Tables without a company column, each with the reason. */
const TENANTLESS: Record<string, string> = {
  company: 'is the tenant',
  rate_limit: 'counts by keyed hashes, among others before anybody knows a company',
  event_position_shift: 'is one number for all of them',
  _prisma_migrations: 'belongs to the migrations',
};

interface ForeignKey {
  name: string;
  child: string;
  parent: string;
  columns: string[];
  refers: string[];
}

interface Column {
  table: string;
  name: string;
  type: string;
  nullable: boolean;
}

let world: World;
let tables: string[];
let columns: Column[];
let keys: ForeignKey[];
let indexes: { table: string; definition: string }[];
let unique: { table: string; column: string }[];

/** A row of the table that only customers' purchases write. */
async function redeemCode(): Promise<void> {
  const { customer: customerId, subscription: subscriptionId, promotionCode: promotionCodeId } = world.A1.records;
  const now = world.t.clock.now();
  const row = { id: newId('PromotionCodeRedemption', now), companyId: world.A.companyId, createdAt: now };
  await world.t.db.prisma.promotionCodeRedemption.create({
    data: { ...row, customerId, subscriptionId, promotionCodeId },
  });
}

beforeAll(async () => {
  world = await openWorld();
  await redeemCode();
  const read = async (sql: string) => (await world.t.db.raw.query(sql)).rows;
  columns = (
    await read(`SELECT table_name AS "table", column_name AS name, data_type AS type, is_nullable = 'YES' AS nullable
      FROM information_schema.columns WHERE table_schema = 'public'`)
  ).map((row) => row as Column);
  tables = [...new Set(columns.map(({ table }) => table))].sort();
  keys = (
    await read(`SELECT c.conname AS name, child.relname AS child, parent.relname AS parent,
        (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY AS k(num, n)
           JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num) AS columns,
        (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY AS k(num, n)
           JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num) AS refers
      FROM pg_constraint c JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid
      WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`)
  ).map((row) => ({ ...row, columns: row.columns.split(','), refers: row.refers.split(',') }) as ForeignKey);
  indexes = (
    await read(`SELECT tablename AS "table", indexdef AS definition FROM pg_indexes WHERE schemaname = 'public'`)
  ).map((row) => row as (typeof indexes)[number]);
  unique = (
    await read(`SELECT t.relname AS "table", a.attname AS "column" FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
      JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
      WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace`)
  ).map((row) => row as (typeof unique)[number]);
}, WORLD_TAKES);
afterAll(() => world.close());

const tenantTables = () => tables.filter((table) => !(table in TENANTLESS));
/** The foreign keys between two tables that have a company. */
const composite = () => keys.filter(({ parent }) => parent !== 'company');

test('every table has a company column or is listed with the reason for having none', () => {
  expect(tables.length).toBeGreaterThanOrEqual(20);
  expect(Object.keys(TENANTLESS).filter((table) => !tables.includes(table))).toEqual([]);
  const named = columns.filter(({ name, nullable }) => name === 'company_id' && !nullable).map(({ table }) => table);
  expect(tenantTables().filter((table) => !named.includes(table))).toEqual([]);
  const referring = keys.filter((key) => key.parent === 'company' && key.columns.join() === 'company_id');
  expect(tenantTables().filter((table) => !referring.some(({ child }) => child === table))).toEqual([]);
});

test('every reference between tenant tables includes the company on both sides', () => {
  expect(composite().length).toBeGreaterThanOrEqual(24);
  expect(
    composite().filter(({ columns: from, refers }) => from[0] !== 'company_id' || refers[0] !== 'company_id'),
  ).toEqual([]);
});

test('every column that contains the id of another table is a foreign key or a known exception', () => {
  /** Columns with ids that are no references, each with the reason. */
  const KNOWN = [
    'api_key.company_id', // These three lead to the company itself, like all other company_ids.
    'customer.external_id', // The merchant's own id.
    'provider_signal.external_id',
    'subscription.external_id',
    'customer.tax_id_changed_at',
    'customer.tax_id_check_attempts',
    'customer.tax_id_check_due_at',
    'customer.tax_id_checked_at',
    'customer.tax_id_status',
    'tax_config.unproven_tax_id_policy',
    'customer.tax_id_type', // A number of a tax authority.
    'customer.tax_id_value',
    'company.tax_id',
    'customer_email.event_id', // A sent e-mail outlives its event and its object.
    'customer_email.object_id',
    'event.actor_id', // An event outlives the record that it is about.
    'event.customer_id',
    'event.object_id',
    'security_event.actor_id', // So does an entry of the security log.
    'security_event.customer_id',
    'security_event.object_id',
  ];
  const referring = new Set(keys.flatMap(({ child, columns: from }) => from.map((column) => `${child}.${column}`)));
  const names = columns.filter(({ name, table }) => /_id(_|s?$)/.test(name) && table !== '_prisma_migrations');
  const loose = names.map(({ table, name }) => `${table}.${name}`).filter((name) => !referring.has(name));
  // Lists of products cannot be references; they are read with the company beside them.
  const LISTS = ['coupon.product_ids', 'portal_config.subscription_product_ids'];
  expect(loose.sort()).toEqual([...KNOWN, ...LISTS].filter((name) => !referring.has(name)).sort());
});

describe('indexes of lists', () => {
  const tableOf = (typeName: string) => typeName.replace(/\B[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  const nodeOf = (connection: unknown) => {
    const nodes = isObjectType(connection) ? connection.getFields().nodes : undefined;
    return nodes && getNamedType(nodes.type).name;
  };
  const pages = (typeName: string) => {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new Error(`There is no ${typeName}.`);
    return Object.values(type.getFields()).flatMap((field) => {
      const node = nodeOf(getNamedType(field.type));
      return node ? [[`${typeName}.${field.name}`, tableOf(node)] as const] : [];
    });
  };
  const has = (table: string, order: string) =>
    indexes.some((index) => index.table === table && index.definition.includes(`(${order})`));

  test.each(pages('Query'))('the list %s has an index of %s by company, newest first', (_field, table) => {
    expect(has(table, 'company_id, created_at DESC, id DESC')).toBe(true);
  });

  test.each(pages('Customer'))(
    'the list %s has an index of %s by company and customer, newest first',
    (_field, table) => {
      expect(has(table, 'company_id, customer_id, created_at DESC, id DESC')).toBe(true);
    },
  );

  test('the tests of the indexes found the lists of the schema: at least seven of a company and three of a customer', () => {
    expect(pages('Query').length).toBeGreaterThanOrEqual(7);
    expect(pages('Customer').length).toBeGreaterThanOrEqual(3);
  });

  test('every reference has an index on its child that starts with the company', () => {
    const served = ({ child, columns: from }: ForeignKey) =>
      indexes.some(({ table, definition }) => table === child && definition.includes(`(${from.join(', ')}`));
    // Used backwards only to check whether a parent may be deleted; parents are never deleted.
    const RARE = [
      'portal_config_retention_coupon_fkey',
      'portal_config_custom_domain_fkey',
      'customer_default_payment_method_fkey',
      'customer_provider_account_fkey',
      'payment_method_account_fkey',
      'subscription_coupon_fkey',
      'subscription_next_coupon_fkey',
      'subscription_item_price_fkey',
      'invoice_line_item_fkey',
      'invoice_line_price_fkey',
      'invoice_line_credits_line_fkey',
      'invoice_settlement_payment_fkey',
      'invoice_settlement_credit_note_fkey',
      'invoice_settlement_recorded_payment_fkey',
      'payment_payment_method_fkey',
      'refund_credit_note_fkey',
      'credit_entry_invoice_fkey',
    ];
    expect(
      composite()
        .filter((key) => !served(key) && !RARE.includes(key.name))
        .map(({ name }) => name),
    ).toEqual([]);
  });
});

/** Thrown to roll back the transaction of a test statement. */
class TakenBack extends Error {}

/** Runs a statement, rolls it back, and returns the constraint that refused it, or null. */
async function refusedBy(sql: string): Promise<string | null> {
  try {
    await world.t.db.prisma.$transaction(async (tx) => {
      const count = await tx.$executeRawUnsafe(sql);
      expect(count).toBe(1);
      throw new TakenBack();
    });
  } catch (error) {
    if (error instanceof TakenBack) return null;
    return (
      /violates foreign key constraint "(\w+)"|constraint: `?(\w+)|(\w+_fkey)/
        .exec(JSON.stringify(error, deep))
        ?.slice(1)
        .find(Boolean) ?? String(error)
    );
  }
  return null;
}

/** Errors hide their message and cause from JSON. */
function deep(_key: string, value: unknown): unknown {
  return value instanceof Error ? { ...value, message: value.message, cause: value.cause } : value;
}

/** References that one row at most may make, and their columns. */
const ONE_CHILD: Record<string, string> = {
  portal_session_link_fkey: 'link_id',
  scheduled_change_item_fkey: 'item_id',
  promotion_code_redemption_customer_fkey: 'customer_id',
};

/** A copy of a row of company A that refers to `parentId`, as a statement. */
async function copyReferringTo(key: ForeignKey, parentId: string): Promise<string> {
  const [, column] = key.columns;
  const values: Record<string, string | null> = {};
  for (const { table, column: name } of unique) {
    const known = columns.find((candidate) => candidate.table === table && candidate.name === name);
    const referring = keys.some(({ child, columns: from }) => child === key.child && from.includes(name));
    if (table !== key.child || referring || name === 'company_id' || !known) continue;
    values[name] = known.type === 'text' ? randomUUID() : known.nullable ? null : '1000';
  }
  // A link opens at most one session, an item has one scheduled change, and a customer redeems a code once: a copy needs
  // another parent.
  for (const { name, child, columns: from } of keys)
    if (child === key.child && name in ONE_CHILD)
      values[from.at(-1) as string] = await aParent(
        keys.find((one) => one.name === name) as ForeignKey,
        world.A.companyId,
      );
  const template = `SELECT * FROM "${key.child}" WHERE company_id = '${world.A.companyId}' ORDER BY id LIMIT 1`;
  const overrides = JSON.stringify({ ...values, [column as string]: parentId }).replaceAll("'", "''");
  return `INSERT INTO "${key.child}" SELECT (jsonb_populate_record(NULL::"${key.child}", to_jsonb(t) || '${overrides}'::jsonb)).* FROM (${template}) AS t`;
}

/** A row that may be referred to: one that nothing unique refers to yet. */
async function aParent(key: ForeignKey, companyId: string): Promise<string> {
  const taken = ONE_CHILD[key.name] ? `AND id NOT IN (SELECT ${ONE_CHILD[key.name]} FROM "${key.child}")` : '';
  const { rows } = await world.t.db.raw.query(
    `SELECT id FROM "${key.parent}" WHERE company_id = '${companyId}' ${taken} ORDER BY id LIMIT 1`,
  );
  return (rows[0] as { id: string }).id;
}

test('the database refuses each reference to a record of another company and accepts one to an own record', async () => {
  const answers: Record<string, { own: string | null; foreign: string | null }> = {};
  for (const key of composite()) {
    const [, column] = key.columns;
    const statement = async (companyId: string) => {
      const parent = await aParent(key, companyId);
      return key.child === 'portal_config'
        ? `UPDATE portal_config SET "${column}" = '${parent}' WHERE company_id = '${world.A.companyId}'`
        : copyReferringTo(key, parent);
    };
    answers[key.name] = {
      own: await refusedBy(await statement(world.A.companyId)),
      foreign: await refusedBy(await statement(world.B.companyId)),
    };
  }
  const expected = composite().map(({ name }) => [name, { own: null, foreign: name }]);
  expect(answers).toEqual(Object.fromEntries(expected));
});
