/** The source of time. No other file reads the system's clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** The system's time in microseconds, which orders what happens at one instant of a clock that does not move. */
export const microseconds = (): bigint => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000));

/** A clock that only moves when it is advanced, for seeds and tests. */
export class ManualClock implements Clock {
  #now: number;

  constructor(start: Date | string) {
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Moves the clock forward by a number of milliseconds. */
  advance(milliseconds: number): void {
    if (milliseconds < 0) throw new RangeError('A clock never runs backwards.');
    this.#now += milliseconds;
  }

  /** Moves the clock forward to an instant. */
  advanceTo(instant: Date | string): void {
    this.advance(new Date(instant).getTime() - this.#now);
  }
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The instant that lies a number of milliseconds after another. */
export function after(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds);
}
