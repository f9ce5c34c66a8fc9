import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareStatements } from '../../src/db/embeddedStatements.ts';

let plain: PGlite;
let preparing: PGlite;
const messages: string[] = [];

beforeAll(async () => {
  plain = await PGlite.create();
  preparing = await PGlite.create();
  const exchange = preparing.execProtocolStream.bind(preparing);
  preparing.execProtocolStream = (message, options) => {
    messages.push(String.fromCharCode(message[0] ?? 0));
    return exchange(message, options);
  };
  prepareStatements(preparing);
  for (const database of [plain, preparing])
    await database.exec(
      'CREATE TABLE item (id text PRIMARY KEY, amount bigint, at timestamptz, tags text[], data jsonb)',
    );
});
afterAll(async () => {
  await plain.close();
  await preparing.close();
});

/** Runs the same on both databases, and returns what the ordinary one gave after comparing. */
async function onBoth(run: (database: Pick<PGlite, 'query'>) => Promise<unknown>): Promise<unknown> {
  const outcome = (database: PGlite) =>
    run(database).then(
      (value) => ({ value }),
      (error) => ({ error: error.message, code: error.code }),
    );
  const [expected, actual] = [await outcome(plain), await outcome(preparing)];
  expect(actual).toEqual(expected);
  return expected;
}

test('a statement that recurs is parsed once, and then takes one exchange with the database', async () => {
  const sql = 'SELECT $1::int + $2::int AS sum';
  const sent: string[] = [];
  for (const summand of [1, 2, 3, 4]) {
    messages.length = 0;
    const { rows } = await preparing.query(sql, [summand, 10]);
    expect(rows).toEqual([{ sum: summand + 10 }]);
    sent.push(messages.join(''));
  }
  expect(sent).toEqual(['PDBDES', 'PDBDES', 'B', 'B']);
});

test('every type of parameter and column has the same values at every repetition', async () => {
  const insert = 'INSERT INTO item VALUES ($1, $2, $3, $4, $5) RETURNING *';
  const values = (id: number) => [
    `id ${id} ü€😀`,
    id % 2 ? null : 9_007_199_254_740_993n,
    id % 3 ? new Date(1_700_000_000_000 + id) : null,
    ['a', 'b,"c"', null],
    { nested: [id] },
  ];
  for (let id = 0; id < 6; id += 1) await onBoth((database) => database.query(insert, values(id)));
  for (let limit = 0; limit < 5; limit += 1)
    await onBoth((database) => database.query('SELECT * FROM item ORDER BY id LIMIT $1', [limit]));
  await onBoth((database) => database.query('SELECT count(*) FROM item'));
  await onBoth((database) => database.query('UPDATE item SET amount = amount + 1 WHERE id = ANY($1)', [['id 2 ü€😀']]));
});

test('a statement that fails is reported the same way each time, and works afterwards', async () => {
  for (const divisor of [1, 0, 0, 0, 2, 0, 4])
    await onBoth((database) => database.query('SELECT 8 / $1::int AS quotient', [divisor]));
  for (let repetition = 0; repetition < 4; repetition += 1) {
    await onBoth((database) => database.query('SELECT nothing FROM item'));
    await onBoth((database) => database.query('SELECT $1', [{ indeterminate: true }]));
    await onBoth((database) => database.query('SELECT $1::int', ['no number']));
    await onBoth((database) => database.query('INSERT INTO item (id) VALUES ($1)', ['same']));
  }
});

test('a failure inside a transaction rolls it back, whichever statements are prepared', async () => {
  for (let repetition = 0; repetition < 4; repetition += 1) {
    await onBoth(() => Promise.resolve());
    for (const database of [plain, preparing]) {
      await expect(
        database.transaction(async (tx) => {
          await tx.query('INSERT INTO item (id) VALUES ($1)', [`rolled back ${repetition}`]);
          await tx.query('SELECT 1 / $1::int', [0]);
        }),
      ).rejects.toThrow('division by zero');
    }
    await onBoth((database) => database.query('SELECT id FROM item WHERE id LIKE $1', ['rolled back%']));
  }
});

test('statements of queries at the same time do not mix', async () => {
  const sums = await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      const { rows } = await preparing.query<{ n: number; text: string }>(
        n % 2 ? 'SELECT $1::int AS n, $2 AS text' : 'SELECT $2 AS text, $1::int AS n',
        [n, `text ${n}`],
      );
      return rows[0];
    }),
  );
  expect(sums).toEqual(Array.from({ length: 40 }, (_, n) => ({ n, text: `text ${n}` })));
});

test('a change of the schema shows in statements that were prepared before it', async () => {
  const all = (database: Pick<PGlite, 'query'>) => database.query('SELECT * FROM changing WHERE id = $1', [1]);
  const change = async (sql: string) => {
    await plain.exec(sql);
    await preparing.exec(sql);
  };
  await change('CREATE TABLE changing (id int, first text); INSERT INTO changing VALUES (1, $$one$$)');
  for (let repetition = 0; repetition < 3; repetition += 1) await onBoth(all);
  await change('ALTER TABLE changing ADD COLUMN second int DEFAULT 2');
  for (let repetition = 0; repetition < 3; repetition += 1) await onBoth(all);
  await change('ALTER TABLE changing ALTER COLUMN first TYPE jsonb USING to_jsonb(first)');
  for (let repetition = 0; repetition < 3; repetition += 1) await onBoth(all);
  await change('DROP TABLE changing');
  await onBoth(all);
});

test('a change of the schema inside a function costs one failed statement, and the next one succeeds', async () => {
  await preparing.exec(`CREATE TABLE hidden (id int); INSERT INTO hidden VALUES (1);
    CREATE FUNCTION widen() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE hidden ADD COLUMN more int; END $$`);
  const all = () => preparing.query('SELECT * FROM hidden');
  for (let repetition = 0; repetition < 3; repetition += 1) expect((await all()).rows).toEqual([{ id: 1 }]);
  await preparing.query('SELECT widen()');
  await expect(all()).rejects.toThrow('cached plan must not change result type');
  expect((await all()).rows).toEqual([{ id: 1, more: null }]);
});
