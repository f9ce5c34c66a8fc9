/** What runs later: the handlers of all jobs, and what falls due by time. Which noun does what is said here alone. */
import type { Logger } from 'pino';
import type { Db } from './db/client.ts';
import { forgetOldAnswers } from './idempotency.ts';
import type { Queue } from './jobs/queue.ts';
import type { JobHandlers } from './jobs/runner.ts';
import type { Clock } from './kernel/clock.ts';
import type { Keys } from './kernel/keys.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Limits } from './modules/access/limits.ts';
import { SEND_LINK_JOB, sendRequestedLink } from './modules/access/requestLink.ts';
import { MAIL_LIMITS } from './modules/customer/mail.ts';
import { CARD_EXPIRING_MAIL_JOB, sendCardExpiringMail } from './modules/dunning/cardExpiringMail.ts';
import { captureOrRecordFailure, collectInvoice } from './modules/dunning/collect.ts';
import { warnExpiring } from './modules/dunning/expiring.ts';
import { PAYMENT_FAILED_MAIL_JOB, sendPaymentFailedMail } from './modules/dunning/paymentFailedMail.ts';
import { recoverSubscription } from './modules/dunning/recover.ts';
import { retryDue, retryPastDue } from './modules/dunning/retry.ts';
import { SETTLED_JOB } from './modules/invoice/issue.ts';
import { recaptureDue } from './modules/invoice/recapture.ts';
import type { PaymentGateway } from './modules/payment/gateway.ts';
import { DEFAULT_CHANGED_JOB, DETACH_JOB } from './modules/payment/methods.ts';
import { CAPTURE_JOB } from './modules/payment/reserve.ts';
import type { ResolveTxt } from './modules/portal/domainProof.ts';
import { recheckDomains } from './modules/portal/recheckDomains.ts';
import { COLLECT_JOB } from './modules/subscription/bill.ts';
import { CANCELLATION_MAIL_JOB, sendCancellationMail } from './modules/subscription/cancellationMail.ts';
import { renewDue } from './modules/subscription/engine.ts';
import { tidyWebhooks } from './modules/webhook/housekeeping.ts';

/** Forgets what nobody needs any longer; once an hour. */
export const HOUSEKEEPING_JOB = 'housekeeping';

export interface LaterParts {
  db: Db;
  clock: Clock;
  keys: Keys;
  gateway: PaymentGateway;
  limits: Limits;
  mailer: Mailer;
  publicUrl: string;
  log: Logger;
}

/** Mail that is worth nothing when it comes too late. */
export const JOB_LIMITS = {
  [PAYMENT_FAILED_MAIL_JOB]: MAIL_LIMITS,
  [CARD_EXPIRING_MAIL_JOB]: MAIL_LIMITS,
  [CANCELLATION_MAIL_JOB]: MAIL_LIMITS,
};

/** What each job does. The queue is made of these, so that it can be asked for only when one runs. */
export function jobHandlers(parts: LaterParts, queue: () => Queue): JobHandlers {
  const { db, keys, clock, limits, gateway } = parts;
  return {
    [SEND_LINK_JOB]: (data) => sendRequestedLink({ ...parts, queue: queue() }, data),
    [CAPTURE_JOB]: (data) => captureOrRecordFailure({ ...parts, queue: queue() }, data),
    [COLLECT_JOB]: (data) => collectInvoice({ ...parts, queue: queue() }, data),
    [SETTLED_JOB]: (data) => recoverSubscription({ ...parts, queue: queue() }, data),
    [DEFAULT_CHANGED_JOB]: (data) => retryPastDue({ ...parts, queue: queue() }, data),
    [PAYMENT_FAILED_MAIL_JOB]: (data) => sendPaymentFailedMail(parts, data),
    [CARD_EXPIRING_MAIL_JOB]: (data) => sendCardExpiringMail(parts, data),
    [CANCELLATION_MAIL_JOB]: (data) => sendCancellationMail(parts, data),
    [DETACH_JOB]: (data: { providerRef: string }) => gateway.detachMethod(data.providerRef),
    [HOUSEKEEPING_JOB]: async () => {
      await limits.sweep();
      await forgetOldAnswers(db, clock.now());
      await tidyWebhooks({ db, keys }, clock.now());
    },
  };
}

/** What no job waits for, because rows say when it is due. Both answer how much was done. */
export function whatFallsDue({
  db,
  queue,
  clock,
  log,
  resolveTxt,
}: LaterParts & { queue: Queue; resolveTxt: ResolveTxt }) {
  return {
    /** Periods that end, and payments that are tried again: every few seconds. */
    async bill(): Promise<number> {
      const now = clock.now();
      return (await renewDue({ db, queue, log }, now)) + (await retryDue({ db, queue, log }, now));
    },
    /**
     * Money of which nobody knows whether it was taken, cards that expire, and the proofs of domains: once an hour. The DNS
     * may be slow to answer, so that nothing waits behind it.
     */
    async lookAfter(): Promise<number> {
      const now = clock.now();
      return (
        (await recaptureDue({ db, queue }, now)) +
        (await warnExpiring({ db, queue, log }, now)) +
        (await recheckDomains({ db, queue, resolveTxt, log }, now))
      );
    },
  };
}
