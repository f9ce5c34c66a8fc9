/** The merchant's translations of product and portal texts: who gets which language, where, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { openShop, type Shop, subscribe } from '../support/billing.ts';
import { pageWith } from '../support/page.ts';
import { mutate } from '../support/world.ts';

let t: TestApp;
let shop: Shop;
let productId: string;
let session: string;
let customerId: string;
let subscriptionId: string;

const PRODUCT = '{ name description marketingFeatures }';
const GERMAN = { locale: 'de', name: 'Klein', description: 'Für den Anfang', marketingFeatures: ['Tafeln'] };

beforeAll(async () => {
  t = await openTestApp({ page: pageWith() });
  shop = await openShop(t, { allowPlanSwitch: true });
  const { price } = await shop.merchant.request<{ price: { product: { id: string } } }>(
    'query ($id: ID!) { price(id: $id) { product { id } } }',
    { id: shop.small },
  );
  productId = price.product.id;
  await mutate(
    shop.merchant,
    'updateProduct',
    { productId, description: 'To begin with', marketingFeatures: ['Boards'], translations: [GERMAN] },
    'product { id }',
  );
  const made = await subscribe(t, shop, shop.small);
  ({ customerId, subscriptionId } = made);
  ({ token: session } = await t.signIn(shop.merchant, customerId));
});
afterAll(() => t.close());

const ask = async (query: string, headers: Record<string, string>, variables: object = {}) =>
  (await t.post({ query, variables }, headers)).body.data;
/** The merchant's request, also with a header that prefers German. */
const asMerchant = (query: string, variables: object = {}) =>
  // biome-ignore lint/suspicious/noExplicitAny: the tests state the shapes.
  shop.merchant.request<any>(query, variables, { 'accept-language': 'de' });
const customer = (language?: string): Record<string, string> => ({
  authorization: `Bearer ${session}`,
  ...(language === undefined ? {} : { 'accept-language': language }),
});
const productIn = async (headers: Record<string, string>) =>
  (
    await ask(`query ($id: ID!) { subscription(id: $id) { items { price { product ${PRODUCT} } } } }`, headers, {
      id: subscriptionId,
    })
  ).subscription.items[0].price.product;

const ORIGINAL = { name: 'Small', description: 'To begin with', marketingFeatures: ['Boards'] };
const { locale: _locale, ...KLEIN } = GERMAN;

describe('products', () => {
  test('a customer reads them in the language of the request, and otherwise as the merchant wrote them', async () => {
    expect(await productIn(customer('de-AT, en;q=0.5'))).toEqual(KLEIN);
    for (const language of ['fr', 'en-GB', 'xx', '', undefined])
      expect(await productIn(customer(language))).toEqual(ORIGINAL);
  });

  test('a merchant reads the original in any language, and the list of translations', async () => {
    const query = `query ($id: ID!) { product(id: $id) { name translations { locale name description marketingFeatures } } }`;
    const { product } = await asMerchant(query, { id: productId });
    expect(product).toEqual({ name: 'Small', translations: [GERMAN] });
    const refused = await t.post(
      {
        query: 'query ($id: ID!) { subscription(id: $id) { items { price { product { translations { name } } } } } }',
        variables: { id: subscriptionId },
      },
      customer('de'),
    );
    expect(refused.body.errors).toHaveLength(1);
  });

  test('a text that is not translated is shown as it is', async () => {
    await mutate(
      shop.merchant,
      'updateProduct',
      { productId, translations: [{ locale: 'de', name: 'Klein' }] },
      'product { id }',
    );
    expect(await productIn(customer('de'))).toEqual({ ...ORIGINAL, name: 'Klein' });
    await mutate(shop.merchant, 'updateProduct', { productId, translations: [GERMAN] }, 'product { id }');
  });

  test.each([
    [[{ locale: 'xx', name: 'X' }], ['0', 'locale']],
    [
      [
        { locale: 'de', name: 'A' },
        { locale: 'de', name: 'B' },
      ],
      ['1', 'locale'],
    ],
    [[{ locale: 'de', name: 'x'.repeat(201) }], ['0', 'name']],
    [[{ locale: 'de', name: 'a\nb' }], ['0', 'name']],
    [[{ locale: 'de', description: 'x'.repeat(2001) }], ['0', 'description']],
    [[{ locale: 'de', marketingFeatures: ['same', 'same'] }], ['0', 'marketingFeatures']],
  ])('invalid translations are refused at their place, and nothing changes: %#', async (translations, path) => {
    const { updateProduct } = await asMerchant(
      `mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { ... on ValidationError { issues { path } } } }`,
      { input: { productId, translations } },
    );
    expect(updateProduct.issues).toEqual([{ path: ['input', 'translations', ...path] }]);
    expect(await productIn(customer('de'))).toEqual(KLEIN);
  });
});

