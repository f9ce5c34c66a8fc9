/** Credit notes of the merchant and invoices that are issued anew: their limits, their money, their taxes. */
import type { GraphQLClient } from 'graphql-request';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import {
  APRIL,
  accountOf,
  cancel,
  expectBooksToBalance,
  MAY,
  MIDDLE,
  openShop,
  payWith,
  type Shop,
  subscribe,
  switchPlan,
} from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { chargeTax, documentOf, moveCustomer, mutate, ok } from '../support/taxes.ts';

let t: TestApp;
let shop: Shop;
let merchant: GraphQLClient;
beforeEach(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
  ({ merchant } = shop);
});
afterEach(async () => {
  await t.app.tick();
  await expectBooksToBalance(t);
  await t.close();
});

interface Document {
  id: string;
  number: string;
  status: string;
  total: { amount: number };
  amountDue: { amount: number };
  memo: string | null;
  lines: { id: string; description: string; amount: { amount: number }; credits: { id: string } | null }[];
  corrections: { amount: { amount: number }; invoice: { id: string } }[];
  correctedBy: { amount: { amount: number }; document: { id: string } }[];
  replaces: { id: string } | null;
}
const DOCUMENT = `id number status total { amount } amountDue { amount } memo
  lines { id description amount { amount } credits { id } }
  corrections { amount { amount } invoice { id } } correctedBy { amount { amount } document { id } } replaces { id }`;

const read = async (id: string) =>
  (await merchant.request<{ invoice: Document }>(`query ($id: ID!) { invoice(id: $id) { ${DOCUMENT} } }`, { id }))
    .invoice;
const creditNote = async (input: object) =>
  (await ok(merchant, 'createCreditNote', { reason: 'BILLING_ERROR', ...input }, `creditNote { ${DOCUMENT} }`))
    .creditNote as unknown as Document;
const refused = (name: string, input: object) => mutate(merchant, name, input, '__typename');
const balanceOf = async (customerId: string) => (await accountOf(merchant, customerId)).balance;

async function billed(customerId: string, unitAmounts: number[], more: object = {}): Promise<Document> {
  const lines = unitAmounts.map((unitAmount, index) => ({ description: `Work ${index + 1}`, unitAmount, ...more }));
  const made = await ok(merchant, 'createInvoice', { customerId, currency: 'EUR', lines }, 'invoice { id }');
  const { id } = made.invoice as { id: string };
  await ok(merchant, 'finalizeInvoice', { invoiceId: id });
  return read(id);
}

test('a credit note for a line of an unpaid invoice reduces what is due, with the tax that was billed on it', async () => {
  await chargeTax(merchant, 'DE');
  const customerId = await makeCustomer(merchant);
  await moveCustomer(t, merchant, customerId, { country: 'DE' });
  const invoice = await billed(customerId, [3333, 6667]);
  const [first] = invoice.lines;
  const input = { invoiceId: invoice.id, lines: [{ lineId: first?.id }], memo: 'Wrong hours', idempotencyKey: 'once' };
  const note = await creditNote(input);
  expect(note).toMatchObject({ memo: 'Wrong hours', status: 'PAID', corrections: [{ invoice: { id: invoice.id } }] });
  expect(note.lines).toMatchObject([{ description: 'Work 1', amount: { amount: -3333 }, credits: { id: first?.id } }]);
  const after = await read(invoice.id);
  expect(after.amountDue.amount).toBe(invoice.amountDue.amount + note.total.amount);
  expect(after.correctedBy).toEqual([{ amount: { amount: -note.total.amount }, document: { id: note.id } }]);
  expect(await balanceOf(customerId)).toBe(0);
  expect((await creditNote(input)).id).toBe(note.id);
  // The rest takes back the rest of the tax, to the cent.
  const rest = await creditNote({ invoiceId: invoice.id });
  const [whole, a, b] = await Promise.all([invoice.id, note.id, rest.id].map((id) => documentOf(merchant, id)));
  expect([(a?.tax ?? 0) + (b?.tax ?? 0), (a?.net ?? 0) + (b?.net ?? 0)]).toEqual([
    -(whole?.tax ?? 0),
    -(whole?.net ?? 0),
  ]);
  expect((await read(invoice.id)).status).toBe('PAID');
});

test('credit for a paid invoice becomes credit of the customer and pays what is open', async () => {
  const customerId = await makeCustomer(merchant);
  const paid = await billed(customerId, [5000]);
  await ok(merchant, 'payInvoice', { invoiceId: paid.id });
  const open = await billed(customerId, [1200]);
  const note = await creditNote({ invoiceId: paid.id, amount: { amount: 2000, currency: 'EUR' }, reason: 'GOODWILL' });
  expect(note.total.amount).toBe(-2000);
  expect((await read(open.id)).status).toBe('PAID');
  expect(await balanceOf(customerId)).toBe(800);
});

