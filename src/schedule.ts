/** Everything that runs later: one table of jobs with their senders and handlers, and the sweeps that find due rows. */
import type { Logger } from 'pino';
import type { Db } from './db/client.ts';
import type { QueueLimits } from './jobs/boss.ts';
import type { Queue } from './jobs/queue.ts';
import type { JobBatches, JobHandlers } from './jobs/runner.ts';
import type { Clock } from './kernel/clock.ts';
import type { Keys } from './kernel/keys.ts';
import type { Retention } from './kernel/retention.ts';
import type { Mailer } from './mail/mailer.ts';
import { DISPUTE_FOUND_JOB, PAYMENT_FAILED_JOB } from './modules/charge/applyFacts.ts';
import { PAYMENT_DISPUTED_JOB } from './modules/charge/dispute/applyDispute.ts';
import { disputeSignal } from './modules/charge/dispute/disputeSignal.ts';
import { followFoundDispute } from './modules/charge/dispute/followDispute.ts';
import { sweepDisputes } from './modules/charge/dispute/sweepDisputes.ts';
import { paymentSignal } from './modules/charge/paymentSignal.ts';
import { reconcileDue } from './modules/charge/reconcile/reconcileDue.ts';
import { refundSignal } from './modules/charge/refund/refundSignal.ts';
import { sweepRefunds } from './modules/charge/refund/sweepRefunds.ts';
import { sweepPayments } from './modules/charge/sweepPayments.ts';
import { applyDisputeAction } from './modules/collection/applyDisputeAction.ts';
import { chaseSentInvoices } from './modules/collection/chaseSentInvoices.ts';
import { collectInvoice } from './modules/collection/collectInvoice.ts';
import { recordFailedPayment } from './modules/collection/recordFailure.ts';
import { recoverSubscription } from './modules/collection/recoverSubscription.ts';
import { retryDue, retryPastDue } from './modules/collection/retry.ts';
import { collectInSets, LARGEST_SET } from './modules/collection/sets/collectInSets.ts';
import { MAIL_LIMITS } from './modules/customer/mail.ts';
import { CARD_EXPIRING_MAIL_JOB, sendCardExpiringMail } from './modules/dunning/cardExpiringMail.ts';
import { warnExpiringCards } from './modules/dunning/cardExpiry.ts';
import { PAYMENT_FAILED_MAIL_JOB, sendPaymentFailedMail } from './modules/dunning/paymentFailedMail.ts';
import { CUSTOMER_EMAIL_JOB, queueEmails } from './modules/email/queueEmails.ts';
import { remindOfRenewals } from './modules/email/reminders.ts';
import { remindOfInvoices } from './modules/email/remindOfInvoices.ts';
import { sendEmail } from './modules/email/sendEmail.ts';
import { deleteOldEvents } from './modules/event/deleteOldEvents.ts';
import { INVOICE_SETTLED_JOB } from './modules/invoice/settle.ts';
import { deleteOldSignals } from './modules/payment/accounts/deleteOldSignals.ts';
import { handleSignal } from './modules/payment/accounts/handleSignal.ts';
import { methodSignal } from './modules/payment/accounts/methodSignal.ts';
import type { AccountSessions } from './modules/payment/accounts/openAccount.ts';
import { readSignals } from './modules/payment/accounts/readSignals.ts';
import { PROVIDER_SIGNAL_JOB, type ProviderSignalJob } from './modules/payment/accounts/receiveSignals.ts';
import { registerWalletHosts } from './modules/payment/accounts/registerWalletHosts.ts';
import { resealCredentials } from './modules/payment/accounts/resealCredentials.ts';
import { setupSignal } from './modules/payment/accounts/setupSignal.ts';
import type { ProviderOf } from './modules/payment/providerOf.ts';
import { DETACH_JOB, detachMethod } from './modules/payment/removePaymentMethod.ts';
import { DEFAULT_CHANGED_JOB } from './modules/payment/setDefaultPaymentMethod.ts';
import type { ResolveTxt } from './modules/portal/domains/domainProof.ts';
import { recheckDomains } from './modules/portal/domains/recheckDomains.ts';
import { PORTAL_HOSTS_JOB } from './modules/portal/domains/verifyCustomDomain.ts';
import { deleteOldSignIns } from './modules/signIn/deleteOldSignIns.ts';
import type { Limits } from './modules/signIn/rateLimits.ts';
import { SEND_LINK_JOB, sendRequestedLink } from './modules/signIn/requestPortalLink.ts';
import { CANCELLATION_MAIL_JOB, sendCancellationMail } from './modules/subscription/cancel/cancellationMail.ts';
import { COLLECT_JOB } from './modules/subscription/record/issueAndCollect.ts';
import { renewDue } from './modules/subscription/renewal/renewDue.ts';
import { checkTaxIds } from './modules/tax/checkTaxIds.ts';
import type { TaxIdRegister } from './modules/tax/register.ts';
import { deleteOldDeliveries } from './modules/webhook/deleteOldDeliveries.ts';
import { resealSecrets } from './modules/webhook/resealSecrets.ts';
import { deleteOldAnswers } from './operation/idempotency.ts';
import { deleteOldSecurityEvents } from './operation/securityLog.ts';

