/** Several payers of one invoice at once: by its link, and by the portal. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../support/app.ts';
import { atOnce } from '../support/atOnce.ts';
import { APRIL, charges, expectBooksToBalance, openShop, type Shop } from '../support/billing.ts';
import { makeCustomer } from '../support/catalog.ts';
import { postgresOnly } from '../support/database.ts';
import { mutate } from '../support/world.ts';

postgresOnly('payers at once', () => {
  let t: TestApp;
  let shop: Shop;
  beforeAll(async () => {
    t = await openTestApp({ now: APRIL });
    shop = await openShop(t);
  });
  afterAll(async () => {
    await t.app.tick();
    await expectBooksToBalance(t);
    await t.close();
  }, 60_000);

  test('one of several payers by the link and in the portal pays, and the others see that it is paid', async () => {
    const customerId = await makeCustomer(shop.merchant, { token: 'tok_mastercard' });
    const lines = [{ description: 'Work', unitAmount: 5000 }];
    const { invoice } = await mutate(
      shop.merchant,
      'createInvoice',
      { customerId, currency: 'EUR', lines },
      'invoice { id }',
    );
    const invoiceId = invoice.id as string;
    const final = await mutate(shop.merchant, 'finalizeInvoice', { invoiceId }, 'invoice { hostedInvoiceUrl }');
    const token = String(final.invoice.hostedInvoiceUrl).split('#')[1];
    const { portal } = await t.signIn(shop.merchant, customerId);
    const byLink = (methodToken: string) => async () => {
      const query = `mutation M($input: PayByPaymentLinkInput!) { payByPaymentLink(input: $input) { __typename ... on UserError { code } } }`;
      const { body } = await t.post({ query, variables: { input: { token, methodToken } } });
      return body.data.payByPaymentLink as { code?: string };
    };
    const byPortal = async () =>
      (
        (await portal.request(
          `mutation M($input: PayInvoiceInput!) { payInvoice(input: $input) { __typename ... on UserError { code } } }`,
          { input: { invoiceId } },
        )) as { payInvoice: { code?: string } }
      ).payInvoice;
    const answers = await atOnce(t.db, 'customer', [byLink('tok_visa'), byLink('tok_amex'), byPortal]);
    expect(answers.map(({ code = 'SUCCESS' }) => code).sort()).toEqual(['CONFLICT', 'CONFLICT', 'SUCCESS']);
    expect(charges(t, customerId)).toEqual([['SUCCEEDED', 5000]]);
    const { body } = await t.post({ query: `{ paymentLink(token: "${token}") { status } }` });
    expect(body.data.paymentLink.status).toBe('PAID');
  });
});
