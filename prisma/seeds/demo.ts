/**
 * The demo company of the first start: a catalog, customers, subscriptions and invoices, whose history begins a few days
 * ago. It calls the domain functions, so its rows obey the domain's rules.
 */
import type { Db } from '../../src/db/client.ts';
import type { Queue } from '../../src/jobs/queue.ts';
import { after, DAY } from '../../src/kernel/clock.ts';
import { createPrice } from '../../src/modules/catalog/createPrice.ts';
import { createProduct } from '../../src/modules/catalog/createProduct.ts';
import { adjustCredit } from '../../src/modules/collection/adjustCredit.ts';
import { createCompany } from '../../src/modules/company/createCompany.ts';
import { createCoupon } from '../../src/modules/coupon/createCoupon.ts';
import { createPromotionCode } from '../../src/modules/coupon/createPromotionCode.ts';
import { createCustomer } from '../../src/modules/customer/createCustomer.ts';
import { createInvoice } from '../../src/modules/invoice/createInvoice.ts';
import { finalizeInvoice } from '../../src/modules/invoice/finalizeInvoice.ts';
import { addPaymentMethod } from '../../src/modules/payment/addPaymentMethod.ts';
import type { ProviderOf } from '../../src/modules/payment/providerOf.ts';
import { updatePortalConfig } from '../../src/modules/portal/config/updatePortalConfig.ts';
import { createSubscription } from '../../src/modules/subscription/start/createSubscription.ts';

export interface DemoCompany {
  companyId: string;
  apiKey: string;
  customerEmail: string;
  customerId: string;
  subscriptionId: string;
  /** The price of the next larger plan. */
  upgradePriceId: string;
}

const CUSTOMER = 'ada@example.com';

/** The customers to sign in as, for the start page. */
export const DEMO_CUSTOMERS = [
  { email: CUSTOMER, situation: 'Ada: a monthly plan, and an open invoice for other work.' },
  { email: 'grace@example.com', situation: 'Grace: a plan with seats, and credit.' },
  { email: 'hedy@example.com', situation: 'Hedy: a trial, in German, paid by SEPA direct debit.' },
  { email: 'alan@example.com', situation: 'Alan: a card that his bank will decline at the next renewal.' },
] as const;

interface DemoParts {
  db: Db;
  queue: Queue;
  providerOf: ProviderOf;
  now: Date;
}

/** Returns the context of a call by the merchant, so many days ago. */
type At = (daysAgo: number) => Omit<DemoParts, 'now'> & {
  principal: { kind: 'merchant'; companyId: string; apiKeyId: string };
  now: Date;
};

const HISTORY_DAYS = 12;

export async function seedDemo({ now: today, ...parts }: DemoParts): Promise<DemoCompany> {
  const { db } = parts;
  const { companyId, apiKey } = await createDemoCompany(db, after(today, -HISTORY_DAYS * DAY));
  const { id: apiKeyId } = await db.prisma.apiKey.findFirstOrThrow({ where: { companyId } });
  const principal = { kind: 'merchant', companyId, apiKeyId } as const;
  const at: At = (daysAgo) => ({ ...parts, principal, now: after(today, -daysAgo * DAY) });
  const prices = await createCatalog(at);
  await configurePortal(at);
  const ada = await createAda(at, prices);
  await createOthers(at, prices);
  return { companyId, apiKey, customerEmail: CUSTOMER, ...ada, upgradePriceId: prices.team };
}

function createDemoCompany(db: Db, now: Date) {
  return createCompany(
    { db, now },
    {
      name: 'Acme Cloud',
      defaultCurrency: 'EUR',
      testMode: true,
      apiKeyName: 'Demo key',
      invoicePrefix: 'ACME',
      supportEmail: 'support@acme.example',
      websiteUrl: 'https://acme.example/',
      address: { line1: 'Lange Reihe 12', postalCode: '20099', city: 'Hamburg', country: 'DE' },
      taxId: 'DE123456789',
    },
  );
}

type Prices = Record<'starter' | 'team' | 'business' | 'seat', string>;

/** Creates three plans and an add-on with monthly prices, the plans with yearly ones too. Returns the monthly prices. */
async function createCatalog(at: At): Promise<Prices> {
  const begin = at(HISTORY_DAYS);
  const monthly = async (
    product: { name: string; description: string; marketingFeatures?: string[]; kind?: 'PLAN' | 'ADD_ON' },
    unitAmount: number,
    yearly?: number,
  ) => {
    const { id: productId } = await createProduct(begin, product);
    // Plans are sold once, seats by the unit.
    const adjustableQuantity = product.kind === 'ADD_ON' ? { enabled: true, maximum: 50 } : { enabled: false };
    const price = (nickname: string, amount: number, interval: 'MONTH' | 'YEAR') => {
      const unit = { amount, currency: 'EUR' };
      return createPrice(begin, { productId, nickname, unitAmount: unit, interval, adjustableQuantity });
    };
    const month = await price('Monthly', unitAmount, 'MONTH');
    if (yearly !== undefined) await price('Yearly', yearly, 'YEAR');
    return month.id;
  };
  const starter = await monthly(
    { name: 'Starter', description: 'For one person, 3 projects.', marketingFeatures: ['Boards', 'Email support'] },
    900,
    9000,
  );
  const team = await monthly(
    {
      name: 'Team',
      description: 'For small teams, 20 projects.',
      marketingFeatures: ['Boards', 'Email support', 'Chat support', 'Shared workspace'],
    },
    2900,
    29_000,
  );
  const business = await monthly(
    {
      name: 'Business',
      description: 'For companies, unlimited projects.',
      marketingFeatures: ['Boards', 'Email support', 'Chat support', 'Shared workspace', 'Phone support'],
    },
    9900,
    99_000,
  );
  const seat = await monthly({ name: 'Seat', description: 'One more person in the workspace.', kind: 'ADD_ON' }, 700);
  return { starter, team, business, seat };
}

