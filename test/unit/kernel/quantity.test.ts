/** The quantities at which a price is sold. */
import { describe, expect, test } from 'vitest';
import { firstQuantity, fittingQuantity, type QuantityRules, quantityIssue } from '../../../src/kernel/quantity.ts';

const rules = (given: Partial<QuantityRules> = {}): QuantityRules => ({
  quantityAdjustable: true,
  quantityMinimum: 1,
  quantityMaximum: null,
  quantityStep: 1,
  ...given,
});
const FIVES = rules({ quantityMinimum: 5, quantityMaximum: 20, quantityStep: 5 });
const FLAT = rules({ quantityAdjustable: false });

describe('the quantities of a price', () => {
  test.each([
    [5, null],
    [20, null],
    [4, 'Must be at least 5.'],
    [21, 'Must be at most 20.'],
    [7, 'Must be 5 plus a multiple of 5.'],
  ])('a price sold in fives from 5 to 20 and a quantity of %i: %s', (quantity, issue) => {
    expect(quantityIssue(FIVES, quantity)).toBe(issue);
  });

  test('a price that is not sold by units has the quantity 1 only', () => {
    expect(quantityIssue(FLAT, 1)).toBeNull();
    expect(quantityIssue(FLAT, 2)).toBe('Must be 1, because this price is not sold by units.');
    expect([firstQuantity(FLAT), firstQuantity(FIVES), firstQuantity(rules())]).toEqual([1, 5, 1]);
  });

  test.each([
    ['below the minimum moves up to it', FIVES, 2, 5],
    ['between two steps moves up to the next', FIVES, 11, 15],
    ['on a step stays', FIVES, 15, 15],
    ['above the maximum stays, to be refused', FIVES, 25, 25],
    ['moves to 1 where nothing is sold by units', FLAT, 25, 1],
  ])('when the price changes, a quantity %s', (_what, target, present, expected) => {
    expect(fittingQuantity(target, present)).toBe(expected);
  });

  test('the fitting quantity is the smallest allowed one that is not below the present one', () => {
    for (let minimum = 1; minimum <= 6; minimum++)
      for (let step = 1; step <= 5; step++)
        for (let present = 1; present <= 30; present++) {
          const own = rules({ quantityMinimum: minimum, quantityStep: step });
          const fitting = fittingQuantity(own, present);
          expect(quantityIssue(own, fitting)).toBeNull();
          for (let less = present; less < fitting; less++) expect(quantityIssue(own, less)).not.toBeNull();
        }
  });
});
