import type { Db } from '../../../db/client.ts';
import type { Queue } from '../../../jobs/queue.ts';

export interface RenewalParts {
  db: Db;
  queue: Queue;
  log: { error(fact: object, message: string): void };
}