test('the lines of a quote and of invoices have the name in the requested language, also after a rename', async () => {
  const lines = async () =>
    (
      await ask(
        `{ currentCustomer { invoices(first: 1) { nodes { lines { de: description(locale: "de") en: description(locale: "en") fr: description(locale: "fr") } } } } }`,
        customer('de'),
      )
    ).currentCustomer.invoices.nodes[0].lines[0];
  expect(await lines()).toEqual({ de: 'Klein', en: 'Small', fr: 'Small' });
  const preview = `query ($input: SwitchPlanInput!) { previewSwitchPlan(input: $input) { ... on SubscriptionChangePreview {
    lines { de: explanationSentence(locale: "de") en: explanationSentence(locale: "en") } } } }`;
  const quoted = (await ask(preview, customer('de'), { input: { subscriptionId, priceId: shop.large } }))
    .previewSwitchPlan;
  expect(quoted.lines[0].de).toContain('Klein');
  expect(quoted.lines[0].en).toContain('Small');
  await mutate(shop.merchant, 'updateProduct', { productId, name: 'Tiny', translations: [] }, 'product { id }');
  expect(await lines()).toEqual({ de: 'Klein', en: 'Small', fr: 'Small' });
  await mutate(shop.merchant, 'updateProduct', { productId, name: 'Small', translations: [GERMAN] }, 'product { id }');
});

test('a mail names the product in the language of its reader', async () => {
  await mutate(shop.merchant, 'updateCustomer', { customerId, locale: 'de' }, 'customer { id }');
  await mutate(shop.merchant, 'cancelSubscription', { subscriptionId, mode: 'PERIOD_END' }, 'subscription { id }');
  await t.app.tick();
  const mail = t.mailbox.list()[0];
  expect(mail?.text).toContain('Klein');
  expect(mail?.text).not.toContain('Small');
});

describe('the portal', () => {
  const TEXTS = {
    locale: 'de',
    portalHeader: 'Ihr Abonnement',
    footerText: 'Acme GmbH, Hamburg',
    cancellationReasons: [{ reason: 'Too expensive', text: 'Zu teuer' }],
  };
  beforeAll(async () => {
    const settings = {
      cancellationReasonsEnabled: true,
      cancellationReasons: ['Too expensive', 'Other'],
      portalHeader: 'Your plan',
    };
    await mutate(
      shop.merchant,
      'updatePortalConfig',
      { ...settings, translations: [TEXTS] },
      'portalConfig { updatedAt }',
    );
  });

  test('reasons for canceling have a text in the language of the request, and are given by their original', async () => {
    const query = '{ portalConfig { cancellationReasons cancellationReasonTexts { reason text } } }';
    const originals = ['Too expensive', 'Other'];
    const texts = async (language: string) => (await ask(query, customer(language))).portalConfig;
    expect(await texts('de')).toEqual({
      cancellationReasons: originals,
      cancellationReasonTexts: [
        { reason: 'Too expensive', text: 'Zu teuer' },
        { reason: 'Other', text: 'Other' },
      ],
    });
    expect((await texts('fr')).cancellationReasonTexts).toEqual(originals.map((reason) => ({ reason, text: reason })));
  });

  test('the page gets header and footer in every language, and no reasons before sign-in', async () => {
    const response = await t.app.fetch(new Request(`${PUBLIC_URL}/portal/${shop.companyId}/`));
    const text = await response.text();
    expect(text).toContain('Ihr Abonnement');
    expect(text).toContain('Acme GmbH, Hamburg');
    expect(text).not.toContain('Zu teuer');
  });

  test('the merchant reads the translations, and replaces them as a whole', async () => {
    const query =
      '{ portalConfig { translations { locale portalHeader footerText cancellationReasons { reason text } } } }';
    expect((await asMerchant(query)).portalConfig.translations).toEqual([TEXTS]);
    await mutate(shop.merchant, 'updatePortalConfig', { translations: [] }, 'portalConfig { updatedAt }');
    expect((await asMerchant(query)).portalConfig.translations).toEqual([]);
  });
});
