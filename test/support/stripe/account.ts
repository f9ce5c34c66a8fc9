/** One account at the stand-in: its objects, its events and its time. */
import { type Clock, DAY } from '../../../src/kernel/clock.ts';
import { build, buildEvent, buildMethod, newRef, type StripeObject } from './objects.ts';
import type { Outcome, TestMethod } from './outcomes.ts';

export interface StandInAccountOptions {
  live: boolean;
  clock: Clock;
  /** Permissions that the key lacks, by the beginning of the path: `/v1/refunds`. */
  missing: string[];
}

/** A change that happens by itself after some time. */
interface Due {
  at: number;
  happen(): void;
}

/** An error as Stripe reports it. */
export class StripeFailure extends Error {
  readonly status: number;
  readonly error: object;
  constructor(status: number, error: { type: string; code?: string; message?: string; [field: string]: unknown }) {
    super(error.code ?? error.type);
    this.status = status;
    this.error = error;
  }
}

export const invalid = (code: string, message: string, more: object = {}) =>
  new StripeFailure(400, { type: 'invalid_request_error', code, message, ...more });

export class StandInAccount {
  readonly id: string = newRef('acct');
  readonly live: boolean;
  /** The keys that are valid now. */
  readonly keys = new Set<string>();
  readonly missing: Set<string>;
  readonly objects = new Map<string, StripeObject>();
  /** Oldest first. */
  readonly events: StripeObject[] = [];
  readonly #clock: Clock;
  readonly #outcomes = new Map<string, TestMethod>();
  #due: Due[] = [];

  constructor({ live, clock, missing }: StandInAccountOptions) {
    this.live = live;
    this.#clock = clock;
    this.missing = new Set(missing);
  }

  /** Seconds since 1970, as Stripe counts. */
  now(): number {
    return Math.floor(this.#clock.now().getTime() / 1000);
  }

  add(object: StripeObject): StripeObject {
    this.objects.set(object.id, object);
    return object;
  }

  get(id: string, kind: string, status = 404): StripeObject {
    const found = this.objects.get(id);
    if (found && found.object === kind) return found;
    throw new StripeFailure(status, {
      type: 'invalid_request_error',
      code: 'resource_missing',
      message: `No such ${kind}: '${id}'`,
    });
  }

  all(kind: string): StripeObject[] {
    return [...this.objects.values()].filter(({ object }) => object === kind);
  }

  emit(type: string, object: StripeObject, previous?: object): void {
    const event = buildEvent(type, object, this.now(), this.live);
    if (previous) event.data.previous_attributes = previous;
    this.events.push(event);
  }

  /** Plans a change that happens by itself in some days, at the first request after that. */
  later(days: number, happen: () => void): void {
    this.#due.push({ at: this.now() + (days * DAY) / 1000, happen });
  }

  elapse(): void {
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= this.now()).sort((a, b) => a.at - b.at)[0];
      if (!next) return;
      this.#due = this.#due.filter((one) => one !== next);
      next.happen();
    }
  }

  /** A new payment method as the browser's form makes one. */
  makeMethod(looks: TestMethod, customer: string | null = null): StripeObject {
    const fields = { customer, created: this.now(), livemode: this.live, metadata: {} };
    const method = this.add(buildMethod(looks, fields));
    this.#outcomes.set(method.id, looks);
    return method;
  }

  looksOf(methodId: string): TestMethod {
    return this.#outcomes.get(methodId) ?? { type: 'card', outcome: { kind: 'succeeds' } };
  }

  /** Sets the behavior of the bank from now on. */
  behave(methodId: string, outcome: Outcome): void {
    this.#outcomes.set(methodId, { ...this.looksOf(methodId), outcome });
  }

  /** The bank takes a payment back, or a part of it, or inquires about it. */
  dispute(charge: StripeObject, status: string, reason: string, amount: number = charge.amount): StripeObject {
    charge.disputed = !status.startsWith('warning_');
    const dispute = this.add(
      build('dispute', {
        id: newRef('dp'),
        amount,
        charge: charge.id,
        created: this.now(),
        currency: charge.currency,
        livemode: this.live,
        payment_intent: charge.payment_intent,
        reason,
        status,
      }),
    );
    this.emit('charge.dispute.created', dispute);
    return dispute;
  }
  /** The bank decides a dispute, or begins to review it. */
  changeDispute(dispute: StripeObject, status: string): StripeObject {
    dispute.status = status;
    this.emit(status === 'under_review' ? 'charge.dispute.updated' : 'charge.dispute.closed', dispute);
    return dispute;
  }
}
