/** Related rows of all tables, in which every nullable column is sometimes null. */
import fc from 'fast-check';
import type { Db } from '../../src/db/client.ts';
import type { Prisma } from '../../src/db/generated/client/client.ts';
import * as enums from '../../src/db/generated/client/enums.ts';

/** Instants with different milliseconds, and few of them, so that rows have equal times. */
const INSTANTS = [
  '2026-03-01T00:00:00.000Z',
  '2026-03-01T00:00:00.100Z',
  '2026-03-01T00:00:00.120Z',
  '1969-12-31T23:59:59.999Z',
];
const TEXTS = ['', 'a', 'B', 'ä "quoted" \\ back', 'line\nbreak', '雪 𝄞', "it's", '{"json": 1}', '\u2028'];
const JSONS = [{}, { a: 'x', nested: { deep: [1, 2.5, null, true, '𝄞'] } }, [], ['a'], 'text', 0, true, { '': -1e21 }];
const AMOUNTS = [0n, 1n, -1n, 9_007_199_254_740_993n, -9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n];

export interface RandomRows {
  companies: string[];
  /** The ids of all rows. */
  ids: string[];
  texts: string[];
  instants: Date[];
  amounts: bigint[];
}

export async function insertRandomRows(db: Db, seed: number, perTable = 12): Promise<RandomRows> {
  let draws = 0;
  const draw = <T>(arbitrary: fc.Arbitrary<T>): T => fc.sample(arbitrary, { seed: seed + draws++, numRuns: 1 })[0] as T;
  const one = <T>(values: readonly T[]): T => values[draw(fc.nat({ max: values.length - 1 }))] as T;
  const maybe = <T>(value: T): T | null => (draw(fc.boolean()) ? value : null);
  const instant = () => new Date(one(INSTANTS));
  const text = () => one(TEXTS);
  const kind = <T extends object>(values: T) => one(Object.values(values)) as T[keyof T];
  const ids: string[] = [];
  const companies = ['co_a', 'co_b'];
  const made = new Map<string, { id: string; companyId: string }[]>();

  /** Rows of one kind for both companies; `make` gets the company and a way to find its other rows. */
  const rows = <T extends { id: string }>(
    name: string,
    make: (id: string, companyId: string, other: (name: string) => string, number: number) => T,
  ): T[] => {
    const list: { id: string; companyId: string }[] = [];
    made.set(name, list);
    return Array.from({ length: perTable * 2 }, (_, number) => {
      const companyId = companies[number % 2] as string;
      const id = `${name}_${String(number).padStart(3, '0')}`;
      const other = (kindOf: string) => one((made.get(kindOf) ?? []).filter((row) => row.companyId === companyId)).id;
      const row = make(id, companyId, other, number);
      list.push({ id, companyId });
      ids.push(id);
      return row;
    });
  };
  const stamps = () => ({ createdAt: instant(), updatedAt: instant() });
  const json = () => one(JSONS) as Prisma.InputJsonValue;

  const { prisma } = db;
  for (const id of companies) {
    await prisma.company.create({
      data: {
        id,
        name: text(),
        defaultCurrency: 'EUR',
        supportEmail: maybe(text()),
        invoicePrefix: text(),
        ...stamps(),
      },
    });
    await prisma.portalConfig.create({
      data: {
        companyId: id,
        acceptedPaymentMethods: id === 'co_a' ? [] : ['CARD', 'PAYPAL'],
        cancellationReasons: id === 'co_a' ? ['x', 'NULL', '"', '{,}'] : [],
        returnUrl: maybe(text()),
        ...stamps(),
      },
    });
  }
  await prisma.customer.createMany({
    data: rows('cus', (id, companyId) => ({
      id,
      companyId,
      email: text(),
      name: maybe(text()),
      phone: maybe(text()),
      metadata: json(),
      disabledAt: maybe(instant()),
      deletedAt: maybe(instant()),
      ...stamps(),
    })),
  });
  await prisma.product.createMany({
    data: rows('prod', (id, companyId) => ({
      id,
      companyId,
      name: text(),
      description: maybe(text()),
      active: draw(fc.boolean()),
      metadata: json(),
      ...stamps(),
    })),
  });
  await prisma.price.createMany({
    data: rows('price', (id, companyId, other, number) => ({
      id,
      companyId,
      productId: other('prod'),
      nickname: maybe(text()),
      currency: one(['EUR', 'JPY']),
      unitAmount: [0n, 9_007_199_254_740_993n][number % 2] as bigint,
      interval: kind(enums.BillingInterval),
      active: draw(fc.boolean()),
      ...stamps(),
    })),
  });
  await prisma.coupon.createMany({
    data: rows('coup', (id, companyId) => ({
      id,
      companyId,
      name: text(),
      basisPointsOff: 1000,
      duration: kind(enums.CouponDuration),
      productIds: draw(fc.boolean()) ? [] : ['prod_1', 'prod_2'],
      ...stamps(),
    })),
  });
  await prisma.paymentMethod.createMany({
    data: rows('pm', (id, companyId, other) => ({
      id,
      companyId,
      customerId: other('cus'),
      kind: kind(enums.PaymentMethodKind),
      providerRef: id,
      brand: maybe(text()),
      expiryMonth: maybe(12),
      removedAt: maybe(instant()),
      ...stamps(),
    })),
  });
  for (const { id, companyId } of made.get('cus') ?? []) {
    const own = await prisma.paymentMethod.findFirst({ where: { companyId, customerId: id } });
    if (own && draw(fc.boolean()))
      await prisma.customer.update({ where: { id }, data: { defaultPaymentMethodId: own.id } });
  }
  await prisma.subscription.createMany({
    data: rows('sub', (id, companyId, other) => {
      const status = kind(enums.SubscriptionStatus);
      return {
        id,
        companyId,
        customerId: other('cus'),
        status,
        ...(status === 'PAUSED' ? { pausedAt: instant(), pauseCause: kind(enums.PauseCause) } : {}),
        currency: 'EUR',
        interval: kind(enums.BillingInterval),
        intervalCount: 1,
        anchor: instant(),
        currentPeriodStart: new Date('2026-03-01T00:00:00.000Z'),
        currentPeriodEnd: new Date('2026-04-01T00:00:00.000Z'),
        trialEnd: maybe(instant()),
        cancelAtPeriodEnd: draw(fc.boolean()),
        couponId: maybe(other('coup')),
        metadata: json(),
        ...stamps(),
      };
    }),
  });
  await prisma.subscriptionItem.createMany({
    data: rows('si', (id, companyId, other, number) => ({
      id,
      companyId,
      subscriptionId: other('sub'),
      priceId: other('price'),
      quantity: 1 + draw(fc.nat({ max: 5 })),
      position: number,
      ...stamps(),
    })),
  });
  await prisma.scheduledChange.createMany({
    data: (made.get('si') ?? []).flatMap(({ id, companyId }) => {
      const of = (prefix: string) => made.get(prefix)?.find((other) => other.companyId === companyId)?.id;
      const [subscriptionId, priceId] = [of('sub'), of('price')];
      if (!subscriptionId || !priceId || draw(fc.boolean())) return [];
      return {
        id: `sch_${id.slice(3)}`,
        itemId: id,
        companyId,
        subscriptionId,
        priceId,
        quantity: 2,
        actorKind: kind(enums.ActorKind),
        createdAt: instant(),
      };
    }),
  });
  await prisma.invoice.createMany({
    data: rows('in', (id, companyId, other, number) => {
      const total = one(AMOUNTS);
      return {
        id,
        companyId,
        customerId: other('cus'),
        subscriptionId: maybe(other('sub')),
        correctsInvoiceId: number > 3 ? maybe(other('in')) : null,
        status: kind(enums.InvoiceStatus),
        reason: kind(enums.InvoiceReason),
        sequence: maybe(number),
        number: maybe(text()),
        currency: 'EUR',
        total,
        amountPaid: 0n,
        amountDue: total,
        ...(draw(fc.boolean()) ? { snapshot: json() } : {}),
        dueAt: maybe(instant()),
        memo: maybe(text()),
        ...stamps(),
      };
    }),
  });
  await prisma.invoiceLine.createMany({
    data: rows('il', (id, companyId, other, number) => ({
      id,
      companyId,
      customerId: other('cus'),
      invoiceId: maybe(other('in')),
      subscriptionId: maybe(other('sub')),
      itemId: maybe(other('si')),
      priceId: maybe(other('price')),
      kind: kind(enums.InvoiceLineKind),
      position: number % 3,
      description: text(),
      currency: 'EUR',
      quantity: 1,
      unitAmount: maybe(one(AMOUNTS)),
      grossAmount: 10n,
      discountAmount: 3n,
      amount: 7n,
      explanation: json(),
      createdAt: instant(),
    })),
  });
  await prisma.payment.createMany({
    data: rows('pay', (id, companyId, other) => ({
      id,
      companyId,
      customerId: other('cus'),
      invoiceId: other('in'),
      paymentMethodId: other('pm'),
      // An invoice has at most one payment under way.
      status: one(['SUCCEEDED', 'FAILED', 'CANCELED', 'LOST', 'RETURNED'] as const),
      take: kind(enums.PaymentTake),
      currency: 'EUR',
      amount: one(AMOUNTS),
      capturedAmount: one(AMOUNTS),
      providerRef: maybe(text()),
      providerKey: id,
      startedBy: kind(enums.ActorKind),
      sentAt: instant(),
      statusAt: instant(),
      declineCode: maybe(text()),
      ...stamps(),
    })),
  });
  await prisma.invoiceSettlement.createMany({
    data: rows('is', (id, companyId, other) => ({
      id,
      companyId,
      invoiceId: other('in'),
      kind: kind(enums.SettlementKind),
      amount: one(AMOUNTS),
      paymentId: maybe(other('pay')),
      creditNoteId: maybe(other('in')),
      createdAt: instant(),
    })),
  });
  await prisma.creditEntry.createMany({
    data: rows('ce', (id, companyId, other) => ({
      id,
      companyId,
      customerId: other('cus'),
      currency: 'EUR',
      amount: one(AMOUNTS),
      cause: kind(enums.CreditCause),
      invoiceId: maybe(other('in')),
      createdAt: instant(),
    })),
  });
  return { companies, ids, texts: TEXTS, instants: INSTANTS.map((at) => new Date(at)), amounts: AMOUNTS };
}
