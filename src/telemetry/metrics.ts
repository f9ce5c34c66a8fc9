/** Metrics for Prometheus. Labels have few values: names that this program chose, never one that a caller submitted. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome, RequestRecord } from './requestRecord.ts';

/** Work that waits at the moment of a scrape. */
export interface Backlog {
  jobs: { job: string; state: string; count: number }[];
  /** Subscriptions whose renewal is late by more than a minute. */
  overdueRenewals: number;
  pendingWebhooks: number;
  /** Null without a pool, as on the embedded database. */
  connections: { total: number; idle: number; waiting: number } | null;
}

export interface JobRun {
  job: string;
  outcome: 'ok' | 'retried' | 'failed';
  milliseconds: number;
}

export interface WebhookAttemptFact {
  delivered: boolean;
  milliseconds: number;
}

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const JOB_SECONDS = [0.01, 0.05, 0.25, 1, 5, 15, 60];

export class Metrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  readonly #registry = new Registry();
  readonly #operations: ReadonlySet<string>;
  readonly #requests: Counter<'route' | 'kind' | 'operation' | 'outcome'>;
  readonly #errors: Counter<'code'>;
  readonly #requestSeconds: Histogram<'route' | 'kind'>;
  readonly #jobRuns: Counter<'job' | 'outcome'>;
  readonly #jobSeconds: Histogram<'job'>;
  readonly #renewals: Counter<'outcome'>;
  readonly #webhooks: Counter<'outcome'>;
  readonly #webhookSeconds: Histogram;
  readonly #waiting: Gauge<'job' | 'state'>;
  readonly #overdue: Gauge;
  readonly #pending: Gauge;
  readonly #connections: Gauge<'state'>;

  /** `operations`: the names that may be a label's value; others are counted as `other`. */
  constructor(operations: Iterable<string> = []) {
    this.#operations = new Set(operations);
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
      new Counter({ name: `portico_${name}`, help, labelNames, registers });
    const histogram = <L extends string>(name: string, help: string, labelNames: L[], buckets: number[]) =>
      new Histogram({ name: `portico_${name}`, help, labelNames, buckets, registers });
    const gauge = <L extends string>(name: string, help: string, labelNames: L[]) =>
      new Gauge({ name: `portico_${name}`, help, labelNames, registers });
    this.#requests = counter('requests_total', 'Requests by route, kind and name of the operation, and outcome.', [
      ...(['route', 'kind', 'operation', 'outcome'] as const),
    ]);
    this.#errors = counter('request_errors_total', 'Error codes in responses, expected failures included.', ['code']);
    this.#requestSeconds = histogram(
      'request_duration_seconds',
      'Time until a response was ready.',
      ['route', 'kind'],
      REQUEST_SECONDS,
    );
    this.#jobRuns = counter('job_runs_total', 'Runs of jobs by outcome.', ['job', 'outcome']);
    this.#jobSeconds = histogram('job_duration_seconds', 'Time that a run of a job took.', ['job'], JOB_SECONDS);
    this.#renewals = counter('renewals_total', 'Renewal steps that were done, and passes that failed.', ['outcome']);
    this.#webhooks = counter('webhook_attempts_total', 'Attempts to deliver a webhook.', ['outcome']);
    this.#webhookSeconds = histogram('webhook_attempt_duration_seconds', 'Time that an attempt took.', [], JOB_SECONDS);
    this.#waiting = gauge('jobs', 'Jobs in the queue that are not finished.', ['job', 'state']);
    this.#overdue = gauge('renewals_overdue', 'Subscriptions whose renewal is late by more than a minute.', []);
    this.#pending = gauge('webhook_deliveries_pending', 'Webhook deliveries that wait for an attempt.', []);
    this.#connections = gauge('database_connections', 'Connections of the database pool.', ['state']);
  }

  requestServed({ route, operationKind, operationName = '', codes }: RequestRecord, outcome: Outcome, seconds: number) {
    const kind = operationKind ?? 'none';
    const operation = kind === 'none' ? 'none' : this.#operations.has(operationName) ? operationName : 'other';
    this.#requests.inc({ route, kind, operation, outcome });
    this.#requestSeconds.observe({ route, kind }, seconds);
    for (const code of codes) this.#errors.inc({ code });
  }

  jobRan({ job, outcome, milliseconds }: JobRun): void {
    this.#jobRuns.inc({ job, outcome });
    this.#jobSeconds.observe({ job }, milliseconds / 1000);
  }

  renewalsDone(steps: number): void {
    this.#renewals.inc({ outcome: 'done' }, steps);
  }

  renewalsFailed(): void {
    this.#renewals.inc({ outcome: 'failed' });
  }

  webhookAttempted({ delivered, milliseconds }: WebhookAttemptFact): void {
    this.#webhooks.inc({ outcome: delivered ? 'delivered' : 'failed' });
    this.#webhookSeconds.observe(milliseconds / 1000);
  }

  /** All metrics in Prometheus' text format. `backlog` is read for this scrape. */
  async scrape(backlog: Backlog): Promise<string> {
    this.#waiting.reset();
    for (const { job, state, count } of backlog.jobs) this.#waiting.set({ job, state }, count);
    this.#overdue.set(backlog.overdueRenewals);
    this.#pending.set(backlog.pendingWebhooks);
    if (backlog.connections) {
      const { total, idle, waiting } = backlog.connections;
      this.#connections.set({ state: 'busy' }, total - idle);
      this.#connections.set({ state: 'idle' }, idle);
      this.#connections.set({ state: 'waiting' }, waiting);
    }
    return this.#registry.metrics();
  }
}
