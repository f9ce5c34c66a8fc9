/** The reasons of `ConflictError` in GraphQL. */
import type { ConflictReason as Reason } from '../kernel/errors.ts';
import { builder } from './builder.ts';

export const ConflictReason = builder.enumType('ConflictReason', {
  description: 'Why the current state does not allow a change.',
  values: {
    ALREADY_RESUBSCRIBED: { description: 'The customer has already subscribed again after this subscription.' },
    AMOUNT_EXCEEDS_DUE: { description: 'A recorded payment is larger than the amount due.' },
    PAYMENT_VOIDED: { description: 'The recorded payment was taken back before.' },
    API_KEY_STRONGER: { description: 'The API key has a scope that the calling key lacks.' },
    CANCELLATION_NOT_SCHEDULED: { description: 'No cancellation is scheduled that could be undone.' },
    CANCELLATION_SCHEDULED: {
      description: 'The subscription already ends with its current period; `uncancelSubscription` undoes that.',
    },
    CHANGED_CONCURRENTLY: {
      description: 'Another request changed the same records first. Read them again, then retry.',
    },
    CREDIT_BALANCE_TOO_LOW: { description: "The deduction exceeds the customer's credit balance." },
    CREDIT_TOO_LARGE: { description: 'Less of the invoice, or of the line, is left to credit.' },
    CUSTOMER_DISABLED: { description: 'The customer is disabled and cannot sign in.' },
    DEBIT_NOT_ACCEPTED: {
      description: 'The portal does not let a debit of a bank account pay for a change; use another payment method.',
    },
    DISCOUNT_EXISTS: { description: 'The subscription has a discount, and a promotion code adds none to it.' },
    DOMAIN_DNS_UNAVAILABLE: { description: "The domain's name servers did not respond in time." },
    DOMAIN_EXISTS: { description: 'The company has already registered this domain.' },
    DOMAIN_HELD_BY_OTHER_COMPANY: {
      description: 'Another company has verified this domain and its TXT record is still published.',
    },
    DOMAIN_RECORD_NOT_FOUND: { description: 'The TXT record of the domain is missing or not yet visible.' },
    EMAIL_TAKEN: { description: 'Another customer of the company signs in with this e-mail address.' },
    EXTERNAL_ID_TAKEN: { description: 'Another record of the company has this external id.' },
    INVOICE_NOT_REISSUABLE: {
      description:
        'The invoice is not open or paid, is corrected already, was billed by another system, or its customer was erased.',
    },
    INVOICE_NOT_FINAL: { description: 'The invoice is a draft or void.' },
    INVOICE_NOT_DRAFT: { description: 'Only an invoice in status `DRAFT` can be finalized.' },
    INVOICE_NOT_VOIDABLE: { description: 'The status of the invoice does not allow voiding it.' },
    INVOICE_NUMBER_TAKEN: { description: 'Another invoice of the company has this number.' },
    INVOICE_OVERDUE: {
      description:
        'An invoice is overdue and must be paid first; of a subscription that is paused for it, paying also ends the pause.',
    },
    INVOICE_PARTLY_SETTLED: { description: 'A payment or credit note already settles part of the invoice.' },
    LAST_FULL_API_KEY: {
      description: 'It is the last API key with all scopes and without an expiry; create another one first.',
    },
    LIMIT_REACHED: {
      description: 'The company or customer has the maximum number of these records; delete one first.',
    },
    NOTHING_DUE: { description: 'The invoice has no amount due.' },
    NO_PAYMENT_METHOD_KIND: {
      description: 'No kind of payment method that the portal accepts works with the payment provider in the currency.',
    },
    NO_SCHEDULED_CHANGE: { description: 'No change of price or quantity is scheduled.' },
    PAUSE_SCHEDULED: { description: 'A pause is already scheduled; `resumeSubscription` undoes that.' },
    PAYMENT_CANCELED: {
      description: 'The payment that was to be confirmed is no longer open. Repeat the request without `paymentId`.',
    },
    PAYMENT_DISPUTED: { description: 'The bank has yet to decide about a disputed payment of the invoice.' },
    PAYMENT_IN_PROGRESS: { description: 'A payment of the invoice is under way; its result decides what is due.' },
    PAYMENT_METHOD_EXISTS: { description: 'The payment method is already attached to a customer.' },
    PAYMENT_METHOD_PENDING: {
      description: 'The bank has yet to verify the account. The payment method is added by itself once that is done.',
    },
    PAYMENT_NOT_REFUNDABLE: {
      description: 'The payment took no money, was returned, or was made at another account of the provider.',
    },
    PROMOTION_CODE_TAKEN: { description: 'The company has this promotion code already.' },
    PROVIDER_ACCOUNT_MISMATCH: { description: 'The key belongs to another account at the payment provider.' },
    PROVIDER_CONNECTED: { description: 'The company is connected to a payment provider already.' },
    PROVIDER_MISSING: { description: 'The company has connected no account at a payment provider.' },
    PROVIDER_MODE_MISMATCH: { description: 'A live key for a company in test mode, or a test key for a live one.' },
    PROVIDER_PERMISSIONS_MISSING: {
      description: 'The key lacks permissions without which no payment can be taken; the message names them.',
    },
    REFUND_TOO_LARGE: { description: 'The payment, or the invoice that it paid, has less left.' },
    RENEWAL_IN_PROGRESS: {
      description: 'The current period has ended and its renewal or pause is being processed. Retry in a few seconds.',
    },
    RETENTION_OFFER_UNAVAILABLE: {
      description: 'No such offer applies to the subscription, or an offer was already accepted.',
    },
    SUBSCRIPTION_ENDED: { description: 'The subscription has ended.' },
    SUBSCRIPTION_NOT_ENDED: {
      description: 'The subscription, or one of the customer, has not ended; cancel it first.',
    },
    SUBSCRIPTION_NOT_PAUSED: { description: 'The subscription is neither paused nor scheduled to pause.' },
    SUBSCRIPTION_STATUS: { description: 'The status of the subscription does not allow the operation.' },
    TAX_UNDECIDED: {
      description:
        "The tax is not decided: a register has not confirmed the customer's tax id, or the country is unknown, and the company's policy is `HOLD`.",
    },
    TEST_CLOCK_EXISTS: { description: 'The company already has a test clock; it cannot be replaced.' },
    TEST_CLOCK_MISSING: { description: 'The company has no test clock; create one with `createTestClock`.' },
    TEST_MODE_REQUIRED: { description: 'The operation is available to companies in test mode only.' },
    WEBHOOK_ENDPOINT_DELETED: { description: 'The webhook endpoint was deleted.' },
    WEBHOOK_ENDPOINT_DISABLED: {
      description: 'The webhook endpoint is disabled; enable it with `updateWebhookEndpoint`.',
    },
  } satisfies Record<Reason, { description: string }>,
});
