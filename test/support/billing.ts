/** Helpers of billing tests: short calls to change, preview and cancel, and the invariants of the books. */
import type { GraphQLClient } from 'graphql-request';
import { expect } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { success, type TestApp } from './app.ts';
import { makeCustomer, makePrice, makeSubscription } from './catalog.ts';
import {
  AddPaymentMethodDocument,
  BillingCustomerDocument,
  BillingSubscriptionDocument,
  CancelSubscriptionDocument,
  type CancelSubscriptionInput,
  CreateCouponDocument,
  type CreateCouponInput,
  ImportSubscriptionDocument,
  type ImportSubscriptionInput,
  PreviewCancelSubscriptionDocument,
  PreviewSwitchPlanDocument,
  PreviewUpdateQuantityDocument,
  SetDefaultPaymentMethodDocument,
  SwitchPlanDocument,
  type SwitchPlanInput,
  UpdatePortalConfigDocument,
  type UpdatePortalConfigInput,
  UpdateQuantityDocument,
  type UpdateQuantityInput,
} from './graphql/graphql.ts';

/** April has 30 days; in its middle half of every price is left. */
export const APRIL = '2026-04-01T00:00:00.000Z';
export const MIDDLE = '2026-04-16T00:00:00.000Z';
export const MAY = '2026-05-01T00:00:00.000Z';

export interface Shop {
  companyId: string;
  merchant: GraphQLClient;
  /** 30.00, 90.00 and 0.00 per month, and 360.00 per year. */
  small: string;
  large: string;
  free: string;
  yearly: string;
  productIds: { small: string; large: string };
}

/** A company with a small catalog whose portal allows every change. */
export async function openShop(t: TestApp, settings: Partial<UpdatePortalConfigInput> = {}): Promise<Shop> {
  const { companyId, merchant } = await t.company();
  await configure(merchant, { allowPlanSwitch: true, allowQuantityUpdates: true, ...settings });
  const small = await makePrice(merchant, { name: 'Small', amount: 3000 });
  const large = await makePrice(merchant, { name: 'Large', amount: 9000 });
  const free = await makePrice(merchant, { name: 'Free', amount: 0 });
  const yearly = await makePrice(merchant, { productId: small.productId, amount: 36000, interval: 'YEAR' });
  return {
    companyId,
    merchant,
    small: small.priceId,
    large: large.priceId,
    free: free.priceId,
    yearly: yearly.priceId,
    productIds: { small: small.productId, large: large.productId },
  };
}

export async function configure(merchant: GraphQLClient, input: Partial<UpdatePortalConfigInput>): Promise<void> {
  success((await merchant.request(UpdatePortalConfigDocument, { input })).updatePortalConfig);
}

/** A customer with an active subscription, and a portal client of the customer. */
export async function subscribe(
  t: TestApp,
  { merchant }: Pick<Shop, 'merchant'>,
  priceId: string,
  more: Parameters<typeof makeSubscription>[3] & { token?: string | null } = {},
) {
  const { token, ...rest } = more;
  const customerId = await makeCustomer(merchant, token === undefined ? {} : { token });
  const { subscription, invoice } = await makeSubscription(merchant, customerId, priceId, rest);
  const portal = visitor(t, merchant, customerId);
  await t.app.tick();
  return { customerId, subscriptionId: subscription.id, itemId: subscription.items[0]?.id ?? '', invoice, portal };
}

/** A portal client that signs in again after time has passed, because sessions are shorter than billing periods. */
export function visitor(t: TestApp, merchant: GraphQLClient, customerId: string): GraphQLClient {
  let since = -1;
  let portal: GraphQLClient | undefined;
  const request = async (...args: Parameters<GraphQLClient['request']>) => {
    const now = t.clock.now().getTime();
    if (!portal || since !== now) ({ portal } = await t.signIn(merchant, customerId));
    since = now;
    return portal.request(...args);
  };
  return { request } as unknown as GraphQLClient;
}

export async function makeCoupon(merchant: GraphQLClient, input: Omit<CreateCouponInput, 'name'>): Promise<string> {
  const made = await merchant.request(CreateCouponDocument, { input: { name: 'Coupon', ...input } });
  return success(made.createCoupon).coupon.id;
}

export const switchPlan = async (client: GraphQLClient, input: SwitchPlanInput) =>
  (await client.request(SwitchPlanDocument, { input })).switchPlan;
export const previewSwitch = async (client: GraphQLClient, input: SwitchPlanInput) =>
  (await client.request(PreviewSwitchPlanDocument, { input })).previewSwitchPlan;
export const updateQuantity = async (client: GraphQLClient, input: UpdateQuantityInput) =>
  (await client.request(UpdateQuantityDocument, { input })).updateQuantity;
export const previewQuantity = async (client: GraphQLClient, input: UpdateQuantityInput) =>
  (await client.request(PreviewUpdateQuantityDocument, { input })).previewUpdateQuantity;
export const cancel = async (client: GraphQLClient, input: CancelSubscriptionInput) =>
  (await client.request(CancelSubscriptionDocument, { input })).cancelSubscription;
export const previewCancel = async (client: GraphQLClient, input: CancelSubscriptionInput) =>
  (await client.request(PreviewCancelSubscriptionDocument, { input })).previewCancelSubscription;
export const importSubscription = async (client: GraphQLClient, input: ImportSubscriptionInput) =>
  success((await client.request(ImportSubscriptionDocument, { input })).importSubscription);

