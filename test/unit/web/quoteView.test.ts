/** The view of a plan change for each kind of quote. */
import { expect, test } from 'vitest';
import type { ChangePartsFragment } from '../../../src/web/graphql/generated/graphql.ts';
import { type QuoteViewInput, quoteView } from '../../../src/web/portal/screens/subscriptions/quoteView.ts';

const money = (amount: number) => ({ amount, currency: 'EUR' });
const line = (description: string) => ({ description }) as ChangePartsFragment['lines'][number];
const METHOD = { id: 'pm_1', kind: 'CARD' } as QuoteViewInput['method'];
const refusal = (code: string) => ({ code, path: [] });

/** An upgrade that is charged at once to the default card. */
function input(quote: Partial<ChangePartsFragment> = {}, more: Partial<QuoteViewInput> = {}): QuoteViewInput {
  const charged = {
    effective: 'IMMEDIATELY',
    settledNow: true,
    total: money(2000),
    amountDue: money(2000),
    lines: [line('Team')],
    pendingLines: [],
    ...quote,
  } as unknown as ChangePartsFragment;
  return { quote: charged, method: METHOD, kinds: ['CARD'], refused: null, ...more };
}

test('an upgrade that is charged at once shows the payment method and a pay button', () => {
  expect(quoteView(input())).toEqual({
    lines: [line('Team')],
    linesHeading: 'switch.linesNow',
    later: false,
    credited: false,
    chargedTo: METHOD,
    payBy: null,
    lacksMethod: false,
    methodHint: false,
    methodOffer: null,
    confirmLabel: 'switch.confirmPay',
  });
});

test('pending lines that are billed with the change come before its own lines', () => {
  const { lines } = quoteView(input({ pendingLines: [line('Seat')] }));
  expect(lines.map(({ description }) => description)).toEqual(['Seat', 'Team']);
});

test('a change that is billed with the next invoice has that heading and no charge', () => {
  const view = quoteView(input({ settledNow: false, amountDue: money(0) }));
  expect(view).toMatchObject({ linesHeading: 'switch.linesLater', chargedTo: null, credited: false });
  expect(view.confirmLabel).toBe('switch.confirm');
});

test('a change at the end of the period without lines has no heading and a schedule button', () => {
  const view = quoteView(input({ effective: 'PERIOD_END', amountDue: money(0), total: money(0), lines: [] }));
  expect(view).toMatchObject({ later: true, linesHeading: null, confirmLabel: 'switch.confirmLater' });
});

test('a downgrade that leads to a credit note at once is shown as a credit', () => {
  expect(quoteView(input({ total: money(-500), amountDue: money(0) }))).toMatchObject({ credited: true });
});

test('a negative total that is settled later is not shown as a credit', () => {
  const later = quoteView(input({ settledNow: false, total: money(-500), amountDue: money(0) }));
  expect(later).toMatchObject({ credited: false });
});

test('a charge without a payment method requires one before it can be confirmed', () => {
  const view = quoteView(input({}, { method: undefined }));
  expect(view).toMatchObject({ lacksMethod: true, methodHint: true, chargedTo: null });
});

test('a charge without a payment method can be tried when the portal hides payment methods', () => {
  const view = quoteView(input({}, { method: undefined, kinds: [] }));
  expect(view).toMatchObject({ lacksMethod: false, methodHint: false });
});

test('a change that costs nothing needs no payment method', () => {
  expect(quoteView(input({ amountDue: money(0) }, { method: undefined }))).toMatchObject({ lacksMethod: false });
});

test('a refusal for a missing payment method replaces the hint about it', () => {
  const refused = refusal('PAYMENT_METHOD_REQUIRED');
  expect(quoteView(input({}, { method: undefined, refused }))).toMatchObject({
    lacksMethod: true,
    methodHint: false,
    methodOffer: 'methods.add',
  });
});

test('a declined payment offers to update the payment method', () => {
  expect(quoteView(input({}, { refused: refusal('PAYMENT_DECLINED') })).methodOffer).toBe('action.updateMethod');
});

test.each(['PAYMENT_PROVIDER_UNAVAILABLE', 'CONFLICT'])(
  'no other payment method is offered for the refusal %s, which does not depend on the method',
  (code) => {
    expect(quoteView(input({}, { refused: refusal(code) })).methodOffer).toBeNull();
  },
);

test('a declined payment offers no other payment method when the portal hides payment methods', () => {
  expect(quoteView(input({}, { kinds: [], refused: refusal('PAYMENT_DECLINED') })).methodOffer).toBeNull();
});
