/**
 * Rate limits for requesting, mailing and using sign-in links. The counters are rows of the database, so all processes
 * share them and a restart resets none.
 */
import { type Clock, HOUR, SECOND, systemClock } from '../../kernel/clock.ts';
import { networksOf } from '../../kernel/networks.ts';
import { keyedHash, MINIMUM_SECRET_BYTES } from '../../kernel/secrets.ts';
import { countAttempt, type LimitQuery } from './countAttempt.ts';

export interface Limit {
  points: number;
  seconds: number;
}

const QUARTER = 15 * 60;
const ONE_HOUR = 60 * 60;

export const DEFAULT_LIMITS = {
  /** Enough for a person who lost a mail or two; too few to flood an inbox. */
  linkPerAddress: { points: 5, seconds: QUARTER },
  /** Enough for an office behind one address; stops a script that enumerates addresses. */
  linkPerClient: { points: 30, seconds: QUARTER },
  /** Subscribers often hold a /56 of IPv6 (256 clients by our count), and organizations a /48 (65,536). */
  linkPerSite: { points: 60, seconds: QUARTER },
  linkPerOrganization: { points: 240, seconds: QUARTER },
  /**
   * Work for addresses without a customer. Limited separately from mail to customers: requests for invented addresses,
   * from any number of clients, must not block a company's sign-in.
   */
  unknownPerCompany: { points: 1000, seconds: ONE_HOUR },
  unknownGlobal: { points: 5000, seconds: ONE_HOUR },
  /** Mail to customers: above any legitimate rush, low enough to protect the sender's reputation. */
  mailPerCompany: { points: 1000, seconds: ONE_HOUR },
  /** Bounds this installation's cost per hour and the mail provider's view of it. */
  mailGlobal: { points: 10_000, seconds: ONE_HOUR },
  /**
   * Uses of valid links. An embedded portal uses one at each view of the merchant's page, and all people of an office have one
   * address, of which a stranger's tries with invalid tokens must not take the last.
   */
  openPerClient: { points: 600, seconds: QUARTER },
  openPerSite: { points: 1200, seconds: QUARTER },
  openPerOrganization: { points: 4800, seconds: QUARTER },
  /** Room for mistyped codes and prefetching mail programs. The first of two bounds against guessing. */
  consumePerClient: { points: 30, seconds: QUARTER },
  consumePerSite: { points: 60, seconds: QUARTER },
  consumePerOrganization: { points: 240, seconds: QUARTER },
  /**
   * Codes can be guessed from many clients at once: ten tries among half a billion codes, from all clients together.
   */
  consumePerAddress: { points: 10, seconds: QUARTER },
  /** Attempts to add a payment method: enough for mistyped cards, too few to test stolen ones. */
  methodPerSession: { points: 10, seconds: ONE_HOUR },
  methodPerCustomer: { points: 20, seconds: ONE_HOUR },
  /** Requests with a promotion code: enough for every change of a choice, too few to guess codes. */
  promotionPerCustomer: { points: 40, seconds: QUARTER },
} satisfies Record<string, Limit>;

type LimitName = keyof typeof DEFAULT_LIMITS;
/** A counter: its limit's name, and what it counts by. */
type Step = [LimitName, ...string[]];
export type LimitSettings = Record<LimitName, Limit>;
/** `limit` is the full counter's; `first` is true for the first refusal of its window, so that a flood is logged once. */
type Refusal = { allowed: false; limit: LimitName; retryAfterMs: number; first: boolean };
type Verdict = { allowed: true } | Refusal;

/** Each method rejects if the database fails: without counting, nothing is allowed. */
export interface Limits {
  /**
   * Allowed if no counter is full. Known and unknown addresses count alike. A null client is the company's own server,
   * which calls for all of its customers.
   */
  allowLinkRequest(input: { companyId: string; email: string; client: string | null }): Promise<Verdict>;
  /** Takes one mail of the company's and the installation's hourly budget. Call it in the job that sends. */
  allowMail(companyId: string): Promise<boolean>;
  /** Takes the work for one unknown address. Call it in the job that found no customer. */
  allowUnknown(companyId: string): Promise<Verdict>;
  /**
   * Counts one try of a link (by client) or of a short code (by client, company and address). With `valid`, the token is that
   * of a link that can be used, which counts separately.
   */
  allowConsume(input: { client: string; companyId?: string; email?: string; valid?: boolean }): Promise<Verdict>;
  /** Counts one attempt of a customer to add a payment method. */
  allowPaymentMethod(input: { companyId: string; customerId: string; sessionId: string }): Promise<Verdict>;
  /** Counts one request of a customer with a promotion code. */
  allowPromotionCode(input: { companyId: string; customerId: string }): Promise<Verdict>;
  /** Deletes counters that ended more than an hour ago and returns their number; run hourly. */
  sweep(): Promise<number>;
}