/** Upgrades are billed at once and downgrades take effect at the period's end. */
async function configurePortal(at: At): Promise<void> {
  const begin = at(HISTORY_DAYS);
  const { id: retentionCouponId } = await createCoupon(begin, {
    name: '25 % off for three months',
    basisPointsOff: 2500,
    duration: 'REPEATING',
    durationMonths: 3,
  });
  const { id: couponId } = await createCoupon(begin, {
    name: '10 % off for a year',
    basisPointsOff: 1000,
    duration: 'REPEATING',
    durationMonths: 12,
  });
  await createPromotionCode(begin, { couponId, code: 'WELCOME10' });
  await updatePortalConfig(begin, {
    allowPlanSwitch: true,
    promotionCodes: ['SUBSCRIBE', 'SWITCH_PLAN'],
    allowQuantityUpdates: true,
    subscriptionProrationBehavior: 'PRORATE',
    downgradeEffective: 'PERIOD_END',
    pauseEnabled: true,
    acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'],
    cancellationReasonsEnabled: true,
    cancellationReasons: ['Too expensive', 'Missing features', 'I found something else', 'I no longer need it'],
    cancellationOffers: [
      { reason: 'Too expensive', type: 'PLAN' },
      { reason: 'Missing features', type: 'CONTACT' },
      { reason: 'I no longer need it', type: 'PAUSE' },
    ],
    retentionCouponId,
    retentionOffersPerYear: 1,
    returnUrl: 'https://acme.example/account',
    portalHeader: 'Your Acme Cloud subscription',
  });
}

async function createCustomerWithMethod(
  at: At,
  { token, ...customer }: Parameters<typeof createCustomer>[1] & { token: string },
): Promise<string> {
  const { id: customerId } = await createCustomer(at(HISTORY_DAYS), customer);
  await addPaymentMethod(at(HISTORY_DAYS), { customerId, token });
  return customerId;
}

/** The customer of the tour: a subscription, and an invoice for other work. */
async function createAda(at: At, { starter }: Prices): Promise<{ customerId: string; subscriptionId: string }> {
  const customerId = await createCustomerWithMethod(at, {
    email: CUSTOMER,
    name: 'Ada Lovelace',
    token: 'tok_visa',
    address: { line1: 'St James’s Square 12', city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' },
    locale: 'en-GB',
  });
  const items = [{ priceId: starter }];
  const { subscriptionId } = await createSubscription(at(HISTORY_DAYS), { customerId, items });
  const consulting = await createInvoice(at(6), {
    customerId,
    currency: 'EUR',
    lines: [{ description: 'Help with moving your data', quantity: 2, unitAmount: 4500 }],
    memo: 'Thank you for the good work together.',
  });
  await finalizeInvoice(at(6), { invoiceId: consulting.id });
  return { customerId, subscriptionId };
}

/** Customers with several items and credit, in a trial, with a debit, and with cards to be confirmed or declined. */
async function createOthers(at: At, { starter, team, business, seat }: Prices): Promise<void> {
  const grace = await createCustomerWithMethod(at, {
    email: 'grace@example.com',
    name: 'Grace Hopper',
    token: 'tok_mastercard',
    locale: 'en-US',
  });
  await createSubscription(at(5), { customerId: grace, items: [{ priceId: team }, { priceId: seat, quantity: 4 }] });
  await adjustCredit(at(4), {
    customerId: grace,
    amount: { amount: 1500, currency: 'EUR' },
    description: 'For the outage last week',
  });
  const hedy = await createCustomerWithMethod(at, {
    email: 'hedy@example.com',
    name: 'Hedy Lamarr',
    token: 'tok_sepa_debit',
    locale: 'de-AT',
  });
  const trialEnd = after(at(0).now, 11 * DAY);
  await createSubscription(at(3), { customerId: hedy, items: [{ priceId: business }], trialEnd });
  const alan = await createCustomerWithMethod(at, {
    email: 'alan@example.com',
    name: 'Alan Turing',
    token: 'tok_visa',
  });
  await createSubscription(at(2), { customerId: alan, items: [{ priceId: starter }] });
  // A debit that is under way.
  const katherine = await createCustomerWithMethod(at, {
    email: 'katherine@example.com',
    name: 'Katherine Johnson',
    token: 'tok_sepa_debit',
    locale: 'de-DE',
  });
  await createSubscription(at(0), { customerId: katherine, items: [{ priceId: team }] });
  // Every payment by this card needs the customer's confirmation.
  const dorothy = await createCustomerWithMethod(at, {
    email: 'dorothy@example.com',
    name: 'Dorothy Vaughan',
    token: 'tok_visa',
  });
  await createSubscription(at(1), { customerId: dorothy, items: [{ priceId: starter }] });
  await addPaymentMethod(at(1), { customerId: dorothy, token: 'tok_authentication_required', makeDefault: true });
  // The next renewal will be declined.
  await addPaymentMethod(at(1), { customerId: alan, token: 'tok_charge_declined', makeDefault: true });
}
