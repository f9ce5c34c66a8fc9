/** The steps of histories. Each computes its expectation from the model and from previews. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { success } from '../support/app.ts';
import {
  cancel,
  configure,
  previewCancel,
  previewQuantity,
  previewSwitch,
  switchPlan,
  updateQuantity,
} from '../support/billing.ts';
import {
  AddPaymentMethodDocument,
  AdjustCreditDocument,
  AdvanceTestClockDocument,
  CancelScheduledChangeDocument,
  PauseSubscriptionDocument,
  PayInvoiceDocument,
  PreviewResumeSubscriptionDocument,
  ResumeSubscriptionDocument,
  SetDefaultPaymentMethodDocument,
  UncancelSubscriptionDocument,
  UpdateSubscriptionDocument,
  VoidInvoiceDocument,
} from '../support/graphql/graphql.ts';
import { added, type Books, type Line, sum, taxes } from './books.ts';
import {
  amountsOf,
  CHARGE_REFUSED,
  eventTypes,
  expectNoDebts,
  expectNothingChanged,
  expectOldestPaid,
  expectOnlyRefused,
  expectPassage,
  expectRenewal,
  expectStanding,
  upcomingOf,
} from './expectations.ts';
import { type History, type Model, type Step, settings } from './history.ts';

type Command = fc.AsyncCommand<Model, History>;
type By = 'customer' | 'merchant';
const by = fc.constantFrom<By>('customer', 'merchant');

/** The steps after the end of a subscription; a few are enough to show that it refuses every change. */
const TRIES_AFTER_END = 4;

/** A step without a precondition. */
const command = (name: string, given: object, run: (model: Model, real: History) => Promise<void>): Command => ({
  check: ({ afterEnd }) => afterEnd < TRIES_AFTER_END,
  async run(model, real) {
    await run(model, real);
    if (real.books.subscription.status === 'CANCELED') model.afterEnd++;
  },
  toString: () => `${name}(${JSON.stringify(given)})`,
});

const change = fc
  .record({
    by,
    item: fc.nat({ max: 1 }),
    price: fc.option(fc.nat({ max: 3 }), { freq: 4 }),
    quantity: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 2 }),
    prorationBehavior: settings.map((some) => some.subscriptionProrationBehavior),
    chargeTiming: settings.map((some) => some.subscriptionChargeTiming),
    effective: fc.constantFrom('IMMEDIATELY' as const, 'IMMEDIATELY' as const, 'PERIOD_END' as const),
    quoted: fc.boolean(),
  })
  .filter(({ price, quantity }) => price !== null || quantity !== null)
  .map((given) => command('change', given, (model, real) => runChange(given, model, real)));

interface Change {
  by: By;
  item: number;
  price: number | null;
  quantity: number | null;
  prorationBehavior: 'NONE' | 'PRORATE' | 'FULL_DIFFERENCE';
  chargeTiming: 'IMMEDIATELY' | 'PERIOD_END';
  effective: 'IMMEDIATELY' | 'PERIOD_END';
  quoted: boolean;
}

