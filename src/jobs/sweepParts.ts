import type { Db } from '../db/client.ts';
import type { Queue } from './queue.ts';

/** Parameters of a sweep: a function that finds rows that are due by time and handles them. */
export interface SweepParts {
  db: Db;
  queue: Queue;
  log: { error(fact: object, message: string): void };
  /** Returns true once the sweep must end although rows are still due, because the process stops. */
  enough?: () => boolean;
}
