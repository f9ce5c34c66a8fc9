/** A company that charges tax, and its documents with net, tax and total. */
import type { GraphQLClient } from 'graphql-request';
import { expect } from 'vitest';
import type { TestApp } from './app.ts';

type Answer = { __typename?: string; message?: string; path?: string[]; code?: string } & Record<string, unknown>;

/** Runs a mutation and returns its payload: the selected fields of its success, or the error. */
export async function mutate(client: GraphQLClient, name: string, input: object, select: string): Promise<Answer> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const conflict = answers(name, 'ConflictError') ? '... on ConflictError { conflict: reason }' : '';
  const expired = answers(name, 'QuoteExpiredError') ? '... on QuoteExpiredError { expired: expiryReason }' : '';
  const answer = await client.request<Record<string, Answer>>(
    `mutation ($input: ${type}Input!) {
      ${name}(input: $input) {
        __typename ... on ${type}Success { ${select} } ... on UserError { code message path } ${conflict} ${expired}
      }
    }`,
    { input },
  );
  return answer[name] ?? {};
}

/** Whether the result of the mutation can be the error. */
function answers(name: string, error: 'ConflictError' | 'QuoteExpiredError'): boolean {
  const quoted = ['switchPlan', 'updateQuantity'].includes(name);
  if (error === 'QuoteExpiredError') return quoted;
  return (
    quoted ||
    ['createSubscription', 'finalizeInvoice', 'resumeSubscription', 'createCreditNote', 'reissueInvoice'].includes(name)
  );
}

/** Turns tax on: a company in the country, registered there from the first day of 2020. */
export async function chargeTax(
  merchant: GraphQLClient,
  country: string,
  config: Record<string, unknown> = {},
  registrations: readonly object[] = [],
): Promise<void> {
  await ok(merchant, 'updateCompany', { address: { country } });
  for (const registration of [{ country, scheme: 'DOMESTIC' }, ...registrations])
    await ok(merchant, 'addTaxRegistration', { validFrom: '2020-01-01', ...registration });
  await ok(merchant, 'updateTaxConfig', { engine: 'BUILT_IN', ...config });
}

/** Runs a mutation that must succeed. */
export async function ok(client: GraphQLClient, name: string, input: object, select = '__typename'): Promise<Answer> {
  const answer = await mutate(client, name, input, select);
  expect([answer.message, answer.path]).toEqual([undefined, undefined]);
  return answer;
}

/** Sets the country and, without a query of a register, the state of the tax id. */
export async function moveCustomer(
  t: TestApp,
  merchant: GraphQLClient,
  customerId: string,
  { country, postalCode, vatId, status }: { country: string; postalCode?: string; vatId?: string; status?: string },
): Promise<void> {
  const taxId = vatId ? { taxId: { type: 'eu_vat', value: vatId } } : {};
  await ok(merchant, 'updateCustomer', { customerId, address: { country, postalCode }, ...taxId });
  if (status) await t.db.prisma.customer.update({ where: { id: customerId }, data: { taxIdStatus: status as never } });
}

const DOCUMENT_TAX = `tax {
  totalExcludingTax { amount } amount { amount }
  rates { category ratePpm country region taxableAmount { amount } amount { amount } }
}`;
const LINES = `lines {
  kind amount { amount } amountExcludingTax { amount } taxAmount { amount } amountIncludingTax { amount }
  tax { category ratePpm country reason behavior sentence }
}`;
const INVOICE = `id status isCreditNote total { amount } amountDue { amount } ${DOCUMENT_TAX} ${LINES}`;

interface Amount {
  amount: number;
}
interface Shape {
  id: string;
  total: Amount;
  amountDue: Amount;
  tax: {
    totalExcludingTax: Amount;
    amount: Amount;
    rates: { category: string; ratePpm: number; country: string | null; taxableAmount: Amount; amount: Amount }[];
  } | null;
  lines: {
    kind: string;
    amount: Amount;
    amountExcludingTax: Amount;
    taxAmount: Amount;
    amountIncludingTax: Amount;
    tax: { category: string; ratePpm: number; reason: string; behavior: string; sentence: string } | null;
  }[];
}

/**
 * A document as short lists: its sums, its rates as [category, percent, base, tax], its lines as [net, tax] with their
 * reasons.
 */
export function short({ total, amountDue, tax, lines }: Omit<Shape, 'id'>) {
  return {
    net: tax ? tax.totalExcludingTax.amount : null,
    tax: tax ? tax.amount.amount : null,
    total: total.amount,
    due: amountDue.amount,
    rates: (tax?.rates ?? []).map((rate) => [
      rate.category,
      rate.ratePpm / 10_000,
      rate.taxableAmount.amount,
      rate.amount.amount,
    ]),
    lines: lines.map((line) => [line.amountExcludingTax.amount, line.taxAmount.amount]),
    reasons: lines.map((line) => line.tax?.reason ?? null),
  };
}
export type Short = ReturnType<typeof short>;

/** The documents of a customer, oldest first. */
export async function documentsOf(client: GraphQLClient, customerId: string): Promise<Short[]> {
  const { customer } = await client.request<{ customer: { invoices: { nodes: Shape[] } } }>(
    `query ($id: ID!) { customer(id: $id) { invoices(first: 50) { nodes { ${INVOICE} } } } }`,
    { id: customerId },
  );
  return customer.invoices.nodes.reverse().map(short);
}

export async function documentOf(client: GraphQLClient, id: string): Promise<Short> {
  const { invoice } = await client.request<{ invoice: Shape }>(`query ($id: ID!) { invoice(id: $id) { ${INVOICE} } }`, {
    id,
  });
  return short(invoice);
}

/** The preview of a switch of plan, with its quote and the next invoice. */
export async function previewTaxed(client: GraphQLClient, input: object) {
  const { previewSwitchPlan: found } = await client.request<{
    previewSwitchPlan: Shape & {
      code?: string;
      conflict?: string;
      settledNow: boolean;
      nextInvoice: Shape | null;
      quote: { token: string };
    };
  }>(
    `query ($input: SwitchPlanInput!) { previewSwitchPlan(input: $input) {
      ... on SubscriptionChangePreview {
        settledNow total { amount } amountDue { amount } ${DOCUMENT_TAX} ${LINES}
        nextInvoice { total { amount } amountDue { amount } ${DOCUMENT_TAX} ${LINES} }
        quote { token }
      }
      ... on UserError { code } ... on ConflictError { conflict: reason }
    } }`,
    { input },
  );
  return found;
}

export async function upcomingTaxed(client: GraphQLClient, id: string): Promise<Short | null> {
  const { subscription } = await client.request<{ subscription: { upcomingInvoice: Shape | null } }>(
    `query ($id: ID!) { subscription(id: $id) {
      upcomingInvoice { total { amount } amountDue { amount } ${DOCUMENT_TAX} ${LINES} }
    } }`,
    { id },
  );
  return subscription.upcomingInvoice && short(subscription.upcomingInvoice);
}
