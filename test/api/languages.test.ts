/** Invoice lines in the reader's language, and the language that a customer chooses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, success, type TestApp } from '../support/app.ts';
import { APRIL, MIDDLE, makeCoupon, openShop, type Shop, subscribe, switchPlan } from '../support/billing.ts';
import {
  CreateInvoiceDocument,
  CreateInvoicePdfLinkDocument,
  UpdateBillingInformationDocument,
} from '../support/graphql/graphql.ts';

let t: TestApp;
let shop: Shop;
type Subscriber = Awaited<ReturnType<typeof subscribe>>;
/** All start on 1 April; at the time of the tests 15 of 30 days are left. */
let subscribers: Record<'first' | 'second' | 'discounted' | 'printed', Subscriber>;
beforeAll(async () => {
  t = await openTestApp({ now: APRIL });
  shop = await openShop(t);
  const couponId = await makeCoupon(shop.merchant, { basisPointsOff: 2500, duration: 'FOREVER' });
  subscribers = {
    first: await subscribe(t, shop, shop.small),
    second: await subscribe(t, shop, shop.small),
    discounted: await subscribe(t, shop, shop.small, { couponId }),
    printed: await subscribe(t, shop, shop.small),
  };
  t.clock.advanceTo(MIDDLE);
});
afterAll(async () => {
  await t.close();
});

interface Line {
  kind: string;
  description: string;
  inGerman: string;
  explanationSentence: string | null;
  german: string | null;
  unknown: string | null;
}
const LINE = `
  kind description inGerman: description(locale: "de-AT") explanationSentence
  german: explanationSentence(locale: "de_CH") unknown: explanationSentence(locale: "zh")`;
const INVOICE = `query ($id: ID!) { invoice(id: $id) { lines { ${LINE} } } }`;
const UPCOMING = `query ($id: ID!) { subscription(id: $id) { upcomingInvoice { lines { ${LINE} } } } }`;
const PREVIEW = `query ($input: SwitchPlanInput!) {
  previewSwitchPlan(input: $input) { ... on SubscriptionChangePreview { lines { ${LINE} } } } }`;

const spaced = (text: string | null | undefined) => text?.replace(/[\u00A0\u202F\u2009]/g, ' ');
const speak = (client: Subscriber['portal'], locale: string | null) =>
  client.request(UpdateBillingInformationDocument, { input: { locale } });

async function switched(made: Subscriber) {
  const input = { subscriptionId: made.subscriptionId, priceId: shop.large };
  const preview = await shop.merchant.request<{ previewSwitchPlan: { lines: Line[] } }>(PREVIEW, { input });
  const { invoice } = success(await switchPlan(made.portal, input));
  return { ...made, id: invoice?.id ?? '', previewed: preview.previewSwitchPlan.lines };
}

