/**
 * Customers and a merchant who continue their work while the server is killed repeatedly: a request without a response
 * is repeated (with the same idempotency key) once the server is back.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoredMail } from '../../src/mail/mailbox.ts';
import type { ServerProcess } from '../support/process.ts';

/** A server that is killed and restarted. */
export interface Mortal {
  /** Resolves with the running server. */
  current(): Promise<ServerProcess>;
}

export interface Lane {
  customerId: string;
  subscriptionId: string;
  email: string;
}

export interface World {
  companyId: string;
  apiKey: string;
  prices: readonly [string, string];
  lanes: Lane[];
}

/** The server's responses, and the number of requests. */
export interface Account {
  /** Effects that were acknowledged: `operation subscription-or-invoice`. */
  done: Map<string, number>;
  invoices: string[];
  asked: number;
  answered: number;
  unanswered: number;
  refused: number;
  /** Sign-in links that were promised. */
  links: number;
  /** The mails that were sent between kills. */
  mails: StoredMail[];
}

const ANSWER = `__typename ... on UserError { code message }`;
const CHANGED = `subscription { id } invoice { id }`;
const MUTATIONS = {
  switchPlan: `mutation ($input: SwitchPlanInput!) { answer: switchPlan(input: $input) { ${ANSWER} ... on SwitchPlanSuccess { ${CHANGED} } } }`,
  updateQuantity: `mutation ($input: UpdateQuantityInput!) { answer: updateQuantity(input: $input) { ${ANSWER} ... on UpdateQuantitySuccess { ${CHANGED} } } }`,
  cancelSubscription: `mutation ($input: CancelSubscriptionInput!) { answer: cancelSubscription(input: $input) { ${ANSWER} ... on CancelSubscriptionSuccess { ${CHANGED} } } }`,
  uncancelSubscription: `mutation ($input: UncancelSubscriptionInput!) { answer: uncancelSubscription(input: $input) { ${ANSWER} } }`,
  createSubscription: `mutation ($input: CreateSubscriptionInput!) { answer: createSubscription(input: $input) { ${ANSWER} ... on CreateSubscriptionSuccess { ${CHANGED} } } }`,
  createInvoice: `mutation ($input: CreateInvoiceInput!) { answer: createInvoice(input: $input) { ${ANSWER} ... on CreateInvoiceSuccess { invoice { id } } } }`,
  finalizeInvoice: `mutation ($input: FinalizeInvoiceInput!) { answer: finalizeInvoice(input: $input) { ${ANSWER} ... on FinalizeInvoiceSuccess { invoice { id } } } }`,
  payInvoice: `mutation ($input: PayInvoiceInput!) { answer: payInvoice(input: $input) { ${ANSWER} ... on PayInvoiceSuccess { invoice { id } } } }`,
  requestPortalLink: `mutation ($input: RequestPortalLinkInput!) { answer: requestPortalLink(input: $input) { ${ANSWER} } }`,
};

interface Answer {
  code?: string;
  message?: string;
  subscription?: { id: string };
  invoice?: { id: string } | null;
}

/** A server that still fails after this many tries is broken, not restarting. */
const MOST_TRIES = 50;

export const newAccount = (): Account => ({
  done: new Map(),
  invoices: [],
  asked: 0,
  answered: 0,
  unanswered: 0,
  refused: 0,
  links: 0,
  mails: [],
});

/** Works until stopped, and completes the operation in progress. */
export async function work(world: World, lane: Lane, server: Mortal, account: Account, stopped: AbortSignal) {
  const { customerId, subscriptionId } = lane;

  /** Repeats a request until there is a response; `again` is true if an earlier try may have taken effect. */
  async function ask(operation: keyof typeof MUTATIONS, input: object): Promise<Answer & { again: boolean }> {
    for (let tries = 0; ; tries++) {
      account.asked++;
      try {
        const { post } = await server.current();
        const headers = { authorization: `Bearer ${world.apiKey}`, 'x-forwarded-for': freshAddress() };
        const { body } = await post({ query: MUTATIONS[operation], variables: { input } }, headers);
        if (body.data?.answer?.code === 'PAYMENT_PROVIDER_UNAVAILABLE') {
          account.unanswered++;
          await pause(250);
          continue;
        }
        if (body.data?.answer) {
          account.answered++;
          return { ...body.data.answer, again: tries > 0 };
        }
        account.unanswered++;
        if (tries > MOST_TRIES) throw new TypeError(`${operation}: ${JSON.stringify(body)}`);
      } catch (error) {
        if (error instanceof TypeError && error.message.startsWith(operation)) throw error;
        account.unanswered++;
      }
      await pause(20);
    }
  }

  function note(operation: string, id: string, { invoice }: Answer): void {
    const key = `${operation} ${id}`;
    account.done.set(key, (account.done.get(key) ?? 0) + 1);
    if (invoice) account.invoices.push(invoice.id);
  }

  /** With an idempotency key: acknowledged once means done once. */
  async function keyed(operation: keyof typeof MUTATIONS, input: object, id?: string): Promise<Answer | null> {
    const answer = await ask(operation, { ...input, idempotencyKey: randomUUID() });
    if (answer.code) {
      // Credit paid the invoice when it was finalized. Any other conflict is a bug.
      if (operation !== 'payInvoice' || answer.code !== 'CONFLICT')
        throw new Error(`${operation}: ${answer.code} ${answer.message}`);
      account.refused++;
      return null;
    }
    note(operation, id ?? answer.subscription?.id ?? '', answer);
    return answer;
  }

  /** Without a key: a conflict may be the result of an earlier try whose response was lost. */
  async function unkeyed(operation: keyof typeof MUTATIONS, input: object, id: string): Promise<boolean> {
    const answer = await ask(operation, input);
    const echo = answer.code === 'CONFLICT' && answer.again;
    if (answer.code && !echo) throw new Error(`${operation}: ${answer.code} ${answer.message}`);
    note(operation, id, answer);
    return true;
  }

  const rest = { prorationBehavior: 'PRORATE', chargeTiming: 'IMMEDIATELY' };
  for (let round = 1; !stopped.aborted; round++) {
    const priceId = world.prices[round % 2];
    await keyed('switchPlan', { subscriptionId, priceId, ...rest, prorationBehavior: 'FULL_DIFFERENCE' });
    await keyed('updateQuantity', { subscriptionId, quantity: 1 + (round % 5), ...rest });
    if (await keyed('cancelSubscription', { subscriptionId, mode: 'PERIOD_END' }))
      await unkeyed('uncancelSubscription', { subscriptionId }, subscriptionId);
    const lines = [{ description: 'Work', unitAmount: 700 + round }];
    const made = await keyed('createInvoice', { customerId, currency: 'EUR', lines }, customerId);
    const invoiceId = made?.invoice?.id ?? '';
    await unkeyed('finalizeInvoice', { invoiceId }, invoiceId);
    await keyed('payInvoice', { invoiceId }, invoiceId);
    const another = await keyed('createSubscription', { customerId, items: [{ priceId: world.prices[0] }] });
    if (another?.subscription)
      await keyed('cancelSubscription', {
        subscriptionId: another.subscription.id,
        mode: 'IMMEDIATELY',
        prorate: round % 2 === 0,
      });
    if (round <= 3) {
      const answer = await ask('requestPortalLink', { companyId: world.companyId, email: lane.email });
      if (answer.code) throw new Error(answer.message);
      account.links++;
    }
  }
}

let clients = 0;
const freshAddress = () => `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients++ & 255}`;
