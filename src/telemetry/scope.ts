/** Which request or job the running code belongs to, so that every line of the log can say so. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestRecord } from './requestRecord.ts';

/** Fields that every line of the log carries within the scope. */
export type ScopeFields = { requestId: string } | { job: string; jobId: string };

interface Scope {
  fields: ScopeFields;
  request?: RequestRecord;
}

const scopes = new AsyncLocalStorage<Scope | undefined>();

/** Runs `work` as a part of a request. */
export function inRequest<T>(request: RequestRecord, work: () => T): T {
  return scopes.run({ fields: { requestId: request.id }, request }, work);
}

/** Runs `work` as a part of a job. */
export function inJob<T>(job: { job: string; jobId: string }, work: () => T): T {
  return scopes.run({ fields: job }, work);
}

/** Runs `work` outside any scope. For work that a request starts and that serves others, too, such as the job queue. */
export function outsideScopes<T>(work: () => T): T {
  return scopes.run(undefined, work);
}

export const scopeFields = (): ScopeFields | undefined => scopes.getStore()?.fields;

/** The request that the running code belongs to; undefined in jobs and timers. */
export const currentRequest = (): RequestRecord | undefined => scopes.getStore()?.request;