describe('invoice line explanations', () => {
  test('a merchant reads line explanations in English, or in the locale of the argument', async () => {
    const { id, previewed } = await switched(subscribers.first);
    const { invoice } = await shop.merchant.request<{ invoice: { lines: Line[] } }>(INVOICE, { id });
    expect(invoice.lines.map((line) => [spaced(line.explanationSentence), line.description])).toEqual([
      [
        'Credit for unused time on Small, April 16 – 30, 2026 (15 of 30 days of the €30.00 billed): -€15.00',
        'Unused time on Small',
      ],
      ['15 of 30 days of Large (€90.00), April 16 – 30, 2026: €45.00', 'Remaining time on Large'],
    ]);
    expect(spaced(invoice.lines[1]?.german)).toMatch(
      /^15 von 30 Tagen mit Large \(.*90\.00.*\), 16\.–30\. April 2026: .*45\.00/,
    );
    expect(invoice.lines[1]?.inGerman).toBe('Verbleibende Zeit mit Large');
    expect(invoice.lines[1]?.unknown).toBe(invoice.lines[1]?.explanationSentence);
    // The preview returned exactly the same lines.
    expect(previewed).toEqual(invoice.lines);
  });

  test('a customer reads line explanations in the chosen language, and in English before choosing', async () => {
    const { id, portal, subscriptionId } = await switched(subscribers.second);
    const read = async () => (await portal.request<{ invoice: { lines: Line[] } }>(INVOICE, { id })).invoice.lines;
    expect((await read())[0]?.description).toBe('Unused time on Small');
    await speak(portal, 'ja');
    const [credit] = await read();
    expect(credit).toMatchObject({
      description: 'Smallの未使用期間',
      explanationSentence:
        'Smallの未使用期間（2026/04/16～2026/04/30）に対するクレジット、ご請求額€30.00の30日間のうち15日間：-€15.00',
      unknown: credit?.explanationSentence,
    });
    expect(spaced(credit?.german)).toContain('15 von 30 Tagen');
    const { subscription } = await portal.request<{ subscription: { upcomingInvoice: { lines: Line[] } } }>(UPCOMING, {
      id: subscriptionId,
    });
    expect(subscription.upcomingInvoice.lines[0]?.explanationSentence).toBe(
      'Large（€90.00）の全期間分（2026/05/01～2026/05/31）：€90.00',
    );
  });

  test('the explanation of a prorated line includes the percentage of the discount', async () => {
    const { subscriptionId, portal } = subscribers.discounted;
    const input = { subscriptionId, priceId: shop.large };
    const { previewSwitchPlan } = await portal.request<{ previewSwitchPlan: { lines: Line[] } }>(PREVIEW, { input });
    expect(spaced(previewSwitchPlan.lines[1]?.explanationSentence)).toBe(
      '15 of 30 days of Large (€90.00 less 25%), April 16 – 30, 2026: €33.75',
    );
  });

  test('a line written by a merchant is returned verbatim in every language and has no explanation', async () => {
    const { customerId } = subscribers.first;
    const made = await shop.merchant.request(CreateInvoiceDocument, {
      input: { customerId, currency: 'EUR', lines: [{ description: 'Setup on site', unitAmount: 5000 }] },
    });
    const { id } = success(made.createInvoice).invoice;
    const { invoice } = await shop.merchant.request<{ invoice: { lines: Line[] } }>(INVOICE, { id });
    expect(invoice.lines[0]).toMatchObject({
      inGerman: 'Setup on site',
      description: 'Setup on site',
      explanationSentence: null,
      german: null,
    });
  });
});

describe('customer locale', () => {
  test('a customer sets the locale in the portal, it is stored canonically, and null clears it', async () => {
    const { portal } = subscribers.first;
    const chosen = async (locale: string | null) =>
      success((await speak(portal, locale)).updateBillingInformation).customer.locale;
    expect(await chosen('DE-at')).toBe('de-AT');
    expect(await chosen('zh-hant-tw')).toBe('zh-Hant-TW');
    expect(await chosen(null)).toBeNull();
  });

  test.each(['pt_BR', 'english please', '', `de${'-abcdefgh'.repeat(10)}`])(
    'the locale %j is refused because it is not a BCP 47 tag',
    async (locale) => {
      const { portal } = subscribers.first;
      expect((await speak(portal, locale)).updateBillingInformation).toMatchObject({
        __typename: 'ValidationError',
        path: ['input', 'locale'],
      });
    },
  );

  test('the invoice PDF is in the language that the customer had when the invoice was created', async () => {
    const { portal, subscriptionId } = subscribers.printed;
    await speak(portal, 'de');
    const { invoice } = success(await switchPlan(portal, { subscriptionId, priceId: shop.large }));
    await speak(portal, 'fr');
    const link = await portal.request(CreateInvoicePdfLinkDocument, { input: { invoiceId: invoice?.id ?? '' } });
    const pdf = await t.app.fetch(new Request(success(link.createInvoicePdfLink).url));
    expect(pdf.status).toBe(200);
    expect(Buffer.from(await pdf.arrayBuffer()).toString('latin1')).toContain('/Lang (de)');
  });
});
