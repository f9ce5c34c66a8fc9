/**
 * The next step of a payment at its provider, by its status. The request that started the payment takes it, and the sweep
 * takes it again for every payment whose process has died; both can do so at once, because the provider knows each step by
 * its key and statuses only climb.
 */
import type { Payment } from '../../db/generated/client/client.ts';
import { after, HOUR } from '../../kernel/clock.ts';
import { max, min } from '../../kernel/money.ts';
import { type Op, transact } from '../../operation/operation.ts';
import { callProvider } from '../payment/callProvider.ts';
import { type ChargeContext, payerOfPayment, sendPayment, wallTime } from '../payment/planPayment.ts';
import { AmountNotChargeable, type PaymentFacts, ProviderDown, ProviderRefusedUs } from '../payment/port.ts';
import type { CompanyProvider } from '../payment/providerOf.ts';
import { CONFIRMATION_LIMIT, CONFIRMED_LIMIT, climb, REST } from '../payment/status.ts';
import { applyFacts, failPayment } from './applyFacts.ts';
import { chargeLost } from './chargeLost.ts';

/** Providers remember keys for a day. After this time a payment is searched before it is sent again. */
const KEY_LASTS = 23 * HOUR;

/**
 * Takes the next step of a payment and returns its row after it. Errors of the provider are thrown; the payment then stays
 * as it is, unless it certainly never reached the provider.
 */
export async function advancePayment(
  ctx: ChargeContext,
  paymentId: string,
  /** With `giveUp`, a payment that the customer has not confirmed by now is released. */
  { giveUp = false }: { giveUp?: boolean } = {},
): Promise<Payment> {
  const { companyId } = ctx.principal;
  const where = { id: paymentId, companyId };
  const payment = await ctx.db.prisma.payment.findFirstOrThrow({ where });
  if (payment.status === 'LOST') {
    const direct = await chargeLost(ctx, payment);
    return direct ? advancePayment(ctx, direct.id) : payment;
  }
  const step = STEPS[payment.status];
  if (!step) return payment;
  const provider = await ctx.providerOf(companyId).catch(async (error: unknown) => {
    if (payment.status === 'PLANNED') await transact(ctx, (op) => abandon(op, payment, wallTime(ctx)));
    throw error;
  });
  const facts = await step(ctx, provider, payment, giveUp);
  if (facts) await applyFacts(ctx, payment, facts);
  const next = await ctx.db.prisma.payment.findFirstOrThrow({ where });
  return next.status === 'LOST' ? advancePayment(ctx, paymentId) : next;
}

type Step = (
  ctx: ChargeContext,
  provider: CompanyProvider,
  payment: Payment,
  giveUp: boolean,
) => Promise<PaymentFacts | null>;

const STEPS: Partial<Record<Payment['status'], Step>> = {
  PLANNED: (ctx, provider, payment) =>
    payment.invoiceId ? sendWanted(ctx, provider, payment) : findUnwanted(ctx, provider, payment),
  NEEDS_CUSTOMER: readUnconfirmed,
  HELD: (ctx, provider, payment) => release(ctx, provider, payment),
  RELEASING: cancel,
  TAKING: capture,
  PROCESSING: read,
  // A settled debit is read again, because the bank may take it back.
  SUCCEEDED: read,
};

async function read(_ctx: ChargeContext, { session }: CompanyProvider, { providerRef }: Payment) {
  return providerRef === null ? null : callProvider(() => session.read(providerRef));
}

/** Sends the payment of an invoice, unless the invoice is settled by now. */
async function sendWanted(ctx: ChargeContext, provider: CompanyProvider, payment: Payment) {
  const wanted = await ctx.db.prisma.invoice.count({
    where: {
      id: payment.invoiceId ?? '',
      companyId: payment.companyId,
      status: { in: ['OPEN', 'UNCOLLECTIBLE'] },
      amountDue: { gt: 0n },
    },
  });
  if (wanted === 0) return findUnwanted(ctx, provider, payment);
  const payer = await payerOfPayment(ctx.db.prisma, payment);
  if (wallTime(ctx).getTime() - payment.sentAt.getTime() > KEY_LASTS) {
    const found = await find(ctx, provider, payment);
    if (found) return found;
  }
  return sendOrEnd(ctx, payment, () => sendPayment(provider, payment, payer));
}

