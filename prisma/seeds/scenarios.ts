/**
 * Situations that are tedious to reach by hand. Each creates a company of its own and lives through its history with the
 * domain functions, so that invoices, events and mails are the real ones.
 */
import { after, DAY } from '../../src/kernel/clock.ts';
import { adjustCredit } from '../../src/modules/collection/adjustCredit.ts';
import { updateDunningConfig } from '../../src/modules/dunning/updateDunningConfig.ts';
import { addPaymentMethod } from '../../src/modules/payment/addPaymentMethod.ts';
import { updatePortalConfig } from '../../src/modules/portal/config/updatePortalConfig.ts';
import { cancelSubscription } from '../../src/modules/subscription/cancel/cancelSubscription.ts';
import { switchPlan } from '../../src/modules/subscription/change/switchPlan.ts';
import { pauseSubscription } from '../../src/modules/subscription/pause/pauseSubscription.ts';
import { createSubscription } from '../../src/modules/subscription/start/createSubscription.ts';
import type { SeededCompany } from './seedCompany.ts';

export interface Scenario {
  /** The end of the sentence "creates a company whose customer …". */
  description: string;
  /** The number of days before the present at which the history begins. */
  days: number;
  /** Runs the history of exactly `days`, and returns the id of the subscription to look at. */
  run(company: SeededCompany): Promise<string>;
}

const subscribe = async ({ merchant, customerId, prices }: SeededCompany, trialDays?: number): Promise<string> => {
  const ctx = merchant();
  const { subscriptionId } = await createSubscription(ctx, {
    customerId,
    items: [{ priceId: prices.team }],
    trialEnd: trialDays === undefined ? undefined : after(ctx.now, trialDays * DAY),
  });
  return subscriptionId;
};

/** Replaces the default by a card whose every charge is declined. */
const declineFromNowOn = ({ merchant, customerId }: SeededCompany) =>
  addPaymentMethod(merchant(), { customerId, token: 'tok_charge_declined', makeDefault: true });

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  trial: {
    description: 'is in a trial that ends in ten days',
    days: 4,
    async run(company) {
      const id = await subscribe(company, 14);
      await company.live(4);
      return id;
    },
  },
  'past-due': {
    description: 'could not be charged for the second month; retries are scheduled and a mail was sent',
    days: 33,
    async run(company) {
      const id = await subscribe(company);
      await company.live(20);
      await declineFromNowOn(company);
      await company.live(13);
      return id;
    },
  },
  unpaid: {
    description: 'could not be charged by any retry; the subscription is unpaid',
    days: 50,
    async run(company) {
      await updateDunningConfig(company.merchant(), { retryDays: [1, 3, 7], terminalAction: 'UNPAID' });
      const id = await subscribe(company);
      await company.live(20);
      await declineFromNowOn(company);
      await company.live(30);
      return id;
    },
  },
  canceled: {
    description: 'canceled two months ago, with a reason',
    days: 95,
    async run(company) {
      const id = await subscribe(company);
      await company.live(20);
      await cancelSubscription(company.merchant(), {
        subscriptionId: id,
        mode: 'PERIOD_END',
        reason: 'Too expensive',
        comment: 'I may be back.',
      });
      await company.live(75);
      return id;
    },
  },
  'scheduled-cancellation': {
    description: "has canceled at the period's end and can still undo it",
    days: 10,
    async run(company) {
      const id = await subscribe(company);
      await company.live(10);
      await cancelSubscription(company.merchant(), { subscriptionId: id, mode: 'PERIOD_END' });
      return id;
    },
  },
  paused: {
    description: 'paused the subscription after the first month, for three months',
    days: 40,
    async run(company) {
      const id = await subscribe(company);
      await company.live(10);
      const { now } = company.merchant();
      await pauseSubscription(company.merchant(), { subscriptionId: id, resumesAt: after(now, 110 * DAY) });
      await company.live(30);
      return id;
    },
  },
  'scheduled-change': {
    description: "will move to a smaller plan at the period's end",
    days: 10,
    async run(company) {
      const id = await subscribe(company);
      await company.live(10);
      const { starter: priceId } = company.prices;
      await switchPlan(company.merchant(), { subscriptionId: id, priceId, effective: 'PERIOD_END' });
      return id;
    },
  },
  'many-invoices': {
    description: 'has two years of monthly invoices',
    days: 2 * 365,
    async run(company) {
      const id = await subscribe(company);
      await company.live(2 * 365);
      return id;
    },
  },
  credit: {
    description: 'has a credit balance that pays the next two invoices',
    days: 12,
    async run(company) {
      const id = await subscribe(company);
      await company.live(12);
      await adjustCredit(company.merchant(), {
        customerId: company.customerId,
        amount: { amount: 5800, currency: 'EUR' },
        description: 'For the outage last week',
      });
      return id;
    },
  },
  'sections-off': {
    description: 'sees a portal that offers invoices and nothing else',
    days: 40,
    async run(company) {
      const id = await subscribe(company);
      await company.live(40);
      await updatePortalConfig(company.merchant(), {
        paymentMethodsEnabled: false,
        subscriptionsEnabled: false,
        cancellationsEnabled: false,
      });
      return id;
    },
  },
};
