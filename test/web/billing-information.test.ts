/** Billing information: editing, errors at their fields, saving, and input that survives a failure. */
import type { GraphQLClient } from 'graphql-request';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCustomer } from '../support/catalog.ts';
import { RevokePortalSessionsDocument, UpdateBillingInformationDocument } from '../support/graphql/graphql.ts';
import { inBrowser, type OpenPortal, openPortal } from './support/portal.ts';
import { arrives, goTo, NO_HASTE, signInByCode, standsOut } from './support/visit.ts';
import { AT_A_DESK, WAYS, type Way } from './support/ways.ts';
import type { MessageId } from './support/words.ts';

const { say } = AT_A_DESK;

inBrowser('billing information', () => {
  let t: OpenPortal;
  let merchant: GraphQLClient;
  let portal: string;
  beforeAll(async () => {
    t = await openPortal({ limits: NO_HASTE });
    const company = await t.company();
    merchant = company.merchant;
    portal = `${t.origin}/portal/${company.companyId}`;
  });
  afterAll(() => t.close());

  let customers = 0;
  async function somebody() {
    const email = `somebody.${++customers}@example.com`;
    return { email, customerId: await makeCustomer(merchant, { email, name: 'Ada', token: null }) };
  }
  /** Finds a field by the beginning of its label, after which "optional" may stand. */
  const field = (page: Page, id: MessageId, { say }: Way = AT_A_DESK) =>
    page.getByRole('textbox', { name: new RegExp(`^${say(id)}(?: ${say('field.optional')})?$`) });
  const save = (page: Page, { say }: Way = AT_A_DESK) => page.getByRole('button', { name: say('action.save') });
  const record = (id: string) => t.db.prisma.customer.findUniqueOrThrow({ where: { id } });

  test.each(WAYS)(
    'a customer edits and saves the billing information, and the merchant sees it, $name',
    async (way) => {
      const { email, customerId } = await somebody();
      const { page, context, problems } = await t.window(way.window);
      await page.goto(`${portal}/`);
      await signInByCode(t, page, email, way);
      await goTo(page, 'nav.billing', way);
      await field(page, 'billing.name', way).fill('Analytical Engines Ltd');
      await field(page, 'billing.phone', way).fill('+44 20 7946 0000');
      await field(page, 'billing.line1', way).fill('12 St James’s Square');
      await field(page, 'billing.postalCode', way).fill('SW1Y 4JH');
      await field(page, 'billing.city', way).fill('London');
      await page.getByRole('combobox', { name: way.say('billing.country') }).selectOption('GB');
      await page.getByRole('combobox', { name: way.say('billing.taxType') }).selectOption('gb_vat');
      await field(page, 'billing.taxValue', way).fill('GB980780684');
      await field(page, 'billing.purchaseOrder', way).fill('PO 4711');
      expect(await standsOut(page)).toBe(false);
      await save(page, way).click();
      await page.getByText(way.say('billing.saved')).waitFor();
      expect(await record(customerId)).toMatchObject({
        name: 'Analytical Engines Ltd',
        phone: '+44 20 7946 0000',
        addressLine1: '12 St James’s Square',
        addressLine2: null,
        addressPostalCode: 'SW1Y 4JH',
        addressCity: 'London',
        addressCountry: 'GB',
        taxIdType: 'gb_vat',
        taxIdValue: 'GB980780684',
        purchaseOrder: 'PO 4711',
      });
      await page.reload();
      await expect.poll(() => field(page, 'billing.city', way).inputValue()).toBe('London');

      // Emptied fields are cleared; untouched fields stay.
      await field(page, 'billing.phone', way).fill('');
      await field(page, 'billing.taxValue', way).fill('');
      await save(page, way).click();
      await page.getByText(way.say('billing.saved')).waitFor();
      expect(await record(customerId)).toMatchObject({
        phone: null,
        taxIdType: null,
        taxIdValue: null,
        addressCity: 'London',
      });
      expect(problems).toEqual([]);
      await context.close();
    },
  );

  test('a refused value is marked at its field, and the form loses none of its input', async () => {
    const { email, customerId } = await somebody();
    const { page, context, problems } = await t.window();
    await page.goto(`${portal}/billing`);
    await signInByCode(t, page, email);
    await field(page, 'billing.city').fill('London');
    // Card numbers are refused in every field.
    await field(page, 'billing.taxValue').fill('4242 4242 4242 4242');
    await save(page).click();
    const problemAt = async (at: ReturnType<typeof field>) => {
      await expect.poll(() => at.getAttribute('aria-invalid')).toBe('true');
      const described = await at.getAttribute('aria-describedby');
      return page.locator(`[id="${described?.split(' ').at(-1)}"]`).innerText();
    };
    const wrong = field(page, 'billing.taxValue');
    expect(await problemAt(wrong)).toBe(say('billing.taxIdWrong'));
    await expect.poll(() => wrong.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.locator('[aria-invalid]').count()).toBe(1);
    expect(await field(page, 'billing.city').inputValue()).toBe('London');
    expect(await record(customerId)).toMatchObject({ addressCity: null, taxIdValue: null });

    await wrong.fill('DE136695976');
    await field(page, 'billing.postalCode').fill('XX');
    await page.getByRole('combobox', { name: say('billing.country') }).selectOption('GB');
    await save(page).click();
    const postalCode = field(page, 'billing.postalCode');
    expect(await problemAt(postalCode)).toBe(say('billing.postalCodeWrong', { country: 'United Kingdom' }));
    await postalCode.fill('SW1Y 4JH');
    await field(page, 'billing.name').fill(' ');
    await save(page).click();
    expect(await problemAt(field(page, 'billing.name'))).toBe(say('billing.nameMissing'));
    await field(page, 'billing.name').fill('Ada');
    await save(page).click();
    await page.getByText(say('billing.saved')).waitFor();
    expect(await page.locator('[aria-invalid]').count()).toBe(0);
    expect(await record(customerId)).toMatchObject({
      addressCity: 'London',
      taxIdType: 'eu_vat',
      taxIdValue: 'DE136695976',
    });
    expect(problems).toEqual([]);
    await context.close();
  });

  test('input that could not be sent stays in the form, and the next attempt saves it', async () => {
    const { email, customerId } = await somebody();
    const { page, context, problems } = await t.window();
    await page.goto(`${portal}/billing`);
    await signInByCode(t, page, email);
    await field(page, 'billing.city').fill('Turin');
    await page.route('**/graphql', (route) => route.abort());
    await save(page).click();
    await page.getByText(say('failure.network.title')).waitFor();
    await page.getByText(say('failure.safeToRetry')).waitFor();
    expect(await field(page, 'billing.city').inputValue()).toBe('Turin');
    // The browser reports the request that the test has aborted, and nothing else.
    expect(problems.filter((problem) => !/graphql|net::ERR_FAILED/.test(problem))).toEqual([]);
    await page.unroute('**/graphql');
    await save(page).click();
    await page.getByText(say('billing.saved')).waitFor();
    expect(await record(customerId)).toMatchObject({ addressCity: 'Turin' });
    await context.close();
  });

  test('edits that were not saved are marked, and wait for the return to the form', async () => {
    const { email, customerId } = await somebody();
    const { page, context, problems } = await t.window();
    await page.goto(`${portal}/billing`);
    await signInByCode(t, page, email);
    const city = field(page, 'billing.city');
    await city.fill('Turin');
    await page.getByText(say('billing.unsaved')).waitFor();
    await goTo(page, 'nav.invoices');
    await page.getByRole('heading', { name: say('nav.invoices'), level: 1 }).waitFor();
    await goTo(page, 'nav.billing');
    await page.getByText(say('billing.unsaved')).waitFor();
    expect(await city.inputValue()).toBe('Turin');
    await city.fill('');
    await expect.poll(() => page.getByText(say('billing.unsaved')).count()).toBe(0);
    expect(await record(customerId)).toMatchObject({ addressCity: null });
    expect(problems).toEqual([]);
    await context.close();
  });

  test('form input from an ended session is restored after signing in, only for the same customer', async () => {
    const [ada, bea] = [await somebody(), await somebody()];
    const { page, context, problems } = await t.window();
    const city = field(page, 'billing.city');
    await page.goto(`${portal}/billing`);
    await signInByCode(t, page, ada.email);
    for (const [typed, next, expected] of [
      ['Turin', ada, 'Turin'],
      ['Milan', bea, ''],
    ] as const) {
      await city.fill(typed);
      await merchant.request(RevokePortalSessionsDocument, { input: { customerId: ada.customerId } });
      await save(page).click();
      await page.getByText(say('signIn.expired')).waitFor();
      await signInByCode(t, page, next.email);
      await arrives(page, '/billing');
      await city.waitFor();
      expect(await city.inputValue()).toBe(expected);
    }
    expect(await record(ada.customerId)).toMatchObject({ addressCity: null });
    expect(problems).toEqual([]);
    await context.close();
  });

  test('the form shows what the merchant has changed meanwhile, and saving another field does not undo it', async () => {
    const { email, customerId } = await somebody();
    const { page, context, problems } = await t.window();
    await page.goto(`${portal}/billing`);
    await signInByCode(t, page, email);
    await field(page, 'billing.city').waitFor();
    await goTo(page, 'nav.security');
    await page.getByRole('heading', { name: say('nav.security'), level: 1 }).waitFor();
    await merchant.request(UpdateBillingInformationDocument, { input: { customerId, address: { city: 'Bologna' } } });
    await goTo(page, 'nav.billing');
    await expect.poll(() => field(page, 'billing.city').inputValue()).toBe('Bologna');
    await field(page, 'billing.phone').fill('1');
    await save(page).click();
    await page.getByText(say('billing.saved')).waitFor();
    expect(await record(customerId)).toMatchObject({ addressCity: 'Bologna', phone: '1' });
    expect(problems).toEqual([]);
    await context.close();
  });
});
