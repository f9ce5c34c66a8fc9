/**
 * The embedded sandbox provider: it moves no money and runs inside the process. The token that a payment method was
 * attached with decides its behavior, so that every outcome can be produced by hand and in tests. Its debits settle after
 * their usual days in the time of their company, so a test clock makes them settle at once.
 */
import { randomBytes } from 'node:crypto';
import { DAY } from '../../../../kernel/clock.ts';
import { deriveKey, keyedHash } from '../../../../kernel/secrets.ts';
import { type Capability, type Provider, ProviderInvalid, type ProviderSession } from '../../port.ts';
import { readDispute } from './disputes.ts';
import { factsOfRefund, refund, refundedOf } from './refunds.ts';
import { cancel, capture, confirm, factsOf, findByPaymentId, pay, settleDue } from './sandboxPayments.ts';
import { type SandboxPayment, type SandboxRefund, SandboxState } from './state.ts';
import { methodOf, SANDBOX_TOKENS } from './testMethods.ts';

export interface Sandbox extends Provider {
  /** Every payment that was ever made, for tests: those that succeeded are the money that customers paid. */
  readonly payments: ReadonlyMap<string, SandboxPayment>;
  /** Every refund, for tests. */
  readonly refunds: ReadonlyMap<string, SandboxRefund>;
  readonly detached: ReadonlySet<string>;
  /** The customer's choice in the bank's dialog. Returns false if no payment waits for this confirmation. */
  confirm(secret: string, accepted: boolean): boolean;
}

interface SandboxOptions {
  /** The file that its state is stored in. */
  journal?: string;
  /** The time of a company. */
  timeOf(companyId: string): Promise<Date>;
}

const CARD: Capability = { settles: 'AT_ONCE', holds: true, offSession: true, mandate: false, usualDays: 0 };
const debit = (usualDays: number): Capability => ({
  settles: 'LATER',
  holds: false,
  offSession: true,
  mandate: true,
  usualDays,
});
const CAPABILITIES: Record<string, Capability> = {
  SEPA_DEBIT: debit(5),
  US_BANK_ACCOUNT: debit(4),
  BACS_DEBIT: debit(4),
};
const capabilityOf = (kind: string): Capability => CAPABILITIES[kind] ?? CARD;

/** The time after which the bank returns a debit. */
const RETURNED_AFTER = 35 * DAY;
const random = () => randomBytes(12).toString('hex');

/** Creates a sandbox. `secret` derives its fingerprints. */
export function createSandbox(secret: string, { journal, timeOf }: SandboxOptions): Sandbox {
  const key = deriveKey(secret, 'sandbox-webhook');
  const state = new SandboxState(journal);
  const fingerprintOf = (token: string) => keyedHash(key, token).slice(0, 16);
  return {
    name: 'sandbox',
    get payments() {
      return state.payments;
    },
    get refunds() {
      return state.refunds;
    },
    detached: state.detached,
    confirm: (given, accepted) => confirm(state, given, accepted),
    capability: capabilityOf,
    chargeable: () => ({ step: 1n, minimum: 1n, maximum: 10n ** 14n }),
    dashboardUrl: () => null,
    open: ({ companyId }) => createSession(state, () => timeOf(companyId), fingerprintOf),
  };
}

function createSession(
  state: SandboxState,
  now: () => Promise<Date>,
  fingerprintOf: (token: string) => string,
): ProviderSession {
  const current = async (ref: string): Promise<SandboxPayment> => {
    const payment = state.payments.get(ref);
    if (!payment) throw new ProviderInvalid('The sandbox has no such payment.');
    settleDue(state, payment, { now: (await now()).getTime(), days: daysOf(payment), returnedAfter: RETURNED_AFTER });
    return payment;
  };
  const step = (secret: string) => ({
    provider: 'sandbox',
    kind: 'CONFIRM' as const,
    secret,
    url: null,
    publishableKey: 'sbx_pk_test',
    onAccount: null,
  });
  return {
    check: async () => ({ live: false, accountRef: 'sandbox', missing: [] }),
    ensureCustomer: async ({ customerId }) => `sbx_${customerId}`,
    updateCustomer: async () => {},
    async beginSetup() {
      const setupRef = `sbx_seti_${random()}`;
      return { ...step(setupRef), setupRef };
    },
    async readSetup({ setupRef, customerRef }) {
      const token = Object.hasOwn(SANDBOX_TOKENS, setupRef) ? SANDBOX_TOKENS[setupRef] : undefined;
      if (!token) throw new ProviderInvalid('The sandbox has no such token.');
      const { behavior: _behavior, refused, ...facts } = token;
      const setup = { customerRef, customerId: null, setupRef: null };
      if (refused) return { ...setup, state: 'FAILED', method: null, code: refused };
      const method = { ...facts, ref: `sbx_${setupRef}_${random()}`, fingerprint: fingerprintOf(setupRef) };
      return { ...setup, state: 'DONE', method, code: null };
    },
    async pay(request) {
      const madeAt = (await now()).getTime();
      const lasting = { ref: `sbx_pay_${random()}`, secret: `sbx_secret_${random()}`, madeAt };
      return factsOf(pay(state, request, lasting));
    },
    async find({ paymentId }) {
      const found = findByPaymentId(state, paymentId);
      return found ? factsOf(await current(found.ref)) : null;
    },
    read: async (ref) => factsOf(await current(ref), refundedOf(state, ref)),
    step: async (ref) => step((await current(ref)).secret),
    capture: async (ref, amount) => factsOf(capture(state, ref, amount)),
    cancel: async (ref) => factsOf(cancel(state, await current(ref))),
    refund: async (request) => refund(state, await current(request.paymentRef), request, `sbx_re_${random()}`),
    readRefund: async (ref) => {
      const found = state.refunds.get(ref);
      if (!found) throw new ProviderInvalid('The sandbox has no such refund.');
      return factsOfRefund(state, found);
    },
    readDispute: async (ref) => readDispute(state, ref, await now()),
    readMethod: async (ref) => {
      const method = state.detached.has(ref) ? undefined : methodOf(ref);
      if (!method) return null;
      const { behavior: _behavior, refused: _refused, ...facts } = method;
      return { ...facts, ref, fingerprint: fingerprintOf(ref) };
    },
    detach: async (ref) => state.detach(ref),
    async *payments() {},
    async *signals() {},
    watch: async () => null,
    unwatch: async () => {},
    allowHost: async () => {},
  };
}

const daysOf = ({ request }: SandboxPayment): number =>
  capabilityOf(methodOf(request.methodRef)?.kind ?? 'CARD').usualDays;
