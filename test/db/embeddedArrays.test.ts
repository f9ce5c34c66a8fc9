import { expect, test } from 'vitest';
import { embeddedOnly, openTestDb } from '../support/database.ts';

embeddedOnly('the embedded database', () => {
  test('arrays of every type that a column has are returned as arrays', async () => {
    const db = await openTestDb();
    try {
      const { rows } = await db.raw.query(
        `SELECT DISTINCT format_type(atttypid, NULL) AS type FROM pg_attribute
         WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (SELECT oid FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text IN ('public', 'pgboss'))`,
      );
      const columns = (rows as { type: string }[]).map(({ type }) => type);
      const elements = [...new Set(columns.map((type) => type.replace(/\[\]$/, '')))].filter(
        (type) => !type.includes('"char"'),
      );
      expect(elements.length).toBeGreaterThan(5);
      for (const type of elements) {
        const result = await db.raw.query(`SELECT ARRAY[NULL, NULL]::${type}[] AS nothing WHERE $1`, [true]);
        expect(result.rows, type).toEqual([{ nothing: [null, null] }]);
      }
    } finally {
      await db.close();
    }
  });
});
