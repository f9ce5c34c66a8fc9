/**
 * The general limit of requests, besides the limits of sign-in: callers without a valid credential by their network, and
 * portal sessions by session. API keys have none: a merchant who floods the server pays for it with the key.
 * The counters are in memory and bounded, because a request that is refused must not cost a statement.
 */
import { createHash } from 'node:crypto';
import { type Network, networksOf } from '../kernel/networks.ts';
import { Recent } from '../kernel/recent.ts';

/** Points that a counter holds at most, and how many it regains each second. */
interface Allowance {
  points: number;
  perSecond: number;
}

/**
 * A request costs one point, and one more for each started thousand characters. Signing in on the hosted page costs about
 * twelve; the offices and mobile networks behind one IPv4 address are many customers.
 */
export const DEFAULT_CLIENT_LIMITS = {
  client: { points: 300, perSecond: 5 },
  site: { points: 600, perSecond: 10 },
  organization: { points: 2400, perSecond: 40 },
  session: { points: 1200, perSecond: 20 },
} satisfies Record<Network['kind'] | 'session', Allowance>;

export type ClientLimitSettings = Record<keyof typeof DEFAULT_CLIENT_LIMITS, Allowance>;

/** The points of a request with a refused credential: it was looked up. */
export const REFUSED_CREDENTIAL = 3;
/** The most counters that are remembered. The one that was used least recently is forgotten. */
const MAXIMUM_COUNTERS = 20_000;
const MAXIMUM_KNOWN_CREDENTIALS = 5000;

interface Counter {
  left: number;
  at: number;
}

export class ClientLimits {
  readonly #settings: ClientLimitSettings;
  readonly #counters = new Recent<Counter>(MAXIMUM_COUNTERS);
  readonly #known = new Recent<true>(MAXIMUM_KNOWN_CREDENTIALS);

  constructor(settings: ClientLimitSettings = DEFAULT_CLIENT_LIMITS) {
    this.#settings = settings;
  }

  /** Seconds until a client may send another request with this credential, before it is looked up; 0 if it may now. */
  waitBefore(client: string, credential: string | null): number {
    const wait = Math.max(...networksOf(client).map(({ kind, name }) => this.#wait(this.#counter(kind, name), kind)));
    return wait > 0 && credential !== null && this.#isKnown(credential) ? 0 : wait;
  }

  /** Takes points of all networks of a client. */
  takeOf(client: string, points: number): void {
    for (const { kind, name } of networksOf(client)) this.#counter(kind, name).left -= points;
  }

  /**
   * Takes points from the allowance of a session and returns 0. If the allowance is used up, takes nothing and returns the
   * seconds until there is some again.
   */
  takeOfSession(sessionId: string, points: number): number {
    const counter = this.#counter('session', sessionId);
    const wait = this.#wait(counter, 'session');
    if (wait === 0) counter.left -= points;
    return wait;
  }

  /** Remembers a valid credential: it is looked up even while its network sends too many invalid ones. */
  remember(credential: string): void {
    this.#known.set(digest(credential), true);
  }

  #isKnown(credential: string): boolean {
    return this.#known.get(digest(credential)) ?? false;
  }

  #counter(kind: keyof ClientLimitSettings, name: string): Counter {
    const { points, perSecond } = this.#settings[kind];
    const key = `${kind} ${name}`;
    const now = performance.now();
    const counter = this.#counters.get(key);
    if (!counter) {
      const fresh = { left: points, at: now };
      this.#counters.set(key, fresh);
      return fresh;
    }
    counter.left = Math.min(points, counter.left + ((now - counter.at) / 1000) * perSecond);
    counter.at = now;
    return counter;
  }

  #wait({ left }: Counter, kind: keyof ClientLimitSettings): number {
    return left >= 1 ? 0 : Math.ceil((1 - left) / this.#settings[kind].perSecond);
  }
}

const digest = (credential: string) => createHash('sha256').update(credential).digest('base64');