test('no more is credited than was billed, by line, by amount and together with refunds', async () => {
  const customerId = await makeCustomer(merchant);
  const invoice = await billed(customerId, [1000, 3000]);
  const invoiceId = invoice.id;
  const [first, second] = invoice.lines.map(({ id }) => id);
  const money = (amount: number) => ({ amount, currency: 'EUR' });
  for (const lines of [
    [{ lineId: first, amount: 1001 }],
    [
      { lineId: second, amount: 3000 },
      { lineId: first, amount: 1001 },
    ],
  ])
    expect(await refused('createCreditNote', { invoiceId, reason: 'DUPLICATE', lines })).toMatchObject({
      conflict: 'CREDIT_TOO_LARGE',
    });
  const other = await billed(customerId, [1]);
  for (const input of [
    { lines: [{ lineId: first }, { lineId: first }] },
    { lines: [{ lineId: other.lines[0]?.id }] },
    { lines: [{ lineId: first, amount: 0 }] },
    { lines: [{ lineId: first }], amount: money(1) },
    { amount: { amount: 10, currency: 'USD' } },
    { reason: 'REISSUE' },
  ])
    expect(await refused('createCreditNote', { invoiceId, reason: 'DUPLICATE', ...input })).toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  await ok(merchant, 'payInvoice', { invoiceId });
  const { id: paymentId } = await t.db.prisma.payment.findFirstOrThrow({ where: { invoiceId, status: 'SUCCEEDED' } });
  await ok(merchant, 'refundPayment', { paymentId, amount: money(1500) });
  expect(await refused('createCreditNote', { invoiceId, reason: 'DUPLICATE', amount: money(2501) })).toMatchObject({
    conflict: 'CREDIT_TOO_LARGE',
  });
  // The refund took 375 of the first line and 1125 of the second.
  expect(
    await refused('createCreditNote', { invoiceId, reason: 'DUPLICATE', lines: [{ lineId: first, amount: 626 }] }),
  ).toMatchObject({ conflict: 'CREDIT_TOO_LARGE', path: ['input', 'lines', '0', 'amount'] });
  expect((await creditNote({ invoiceId })).lines.map(({ amount }) => amount.amount)).toEqual([-625, -1875]);
  expect(await refused('createCreditNote', { invoiceId, reason: 'DUPLICATE' })).toMatchObject({
    conflict: 'CREDIT_TOO_LARGE',
  });
});

test('drafts, void invoices and credit notes cannot be credited or issued anew', async () => {
  const customerId = await makeCustomer(merchant);
  const lines = [{ description: 'Work', unitAmount: 500 }];
  const draft = (await ok(merchant, 'createInvoice', { customerId, currency: 'EUR', lines }, 'invoice { id }')).invoice;
  const invoice = await billed(customerId, [1000]);
  const note = await creditNote({ invoiceId: invoice.id });
  const voided = await billed(customerId, [700]);
  await ok(merchant, 'voidInvoice', { invoiceId: voided.id });
  for (const invoiceId of [(draft as { id: string }).id, note.id, voided.id]) {
    expect(await refused('createCreditNote', { invoiceId, reason: 'DUPLICATE' })).toMatchObject({
      conflict: 'INVOICE_NOT_FINAL',
    });
    expect(await refused('reissueInvoice', { invoiceId })).toMatchObject({ conflict: 'INVOICE_NOT_REISSUABLE' });
  }
  // One that is corrected already would be credited twice.
  expect(await refused('reissueInvoice', { invoiceId: invoice.id })).toMatchObject({
    conflict: 'INVOICE_NOT_REISSUABLE',
  });
});

test('time that a credit note has taken back is not credited again when the subscription ends', async () => {
  const { customerId, subscriptionId, invoice } = await subscribe(t, shop, shop.small);
  const invoiceId = invoice?.id ?? '';
  await creditNote({ invoiceId, amount: { amount: 1000, currency: 'EUR' }, reason: 'GOODWILL' });
  t.clock.advanceTo(MIDDLE);
  await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
  // Half of the 2000 that remained billed for April.
  expect(await balanceOf(customerId)).toBe(1000 + 1000);
  expect(
    await refused('createCreditNote', { invoiceId, reason: 'GOODWILL', amount: { amount: 1001, currency: 'EUR' } }),
  ).toMatchObject({
    conflict: 'CREDIT_TOO_LARGE',
  });
  expect((await creditNote({ invoiceId })).total.amount).toBe(-1000);
  expect(await balanceOf(customerId)).toBe(3000);
});

