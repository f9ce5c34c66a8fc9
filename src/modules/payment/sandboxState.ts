/** The memory of the sandbox provider: authorizations and detached methods, rebuilt from its journal. */
import type { AuthorizationRequest, AuthorizationResult } from './gateway.ts';
import { fileJournal, memoryJournal } from './sandboxJournal.ts';

export interface SandboxAuthorization {
  ref: string;
  request: AuthorizationRequest;
  state: 'authorized' | 'captured' | 'canceled' | 'failed';
}

type Entry =
  | { key: string; result: AuthorizationResult; request: AuthorizationRequest }
  | { ref: string; state: SandboxAuthorization['state'] }
  | { detached: string };

export class SandboxState {
  readonly detached = new Set<string>();
  readonly #byKey = new Map<string, AuthorizationResult>();
  readonly #authorizations = new Map<string, SandboxAuthorization>();
  readonly #journal;

  /** With a journal file, the state survives restarts and is shared between processes. */
  constructor(file: string | undefined) {
    this.#journal = file ? fileJournal<Entry>(file) : memoryJournal<Entry>();
    this.#catchUp();
  }

  get authorizations(): ReadonlyMap<string, SandboxAuthorization> {
    this.#catchUp();
    return this.#authorizations;
  }

  /** The result that an idempotency key has already returned. */
  resultOf(idempotencyKey: string): AuthorizationResult | undefined {
    this.#catchUp();
    return this.#byKey.get(idempotencyKey);
  }

  record(entry: Entry): void {
    this.#journal.append(entry);
    this.#catchUp();
  }

  #catchUp(): void {
    for (const entry of this.#journal.news()) this.#apply(entry);
  }

  #apply(entry: Entry): void {
    if ('detached' in entry) {
      this.detached.add(entry.detached);
      return;
    }
    if ('state' in entry) {
      const authorization = this.#authorizations.get(entry.ref);
      if (authorization) authorization.state = entry.state;
      return;
    }
    const { key, request, result } = entry;
    this.#byKey.set(key, result);
    if (result.outcome === 'authorized')
      this.#authorizations.set(result.ref, { ref: result.ref, request, state: 'authorized' });
  }
}