/** Deletes expired rows: rate limits, idempotency keys, webhooks, events, sign-ins, security log; enqueued every hour. */
export const HOUSEKEEPING_JOB = 'housekeeping';

export interface ScheduleParts {
  db: Db;
  clock: Clock;
  keys: Keys;
  providerOf: ProviderOf;
  accountSessions: AccountSessions;
  limits: Limits;
  mailer: Mailer;
  publicUrl: string;
  log: Logger;
  retention: Retention;
}

type JobParts = ScheduleParts & { queue: Queue; jobId: string };

interface Job {
  /** The files that enqueue the job, under src. A test compares them with the code. */
  senders: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: each handler declares the data of its own jobs.
  run(parts: JobParts, data: any): Promise<void>;
  limits?: QueueLimits;
}

/** Every job: its name is declared beside the change that it follows, its handler beside the work that it does. */
const JOBS: Readonly<Record<string, Job>> = {
  [SEND_LINK_JOB]: {
    senders: ['modules/signIn/requestPortalLink.ts'],
    run: sendRequestedLink,
  },
  [COLLECT_JOB]: {
    senders: ['modules/collection/retry.ts', 'modules/subscription/record/issueAndCollect.ts'],
    run: collectInvoice,
  },
  [PAYMENT_FAILED_JOB]: {
    senders: ['modules/charge/applyFacts.ts'],
    run: recordFailedPayment,
  },
  [DISPUTE_FOUND_JOB]: {
    senders: ['modules/charge/applyFacts.ts'],
    run: followFoundDispute,
  },
  [PAYMENT_DISPUTED_JOB]: {
    senders: ['modules/charge/dispute/applyDispute.ts'],
    run: applyDisputeAction,
  },
  [INVOICE_SETTLED_JOB]: {
    senders: ['modules/collection/voidInvoice.ts', 'modules/invoice/settle.ts'],
    run: recoverSubscription,
  },
  [DEFAULT_CHANGED_JOB]: {
    senders: ['modules/payment/setDefaultPaymentMethod.ts'],
    run: retryPastDue,
  },
  [DETACH_JOB]: {
    senders: [
      'modules/payment/removePaymentMethod.ts',
      'modules/paymentLink/payByPaymentLink.ts',
      'modules/privacy/eraseCustomer.ts',
    ],
    run: detachMethod,
  },
  [PORTAL_HOSTS_JOB]: {
    senders: ['modules/payment/accounts/connectPaymentProvider.ts', 'modules/portal/domains/verifyCustomDomain.ts'],
    run: registerWalletHosts,
  },
  [PROVIDER_SIGNAL_JOB]: {
    senders: ['modules/payment/accounts/receiveSignals.ts'],
    run: (parts, job: ProviderSignalJob) =>
      handleSignal(parts, job, {
        PAYMENT: paymentSignal(parts),
        METHOD: methodSignal(parts),
        SETUP: setupSignal(parts),
        REFUND: refundSignal(parts),
        DISPUTE: disputeSignal(parts),
      }),
    limits: { retryLimit: 8, retryDelay: 10, retryDelayMax: 1800 },
  },
  [PAYMENT_FAILED_MAIL_JOB]: {
    senders: ['modules/collection/recordFailure.ts'],
    run: sendPaymentFailedMail,
    limits: MAIL_LIMITS,
  },
  [CARD_EXPIRING_MAIL_JOB]: {
    senders: ['modules/dunning/cardExpiry.ts'],
    run: sendCardExpiringMail,
    limits: MAIL_LIMITS,
  },
  [CANCELLATION_MAIL_JOB]: {
    senders: [
      'modules/subscription/cancel/cancelSubscription.ts',
      'modules/subscription/cancel/uncancelSubscription.ts',
    ],
    run: sendCancellationMail,
    limits: MAIL_LIMITS,
  },
  [CUSTOMER_EMAIL_JOB]: {
    senders: ['modules/email/queueEmails.ts'],
    run: sendEmail,
    limits: MAIL_LIMITS,
  },
  [HOUSEKEEPING_JOB]: {
    senders: [],
    async run({ db, keys, clock, limits, retention }) {
      await limits.sweep();
      await deleteOldAnswers(db, clock.now());
      await deleteOldSecurityEvents(db, clock.now(), retention.securityLogDays);
      await deleteOldDeliveries(db, clock.now());
      await resealSecrets(db, keys);
      await deleteOldEvents(db, clock.now(), retention.eventDays);
      await deleteOldSignIns(db, clock.now(), retention.signInDays);
      await deleteOldSignals(db, clock.now());
      await resealCredentials(db, keys);
    },
  },
};

