/**
 * A demo company with a catalogue, customers, subscriptions and invoices, to be played with on the first start. Made
 * through the domain functions, so that it obeys their rules; its history begins a few days ago.
 */
import type { Db } from '../src/db/client.ts';
import type { Queue } from '../src/jobs/queue.ts';
import { after, DAY } from '../src/kernel/clock.ts';
import { createPrice } from '../src/modules/catalog/price.ts';
import { createProduct } from '../src/modules/catalog/product.ts';
import { createCompany } from '../src/modules/company/createCompany.ts';
import { createCoupon } from '../src/modules/coupon/coupon.ts';
import { createCustomer } from '../src/modules/customer/customer.ts';
import { adjustCredit } from '../src/modules/invoice/adjustCredit.ts';
import { createInvoice, finalizeInvoice } from '../src/modules/invoice/manual.ts';
import type { PaymentGateway } from '../src/modules/payment/gateway.ts';
import { addPaymentMethod } from '../src/modules/payment/methods.ts';
import { updatePortalConfig } from '../src/modules/portal/config.ts';
import { createSubscription } from '../src/modules/subscription/create.ts';

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

export async function seedDemo(parts: {
  db: Db;
  queue: Queue;
  gateway: PaymentGateway;
  now: Date;
}): Promise<DemoCompany> {
  const { db, queue, gateway, now: today } = parts;
  const start = after(today, -12 * DAY);
  const { companyId, apiKey } = await createCompany(
    { db, now: start },
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
  const { id: apiKeyId } = await db.prisma.apiKey.findFirstOrThrow({ where: { companyId } });
  const principal = { kind: 'merchant', companyId, apiKeyId } as const;
  const at = (daysAgo: number) => ({ db, queue, gateway, principal, now: after(today, -daysAgo * DAY) });
  const begin = at(12);

  const monthly = async (name: string, description: string, unitAmount: number, yearly?: number) => {
    const { id: productId } = await createProduct(begin, { name, description });
    const price = (nickname: string, amount: number, interval: 'MONTH' | 'YEAR') =>
      createPrice(begin, { productId, nickname, unitAmount: { amount, currency: 'EUR' }, interval });
    const month = await price('Monthly', unitAmount, 'MONTH');
    if (yearly !== undefined) await price('Yearly', yearly, 'YEAR');
    return month.id;
  };
  const starter = await monthly('Starter', 'For one person: 3 projects, e-mail support.', 900, 9000);
  const team = await monthly('Team', 'For small teams: 20 projects, chat support.', 2900, 29_000);
  const business = await monthly('Business', 'For companies: unlimited projects, a person to call.', 9900, 99_000);
  const seats = await monthly('Seat', 'One more person in the workspace.', 700);
  const { id: retentionCouponId } = await createCoupon(begin, {
    name: '25 % off for three months',
    percentOffBasisPoints: 2500,
    duration: 'REPEATING',
    durationMonths: 3,
  });
  await updatePortalConfig(begin, {
    allowPlanSwitch: true,
    allowQuantityUpdates: true,
    acceptedPaymentMethods: ['CARD', 'SEPA_DEBIT'],
    cancellationReasonsEnabled: true,
    cancellationReasons: ['Too expensive', 'I miss a feature', 'I found something else', 'I do not need it any longer'],
    retentionCouponId,
    returnUrl: 'https://acme.example/account',
    portalHeader: 'Your Acme Cloud subscription',
  });

  const customer = async (email: string, name: string, token: string, more: object = {}) => {
    const { id } = await createCustomer(begin, { email, name, ...more });
    await addPaymentMethod(begin, { customerId: id, token });
    return id;
  };
  const ada = await customer(CUSTOMER, 'Ada Lovelace', 'tok_visa', {
    address: { line1: 'St James’s Square 12', city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' },
    locale: 'en-GB',
  });
  const subscription = await createSubscription(begin, { customerId: ada, items: [{ priceId: starter }] });
  const consulting = await createInvoice(at(6), {
    customerId: ada,
    currency: 'EUR',
    lines: [{ description: 'Help with moving your data', quantity: 2, unitAmount: 4500 }],
    memo: 'Thank you for the good work together.',
  });
  await finalizeInvoice(at(6), { invoiceId: consulting.id });

  const grace = await customer('grace@example.com', 'Grace Hopper', 'tok_mastercard', { locale: 'en-US' });
  await createSubscription(at(5), { customerId: grace, items: [{ priceId: team }, { priceId: seats, quantity: 4 }] });
  await adjustCredit(at(4), {
    customerId: grace,
    amount: { amount: 1500, currency: 'EUR' },
    description: 'For the outage last week',
  });
  const hedy = await customer('hedy@example.com', 'Hedy Lamarr', 'tok_sepa_debit', { locale: 'de-AT' });
  await createSubscription(at(3), {
    customerId: hedy,
    items: [{ priceId: business }],
    trialEnd: after(today, 11 * DAY),
  });
  // A card that will be declined, to see what happens then.
  const alan = await customer('alan@example.com', 'Alan Turing', 'tok_visa');
  await createSubscription(at(2), { customerId: alan, items: [{ priceId: starter }] });
  await addPaymentMethod(at(1), { customerId: alan, token: 'tok_charge_declined', makeDefault: true });

  return {
    companyId,
    apiKey,
    customerEmail: CUSTOMER,
    customerId: ada,
    subscriptionId: subscription.subscriptionId,
    upgradePriceId: team,
  };
}