test('an invoice names the one whose time it credits, and a final credit note names all invoices of the period', async () => {
  const { subscriptionId, invoice, itemId } = await subscribe(t, shop, shop.small);
  t.clock.advanceTo(MIDDLE);
  const switched = await switchPlan(merchant, {
    subscriptionId,
    itemId,
    priceId: shop.large,
    prorationBehavior: 'PRORATE',
    chargeTiming: 'IMMEDIATELY',
  });
  expect(switched).toMatchObject({ __typename: 'SwitchPlanSuccess' });
  const second = await t.db.prisma.invoice.findFirstOrThrow({
    where: { subscriptionId, reason: 'SUBSCRIPTION_UPDATE' },
  });
  expect((await read(second.id)).corrections).toEqual([{ amount: { amount: 1500 }, invoice: { id: invoice?.id } }]);
  await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
  const note = await t.db.prisma.invoice.findFirstOrThrow({ where: { subscriptionId, total: { lt: 0 } } });
  const { corrections } = await read(note.id);
  expect(corrections.map((one) => one.invoice.id)).toEqual([second.id, invoice?.id]);
  expect(corrections.map((one) => one.amount.amount)).toEqual([3000, 1500]);
});

test('an invoice is issued anew with the corrected country and id: reverse charge, and the tax that was paid is credit', async () => {
  await chargeTax(merchant, 'DE', {}, [{ country: 'FR', scheme: 'OSS_UNION' }]);
  const customerId = await makeCustomer(merchant);
  await moveCustomer(t, merchant, customerId, { country: 'DE' });
  const old = await billed(customerId, [10_000], { taxBehavior: 'EXCLUSIVE' });
  expect(old.total.amount).toBe(11_900);
  await ok(merchant, 'payInvoice', { invoiceId: old.id });
  // Another debt must not take the money that paid this invoice.
  const otherDebt = await billed(customerId, [500], { taxBehavior: 'INCLUSIVE' });
  await ok(merchant, 'updateCustomer', { customerId, kind: 'BUSINESS', name: 'Corrigée SARL' });
  await moveCustomer(t, merchant, customerId, { country: 'FR', vatId: 'FR40303265045', status: 'VERIFIED' });
  const input = { invoiceId: old.id, idempotencyKey: 'again' };
  const select = `invoice { ${DOCUMENT} } creditNote { ${DOCUMENT} }`;
  const answer = await ok(merchant, 'reissueInvoice', input, select);
  const { invoice, creditNote: note } = answer as unknown as Record<'invoice' | 'creditNote', Document>;
  expect(note).toMatchObject({ total: { amount: -11_900 }, corrections: [{ invoice: { id: old.id } }] });
  expect(invoice).toMatchObject({ status: 'PAID', total: { amount: 10_000 }, replaces: { id: old.id } });
  const sequence = (number: string) => Number(number.split('-').at(-1));
  expect(sequence(invoice.number)).toBe(sequence(note.number) + 1);
  expect((await documentOf(merchant, invoice.id)).reasons).toEqual(['REVERSE_CHARGE']);
  const { snapshot } = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: invoice.id } });
  expect(snapshot).toMatchObject({ buyer: { name: 'Corrigée SARL', taxId: 'FR40303265045' } });
  // The 1900 of tax first pay the other debt.
  expect((await read(otherDebt.id)).status).toBe('PAID');
  expect(await balanceOf(customerId)).toBe(1900 - 500);
  const repeated = await ok(merchant, 'reissueInvoice', input, select);
  expect(repeated).toEqual(answer);
  expect(await refused('reissueInvoice', { invoiceId: old.id })).toMatchObject({ conflict: 'INVOICE_NOT_REISSUABLE' });
});

test('a paid invoice of a subscription is issued anew without a new payment, and its time is credited once at the end', async () => {
  const { customerId, subscriptionId, invoice } = await subscribe(t, shop, shop.small);
  const answer = await ok(merchant, 'reissueInvoice', { invoiceId: invoice?.id }, 'invoice { id }');
  const { id } = answer.invoice as { id: string };
  expect(await read(id)).toMatchObject({ status: 'PAID', total: { amount: 3000 } });
  expect(await t.db.prisma.payment.count({ where: { customerId, status: 'SUCCEEDED' } })).toBe(1);
  t.clock.advanceTo(MIDDLE);
  await cancel(merchant, { subscriptionId, mode: 'IMMEDIATELY', prorate: true });
  expect(await balanceOf(customerId)).toBe(1500);
});