async function runChange(given: Change, model: Model, real: History): Promise<void> {
  const client = real.client(given.by);
  const index = Math.min(given.item, model.items.length - 1);
  const item = model.items[index] as Model['items'][number];
  const next = { price: given.price ?? item.price, quantity: given.quantity ?? item.quantity };
  const { prorationBehavior, chargeTiming, effective } = given;
  const terms = effective === 'PERIOD_END' ? { effective } : { prorationBehavior, chargeTiming, effective };
  const input = {
    subscriptionId: real.subscriptionId,
    itemId: real.books.subscription.items[index]?.id ?? '',
    ...(given.by === 'merchant' ? terms : {}),
  };
  const priceId = real.priceIds[given.price ?? 0] ?? '';
  const { preview, execute } = callsOf(given, client, { input, priceId, quantity: next.quantity });
  const promised = await preview();
  const step = await real.step(async () => {
    const quote = given.quoted && 'quote' in promised ? promised.quote.token : undefined;
    const answer = await execute(quote);
    return { answer, upcoming: await upcomingOf(real) };
  });
  const { answer, upcoming } = step.answer;

  const refusal = refusedChange(model, real, step.before, item, next);
  if ('code' in promised) {
    expectNothingChanged(step);
    // The portal settings decide whether a customer's change is scheduled.
    const ending = promised.code === 'CONFLICT' && model.cancelAtPeriodEnd;
    const waits = given.by === 'merchant' ? effective === 'PERIOD_END' : true;
    if (!(ending && waits)) expect(refusal, promised.message).toBe(promised.code);
    expect('code' in answer && answer.code).toBe(promised.code);
    return;
  }
  if ('code' in answer) {
    expectNothingChanged(step);
    expect(CHARGE_REFUSED).toContain(answer.code);
    expect(model.pays, 'only a card that does not pay is declined').toBe(false);
    expect(promised.amountDue.amount).toBeGreaterThan(0);
    return;
  }
  expect(refusal).toBeNull();
  if (given.by === 'merchant') expect(promised.effective).toBe(effective);
  if (promised.effective === 'PERIOD_END') {
    model.waiting[index] = next;
    expect(eventTypes(step)).toContain('subscription.change_scheduled');
    expect(promised).toMatchObject({ settledNow: false, lines: [] });
  } else {
    model.items[index] = next;
    model.waiting[index] = null;
    expect(eventTypes(step)).toContain(
      next.price === item.price ? 'subscription.quantity_updated' : 'subscription.plan_switched',
    );
  }
  expectItems(step.after, model, real);
  if (promised.effective === 'IMMEDIATELY' && promised.prorationBehavior === 'FULL_DIFFERENCE')
    expectBilledInFull(index, step, real);

  expectAsPromised(promised, answer.invoice ?? null, step);
  const { nextInvoice } = promised;
  expect(upcoming && { ...upcoming, lines: amountsOf(upcoming.lines) }).toEqual(
    nextInvoice && { ...nextInvoice, lines: amountsOf(nextInvoice.lines) },
  );
}

/** The lines that bill an item for the subscription's current period: invoiced, not void, and pending. */
function linesOfPeriod({ invoices, pending, subscription }: Books, index: number): Line[] {
  const period = {
    start: subscription.currentPeriodStart.toISOString(),
    end: subscription.currentPeriodEnd.toISOString(),
  };
  const lines = [...invoices.filter(({ status }) => status !== 'VOID').flatMap((one) => one.lines), ...pending];
  return lines.filter(({ itemId, explanation }) => {
    const own = (explanation as { period?: typeof period }).period;
    return itemId === subscription.items[index]?.id && own?.start === period.start && own.end === period.end;
  });
}

/** After a full difference the lines of the item for the period sum to its full price. */
function expectBilledInFull(index: number, { before, after }: Step<unknown>, real: History): void {
  const { subscription } = after;
  const [item] = subscription.items.slice(index);
  const lines = linesOfPeriod(after, index);
  const full = lines.find(({ kind }) => kind === 'PERIOD');
  const newCycle = before.subscription.anchor.getTime() !== subscription.anchor.getTime();
  if (!item || !full || full.grossAmount === 0n || newCycle || subscription.status === 'TRIALING') return;
  const gross = BigInt(real.amountOf(item.priceId)) * BigInt(item.quantity);
  const coupon = real.couponOf(before.subscription.couponId);
  const off = coupon && full.discountAmount > 0n ? coupon : null;
  // A percentage reduces the new price as it reduced the line of the period; its rounding is left to other tests.
  if (off?.percent) return;
  const share = subscription.items.length === 1 ? BigInt(off?.amount ?? 0) : full.discountAmount;
  const expected = gross > share ? gross - share : 0n;
  expect(sum(lines), 'the lines of the period sum to the full price').toBe(expected);
  real.count('full difference');
}

/** The preview and the mutation of a change: of the quantity alone, or of the price. */
function callsOf(
  { price, quantity }: Change,
  client: ReturnType<History['client']>,
  next: { input: { subscriptionId: string; itemId: string }; priceId: string; quantity: number },
) {
  const change = { ...next.input, quantity: next.quantity };
  const plan = { ...next.input, priceId: next.priceId, quantity };
  return price === null
    ? {
        preview: () => previewQuantity(client, change),
        execute: (quote?: string) => updateQuantity(client, { ...change, quote }),
      }
    : {
        preview: () => previewSwitch(client, plan),
        execute: (quote?: string) => switchPlan(client, { ...plan, quote }),
      };
}

type Answered = Awaited<ReturnType<ReturnType<typeof callsOf>['execute']>>;
type Promised = Exclude<Awaited<ReturnType<ReturnType<typeof callsOf>['preview']>>, { code: string }>;

