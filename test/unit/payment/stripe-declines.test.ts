import { expect, test } from 'vitest';
import { failureOf } from '../../../src/modules/payment/providers/stripe/declines.ts';

test.each([
  [{ code: 'card_declined', decline_code: 'insufficient_funds' }, 'insufficient_funds', 'RETRY'],
  [{ code: 'card_declined', decline_code: 'stolen_card' }, 'stolen_card', 'NEVER'],
  [{ code: 'expired_card' }, 'expired_card', 'NEW_DETAILS'],
  [{ code: 'card_declined', decline_code: 'something_new' }, 'something_new', null],
  [{}, 'unknown', null],
])('%j is the failure %s with the advice %s', (refusal, code, advice) => {
  expect(failureOf(refusal)).toEqual({ code, advice });
});

test('the card network’s advice outweighs the code', () => {
  const refusal = { code: 'card_declined', decline_code: 'insufficient_funds', advice_code: 'do_not_try_again' };
  expect(failureOf(refusal)).toEqual({ code: 'insufficient_funds', advice: 'NEVER' });
});

test('a demand for confirmation is recognized in each form in which Stripe reports it', () => {
  const expected = { code: 'authentication_required', advice: 'CUSTOMER' };
  expect(failureOf({ code: 'authentication_required', decline_code: 'authentication_not_handled' })).toEqual(expected);
  expect(failureOf({ code: 'card_declined', decline_code: 'authentication_required' })).toEqual(expected);
  const advised = { code: 'card_declined', decline_code: 'authentication_required', advice_code: 'try_again_later' };
  expect(failureOf(advised)).toEqual(expected);
});

test('a code that is no code of Stripe’s, such as a sentence with an address, is not stored', () => {
  expect(failureOf({ code: 'Declined for ada@example.com' })).toEqual({ code: 'unknown', advice: null });
});
