import { expect, test } from 'vitest';
import { deleteOldAnswers } from '../../src/operation/idempotency.ts';
import { openTestApp } from '../support/app.ts';

test('old idempotency records are deleted in batches of five thousand, and recent ones are not', async () => {
  const t = await openTestApp();
  const { companyId } = await t.company();
  const old = new Date(t.clock.now().getTime() - 49 * 3_600_000);
  const records = (count: number, createdAt: Date, caller: string) =>
    t.db.prisma.idempotencyRecord.createMany({
      data: Array.from({ length: count }, (_, n) => ({
        ...{ id: `idem_${caller}_${n}`, companyId, caller, operation: 'pay', key: String(n), requestHash: 'x' },
        ...{ answer: {}, createdAt },
      })),
    });
  await records(5001, old, 'old');
  await records(3, t.clock.now(), 'new');
  t.db.statements.reset();
  expect(await deleteOldAnswers(t.db, t.clock.now())).toBe(5001);
  expect(t.db.statements.count).toBe(2);
  expect(await t.db.prisma.idempotencyRecord.count()).toBe(3);
  await t.close();
});