/** The invoice, or else the pending lines, equal the preview exactly. */
function expectAsPromised(
  { lines, total, creditApplied, amountDue, settledNow }: Promised,
  invoice: Exclude<Answered, { code: string }>['invoice'],
  step: Step<unknown>,
): void {
  if (!settledNow) {
    expect(invoice).toBeNull();
    expect(amountDue.amount).toBe(0);
    const waiting = added(step.before.pending, step.after.pending);
    expect(waiting.map(({ description, amount }) => [description, Number(amount)])).toEqual(amountsOf(lines));
    return;
  }
  if (!invoice) throw new Error('The preview has an invoice.');
  expect(invoice.total.amount).toBe(total.amount);
  expect(amountsOf(invoice.lines).slice(invoice.lines.length - lines.length)).toEqual(amountsOf(lines));
  const settled = (kind: string) =>
    invoice.settlements.filter((one) => one.kind === kind).reduce((all, one) => all + one.amount.amount, 0);
  expect(settled('CREDIT_BALANCE')).toBe(creditApplied.amount);
  // Held money that was lost before its capture leaves the invoice open.
  expect(settled('PAYMENT') + invoice.amountDue.amount).toBe(amountDue.amount);
}

/** The refusal of a change according to the rules, computed independently of the program. */
function refusedChange(
  model: Model,
  real: History,
  { subscription, now }: Books,
  item: Model['items'][number],
  next: Model['items'][number],
): string | null {
  if (!['ACTIVE', 'TRIALING'].includes(subscription.status)) return 'CONFLICT';
  if (now >= subscription.currentPeriodEnd) return 'CONFLICT';
  if (next.price === item.price && next.quantity === item.quantity) return 'VALIDATION_FAILED';
  const another = (next.price === 3) !== (item.price === 3) && real.otherInterval;
  return another && model.items.length > 1 ? 'VALIDATION_FAILED' : null;
}

function expectItems({ subscription }: Books, model: Model, real: History): void {
  expect(subscription.items.map(({ priceId, quantity }) => ({ priceId, quantity }))).toEqual(
    model.items.map(({ price, quantity }) => ({ priceId: real.priceIds[price], quantity })),
  );
  expect(
    subscription.items.map(({ scheduledChange: change }) => change && [change.priceId, change.quantity]),
    'what waits for the next period',
  ).toEqual(model.waiting.map((change) => change && [real.priceIds[change.price], change.quantity]));
  expect(subscription.cancelAtPeriodEnd, 'whether it is to be canceled').toBe(model.cancelAtPeriodEnd);
}

const canceling = fc
  .record({
    by,
    mode: settings.map((some) => some.cancellationMode),
    prorate: fc.boolean(),
  })
  .map((given) => command('cancel', given, (model, real) => runCancel(given, model, real)));

interface Cancellation {
  by: By;
  mode: 'IMMEDIATELY' | 'PERIOD_END';
  prorate: boolean;
}

async function runCancel(given: Cancellation, model: Model, real: History): Promise<void> {
  const { subscriptionId } = real;
  const client = real.client(given.by);
  const input = {
    subscriptionId,
    ...(given.by === 'merchant' ? { mode: given.mode, prorate: given.prorate } : {}),
  };
  const promised = await previewCancel(client, input);
  const step = await real.step(() => cancel(client, input));
  const { answer, before, after } = step;
  if ('code' in promised || 'code' in answer) {
    expectNothingChanged(step);
    expect('code' in promised && promised.code).toBe('CONFLICT');
    expect('code' in answer && answer.code).toBe('CONFLICT');
    const { status } = before.subscription;
    const renewing = before.now >= before.subscription.currentPeriodEnd && status === 'ACTIVE';
    expect(status === 'CANCELED' || model.cancelAtPeriodEnd || renewing, 'nothing else stands in the way').toBe(true);
    return;
  }
  const invoice = answer.invoice ?? null;
  // With a cancellation at the period's end the document comes later; until then the next invoice announces it.
  const final = promised.mode === 'PERIOD_END' ? await upcomingOf(real) : invoice;
  expect(promised.total.amount).toBe(final?.total.amount ?? 0);
  expect(promised.lines.map(({ amount }) => amount.amount)).toEqual(
    (final?.lines ?? []).map(({ amount }) => amount.amount),
  );
  if (promised.mode === 'PERIOD_END') {
    model.cancelAtPeriodEnd = true;
    expect(eventTypes(step)).toContain('subscription.cancellation_scheduled');
    expect(after.subscription.status).toBe(before.subscription.status);
    expect(Date.parse(promised.endsAt)).toBe(Number(before.subscription.currentPeriodEnd));
    expect(answer.invoice ?? null).toBeNull();
  } else {
    model.cancelAtPeriodEnd = false;
    model.waiting.fill(null);
    expect(eventTypes(step)).toContain('subscription.canceled');
    expect(after.subscription).toMatchObject({ status: 'CANCELED', endedAt: before.now });
    expect(after.pending, 'what waited is settled').toEqual([]);
  }
  expectItems(after, model, real);
}

