/** The report of cancellations reads the cancellations in its range once, and no others. */
import { expect, test } from 'vitest';
import { cancellationReport } from '../../src/modules/subscription/cancel/cancellationFigures.ts';
import { openTestApp } from '../support/app.ts';

/** Cancellations that are scheduled and undone an hour later, one per subscription, in the days after `since`. */
const CANCELLATIONS = `
  INSERT INTO event (id, company_id, type, actor_kind, object_id, data, created_at)
  SELECT 'ev_' || kind || $2 || lpad(n::text, 20, '0'), $1, 'subscription.cancellation_' || kind, 'SYSTEM',
    'sub_' || $2 || n, '{"mode": "PERIOD_END", "reason": "Dear"}',
    $3::timestamptz + n * interval '1 minute' + CASE kind WHEN 'undone' THEN interval '1 hour' ELSE interval '0' END
  FROM generate_series(1, $4::int) AS n, unnest(ARRAY['scheduled', 'undone']) AS kind`;
const COUNT = 500;
const EACH_YEAR = 5000;

test('the report reads the cancellations of its range in one pass, whatever the history before it', async () => {
  const t = await openTestApp({ now: '2026-04-01T00:00:00.000Z' });
  const { companyId } = await t.company();
  const statements: { text: string; values: readonly unknown[] }[] = [];
  const db = Object.assign(Object.create(t.db), {
    sql(name: string | undefined, text: string, values: readonly unknown[]) {
      statements.push({ text, values });
      return t.db.sql(name, text, values);
    },
  });
  const principal = { kind: 'merchant', companyId, apiKeyId: 'key' } as const;
  const now = new Date('2026-06-01T00:00:00.000Z');
  const range = { from: new Date('2026-03-01T00:00:00.000Z'), to: new Date('2026-04-01T00:00:00.000Z') };
  const buffers = async () => {
    await t.db.raw.query('ANALYZE event');
    statements.length = 0;
    const { reasons } = await cancellationReport({ db, principal, now }, range);
    expect(reasons).toEqual([{ reason: 'Dear', count: COUNT, scheduled: 0, ended: 0, undone: COUNT }]);
    let read = 0;
    for (const { text, values } of statements) {
      const { rows } = await t.db.raw.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, [...values]);
      read += rows[0]['QUERY PLAN'][0].Plan['Shared Hit Blocks'] + rows[0]['QUERY PLAN'][0].Plan['Shared Read Blocks'];
    }
    return read;
  };
  const history = async (years: readonly number[]) => {
    for (const year of years)
      await t.db.raw.query(CANCELLATIONS, [companyId, `of${year}`, new Date(`${year}-01-01T00:00:00.000Z`), EACH_YEAR]);
  };
  await t.db.raw.query(CANCELLATIONS, [companyId, 'now', range.from, COUNT]);
  // Two events for each cancellation of the range, and at most one page for each event.
  for (const years of [
    [2020, 2021],
    [2022, 2023, 2024],
  ]) {
    await history(years);
    expect(await buffers()).toBeLessThan(2 * COUNT);
  }
  await t.close();
}, 60_000);
