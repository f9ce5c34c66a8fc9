import { describe, expect, test } from 'vitest';
import { isPostalCode } from '../../../src/kernel/postalCodes.ts';

describe('postal codes by country', () => {
  test.each([
    ['GB', 'SW1Y 4JH'],
    ['GB', 'sw1y4jh'],
    ['DE', '20099'],
    ['US', '94105'],
    ['US', '94105-1234'],
    ['CA', 'K1A 0B1'],
    ['NL', '1012AB'],
    ['JP', '100-0001'],
    ['JP', '1000001'],
    ['SE', '111 22'],
    ['PT', '1000-001'],
    ['BR', '01310100'],
    ['LT', 'LT-01100'],
    ['LU', 'L-1009'],
    ['IE', 'D02 AF30'],
    ['AR', 'C1002AAP'],
    ['AR', '1002'],
  ])('%s has the postal code %s', (country, code) => {
    expect(isPostalCode(code, country)).toBe(true);
  });

  test.each([
    ['GB', 'XX'],
    ['GB', '!!!'],
    ['GB', '20099'],
    ['DE', '2009'],
    ['DE', 'SW1Y 4JH'],
    ['US', '9410'],
    ['FR', '750011'],
    ['CH', '80 01 1'],
  ])('%s has no postal code %s', (country, code) => {
    expect(isPostalCode(code, country)).toBe(false);
  });

  test('every text is accepted for a country without known postal codes', () => {
    expect(isPostalCode('P.O. Box 12', 'AE')).toBe(true);
  });
});