const undo = by.map((given) =>
  command('undo', { by: given }, async (model, real) => {
    const input = { subscriptionId: real.subscriptionId };
    const step = await real.step(async () => {
      const { uncancelSubscription } = await real.client(given).request(UncancelSubscriptionDocument, { input });
      return uncancelSubscription;
    });
    if ('code' in step.answer) {
      expectNothingChanged(step);
      expect(step.answer.code).toBe('CONFLICT');
      expect(model.cancelAtPeriodEnd && step.before.now < step.before.subscription.currentPeriodEnd).toBe(false);
      return;
    }
    expect(model.cancelAtPeriodEnd).toBe(true);
    model.cancelAtPeriodEnd = false;
    expect(eventTypes(step)).toEqual(['subscription.cancellation_undone']);
    expectItems(step.after, model, real);
  }),
);

const discount = fc.option(fc.nat({ max: 1 })).map((which) =>
  command('coupon', { which }, async (_model, real) => {
    const couponId = which === null ? null : real.couponIds[which];
    const step = await real.step(async () => {
      const input = { subscriptionId: real.subscriptionId, couponId };
      return (await real.merchant.request(UpdateSubscriptionDocument, { input })).updateSubscription;
    });
    if ('code' in step.answer) {
      expectNothingChanged(step);
      return;
    }
    expect(eventTypes(step)).toEqual(['subscription.updated']);
    real.memory.discountIs(which === null ? 0 : (real.rules[which] ?? null), step.before.invoices);
  }),
);

const TOKENS = [
  'tok_visa',
  'tok_visa',
  'tok_visa',
  'tok_charge_declined',
  'tok_insufficient_funds',
  'tok_capture_fails',
];
const methodOf = (token: string) =>
  command('method', { token }, async (model, real) => {
    const step = await real.step(async () => {
      const known = real.methods.get(token);
      if (known) {
        const input = { paymentMethodId: known };
        success((await real.merchant.request(SetDefaultPaymentMethodDocument, { input })).setDefaultPaymentMethod);
        return;
      }
      const input = { customerId: real.customerId, token, makeDefault: true };
      const { addPaymentMethod } = await real.merchant.request(AddPaymentMethodDocument, { input });
      real.methods.set(token, success(addPaymentMethod).paymentMethod.id);
    });
    model.pays = token === 'tok_visa';
    if (model.pays) expectNoDebts(step.after);
    follow(model, step);
  });
const method = fc.constantFrom(...TOKENS).map(methodOf);

/** Updates the model after time has passed: an ended subscription is not canceled again. */
function follow(model: Model, step: Step<unknown>): void {
  for (const { type, data } of step.events) {
    if (type !== 'subscription.change_applied') continue;
    const { itemId } = data as { itemId: string };
    const index = step.after.subscription.items.findIndex(({ id }) => id === itemId);
    const change = model.waiting[index];
    if (change) model.items[index] = change;
    if (index >= 0) model.waiting[index] = null;
  }
  if (step.after.subscription.status !== 'CANCELED') return;
  model.cancelAtPeriodEnd = false;
  model.waiting.fill(null);
}

const pay = fc.record({ by, restart: fc.boolean() }).map(({ by: given, restart }) =>
  command('pay', { by: given, restart }, async (model, real) => {
    const { invoices } = real.books;
    const owed = invoices.find(({ status }) => status === 'OPEN') ?? invoices[0];
    const step = await real.step(async () => {
      const input = { invoiceId: owed?.id ?? '', restartSubscription: restart };
      return (await real.client(given).request(PayInvoiceDocument, { input })).payInvoice;
    });
    if ('code' in step.answer) {
      expectOnlyRefused(step, owed?.id);
      if (owed?.status !== 'OPEN') expect(['CONFLICT', 'NOT_FOUND']).toContain(step.answer.code);
      else {
        expect(CHARGE_REFUSED).toContain(step.answer.code);
        expect(model.pays).toBe(false);
      }
      return;
    }
    expect(owed?.status).toBe('OPEN');
    expect(eventTypes(step)).toContain('invoice.paid');
    if (model.pays) {
      expect(step.after.invoices.find(({ id }) => id === owed?.id)?.status).toBe('PAID');
      const owing = step.after.invoices.some(({ status }) => status === 'OPEN');
      if (!owing) expectStanding(step.after);
    }
    follow(model, step);
  }),
);

