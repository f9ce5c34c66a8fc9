/**
 * Sends due deliveries. They are rows that any number of processes may claim. An attempt that waits for its receiver
 * holds no database connection, so many can wait at the same time.
 */
import { kindOfId } from '../../kernel/ids.ts';
import { type AttemptParts, attemptDelivery } from './attempt.ts';
import { AT_ONCE_PER_COMPANY, AT_ONCE_PER_ENDPOINT, type Claimed, claimDue, giveBack } from './claim.ts';
import { SendAborted } from './send.ts';

const POLL_MS = 1000;
/** Concurrent attempts in this process, of all companies. The last claim may exceed it by a few. */
const AT_ONCE = 100;
/** The time that running attempts get when the process ends; their claims are released afterwards. */
const GRACE_MS = 2000;

interface DelivererParts extends AttemptParts {
  onUnexpected(error: unknown): void;
  /** Throws if the clock by which deliveries fall due is wrong. */
  verifyClock(): Promise<void>;
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

  /** Polls for due deliveries every second from now on. */
  start(): void {
    this.#timer ??= setInterval(() => this.#poke(), POLL_MS).unref();
  }

  /** Sends until nothing is due and no attempt is running. Returns the number of attempts. */
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
    const { db, clock, verifyClock } = this.#parts;
    await verifyClock();
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

  /** Endpoints and companies at their limit of concurrent attempts. */
  #busy(): string[] {
    const counts = new Map<string, number>();
    for (const { endpointId, companyId } of this.#running.values())
      for (const id of [endpointId, companyId]) counts.set(id, (counts.get(id) ?? 0) + 1);
    const most = (id: string) => (kindOfId(id) === 'Company' ? AT_ONCE_PER_COMPANY : AT_ONCE_PER_ENDPOINT);
    return [...counts].filter(([id, count]) => count >= most(id)).map(([id]) => id);
  }

  /** Never rejects. A delivery whose outcome could not be recorded is due again when its claim expires. */
  async #run(claimed: Claimed): Promise<void> {
    try {
      await attemptDelivery(this.#parts, claimed, this.#stopping.signal);
    } catch (error) {
      if (!(error instanceof SendAborted)) return this.#parts.onUnexpected(error);
      await giveBack(this.#parts.db, claimed).catch(this.#parts.onUnexpected);
    }
  }
}
