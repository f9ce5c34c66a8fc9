/**
 * A company and its customers to look at: one for whom all is well, one in every kind of trouble, one with nothing, and
 * a company that switches most of its portal off. Names are long and short, in two scripts, as customers' names are.
 */
import type { GraphQLClient } from 'graphql-request';
import { periodStart } from '../../../src/kernel/calendar.ts';
import { importSubscription, payWith } from '../../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../../support/catalog.ts';
import { until } from '../../support/changes.ts';
import { mutate } from '../../support/world.ts';
import type { OpenPortal } from './portal.ts';

const DAY = 24 * 60 * 60 * 1000;
/** The number of days ago at which its history begins. */
const DAYS = 68;
/** The day on which the card fails: after its first renewal and before its second. */
const CARD_FAILS = 45;

export interface Gallery {
  companyId: string;
  merchant: GraphQLClient;
  /** A customer without problems: a plan with a discount, a trial, credit, three payment methods, invoices. */
  ada: { id: string; plan: string; trial: string; invoice: string; creditNote: string; yearly: string };
  /**
   * A customer with every problem: payments fail, a card has expired, subscriptions end, change, pause and are paused.
   */
  bea: {
    id: string;
    failed: string;
    ending: string;
    changing: string;
    pausing: string;
    paused: string;
    over: string;
    due: string;
  };
  /** A customer without any record, not even a name. */
  nil: { id: string };
  /** A customer with a plan, for an action that is possible only once. */
  somebody(name: string): Promise<{ id: string; plan: string }>;
  /** A company that shows almost nothing of its portal, and a customer of it. */
  closed: { companyId: string; merchant: GraphQLClient; customerId: string };
}

/** The first instant of the clock, so that it has reached the real time when everything is made. */
export const galleryBegins = (): string => new Date(Date.now() - DAYS * DAY).toISOString();