/** Adds a payment method and makes it the default. */
export async function payWith(merchant: GraphQLClient, customerId: string, token: string): Promise<string> {
  const added = await merchant.request(AddPaymentMethodDocument, { input: { customerId, token } });
  const { id: paymentMethodId } = success(added.addPaymentMethod).paymentMethod;
  success(
    (await merchant.request(SetDefaultPaymentMethodDocument, { input: { paymentMethodId } })).setDefaultPaymentMethod,
  );
  return paymentMethodId;
}

/** The merchant's view of a customer: credit balance (EUR by default), payment methods, invoices newest first. */
export async function accountOf(merchant: GraphQLClient, customerId: string, currency = 'EUR') {
  const { customer } = await merchant.request(BillingCustomerDocument, { id: customerId });
  if (!customer) throw new Error('There is no such customer.');
  const balance = customer.creditBalances.find((entry) => entry.currency === currency)?.amount ?? 0;
  return { balance, methods: customer.paymentMethods ?? [], invoices: customer.invoices?.nodes ?? [] };
}

export async function subscriptionOf(client: GraphQLClient, id: string) {
  const { subscription } = await client.request(BillingSubscriptionDocument, { id });
  if (!subscription) throw new Error('There is no such subscription.');
  return subscription;
}

/** Kind and amount of lines, for expectations. */
export const amounts = (lines: readonly { kind: string; amount: { amount: number } }[]) =>
  lines.map(({ kind, amount }) => [kind, amount.amount]);

/** The charges so far that were not refused: [state, amount], oldest first. */
export const charges = ({ sandbox }: TestApp, customerRefOf?: string) =>
  [...sandbox.payments.values()]
    .filter(({ request }) => !customerRefOf || request.customerRef === `sbx_${customerRefOf}`)
    .filter(({ state }) => state !== 'FAILED')
    .map(({ state, request }) => [state, Number(request.amount)]);

/** Checks all sums of invoices, settlements, credit and payments in the database. Run pending jobs first. */
export async function expectBooksToBalance({
  db,
  sandbox,
}: {
  db: Db;
  sandbox: Pick<TestApp['sandbox'], 'payments'>;
}): Promise<void> {
  const invoices = await db.prisma.invoice.findMany({ include: { lines: true, settlements: true } });
  for (const invoice of invoices) {
    const { status, total, amountPaid, amountDue, lines, settlements } = invoice;
    const added = lines
      .filter(({ taxBehavior }) => taxBehavior === 'EXCLUSIVE')
      .map(({ taxAmount }) => taxAmount ?? 0n);
    expect(sum(lines) + added.reduce((all, tax) => all + tax, 0n)).toBe(total);
    expect(amountPaid + amountDue).toBe(status === 'VOID' ? 0n : total);
    if (total > 0n) expect(sum(settlements)).toBe(amountPaid);
    if (status === 'PAID') expect(amountDue).toBe(0n);
    if (status === 'OPEN') expect(amountDue).toBeGreaterThan(0n);
    expect(invoice.finalizedAt === null).toBe(
      status === 'DRAFT' || (status === 'VOID' && invoice.sequence === null && invoice.reason !== 'IMPORT'),
    );
  }
  const companies = await db.prisma.company.findMany();
  for (const { id, nextInvoiceSequence } of companies) {
    const numbers = invoices.flatMap(({ companyId, sequence }) =>
      companyId === id && sequence !== null ? [sequence] : [],
    );
    numbers.sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: nextInvoiceSequence - 1 }, (_, index) => index + 1));
  }

  const payments = await db.prisma.payment.findMany();
  const taken = [...sandbox.payments.values()].filter(({ state, returned }) => state === 'SUCCEEDED' && !returned);
  // The provider's ledger equals ours, and nothing is held that no sweep will take up.
  const succeeded = payments.filter(({ status }) => status === 'SUCCEEDED');
  const entry = ({ ref, captured }: { ref: string | null; captured: bigint }) => `${ref} ${captured}`;
  expect(
    succeeded.map(({ providerRef, capturedAmount }) => entry({ ref: providerRef, captured: capturedAmount })).sort(),
  ).toEqual(taken.map(entry).sort());
  expect([...sandbox.payments.values()].filter(({ state }) => state === 'HELD')).toEqual([]);

  // Every billed amount is paid, due or credited: no path creates or loses money.
  const entries = await db.prisma.creditEntry.findMany();
  const owners = new Set(invoices.map(({ customerId, currency }) => `${customerId} ${currency}`));
  for (const owner of owners) {
    const own = (row: { customerId: string; currency: string }) => `${row.customerId} ${row.currency}` === owner;
    const standing = invoices.filter(({ status }) => status !== 'DRAFT' && status !== 'VOID').filter(own);
    const ofKinds = (...kinds: string[]) =>
      sum(standing.flatMap(({ settlements }) => settlements.filter(({ kind }) => kinds.includes(kind))));
    const balance = sum(entries.filter(own));
    const granted = sum(
      entries
        .filter(own)
        .filter(
          ({ cause }) => cause.startsWith('MERCHANT') || ['OVERPAYMENT', 'REFUND', 'PAYMENT_VOIDED'].includes(cause),
        ),
    );
    const paid = ofKinds('PAYMENT', 'OUT_OF_BAND');
    const billed = standing.reduce((all, { total }) => all + total, 0n);
    const due = standing.reduce((all, { amountDue }) => all + amountDue, 0n);
    expect(balance).toBeGreaterThanOrEqual(0n);
    expect(billed).toBe(paid + due - (balance - granted));
    if (granted === 0n) expect(balance).toBeLessThanOrEqual(paid);
  }
}

const sum = (rows: readonly { amount: bigint }[]) => rows.reduce((all, { amount }) => all + amount, 0n);
