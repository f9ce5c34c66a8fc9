/** Timeouts on PostgreSQL: no statement and no idle transaction can hold a connection without limit. */
import { expect, test } from 'vitest';
import { openPostgresTestDb, postgresOnly } from '../support/database.ts';

postgresOnly('connections to PostgreSQL', () => {
  test('PostgreSQL aborts a statement after 15 seconds and an idle transaction after 30', async () => {
    const { db } = await openPostgresTestDb();
    try {
      const setting = async (name: string) => (await db.raw.query(`SHOW ${name}`)).rows[0][name];
      expect(await setting('statement_timeout')).toBe('15s');
      expect(await setting('idle_in_transaction_session_timeout')).toBe('30s');
      // Prisma's own statements use the same connections.
      const [row] = await db.prisma.$queryRawUnsafe<{ statement_timeout: string }[]>('SHOW statement_timeout');
      expect(row?.statement_timeout).toBe('15s');
    } finally {
      await db.close();
    }
  });
});
