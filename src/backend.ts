/** The parts that work without HTTP: limits, the job queue, event streams, webhooks, and what falls due by time. */
import type { Logger } from 'pino';
import type { Db } from './db/client.ts';
import { ClocksDisagree, createClockGuard } from './db/clockGuard.ts';
import { isUnavailable } from './db/unavailable.ts';
import { openQueue, type Queue } from './jobs/queue.ts';
import type { Clock } from './kernel/clock.ts';
import type { Keys } from './kernel/keys.ts';
import { DEFAULT_RETENTION, type Retention } from './kernel/retention.ts';
import { safeError } from './kernel/safeError.ts';
import type { Mailer } from './mail/mailer.ts';
import { stillValidKeys } from './modules/company/authenticateApiKey.ts';
import { keepPositionsGrowing } from './modules/event/positions.ts';
import { EventStreams } from './modules/event/streams.ts';
import { markBroken } from './modules/payment/accounts/accountHealth.ts';
import { companyProviders } from './modules/payment/accounts/companyProviders.ts';
import { createAdapters } from './modules/payment/accounts/createAdapters.ts';
import { createAccountSessions } from './modules/payment/accounts/openAccount.ts';
import type { ProviderOf } from './modules/payment/providerOf.ts';
import { type ResolveTxt, systemResolveTxt } from './modules/portal/domains/domainProof.ts';
import { createLimits, type LimitSettings } from './modules/signIn/rateLimits.ts';
import type { TaxIdRegister } from './modules/tax/register.ts';
import { WebhookDeliverer } from './modules/webhook/deliverer.ts';
import { systemResolve, type WebhookPolicy } from './modules/webhook/target.ts';
import { JOB_LIMITS, jobBatches, jobHandlers, whatFallsDue } from './schedule.ts';
import type { Metrics } from './telemetry/metrics.ts';

export interface BackendOptions {
  /** Opened and migrated. */
  db: Db;
  clock: Clock;
  mailer: Mailer;
  /** The payment provider of companies that have connected none. */
  providerOf: ProviderOf;
  keys: Keys;
  /** The address of a stand-in of Stripe's API on this machine; Stripe's own by default. */
  stripeApiBase?: string | undefined;
  log: Logger;
  publicUrl: string;
  /** Looks TXT records up; the system's DNS by default. */
  resolveTxt?: ResolveTxt;
  /** The register of tax ids; without one their status stays `PENDING`. */
  taxIdRegister?: TaxIdRegister;
  limits?: Partial<LimitSettings>;
  /** Where webhooks may go, by default to public addresses by HTTPS alone, and how long a receiver may take. */
  webhooks?: Partial<WebhookPolicy> & { timeoutMs?: number };
  /** How long events, sign-ins and the security log are retained; each has a default. */
  retention?: Partial<Retention>;
  /** Records metrics, if given. */
  metrics?: Metrics | null;
}

export type Backend = Awaited<ReturnType<typeof createBackend>>;

export async function createBackend(options: BackendOptions) {
  const { db, clock, mailer, keys, log, publicUrl, metrics } = options;
  const resolveTxt = options.resolveTxt ?? systemResolveTxt();
  await keepPositionsGrowing(db);
  const limits = createLimits({
    query: (text, values) => db.raw.query(text, values),
    secret: keys.secretFor('limits'),
    settings: options.limits,
    clock,
  });
  const onUnexpected = (error: unknown) => {
    // The guard of the clocks has its own line in the log.
    if (error instanceof ClocksDisagree) return;
    if (isUnavailable(error)) log.warn({ err: safeError(error) }, 'The database is out of reach or overloaded.');
    else log.error({ err: safeError(error) }, 'An operation failed unexpectedly.');
  };
  const clockGuard = createClockGuard({ db, clock, log });
  const retention = { ...DEFAULT_RETENTION, ...options.retention };
  const adapters = createAdapters({ clock, stripeApiBase: options.stripeApiBase });
  const accountSessions = createAccountSessions({
    ...{ db, keys, adapters },
    onRefused: (row) => markBroken({ db, queue }, row, clock.now()),
  });
  const providerOf = companyProviders(accountSessions, options.providerOf);
  const parts = { db, clock, keys, providerOf, accountSessions, limits, mailer, publicUrl, log, retention };
  const queue: Queue = await openQueue({
    db,
    log,
    clock,
    limits: JOB_LIMITS,
    handlers: jobHandlers(parts, () => queue),
    batches: jobBatches(parts, () => queue),
    onRun: (run) => metrics?.jobRan(run),
    verifyClock: clockGuard.verify,
  });
  const { timeoutMs, ...allowed } = options.webhooks ?? {};
  const webhookPolicy = { privateAddresses: false, plainHttp: false, resolve: systemResolve, ...allowed };
  return {
    ...{ limits, onUnexpected, queue, adapters, accountSessions, providerOf, webhookPolicy, resolveTxt, clockGuard },
    eventStreams: new EventStreams({ db, stillValid: (ids) => stillValidKeys(db, ids, clock.now()), onUnexpected }),
    webhooks: new WebhookDeliverer({
      ...{ db, queue, clock, keys, onUnexpected, timeoutMs },
      policy: webhookPolicy,
      verifyClock: clockGuard.verify,
      onAttempt(attempt) {
        metrics?.webhookAttempted(attempt);
        log.info(attempt, 'A webhook was attempted.');
      },
    }),
    due: whatFallsDue({ ...parts, queue, resolveTxt, taxIdRegister: options.taxIdRegister ?? null }),
    background: createBackground(onUnexpected),
  };
}

/** Work that no response waits for, so that closing can. */
function createBackground(onUnexpected: (error: unknown) => void) {
  const running = new Set<Promise<unknown>>();
  return {
    add(work: Promise<unknown>): void {
      const tracked = work.catch(onUnexpected).finally(() => running.delete(tracked));
      running.add(tracked);
    },
    settled: () => Promise.allSettled(running),
  };
}
