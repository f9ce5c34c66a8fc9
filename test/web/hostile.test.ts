/**
 * Merchants and customers choose names, texts and addresses. All of it is shown as plain text: it runs no script, adds
 * no element, fetches nothing, changes no text direction and breaks no layout.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handedOver } from '../support/access.ts';
import { makeCustomer, makeSubscription } from '../support/catalog.ts';
import { mutate } from '../support/world.ts';
import { misfits, picture } from './support/look.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { tour } from './support/tour.ts';

const RUN = 'globalThis.hit=(globalThis.hit??0)+1';
const IMAGE = `<img src=x onerror=${RUN}>`;
const SCRIPT = `</script><script>${RUN}</script>`;
/** The language of the page's own sentences. */
const MESSAGE = '{name, select, other {#}} <0>a</0> <1/>';
const TURNED = 'Paid \u202E00.99\u202C \u2066to\u2069 \u2069me';
const LONG = 'W'.repeat(110);

/** Each text contains its own name, so that a missing one can be identified. */
const TEXTS = {
  company: `Co ${IMAGE} <0>a</0><1>`,
  header: `Head ${SCRIPT}`,
  customer: `Cust ${IMAGE} ${TURNED} ${LONG}`,
  product: `Prod ${IMAGE} ${TURNED}`,
  description: `Desc ${SCRIPT} ${LONG} ${MESSAGE}`,
  reason: `Why ${IMAGE} ${'W'.repeat(20)}`,
  memo: `Memo ${IMAGE}\n${SCRIPT}\n${LONG}`,
  work: `Work ${IMAGE} ${TURNED} ${LONG}`,
  credit: `Credit ${IMAGE} ${LONG}`,
  comment: `Comment ${IMAGE} ${TURNED} ${LONG}`,
};

/** The text as the API accepts it in a single line. */
const unturned = (text: string) => text.replace(/[\u202A-\u202E\u2066-\u2069]/g, '');

const WAYS = [
  { name: 'from left to right', locale: 'en-GB' },
  { name: 'from right to left', locale: 'ar' },
] as const;