test('an overdue invoice that is issued anew stays overdue, with the retries that are planned', async () => {
  const { customerId, subscriptionId } = await subscribe(t, shop, shop.small);
  await payWith(merchant, customerId, 'tok_charge_declined');
  t.clock.advanceTo(MAY);
  await t.app.tick();
  const due = await t.db.prisma.invoice.findFirstOrThrow({ where: { customerId, status: 'OPEN' } });
  expect([due.attemptCount, due.nextAttemptAt === null]).toEqual([1, false]);
  const answer = await ok(merchant, 'reissueInvoice', { invoiceId: due.id }, 'invoice { id }');
  await t.app.tick();
  const anew = await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: (answer.invoice as { id: string }).id } });
  const plan = ({ status, amountDue, dueAt, attemptCount, nextAttemptAt, firstFailedAt }: typeof due) => [
    ...[status, amountDue, dueAt, attemptCount, nextAttemptAt, firstFailedAt],
  ];
  expect(plan(anew)).toEqual(plan(due));
  expect(await t.db.prisma.invoice.findUniqueOrThrow({ where: { id: due.id } })).toMatchObject({
    status: 'PAID',
    amountDue: 0n,
  });
  const { status } = await t.db.prisma.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  expect(status).toBe('PAST_DUE');
  await payWith(merchant, customerId, 'tok_visa');
  await t.app.tick();
  expect((await read(anew.id)).status).toBe('PAID');
});

test('the preview of a credit note shows its lines, its tax, its total, and the use of its amount', async () => {
  await chargeTax(merchant, 'DE');
  const customerId = await makeCustomer(merchant, { token: null });
  await ok(merchant, 'updateCustomer', { customerId, address: { country: 'DE' } });
  const invoice = await billed(customerId, [3333, 6667]);
  const { lines } = await read(invoice.id);
  const preview = async (input: object) => {
    const query = `query ($input: CreateCreditNoteInput!) { previewCreateCreditNote(input: $input) {
      __typename
      ... on CreditNotePreview {
        lines { creditsLineId description amount { amount } amountIncludingTax { amount } }
        tax { amount { amount } totalExcludingTax { amount } } total { amount }
        reducesAmountDue { amount } becomesCredit { amount }
      }
      ... on UserError { code path }
    } }`;
    type Shown = Record<string, unknown> & { lines: object[]; total: { amount: number } };
    const variables = { input: { invoiceId: invoice.id, reason: 'GOODWILL', ...input } };
    return (await merchant.request<{ previewCreateCreditNote: Shown }>(query, variables)).previewCreateCreditNote;
  };
  for (const input of [
    { amount: { amount: 1001, currency: 'EUR' } },
    { lines: [{ lineId: lines[1]?.id, amount: 77 }] },
    {},
  ]) {
    const before = await t.db.prisma.invoice.count();
    const shown = await preview(input);
    expect(await t.db.prisma.invoice.count()).toBe(before);
    const due = (await read(invoice.id)).amountDue.amount;
    const made = await creditNote({ invoiceId: invoice.id, ...input });
    expect(shown.total).toEqual(made.total);
    expect(shown.lines).toMatchObject(
      made.lines.map(({ amount, description, credits }) => ({ amount, description, creditsLineId: credits?.id })),
    );
    const document = await documentOf(merchant, made.id);
    expect(shown.tax).toEqual({ amount: { amount: document.tax }, totalExcludingTax: { amount: document.net } });
    expect(shown.reducesAmountDue).toEqual({ amount: due - (await read(invoice.id)).amountDue.amount });
    expect(shown.becomesCredit).toEqual({ amount: 0 });
  }
  expect(await preview({})).toMatchObject({ code: 'CONFLICT' });
});

test('the preview of a credit note for a paid invoice shows what becomes credit', async () => {
  const customerId = await makeCustomer(merchant);
  const invoice = await billed(customerId, [5000]);
  await ok(merchant, 'payInvoice', { invoiceId: invoice.id });
  const input = { invoiceId: invoice.id, reason: 'GOODWILL', amount: { amount: 1200, currency: 'EUR' } };
  const query = `query ($input: CreateCreditNoteInput!) { previewCreateCreditNote(input: $input) {
    ... on CreditNotePreview { reducesAmountDue { amount } becomesCredit { amount } } } }`;
  expect(await merchant.request(query, { input })).toEqual({
    previewCreateCreditNote: { reducesAmountDue: { amount: 0 }, becomesCredit: { amount: 1200 } },
  });
  await creditNote(input);
  expect(await balanceOf(customerId)).toBe(1200);
});
