/** The memory of the sandbox provider: payments and detached methods, rebuilt from its journal. */
import type { PaymentFacts, PayRequest } from '../../port.ts';
import type { RefundFacts, RefundRequest } from '../../reversals.ts';
import { fileJournal, memoryJournal } from './journal.ts';

export interface SandboxPayment extends Pick<PaymentFacts, 'ref' | 'state' | 'captured' | 'failure' | 'returned'> {
  request: Pick<PayRequest, 'paymentId' | 'key' | 'customerRef' | 'methodRef' | 'amount' | 'currency' | 'take'>;
  /** Opens the dialog in which the customer confirms. */
  secret: string;
  /** In milliseconds since 1970. */
  madeAt: number;
}
export interface SandboxRefund extends Pick<RefundFacts, 'ref' | 'state' | 'code'> {
  request: RefundRequest;
}
type Change = Partial<Pick<SandboxPayment, 'state' | 'captured' | 'failure' | 'returned'>>;

/** The lines that versions before 0.2 wrote. */
type OldEntry =
  | {
      key: string;
      result: { outcome: string; ref?: string };
      request: { customerRef: string; methodRef: string; amount: bigint; currency: string };
    }
  | { ref: string; state: 'authorized' | 'captured' | 'canceled' | 'failed' };

type Entry =
  | { made: SandboxPayment }
  | { ref: string; change: Change }
  | { detached: string }
  | { refunded: SandboxRefund }
  | OldEntry;

export class SandboxState {
  readonly detached = new Set<string>();
  readonly #byKey = new Map<string, SandboxPayment>();
  readonly #payments = new Map<string, SandboxPayment>();
  readonly #refunds = new Map<string, SandboxRefund>();
  readonly #journal;

  /** With a journal file, the state survives restarts and is shared between processes. */
  constructor(file: string | undefined) {
    this.#journal = file ? fileJournal<Entry>(file) : memoryJournal<Entry>();
    this.#catchUp();
  }

  get payments(): ReadonlyMap<string, SandboxPayment> {
    this.#catchUp();
    return this.#payments;
  }

  /** The payment that an idempotency key has already made. */
  madeBy(key: string): SandboxPayment | undefined {
    this.#catchUp();
    return this.#byKey.get(key);
  }

  make(payment: SandboxPayment): SandboxPayment {
    this.#record({ made: payment });
    // Of two processes that use one key at the same time, the first has made the payment.
    return this.#byKey.get(payment.request.key) ?? payment;
  }

  change(ref: string, change: Change): void {
    this.#record({ ref, change });
  }

  /** Refunds by their references. */
  get refunds(): ReadonlyMap<string, SandboxRefund> {
    this.#catchUp();
    return this.#refunds;
  }

  /** Records a refund, or returns the one that its key has made. */
  refund(refund: SandboxRefund): SandboxRefund {
    const made = () => [...this.refunds.values()].find(({ request }) => request.key === refund.request.key);
    if (!made()) this.#record({ refunded: refund });
    return made() ?? refund;
  }

  detach(ref: string): void {
    this.#record({ detached: ref });
  }

  #record(entry: Entry): void {
    this.#journal.append(entry);
    this.#catchUp();
  }

  #catchUp(): void {
    for (const entry of this.#journal.news()) this.#apply(entry);
  }

  #apply(entry: Entry): void {
    if ('detached' in entry) {
      this.detached.add(entry.detached);
    } else if ('refunded' in entry) {
      const { refunded } = entry;
      const known = [...this.#refunds.values()].some(({ request }) => request.key === refunded.request.key);
      if (!known) this.#refunds.set(refunded.ref, refunded);
    } else if ('made' in entry) {
      const { made } = entry;
      if (this.#byKey.has(made.request.key)) return;
      this.#byKey.set(made.request.key, { ...made });
      this.#payments.set(made.ref, this.#byKey.get(made.request.key) ?? made);
    } else if ('change' in entry) {
      const payment = this.#payments.get(entry.ref);
      if (payment) Object.assign(payment, entry.change);
    } else {
      this.#applyOld(entry);
    }
  }

  #applyOld(entry: OldEntry): void {
    if ('state' in entry) {
      const payment = this.#payments.get(entry.ref);
      if (!payment) return;
      const captured = entry.state === 'captured' ? payment.request.amount : 0n;
      Object.assign(payment, { state: NEW_STATE[entry.state], captured });
    } else if (entry.result.ref) {
      const request = { ...entry.request, key: entry.key, paymentId: '', take: 'HOLD' } as const;
      const { ref } = entry.result;
      const made = { captured: 0n, failure: null, returned: false, secret: '', madeAt: 0 };
      this.#payments.set(ref, { ...made, ref, request, state: 'HELD' });
    }
  }
}

const NEW_STATE = { authorized: 'HELD', captured: 'SUCCEEDED', canceled: 'CANCELED', failed: 'CANCELED' } as const;