inBrowser('hostile input', () => {
  let t: OpenPortal;
  let company: Awaited<ReturnType<OpenPortal['company']>>;
  let customerId: string;
  let ids: { subscription: string; invoice: string };
  const make = (name: string, input: object, select: string) => mutate(company.merchant, name, input, select);

  beforeAll(async () => {
    t = await openPortal();
    company = await t.company(TEXTS.company);
    const { id: productId } = (
      await make('createProduct', { name: unturned(TEXTS.product), description: TEXTS.description }, 'product { id }')
    ).product;
    const price = async (amount: number): Promise<string> =>
      (
        await make(
          'createPrice',
          { productId, unitAmount: { amount, currency: 'EUR' }, interval: 'MONTH', nickname: unturned(TEXTS.product) },
          'price { id }',
        )
      ).price.id;
    const priceId = await price(2900);
    await price(9900);
    const { id: retentionCouponId } = (
      await make(
        'createCoupon',
        { name: unturned(TEXTS.product), basisPointsOff: 5000, duration: 'FOREVER' },
        'coupon { id }',
      )
    ).coupon;
    await make(
      'updatePortalConfig',
      {
        ...{ allowPlanSwitch: true, allowQuantityUpdates: true, pauseEnabled: true, retentionCouponId },
        ...{ cancellationReasonsEnabled: true, cancellationReasons: [TEXTS.reason, 'Other'] },
        portalHeader: TEXTS.header,
      },
      'portalConfig { portalHeader }',
    );
    customerId = await makeCustomer(company.merchant, { email: 'eve@example.com', name: unturned(TEXTS.customer) });
    const line1 = `Street ${IMAGE}`;
    await make(
      'updateCustomer',
      { customerId, address: { line1 }, phone: '<img src=x onerror=hit=1>' },
      'customer { id }',
    );
    const { subscription } = await makeSubscription(company.merchant, customerId, priceId, { quantity: 2 });
    const draft = await make(
      'createInvoice',
      {
        customerId,
        currency: 'EUR',
        lines: [{ description: unturned(TEXTS.work), unitAmount: 500 }],
        memo: TEXTS.memo,
      },
      'invoice { id }',
    );
    await make('finalizeInvoice', { invoiceId: draft.invoice.id }, 'invoice { id }');
    await make(
      'adjustCredit',
      { customerId, amount: { amount: 100, currency: 'EUR' }, description: TEXTS.credit },
      'creditEntry { id }',
    );
    await t.app.tick();
    // Records from before the API refused characters that turn text.
    const { companyId } = company;
    await t.db.prisma.product.updateMany({ where: { companyId }, data: { name: TEXTS.product } });
    await t.db.prisma.coupon.updateMany({ where: { companyId }, data: { name: TEXTS.product } });
    await t.db.prisma.customer.updateMany({ where: { companyId }, data: { name: TEXTS.customer } });
    ids = { subscription: subscription.id, invoice: draft.invoice.id };
  });
  afterAll(() => t.close());

  /** Records the requests that the page makes, and what its policy blocks. */
  async function watch(page: Page): Promise<{ asked: string[]; dialogs: string[] }> {
    const asked: string[] = [];
    const dialogs: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
        console.error(`policy ${violatedDirective}`),
      );
    });
    return { asked, dialogs };
  }

  /** The elements of the document that the page did not add. */
  const strangers = (page: Page) =>
    page.evaluate(() => {
      const found = [...document.querySelectorAll('*')].filter(
        (element) =>
          /^(?:IMG|OBJECT|EMBED|BASE|STYLE|FRAME|MARQUEE|VIDEO|AUDIO)$/.test(element.tagName) ||
          (element.tagName === 'SCRIPT' && !element.id && !(element as HTMLScriptElement).src) ||
          [...element.attributes].some(
            ({ name, value }) => /^on/i.test(name) || /^\s*(?:javascript|data|vbscript):/i.test(value),
          ),
      );
      const icon = document.querySelector('link[rel="icon"]');
      return {
        found: found.filter((element) => element !== icon).map(({ outerHTML }) => outerHTML.slice(0, 120)),
        hits: (globalThis as { hit?: number }).hit ?? 0,
      };
    });
  const NOTHING = { found: [], hits: 0 };

  test.for(WAYS)(
    'a hostile name, text, memo, reason or comment changes nothing on the page, $name',
    async ({ name, locale }) => {
      const v = await tour(t, { locale, viewport: { width: 360, height: 740 } });
      const { page } = v;
      const { asked, dialogs } = await watch(page);
      const look = async (screen: string, ...shown: string[]) => {
        await v.settled();
        expect(await strangers(page), screen).toEqual(NOTHING);
        expect(await misfits(page), screen).toEqual([]);
        const text = await page.evaluate(() => document.body.innerText);
        const typed = await page.evaluate(() =>
          [...document.querySelectorAll('input')].map(({ value }) => value).join(),
        );
        // All of it is shown as text.
        for (const part of shown) expect(text + typed, screen).toContain(part);
        // It cannot turn the direction of the text around it.
        expect(text, screen).not.toMatch(/[\u202A-\u202E]/);
        await picture(page, `hostile-${screen}.${name.replaceAll(' ', '-')}`);
      };

      await page.goto((await handedOver(company.merchant, customerId)).url);
      await page.locator('.lead strong').first().waitFor();
      await look('opened-link', `Co ${IMAGE}`, `Head ${SCRIPT}`);
      expect(await page.locator('.lead strong').count()).toBe(2);
      await page.goto(`${t.origin}/portal/${company.companyId}/sign-in`);
      await look('sign-in', `Co ${IMAGE}`, `Head ${SCRIPT}`);
      expect(await page.title()).toContain(`Head ${SCRIPT}`);

      await v.become(company, customerId);
      await look('overview', `Cust ${IMAGE}`, LONG, `Prod ${IMAGE}`, `Desc ${SCRIPT}`, MESSAGE);
      for (const [path, screen, ...shown] of [
        ['/subscriptions', 'subscriptions', `Prod ${IMAGE}`],
        [`/subscriptions/${ids.subscription}`, 'subscription', `Prod ${IMAGE}`, `Desc ${SCRIPT}`],
        [`/subscriptions/${ids.subscription}/switch`, 'switch', `Prod ${IMAGE}`, `Desc ${SCRIPT}`],
        [`/subscriptions/${ids.subscription}/cancel`, 'cancel', `Prod ${IMAGE}`, `Why ${IMAGE}`],
        ['/payment-methods', 'payment-methods'],
        ['/billing', 'billing', `Cust ${IMAGE}`, `Street ${IMAGE}`],
        ['/invoices', 'invoices'],
        [`/invoices/${ids.invoice}`, 'invoice', `Work ${IMAGE}`, `Memo ${IMAGE}`, SCRIPT],
        ['/credit', 'credit', `Credit ${IMAGE}`],
        ['/security', 'security'],
      ] as const) {
        await v.go(path);
        await look(screen, ...shown);
      }
      await v.go(`/subscriptions/${ids.subscription}/switch`);
      await page.locator('input[name="price"]').nth(1).check();
      await page.locator('.sides').waitFor();
      await look('quote', `Prod ${IMAGE}`);
      await page.locator('.bar button').click();
      await page.locator('.sheet').waitFor();
      await look('sheet', `Cust ${IMAGE}`);

      expect(v.problems).toEqual([]);
      expect(dialogs).toEqual([]);
      expect(asked.filter((path) => !/^\/(?:graphql$|portal\/)/.test(path))).toEqual([]);
      expect(asked.length).toBeGreaterThan(10);
      await v.context.close();
    },
  );

  test('a hostile comment is stored unchanged, and affects neither the mail nor the confirmation', async () => {
    const { id } = (
      await make('createCustomer', { email: 'mallory@example.com', name: unturned(TEXTS.customer) }, 'customer { id }')
    ).customer;
    await make('addPaymentMethod', { customerId: id, token: 'tok_visa' }, 'paymentMethod { id }');
    const { items } = await t.db.prisma.subscription.findUniqueOrThrow({
      where: { id: ids.subscription },
      include: { items: true },
    });
    const { subscription } = await makeSubscription(company.merchant, id, items[0]?.priceId ?? '');
    const v = await tour(t, { viewport: { width: 360, height: 740 } });
    const { page } = v;
    await watch(page);
    await v.become(company, id);
    await v.go(`/subscriptions/${subscription.id}/cancel`);
    await page.locator('input[name="reason"]').first().check();
    await page.locator('textarea').fill(TEXTS.comment);
    await page.locator('form .button-primary').click();
    await page.locator('.button-danger').click();
    await page.locator('.done').waitFor();
    expect(await strangers(page)).toEqual(NOTHING);
    expect(await misfits(page)).toEqual([]);
    const event = await t.db.prisma.event.findFirstOrThrow({
      where: { objectId: subscription.id, type: { contains: 'cancel' } },
      orderBy: { id: 'desc' },
    });
    expect(JSON.stringify(event.data)).toContain(JSON.stringify(TEXTS.reason).slice(1, -1));
    await t.app.tick();
    const receipt = t.mailbox.list().find(({ to }) => to === 'mallory@example.com');
    expect(v.problems).toEqual([]);
    // The page's policy is not the mail program's.
    await page.goto('about:blank');
    await page.setContent(receipt?.html ?? 'There is no mail.');
    expect(await page.locator('img, script, svg').count()).toBe(0);
    expect(await page.locator('body').innerText()).toContain(`Prod ${IMAGE}`);
    expect(await misfits(page)).toEqual([]);
    await v.context.close();
  });

  test('a hostile address is refused with its path when it is set', async () => {
    for (const [mutation, type, field] of [
      ['updatePortalConfig', 'UpdatePortalConfigInput', 'returnUrl'],
      ['updateCompany', 'UpdateCompanyInput', 'websiteUrl'],
      ['updateDunningConfig', 'UpdateDunningConfigInput', 'paymentFailedCustomLinkUrl'],
    ] as const)
      for (const value of [
        `javascript:${RUN}`,
        'JAVASCRIPT:alert(1)',
        'java\tscript:alert(1)',
        `data:text/html,<script>${RUN}</script>`,
        'vbscript:x',
        '//evil.example',
        'https://acme.example@evil.example/',
        'https://acme.example\\@evil.example/',
        `https://acme.example/"onmouseover="${RUN}`.replace('=', '= '),
      ]) {
        const answer = await company.merchant.request<Record<string, { issues?: { path: string[] }[] }>>(
          `mutation ($input: ${type}!) { ${mutation}(input: $input) { ... on ValidationError { issues { path } } } }`,
          { input: { [field]: value } },
        );
        expect(
          answer[mutation]?.issues?.map(({ path }) => path),
          `${field}: ${value}`,
        ).toEqual([['input', field]]);
      }
  });

  test('a hostile address in the database becomes neither a link nor an image', async () => {
    const { companyId, merchant } = await t.company('Got in');
    const id = await makeCustomer(merchant);
    await t.db.prisma.portalConfig.update({
      where: { companyId },
      data: {
        returnUrl: `javascript:${RUN}`,
        termsUrl: `data:text/html,<script>${RUN}</script>`,
        privacyUrl: `vbscript:${RUN}`,
        logoUrl: `javascript:${RUN}`,
        faviconUrl: `data:image/svg+xml,<svg onload="${RUN}"/>`,
      },
    });
    const v = await tour(t, {});
    const { page } = v;
    const { asked } = await watch(page);
    await v.become({ companyId, merchant }, id);
    expect(await strangers(page)).toEqual(NOTHING);
    const addresses = await page.evaluate(() => [...document.querySelectorAll('a')].map(({ href }) => href));
    expect(addresses.length).toBeGreaterThan(5);
    for (const address of addresses) expect(address).toMatch(/^https?:\/\/localhost/);
    expect(v.problems).toEqual([]);
    expect(asked.filter((path) => !/^\/(?:graphql$|portal\/)/.test(path))).toEqual([]);
    await v.context.close();
  });
});
