/**
 * Sends what is due. Deliveries wait as rows, and any number of processes may take them. An attempt that waits for its
 * receiver holds no connection to the database, so that many can wait at the same time.
 */
import { kindOfId } from '../../kernel/ids.ts';
import { type AttemptParts, attemptDelivery } from './attempt.ts';
import { AT_ONCE_PER_COMPANY, AT_ONCE_PER_ENDPOINT, type Claimed, claimDue, giveBack } from './claim.ts';
import { SendAborted } from './send.ts';

const POLL_MS = 1000;
/** Of all companies; the last draw may exceed it by a few. */
const AT_ONCE = 100;
/** What is under way when the process ends has so long; then it is given back. */
const GRACE_MS = 2000;

interface DelivererParts extends AttemptParts {
  onUnexpected(error: unknown): void;
}

export class WebhookDeliverer {
  readonly #parts: DelivererParts;
  readonly #running = new Map<Promise<void>, Claimed>();
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #looking: Promise<number> | undefined;
  #lookAgain = false;

  constructor(parts: DelivererParts) {
    this.#parts = parts;
  }

  /** Looks for due deliveries about every second from now on. */
  start(): void {
    this.#timer ??= setInterval(() => this.#poke(), POLL_MS).unref();
  }

  /** Sends until nothing is due and nothing under way. Answers how many attempts there were. */
  async runAll(): Promise<number> {
    let attempts = 0;
    while (!this.#stopped) {
      await this.#looking;
      const started = await this.#startDue();
      attempts += started;
      if (this.#running.size > 0) await Promise.race(this.#running.keys());
      else if (started === 0) break;
    }
    return attempts;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking?.catch(() => {});
    const timer = setTimeout(() => this.#stopping.abort(), GRACE_MS);
    await Promise.allSettled(this.#running.keys());
    clearTimeout(timer);
  }

  #poke(): void {
    this.#lookAgain = true;
    if (this.#looking || this.#stopped) return;
    this.#lookAgain = false;
    this.#looking = this.#startDue()
      .catch((error: unknown) => {
        this.#parts.onUnexpected(error);
        return 0;
      })
      .finally(() => {
        this.#looking = undefined;
        if (this.#lookAgain) this.#poke();
      });
  }

  async #startDue(): Promise<number> {
    const room = AT_ONCE - this.#running.size;
    if (room <= 0 || this.#stopped) return 0;
    const { db, clock } = this.#parts;
    const claimed = await claimDue(db, clock.now(), Math.ceil(room / AT_ONCE_PER_ENDPOINT), this.#busy());
    for (const one of claimed) {
      const run = this.#run(one).finally(() => {
        this.#running.delete(run);
        if (this.#timer) this.#poke();
      });
      this.#running.set(run, one);
    }
    return claimed.length;
  }

  /** Endpoints and companies that have as many attempts under way as they may. */
  #busy(): string[] {
    const counts = new Map<string, number>();
    for (const { endpointId, companyId } of this.#running.values())
      for (const id of [endpointId, companyId]) counts.set(id, (counts.get(id) ?? 0) + 1);
    const most = (id: string) => (kindOfId(id) === 'Company' ? AT_ONCE_PER_COMPANY : AT_ONCE_PER_ENDPOINT);
    return [...counts].filter(([id, count]) => count >= most(id)).map(([id]) => id);
  }

  /** Never rejects. What could not be recorded is due again when its claim has passed. */
  async #run(claimed: Claimed): Promise<void> {
    try {
      await attemptDelivery(this.#parts, claimed, this.#stopping.signal);
    } catch (error) {
      if (!(error instanceof SendAborted)) return this.#parts.onUnexpected(error);
      await giveBack(this.#parts.db, claimed).catch(this.#parts.onUnexpected);
    }
  }
}