const withdraw = fc.nat({ max: 5 }).map((which) =>
  command('void', { which }, async (model, real) => {
    const { invoices } = real.books;
    const open = invoices.filter(({ status }) => status === 'OPEN');
    const chosen = open[which % Math.max(1, open.length)] ?? invoices[which % Math.max(1, invoices.length)];
    if (!chosen) return;
    const step = await real.step(async () => {
      const input = { invoiceId: chosen.id };
      return (await real.merchant.request(VoidInvoiceDocument, { input })).voidInvoice;
    });
    if ('code' in step.answer) expectNothingChanged(step);
    else expect(eventTypes(step)).toContain('invoice.voided');
    follow(model, step);
  }),
);

const credit = fc.integer({ min: -5000, max: 5000 }).map((amount) =>
  command('credit', { amount }, async (model, real) => {
    const { currency } = real.books.subscription;
    const balance = sum(real.books.ledger);
    const step = await real.step(async () => {
      const input = { customerId: real.customerId, amount: { amount, currency } };
      return (await real.merchant.request(AdjustCreditDocument, { input })).adjustCredit;
    });
    if ('code' in step.answer) {
      expectNothingChanged(step);
      expect(amount === 0 || balance + BigInt(amount) < 0n).toBe(true);
    } else {
      expect(eventTypes(step)).toContain('credit.adjusted');
      const paid = added(step.before.ledger, step.after.ledger).filter(({ cause }) => cause === 'INVOICE_PAYMENT');
      expect(sum(step.after.ledger)).toBe(balance + BigInt(amount) + sum(paid));
      expectOldestPaid(step.after);
      follow(model, step);
    }
  }),
);

const configuration = settings.map((given) =>
  command('settings', given, async (_model, real) => {
    await real.step(() => configure(real.merchant, given));
  }),
);

/** The time that passes: thousandths of the current period, or up to an upcoming event. */
type Passage = number | 'renewal' | 'just before' | 'retry' | 'a day';
const passages = fc.oneof(
  fc.constantFrom<Passage>('renewal', 'renewal', 'just before', 'retry', 'a day'),
  fc.constantFrom<Passage>(1, 143, 333, 500, 999, 1000, 1500, 2500),
);
const DAY = 86_400_000;
/** The most by which one step advances a clock: two years. */
const MOST = 700 * DAY;

function destination(passage: Passage, { now, subscription, invoices }: Books): number {
  const { currentPeriodStart: start, currentPeriodEnd: end } = subscription;
  const from = Number(now);
  const to = {
    renewal: Number(end),
    'just before': Number(end) - 1,
    retry: Math.min(...invoices.flatMap((one) => (one.nextAttemptAt ? [Number(one.nextAttemptAt)] : []))),
    'a day': from + DAY,
  };
  const length = Number(end) - Number(start);
  const chosen = typeof passage === 'number' ? from + Math.round((length * passage) / 1000) : to[passage];
  return Math.min(Number.isFinite(chosen) && chosen > from ? chosen : from + 1, from + MOST);
}

const advanceBy = (passage: Passage): Command =>
  command('advance', { passage }, (model, real) => runAdvance(passage, model, real));
const advance = passages.map(advanceBy);

async function runAdvance(passage: Passage, model: Model, real: History): Promise<void> {
  const upcoming = await upcomingOf(real);
  const frozenTime = new Date(destination(passage, real.books)).toISOString();
  const step = await real.step(async () => {
    // On a busy machine one call may not reach the target; the next one continues from there.
    for (let stoodAt = Number(real.books.now); ; ) {
      const { advanceTestClock } = await real.merchant.request(AdvanceTestClockDocument, { input: { frozenTime } });
      const answer = success(advanceTestClock);
      if (answer.completed) return answer;
      expect(Date.parse(answer.frozenTime), 'each call comes further').toBeGreaterThanOrEqual(stoodAt);
      stoodAt = Date.parse(answer.frozenTime);
    }
  });
  expect(step.answer.frozenTime).toBe(frozenTime);
  expectPassage(model, step);
  expectRenewal(upcoming, step);
  follow(model, step);
  expectItems(step.after, model, real);
}

