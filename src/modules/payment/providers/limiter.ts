/**
 * Limits the rate of requests to a provider: a bucket for each account and one for each endpoint of it. Requests wait in
 * two lanes, so that a customer who waits overtakes the renewals of a thousand others.
 */
import { ProviderDown } from '../port.ts';

/** `PRESENT`: a person waits for the response. `BACKGROUND`: a job or a sweep. */
export type Lane = 'PRESENT' | 'BACKGROUND';

interface Bucket {
  tokens: number;
  filledAt: number;
}

interface Waiting {
  endpoint: string;
  since: number;
  start(): void;
  refuse(error: ProviderDown): void;
}

export interface LimiterOptions {
  /** Requests per second of the account. */
  perSecond: number;
  /** Requests per second to one endpoint. */
  perEndpoint: number;
  /** The most requests that wait; further ones are refused, and their callers try later. */
  maximumWaiting?: number;
  /** A monotonic time in milliseconds, and a timer; replaced in tests. */
  now?(): number;
  after?(milliseconds: number, then: () => void): void;
}

const MAXIMUM_WAITING = 500;
/** A request that has waited for this long is refused, because its caller has a deadline. */
const MAXIMUM_WAIT_MS = 4_000;
/** Background requests leave a part of the burst to people. */
const RESERVED_FOR_PEOPLE = 0.5;
/**
 * A bucket holds a fifth of a second's requests, and refills with the other four fifths per second, so that no second
 * has more than the limit.
 */
const BURST = 0.2;

export class Limiter {
  readonly #options: Required<LimiterOptions>;
  readonly #buckets = new Map<string, Bucket>();
  readonly #lanes: Record<Lane, Waiting[]> = { PRESENT: [], BACKGROUND: [] };
  #timer = false;
  #pausedUntil = 0;

  constructor(options: LimiterOptions) {
    this.#options = {
      maximumWaiting: MAXIMUM_WAITING,
      now: () => performance.now(),
      after: (milliseconds, then) => void setTimeout(then, milliseconds).unref(),
      ...options,
    };
  }

  /** Runs the request when its turn comes. Throws `ProviderDown` (not sent) if too many wait, or for too long. */
  async run<T>(lane: Lane, endpoint: string, request: () => Promise<T>): Promise<T> {
    await new Promise<void>((resolve, reject) => {
      if (this.#lanes[lane].length >= this.#options.maximumWaiting) return reject(new ProviderDown('NO', 1000));
      this.#lanes[lane].push({ endpoint, since: this.#options.now(), start: resolve, refuse: reject });
      this.#serve();
    });
    return await request();
  }

  /** Sends nothing for a time, because the provider requires it. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.now() + milliseconds);
  }

  #serve(): void {
    const now = this.#options.now();
    if (now >= this.#pausedUntil) for (const lane of ['PRESENT', 'BACKGROUND'] as const) this.#startAll(lane, now);
    for (const lane of ['PRESENT', 'BACKGROUND'] as const) this.#refuseLate(lane, now);
    const waiting = this.#lanes.PRESENT.length + this.#lanes.BACKGROUND.length;
    if (waiting === 0 || this.#timer) return;
    this.#timer = true;
    const wait = Math.min(MAXIMUM_WAIT_MS, Math.max(1000 / this.#options.perSecond, this.#pausedUntil - now));
    this.#options.after(wait, () => {
      this.#timer = false;
      this.#serve();
    });
  }

  #startAll(lane: Lane, now: number): void {
    const { perSecond, perEndpoint } = this.#options;
    const reserve = lane === 'BACKGROUND' ? perSecond * BURST * RESERVED_FOR_PEOPLE : 0;
    this.#lanes[lane] = this.#lanes[lane].filter(({ endpoint, start }) => {
      const account = this.#bucket('account', perSecond, now);
      const own = this.#bucket(`endpoint ${endpoint}`, perEndpoint, now);
      if (account.tokens < 1 + reserve || own.tokens < 1) return true;
      account.tokens -= 1;
      own.tokens -= 1;
      start();
      return false;
    });
  }

  #refuseLate(lane: Lane, now: number): void {
    const isLate = ({ since }: Waiting) => now - since > MAXIMUM_WAIT_MS;
    for (const { refuse } of this.#lanes[lane].filter(isLate)) refuse(new ProviderDown('NO', 1000));
    this.#lanes[lane] = this.#lanes[lane].filter((one) => !isLate(one));
  }

  #bucket(name: string, rate: number, now: number): Bucket {
    const size = Math.max(1, rate * BURST);
    const bucket = this.#buckets.get(name) ?? { tokens: size, filledAt: now };
    bucket.tokens = Math.min(size, bucket.tokens + ((now - bucket.filledAt) / 1000) * (rate - size));
    bucket.filledAt = now;
    this.#buckets.set(name, bucket);
    return bucket;
  }
}