/** Exceptions to the queue's default limits, by job. */
export const JOB_LIMITS: Record<string, QueueLimits> = Object.fromEntries(
  Object.entries(JOBS).flatMap(([name, { limits }]) => (limits ? [[name, limits]] : [])),
);

/** The handlers for the queue. The queue needs them to open, and they need it to run: hence the function. */
export function jobHandlers(parts: ScheduleParts, queue: () => Queue): JobHandlers {
  return Object.fromEntries(
    Object.entries(JOBS).map(([name, { run }]) => [
      name,
      (data: unknown, { id: jobId }) => run({ ...parts, queue: queue(), jobId }, data),
    ]),
  );
}

/** The jobs that run in batches. Two at a time, so that requests find connections beside them. */
export function jobBatches(parts: ScheduleParts, queue: () => Queue): JobBatches {
  return {
    [COLLECT_JOB]: {
      size: LARGEST_SET,
      lanes: 2,
      run: (jobs, signal) => collectInSets({ ...parts, queue: queue() }, jobs, signal),
    },
  };
}

/** The sweeps, which find rows that are due by time. Each returns the number of rows that it handled. */
export function whatFallsDue({
  db,
  queue,
  clock,
  log,
  accountSessions,
  providerOf,
  resolveTxt,
  taxIdRegister,
}: ScheduleParts & { queue: Queue; resolveTxt: ResolveTxt; taxIdRegister: TaxIdRegister | null }) {
  let stopping = false;
  const enough = () => stopping;
  const parts = { db, queue, log, enough };
  return {
    /** Renewals and payment retries; every few seconds. */
    async bill(): Promise<number> {
      const now = clock.now();
      return (await renewDue(parts, now, { enough })) + (await retryDue(parts, now));
    },
    /** Payments and refunds whose process has died or whose result comes late, and disputes; every few seconds. */
    async pay(): Promise<number> {
      const now = clock.now();
      const charging = { ...parts, providerOf };
      const moved = (await sweepPayments(charging, now)) + (await sweepRefunds(charging, now));
      return moved + (await sweepDisputes(charging, now));
    },
    /** Enqueues the e-mails that events have planned; every few seconds. */
    mail(): Promise<number> {
      return queueEmails(parts);
    },
    /** Card expiry warnings, reminders, invoices that are overdue and domain proofs; hourly. Domains come last: DNS is slow. */
    async lookAfter(): Promise<number> {
      const now = clock.now();
      const told = (await warnExpiringCards(parts, now)) + (await remindOfRenewals(parts, now));
      const chased = (await remindOfInvoices(parts, now)) + (await chaseSentInvoices(parts, now));
      return told + chased + (await recheckDomains({ ...parts, resolveTxt }, now));
    },
    /** Reads the payment providers' lists of changes, each every ten minutes, and compares payments at night; every minute. */
    async readProviders(): Promise<number> {
      const now = clock.now();
      const read = await readSignals({ ...parts, accountSessions }, now);
      return read + (await reconcileDue({ ...parts, accountSessions, providerOf }, now));
    },
    /** Queries the register of tax ids, which is slow and often unavailable; every minute. */
    async queryRegisters(): Promise<number> {
      return checkTaxIds({ ...parts, register: taxIdRegister }, clock.now());
    },
    /** Ends running sweeps after the present row; rows that are still due are left to the next process. */
    stop(): void {
      stopping = true;
    },
  };
}