/** Time passes without a tick, as during an outage. */
const sleep = passages.map((passage) =>
  command('sleep', { passage }, async (_model, real) => {
    const to = new Date(destination(passage, real.books));
    await real.step(() =>
      real.t.db.prisma.company.update({ where: { id: real.companyId }, data: { testClockAt: to } }),
    );
  }),
);

const pause = fc.record({ by, periods: fc.option(fc.integer({ min: 1, max: 3000 })) }).map((given) =>
  command('pause', given, async (model, real) => {
    const { currentPeriodStart: start, currentPeriodEnd: end, status, pauseAtPeriodEnd } = real.books.subscription;
    const length = Math.min(Number(end) - Number(start), 300 * DAY);
    const resumesAt =
      given.periods === null ? null : new Date(Number(end) + Math.round((length * given.periods) / 1000)).toISOString();
    const step = await real.step(async () => {
      const input = { subscriptionId: real.subscriptionId, resumesAt };
      return (await real.client(given.by).request(PauseSubscriptionDocument, { input })).pauseSubscription;
    });
    const possible = ['TRIALING', 'ACTIVE'].includes(status) && !pauseAtPeriodEnd && !model.cancelAtPeriodEnd;
    if ('code' in step.answer) {
      expectNothingChanged(step);
      expect(possible && step.before.now < end, step.answer.message).toBe(false);
      return;
    }
    expect(possible).toBe(true);
    expect(eventTypes(step)).toEqual(['subscription.pause_scheduled']);
    expect(step.after.subscription.status).toBe(status);
    expectItems(step.after, model, real);
  }),
);

const resume = by.map((given) =>
  command('resume', { by: given }, async (model, real) => {
    const client = real.client(given);
    const input = { subscriptionId: real.subscriptionId };
    const promised = (await client.request(PreviewResumeSubscriptionDocument, { input })).previewResumeSubscription;
    const step = await real.step(async () => {
      const answer = (await client.request(ResumeSubscriptionDocument, { input })).resumeSubscription;
      return { answer, upcoming: await upcomingOf(real) };
    });
    const { answer, upcoming } = step.answer;
    if ('code' in promised || 'code' in answer) {
      expectNothingChanged(step);
      expect('code' in promised && promised.code).toBe('code' in answer && answer.code);
      return;
    }
    const paused = step.before.subscription.status === 'PAUSED';
    expect(eventTypes(step)).toContain(paused ? 'subscription.resumed' : 'subscription.pause_unscheduled');
    expect(answer.invoice?.total.amount).toBe(promised.invoice?.total.amount);
    const made = step.after.invoices.find(({ id }) => id === answer.invoice?.id);
    if (made) expect(Number(made.lines.at(-1)?.periodEnd)).toBe(Date.parse(promised.invoice?.periodEnd ?? ''));
    expect(upcoming?.billsAt).toBe(promised.nextInvoice?.billsAt);
    expect(upcoming?.amountDue.amount).toBe(promised.nextInvoice?.amountDue.amount);
    follow(model, step);
    expectItems(step.after, model, real);
  }),
);

const unschedule = by.map((given) =>
  command('unschedule', { by: given }, async (model, real) => {
    const input = { subscriptionId: real.subscriptionId };
    const step = await real.step(
      async () => (await real.client(given).request(CancelScheduledChangeDocument, { input })).cancelScheduledChange,
    );
    if ('code' in step.answer) {
      expectNothingChanged(step);
      expect(model.waiting.every((change) => change === null) || real.late).toBe(true);
      return;
    }
    expect(eventTypes(step)).toContain('subscription.change_unscheduled');
    model.waiting.fill(null);
    expectItems(step.after, model, real);
  }),
);

/** A prorated change by the merchant whose lines stay pending. */
const WAITING: Omit<Change, 'item' | 'price' | 'quantity'> = {
  by: 'merchant',
  prorationBehavior: 'PRORATE',
  chargeTiming: 'PERIOD_END',
  effective: 'IMMEDIATELY',
  quoted: false,
};

