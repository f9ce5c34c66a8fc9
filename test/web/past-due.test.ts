/** The notice of a failed payment on the page of a subscription. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handedOver } from '../support/access.ts';
import { success } from '../support/app.ts';
import { payWith } from '../support/billing.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';
import { AdvanceTestClockDocument, CreateTestClockDocument } from '../support/graphql/graphql.ts';
import { mutate } from '../support/world.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { NO_HASTE, signInByLink } from './support/visit.ts';
import { AT_A_DESK } from './support/ways.ts';

const { say } = AT_A_DESK;

inBrowser('a past-due subscription', () => {
  let t: OpenPortal;
  beforeAll(async () => {
    t = await openPortal({ limits: NO_HASTE });
  });
  afterAll(() => t.close());

  /** The main text of a past-due subscription's page, under a dunning schedule with these retries. */
  async function pastDueScreen(retryDays: number[]): Promise<string> {
    const { merchant } = await t.company();
    await mutate(merchant, 'updateDunningConfig', { retryDays, terminalAction: 'PAST_DUE' }, '__typename');
    const clock = { frozenTime: '2030-03-01T00:00:00.000Z' };
    success((await merchant.request(CreateTestClockDocument, { input: clock })).createTestClock);
    const { priceId } = await makePrice(merchant, { name: 'Pro', amount: 3000 });
    const customerId = await makeCustomer(merchant, { name: 'Ada' });
    const { subscription } = await makeSubscription(merchant, customerId, priceId);
    await payWith(merchant, customerId, 'tok_charge_declined');
    const renewal = { frozenTime: '2030-04-02T00:00:00.000Z' };
    success((await merchant.request(AdvanceTestClockDocument, { input: renewal })).advanceTestClock);
    const { page, context, problems } = await t.window();
    const { url } = await handedOver(merchant, customerId);
    await signInByLink(page, url, AT_A_DESK);
    // Leaving while the overview loads would abort its script.
    await page.getByRole('article', { name: 'Pro' }).waitFor();
    await page.goto(`${page.url().replace(/\/?$/, '')}/subscriptions/${subscription.id}`);
    await page.getByText(say('subscription.pastDue')).waitFor();
    const text = await page.locator('main').innerText();
    expect(problems).toEqual([]);
    await context.close();
    return text;
  }

  test('the notice names the date of the next retry', async () => {
    const text = await pastDueScreen([3]);
    expect(text).toContain(say('alert.nextAttempt', { date: '4 April 2030' }));
    expect(text).not.toContain(say('alert.noRetry'));
  });

  test('the notice announces no retry if none is scheduled', async () => {
    const text = await pastDueScreen([]);
    expect(text).toContain(say('alert.noRetry'));
    expect(text).not.toContain('We’ll try again');
  });
});
