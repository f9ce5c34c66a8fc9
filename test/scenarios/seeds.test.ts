/** Each scenario of `npm run seed` reaches the situation that its name promises, by legal transitions only. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCENARIOS } from '../../prisma/seeds/scenarios.ts';
import { seedCompany } from '../../prisma/seeds/seedCompany.ts';
import { DAY } from '../../src/kernel/clock.ts';
import { createKeys } from '../../src/kernel/keys.ts';
import { openTestApp, TEST_SECRET, type TestApp } from '../support/app.ts';
import { expectBooksToBalance } from '../support/billing.ts';

interface Situation {
  subscription: object;
  invoices: number;
  scheduledChanges?: number;
  credit?: bigint;
  mails?: string[];
}

const SITUATIONS: Record<string, Situation> = {
  trial: { subscription: { status: 'TRIALING' }, invoices: 0 },
  'past-due': { subscription: { status: 'PAST_DUE' }, invoices: 2, mails: ['kim@example.com'] },
  unpaid: { subscription: { status: 'UNPAID' }, invoices: 2 },
  canceled: { subscription: { status: 'CANCELED', cancellationReason: 'Too expensive' }, invoices: 1 },
  'scheduled-cancellation': { subscription: { status: 'ACTIVE', cancelAtPeriodEnd: true }, invoices: 1 },
  paused: { subscription: { status: 'PAUSED', resumesAt: expect.any(Date) }, invoices: 1 },
  'scheduled-change': { subscription: { status: 'ACTIVE' }, invoices: 1, scheduledChanges: 1 },
  'many-invoices': { subscription: { status: 'ACTIVE' }, invoices: 24 },
  credit: { subscription: { status: 'ACTIVE' }, invoices: 1, credit: 5800n },
  'sections-off': { subscription: { status: 'ACTIVE' }, invoices: 2 },
};

test('every scenario has an expectation', () => {
  expect(Object.keys(SITUATIONS).sort()).toEqual(Object.keys(SCENARIOS).sort());
});

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp({ now: '2026-01-15T10:00:00.000Z' });
});
afterAll(() => t.close());

const byLength = Object.entries(SCENARIOS).sort(([, a], [, b]) => a.days - b.days);

test.each(byLength)(
  'the demo scenario %s reaches its situation at the present time, and its books balance',
  async (name, scenario) => {
    const expected = SITUATIONS[name] as Situation;
    const began = t.clock.now();
    t.mailbox.clear();
    const keys = createKeys(TEST_SECRET);
    const company = await seedCompany(
      { db: t.db, app: t.app, providerOf: t.providerOf, keys, clock: t.clock },
      'Seeded',
    );
    const { companyId } = company;
    const id = await scenario.run(company);

    expect(t.clock.now().getTime() - began.getTime()).toBe(scenario.days * DAY);
    expect(await t.db.prisma.subscription.findUniqueOrThrow({ where: { id } })).toMatchObject(expected.subscription);
    expect(await t.db.prisma.invoice.count({ where: { companyId } })).toBe(expected.invoices);
    expect(await t.db.prisma.scheduledChange.count({ where: { companyId } })).toBe(expected.scheduledChanges ?? 0);
    const { _sum } = await t.db.prisma.creditEntry.aggregate({ where: { companyId }, _sum: { amount: true } });
    expect(_sum.amount ?? 0n).toBe(expected.credit ?? 0n);
    expect(t.mailbox.list().map(({ to }) => to)).toEqual(expect.arrayContaining(expected.mails ?? []));
    await expectBooksToBalance(t);
    // Nothing of this company falls due while the next scenario runs.
    await t.db.prisma.company.update({ where: { id: companyId }, data: { testClockAt: t.clock.now() } });
  },
);