export async function makeGallery(t: OpenPortal): Promise<Gallery> {
  const { companyId, merchant } = await t.company('Northwind Studio');
  const make = (name: string, input: object, select: string) => mutate(merchant, name, input, select);
  await make(
    'updateCompany',
    { supportEmail: 'help@northwind.example', address: { line1: 'Lange Reihe 12', city: 'Hamburg', country: 'DE' } },
    'company { id }',
  );
  const product = async (name: string, description: string): Promise<string> =>
    (await make('createProduct', { name, description }, 'product { id }')).product.id;
  const coupon = async (name: string, more: object): Promise<string> =>
    (await make('createCoupon', { name, ...more }, 'coupon { id }')).coupon.id;
  const price = async (productId: string, amount: number, interval: 'MONTH' | 'YEAR' = 'MONTH') =>
    (await makePrice(merchant, { productId, amount, interval })).priceId;

  const products = {
    starter: await product('Starter', 'For one person: 3 projects, e-mail support.'),
    team: await product('Team', 'For small teams: 20 projects, chat support.'),
    business: await product('Business', 'For companies: unlimited projects, and a person to call.'),
    storage: await product('Extra storage', '100 GB more for files and backups.'),
  };
  const starter = await price(products.starter, 900);
  const team = await price(products.team, 2900);
  const business = await price(products.business, 9900);
  const storage = await price(products.storage, 400);
  const yearly = await price(products.team, 29_000, 'YEAR');
  await price(products.business, 99_000, 'YEAR');
  const loyal = await coupon('Loyal', { basisPointsOff: 2000, duration: 'FOREVER' });
  const retentionCouponId = await coupon('Stay', {
    basisPointsOff: 2500,
    duration: 'REPEATING',
    durationMonths: 3,
  });
  await make(
    'updatePortalConfig',
    {
      ...{
        allowPlanSwitch: true,
        allowQuantityUpdates: true,
        subscriptionCreateEnabled: true,
        pauseEnabled: true,
        pauseMaximumDays: 90,
      },
      ...{ subscriptionProrationBehavior: 'PRORATE', subscriptionChargeTiming: 'IMMEDIATELY' },
      ...{ downgradeEffective: 'PERIOD_END', acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'] },
      ...{ cancellationReasonsEnabled: true, retentionCouponId, cancellationMode: 'PERIOD_END' },
      cancellationReasons: [
        'It is too expensive',
        'I use something else now',
        'I do not need it at the moment',
        'Other',
      ],
      returnUrl: 'https://app.northwind.example/account',
      termsUrl: 'https://northwind.example/terms',
      privacyUrl: 'https://northwind.example/privacy',
    },
    'portalConfig { returnUrl }',
  );

  const ada = await makeCustomer(merchant, { email: 'ada@example.com', name: 'Ada Lovelace' });
  await make(
    'updateCustomer',
    {
      customerId: ada,
      phone: '+44 20 7946 0958',
      address: { line1: '12 St James’s Square', city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' },
      taxId: { type: 'gb_vat', value: 'GB980780684' },
    },
    'customer { id }',
  );
  const adasPlan = await makeSubscription(merchant, ada, team, { quantity: 5, couponId: loyal });
  const bea = await makeCustomer(merchant, {
    email: 'beatrice.okonkwo-fitzgerald@customers.example.com',
    name: 'Beatrice Okonkwo-Fitzgerald',
  });
  let declined = '';
  const failed = await makeSubscription(merchant, bea, business);
  const paused = await makeSubscription(merchant, bea, storage, { quantity: 3 });
  const over = await makeSubscription(merchant, bea, starter);
  await make('cancelSubscription', { subscriptionId: over.subscription.id, mode: 'IMMEDIATELY' }, 'invoice { id }');
  await make('pauseSubscription', { subscriptionId: paused.subscription.id }, 'subscription { id }');
  await payWith(merchant, ada, 'tok_sepa_debit');
  for (let days = 3; days < DAYS; days += 3) {
    t.clock.advance(3 * DAY);
    await t.app.tick();
    if (days === CARD_FAILS) declined = await payWith(merchant, bea, 'tok_insufficient_funds');
  }
  await until(t, new Date().toISOString());

  await payWith(merchant, ada, 'tok_mastercard');
  const trial = await makeSubscription(merchant, ada, storage, {
    trialEnd: new Date(Date.now() + 12 * DAY).toISOString(),
  });
  const credit = { customerId: ada, amount: { amount: 4200, currency: 'EUR' }, description: 'For the outage in March' };
  await make('adjustCredit', credit, 'creditEntry { id }');
  const gone = await makeSubscription(merchant, ada, business);
  const { invoice: creditNote } = await make(
    'cancelSubscription',
    { subscriptionId: gone.subscription.id, mode: 'IMMEDIATELY', prorate: true },
    'invoice { id }',
  );

  const anchor = new Date(Date.now() - 9 * DAY);
  // The subscription is imported, so that the declined card does not prevent it.
  const elsewhere = async (priceId: string) => {
    const { subscription } = await importSubscription(merchant, {
      ...{ customerId: bea, items: [{ priceId }], status: 'ACTIVE' },
      anchor: anchor.toISOString(),
      currentPeriodStart: anchor.toISOString(),
      currentPeriodEnd: periodStart(anchor, { interval: 'MONTH', count: 1 }, 1).toISOString(),
    });
    return subscription.id;
  };
  const ending = await elsewhere(team);
  await make('cancelSubscription', { subscriptionId: ending, mode: 'PERIOD_END' }, 'subscription { id }');
  const changing = await elsewhere(business);
  await make(
    'switchPlan',
    { subscriptionId: changing, priceId: starter, effective: 'PERIOD_END' },
    'subscription { id }',
  );
  const pausing = await elsewhere(storage);
  await make('pauseSubscription', { subscriptionId: pausing }, 'subscription { id }');
  const lastMonth = new Date(Date.now() - 40 * DAY);
  await t.db.prisma.paymentMethod.update({
    where: { id: declined },
    data: { expiryMonth: lastMonth.getUTCMonth() + 1, expiryYear: lastMonth.getUTCFullYear() },
  });

  const nil = await makeCustomer(merchant, { email: 'nil@example.com', token: null });

  const shut = await t.company('Shut');
  await mutate(
    shut.merchant,
    'updatePortalConfig',
    { subscriptionsEnabled: false, paymentMethodsEnabled: false, invoiceHistoryEnabled: false },
    'portalConfig { returnUrl }',
  );
  await t.app.tick();
  const newest = (customerId: string, where: object) =>
    t.db.prisma.invoice.findFirstOrThrow({ where: { customerId, ...where }, orderBy: { id: 'desc' } });
  return {
    companyId,
    merchant,
    ada: {
      ...{ id: ada, plan: adasPlan.subscription.id, trial: trial.subscription.id, yearly },
      invoice: (await newest(ada, { subscriptionId: adasPlan.subscription.id })).id,
      creditNote: creditNote.id,
    },
    bea: {
      ...{ id: bea, failed: failed.subscription.id, paused: paused.subscription.id, ending, changing, pausing },
      over: over.subscription.id,
      due: (await newest(bea, { status: 'OPEN' })).id,
    },
    nil: { id: nil },
    async somebody(name) {
      const id = await makeCustomer(merchant, { name });
      return { id, plan: (await makeSubscription(merchant, id, team)).subscription.id };
    },
    closed: {
      ...{ companyId: shut.companyId, merchant: shut.merchant },
      customerId: await makeCustomer(shut.merchant, { email: 'cat@example.com', name: 'Cat' }),
    },
  };
}
