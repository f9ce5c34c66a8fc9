import type { Db } from '../db/client.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';

/**
 * Lets a clock that is moved by hand (rehearsals, tests) carry the waiting jobs along. pg-boss lives in the database's
 * time; when the clock leaps ahead of it, waiting jobs are brought forward by the same leap. With the system's clock,
 * which is every production, nothing here touches the database.
 */
export class TimeShift {
  readonly #db: Db;
  readonly #schema: string;
  readonly #clock: Clock;
  #ahead: number;

  constructor(db: Db, schema: string, clock: Clock) {
    this.#db = db;
    this.#schema = schema;
    this.#clock = clock;
    this.#ahead = this.#measure();
  }

  /** The database's instant at which the clock will show `instant`. */
  toReal(instant: Date): Date {
    return new Date(instant.getTime() - this.#ahead);
  }

  async followClock(): Promise<void> {
    const ahead = this.#measure();
    // A clock that stands still falls behind; jobs do not wait for it longer than they were told to.
    if (ahead <= this.#ahead) return;
    const leap = ahead - this.#ahead;
    this.#ahead = ahead;
    await this.#db.raw.query(
      `UPDATE ${this.#schema}.job SET start_after = start_after - $1::float8 * interval '1 millisecond' WHERE state < 'active'`,
      [leap],
    );
  }

  #measure(): number {
    return this.#clock === systemClock ? 0 : this.#clock.now().getTime() - systemClock.now().getTime();
  }
}