const detours = fc.record({
  item: fc.nat({ max: 1 }),
  price: fc.nat({ max: 2 }),
  quantity: fc.integer({ min: 1, max: 6 }),
  /** The proration behavior of the change, and of the change back. */
  behaviors: fc.constantFrom(
    ['PRORATE', 'PRORATE'] as const,
    ['NONE', 'FULL_DIFFERENCE'] as const,
    ['FULL_DIFFERENCE', 'FULL_DIFFERENCE'] as const,
  ),
});

/**
 * A change there and back at one instant. By proration it nets to zero whatever happened before; a full difference back bills
 * exactly the full price, which `runChange` checks.
 */
const detour = detours.map(({ item, price, quantity, behaviors: [away, back] }) =>
  command('detour', { item, price, quantity, away, back }, async (model, real) => {
    const index = Math.min(item, model.items.length - 1);
    const home = { ...(model.items[index] as Model['items'][number]) };
    if (home.price === 3 || (home.price === price && home.quantity === quantity)) return;
    const terms = { ...WAITING, item };
    const before = linesOfPeriod(real.books, index);
    const traceless = (lines: Line[]) => lines.length === before.length;
    await runChange({ ...terms, price, quantity, prorationBehavior: away }, model, real);
    if (model.items[index]?.price !== price || model.items[index]?.quantity !== quantity) return;
    const there = linesOfPeriod(real.books, index);
    await runChange({ ...terms, ...home, prorationBehavior: back }, model, real);
    if (away !== 'PRORATE') return;
    const net = sum(linesOfPeriod(real.books, index)) - sum(before);
    // With less than half a unit to credit and a free price in between, no line records the way there, and the way back is
    // billed like a first switch: one unit, or up to the full price if a switch without charge had led to it.
    const full = BigInt(real.amountOf(real.priceIds[home.price] ?? '')) * BigInt(home.quantity);
    const unbilled = sum(before) === 0n && net > 0n && net <= full;
    const first = traceless(there) && (net === 1n || unbilled);
    expect(first ? 0n : net, 'there and back nets to zero').toBe(0n);
    const tax = taxes(linesOfPeriod(real.books, index)) - taxes(before);
    expect(traceless(there) ? 0n : tax, 'the tax of there and back is zero').toBe(0n);
    real.count(there.some(({ taxAmount }) => taxAmount) ? 'taxed detour' : 'detour');
  }),
);

/** A change whose lines stay pending, and a cancellation that the end of the period settles together with them. */
const leaving = fc.record({ item: fc.nat({ max: 1 }), quantity: fc.integer({ min: 1, max: 6 }) }).map((given) =>
  command('leaving', given, async (model, real) => {
    await runChange({ ...WAITING, price: null, ...given }, model, real);
    await runCancel({ by: 'merchant', mode: 'PERIOD_END', prorate: false }, model, real);
    if (real.books.pending.length > 0 && model.cancelAtPeriodEnd) real.count('leaving with pending lines');
    await runAdvance('renewal', model, real);
  }),
);

/** Two steps in quick succession: the jobs of the first, such as its capture, run after the second. */
const first = fc.oneof(change, change, canceling, resume);
const second = fc.oneof(change, credit, withdraw, canceling, undo, discount, pause, resume, unschedule);
const card = fc.option(fc.constantFrom('tok_capture_fails', 'tok_visa').map(methodOf), { freq: 1 });
const busy = fc.tuple(card, first, second).map(
  ([paying, one, other]): Command => ({
    check: (model) => one.check(model),
    async run(model, real) {
      await paying?.run(model, real);
      real.waiting = true;
      await one.run(model, real);
      await other.run(model, real);
      real.waiting = false;
      const step = await real.step(async () => {});
      follow(model, step);
      expectItems(step.after, model, real);
    },
    toString: () => `busy(${[paying, one, other].filter(Boolean).join(', ')})`,
  }),
);

/** Steps within one period. */
export const withinPeriod = [change, detour, detour, fc.constantFrom<Passage>(1, 143, 333).map(advanceBy)];

/** Repeated entries are drawn more often. */
export const commands = [
  change,
  change,
  change,
  canceling,
  undo,
  discount,
  method,
  pay,
  credit,
  withdraw,
  configuration,
  pause,
  resume,
  resume,
  unschedule,
  detour,
  detour,
  leaving,
  busy,
  busy,
  sleep,
  advance,
  advance,
  advance,
];