/** Sends a payment. One that certainly never reached the provider ends as abandoned, so that another can be planned. */
export async function sendOrEnd(
  ctx: ChargeContext,
  payment: Payment,
  send: () => Promise<PaymentFacts>,
): Promise<PaymentFacts | null> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof AmountNotChargeable) {
      const failure = { code: 'amount_not_chargeable', advice: null };
      await transact(ctx, (op) => failPayment(op, payment, failure, { wallNow: wallTime(ctx) }));
      return null;
    }
    const maybeSent = !(error instanceof ProviderRefusedUs) && !(error instanceof ProviderDown && error.sent === 'NO');
    if (!maybeSent) await transact(ctx, (op) => abandon(op, payment, wallTime(ctx)));
    throw error;
  }
}

const abandon = (op: Op, { id }: Payment, wallNow: Date) => climb(op, id, 'ABANDONED', { wallNow, lookAt: null });

async function find(ctx: ChargeContext, { session }: CompanyProvider, payment: Payment): Promise<PaymentFacts | null> {
  const { id: paymentId, sentAt } = payment;
  const { customerRef } = await payerOfPayment(ctx.db.prisma, payment);
  const since = after(sentAt, -HOUR);
  return callProvider(() => session.find({ paymentId, customerRef, since }));
}

/** Nothing needs this payment any more: its request died before the change was made, or its invoice is settled. Its money is searched for and released. */
async function findUnwanted(ctx: ChargeContext, provider: CompanyProvider, payment: Payment) {
  const found = await find(ctx, provider, payment);
  if (found?.state === 'HELD' || found?.state === 'NEEDS_CUSTOMER') return release(ctx, provider, payment, found.ref);
  // A provider that finds no payment in two searches, minutes apart, never received it.
  if (!found && payment.looks > 1) await transact(ctx, (op) => abandon(op, payment, wallTime(ctx)));
  return found;
}

/**
 * Releases money that no change has claimed, and returns what the provider reports; null if it was claimed or released. A
 * change that claims it at the same moment wins, or fails.
 */
export async function release(
  ctx: ChargeContext,
  provider: CompanyProvider,
  payment: Payment,
  providerRef = payment.providerRef ?? '',
): Promise<PaymentFacts | null> {
  const wallNow = wallTime(ctx);
  const releasing = await transact(ctx, (op) =>
    climb(op, payment.id, 'RELEASING', { wallNow, providerRef, lookAt: after(wallNow, REST.RELEASING[0]) }),
  );
  return releasing ? cancel(ctx, provider, { ...payment, providerRef }) : null;
}

async function cancel(_ctx: ChargeContext, { session }: CompanyProvider, { providerRef, providerKey }: Payment) {
  if (providerRef === null) return null;
  return callProvider(() => session.cancel(providerRef, `${providerKey}-cancel`));
}

/** Reads whether the customer has confirmed, and gives up after its time. */
async function readUnconfirmed(ctx: ChargeContext, provider: CompanyProvider, payment: Payment, giveUp: boolean) {
  const facts = await read(ctx, provider, payment);
  if (facts?.state !== 'HELD' && facts?.state !== 'NEEDS_CUSTOMER') return facts;
  const limit = facts.state === 'HELD' ? CONFIRMED_LIMIT : CONFIRMATION_LIMIT;
  // Money that was confirmed for a change is not recorded until the change claims it or its time is over.
  if (!giveUp && wallTime(ctx).getTime() - payment.sentAt.getTime() < limit) return null;
  return release(ctx, provider, payment);
}

/** Captures what is still due: a credit note may have come in between. */
async function capture(ctx: ChargeContext, provider: CompanyProvider, payment: Payment): Promise<PaymentFacts | null> {
  const { providerRef, providerKey, invoiceId, companyId, amount } = payment;
  if (providerRef === null || invoiceId === null) return null;
  const invoice = await ctx.db.prisma.invoice.findFirstOrThrow({ where: { id: invoiceId, companyId } });
  const due = invoice.status === 'OPEN' ? max(0n, min(amount, invoice.amountDue)) : 0n;
  // Nothing is due any longer, so nothing is taken.
  if (due === 0n) return cancel(ctx, provider, payment);
  return callProvider(() => provider.session.capture(providerRef, due, `${providerKey}-capture`));
}