const TABLE = 'rate_limit';
const SWEEP_BATCH = 5000;
const SWEEP = `WITH gone AS (
  DELETE FROM "${TABLE}" WHERE key IN (
    SELECT key FROM "${TABLE}" WHERE expire < $1 LIMIT ${SWEEP_BATCH} FOR UPDATE SKIP LOCKED
  ) RETURNING 1
) SELECT count(*)::int AS count FROM gone`;

export function createLimits(options: {
  query: LimitQuery;
  /** Keys the counters' names, so that neither e-mail nor IP addresses are stored. Derived with `deriveKey`. */
  secret: Buffer;
  settings?: Partial<LimitSettings>;
  clock?: Clock;
}): Limits {
  const { query, secret, clock = systemClock } = options;
  if (secret.length < MINIMUM_SECRET_BYTES) throw new Error(`The limits' key needs ${MINIMUM_SECRET_BYTES} bytes.`);
  const settings: LimitSettings = { ...DEFAULT_LIMITS, ...options.settings };

  /**
   * Counts from the narrowest counter to the widest and stops at the first full one. Otherwise the refused requests of
   * one client would use up the budget of a whole company.
   */
  async function count(steps: Step[]): Promise<Verdict> {
    const now = clock.now().getTime();
    const full = await countAttempt(
      query,
      now,
      steps.map(([name, ...parts]) => ({
        key: `${name}:${keyedHash(secret, JSON.stringify([name, ...parts]))}`,
        points: settings[name].points,
        duration: settings[name].seconds * SECOND,
      })),
    );
    if (!full) return { allowed: true };
    const [limit] = steps[full.index] as Step;
    const first = full.points === settings[limit].points + 1;
    return { allowed: false, limit, retryAfterMs: Math.max(full.expire - now, 1), first };
  }

  return {
    async allowLinkRequest({ companyId, email, client }) {
      const own = client === null ? [] : clientSteps('link', client);
      return count([...own, ['linkPerAddress', companyId, sameAddress(email)]]);
    },
    async allowMail(companyId) {
      return (await count([['mailPerCompany', companyId], ['mailGlobal']])).allowed;
    },
    async allowUnknown(companyId) {
      return count([['unknownPerCompany', companyId], ['unknownGlobal']]);
    },
    async allowConsume({ client, companyId, email, valid = false }) {
      const steps = clientSteps(valid ? 'open' : 'consume', client);
      if (companyId !== undefined && email !== undefined) {
        steps.push(['consumePerAddress', companyId, sameAddress(email)]);
      }
      return count(steps);
    },
    async allowPaymentMethod({ companyId, customerId, sessionId }) {
      return count([
        ['methodPerSession', sessionId],
        ['methodPerCustomer', companyId, customerId],
      ]);
    },
    async allowPromotionCode({ companyId, customerId }) {
      return count([['promotionPerCustomer', companyId, customerId]]);
    },
    async sweep() {
      const before = clock.now().getTime() - HOUR; // the hour forgives clocks that differ between machines
      for (let total = 0; ; ) {
        const { rows } = await query(SWEEP, [before]);
        const { count: gone } = rows[0] as { count: number };
        total += gone;
        if (gone < SWEEP_BATCH) return total;
      }
    },
  };
}

/** Spellings of one mailbox share a counter. */
function sameAddress(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase();
}

const PER_NETWORK = { client: 'PerClient', site: 'PerSite', organization: 'PerOrganization' } as const;

/** The counters of a client: one for each of its networks. */
function clientSteps(kind: 'link' | 'open' | 'consume', client: string): Step[] {
  return networksOf(client).map((network) => [`${kind}${PER_NETWORK[network.kind]}`, network.name]);
}
