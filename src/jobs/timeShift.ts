import type { Db } from '../db/client.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';

/**
 * Brings waiting jobs forward when a clock is moved by hand (rehearsals, tests). pg-boss uses the database's time; when
 * the clock jumps ahead of it, the start of waiting jobs is moved by the same distance. With the system's clock, as in
 * every production, nothing here touches the database.
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

  /** The instant in the database's time at which the clock will show `instant`. */
  toReal(instant: Date): Date {
    return new Date(instant.getTime() - this.#ahead);
  }

  async followClock(): Promise<void> {
    const ahead = this.#measure();
    // A clock that does not move falls behind the database's; jobs do not wait longer because of it.
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
