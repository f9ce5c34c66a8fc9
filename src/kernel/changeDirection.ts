/** Classifies a change of an item as an upgrade, a downgrade or neither. */
import { averageDays, type Cadence } from './calendar.ts';
import { Fraction } from './money.ts';

/** NEUTRAL: the price per day is equal. */
export type ChangeDirection = 'UPGRADE' | 'DOWNGRADE' | 'NEUTRAL';

/** A price × quantity for a whole period, exactly after discount, with the length of the period. */
export interface PeriodValue {
  readonly net: Fraction;
  readonly cadence: Cadence;
}

const perDay = ({ net, cadence }: PeriodValue): Fraction => {
  const days = averageDays(cadence);
  return Fraction.of(net.num * days.den, net.den * days.num);
};

/**
 * A downgrade lowers the price per day, an upgrade raises it: price × quantity of a whole period after discount, divided by
 * the average days of its interval, compared exactly.
 *
 * Rule: an equal price per day is neither, whatever the interval: 10.00 a month and 120.00 a year are even, 100.00 a year
 * instead of 10.00 a month is a downgrade.
 */
export function changeDirection(old: PeriodValue, next: PeriodValue): ChangeDirection {
  const order = Fraction.compare(perDay(next), perDay(old));
  return order > 0 ? 'UPGRADE' : order < 0 ? 'DOWNGRADE' : 'NEUTRAL';
}
