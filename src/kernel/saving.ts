/** The saving of a price that is billed less often, compared with the same product billed more often. Pure. */
import { averageDays, type Cadence } from './calendar.ts';
import { Fraction } from './money.ts';

/** A price of the product. Amounts are in minor units, per unit and period. */
export interface ComparedPrice {
  readonly unitAmount: bigint;
  readonly cadence: Cadence;
}

export interface Saving<Price> {
  /** The price that it is compared with. */
  readonly comparedWith: Price;
  /** The amount that one unit saves in one period of the price, in minor units. */
  readonly amount: bigint;
  /**
   * `amount` as a share of what `comparedWith` costs over the same time, in basis points, rounded down: no saving is
   * overstated.
   */
  readonly basisPoints: number;
  /** The number of the other price's periods that the saving is worth, if it is a whole number; null otherwise. */
  readonly freePeriods: number | null;
}

/**
 * The number of periods of `shorter` in one of `longer`: 12 months a year. Null unless it is a whole number above 1.
 */
function periodsIn(longer: Cadence, shorter: Cadence): bigint | null {
  const [whole, part] = [averageDays(longer), averageDays(shorter)];
  const times = Fraction.of(whole.num * part.den, whole.den * part.num);
  return times.den === 1n && times.num > 1n ? times.num : null;
}

/**
 * Compares a price with the cheapest of the others whose periods fit into its own a whole number of times. Months and years
 * fit, days and weeks fit, and days never make a month. Returns null if none fits or nothing is saved.
 */
export function savingOf<Price extends ComparedPrice>(
  price: ComparedPrice,
  others: readonly Price[],
): Saving<Price> | null {
  const compared = others.flatMap((other) => {
    const periods = periodsIn(price.cadence, other.cadence);
    return periods === null ? [] : [{ other, cost: other.unitAmount * periods }];
  });
  const [cheapest] = compared.sort((one, two) => (one.cost < two.cost ? -1 : one.cost > two.cost ? 1 : 0));
  if (!cheapest || cheapest.cost <= price.unitAmount) return null;
  const amount = cheapest.cost - price.unitAmount;
  const { unitAmount } = cheapest.other;
  return {
    comparedWith: cheapest.other,
    amount,
    basisPoints: Number((amount * 10_000n) / cheapest.cost),
    freePeriods: amount % unitAmount === 0n ? Number(amount / unitAmount) : null,
  };
}
