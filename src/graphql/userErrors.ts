/** The expected failures of mutations as GraphQL types. Each implements `UserError`, so that a client can select their common fields at once. */
import * as errors from '../kernel/errors.ts';
import { builder } from './builder.ts';
import { PaymentConfirmation } from './paymentConfirmation.ts';

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'A code for each type of expected failure, for programs.',
  values: {
    VALIDATION_FAILED: { description: '`ValidationError`: a value of the input is invalid.' },
    NOT_FOUND: { description: '`NotFoundError`: no object that the caller can see has the id.' },
    CONFLICT: { description: '`ConflictError`: the current state does not allow the change.' },
    PORTAL_FEATURE_DISABLED: {
      description: '`PortalFeatureDisabledError`: the portal does not offer the operation to customers.',
    },
    INVALID_PORTAL_LINK: { description: '`InvalidPortalLinkError`: the link or code is unknown, used or expired.' },
    INVALID_PAYMENT_LINK: {
      description: '`InvalidPaymentLinkError`: the payment link is unknown, revoked or expired.',
    },
    FRESH_CODE_REQUIRED: {
      description: '`FreshCodeRequiredError`: the customer must sign in again by a mailed link or code first.',
    },
    QUOTE_EXPIRED: { description: '`QuoteExpiredError`: the quote is no longer valid.' },
    IDEMPOTENCY_KEY_REUSED: { description: '`IdempotencyKeyReusedError`: the key was used with another input.' },
    PAYMENT_DECLINED: { description: '`PaymentDeclinedError`: the payment was declined.' },
    PAYMENT_AUTHENTICATION_REQUIRED: {
      description: '`PaymentAuthenticationRequiredError`: the customer must confirm the payment at the bank.',
    },
    PAYMENT_METHOD_REQUIRED: { description: '`PaymentMethodRequiredError`: the customer has no payment method.' },
    PAYMENT_PROVIDER_UNAVAILABLE: {
      description: '`PaymentProviderUnavailableError`: the payment provider did not respond in time.',
    },
    PAYMENT_PROVIDER_NOT_CONNECTED: {
      description: '`PaymentProviderNotConnectedError`: no payment provider is connected for live payments.',
    },
  } satisfies Record<errors.ErrorCode, { description: string }>,
});

const UserErrorInterface = builder.interfaceRef<errors.UserError>('UserError').implement({
  description:
    'An expected failure of a mutation. Nothing was changed, unless the description of the error states otherwise.',
  fields: (t) => ({
    code: t.expose('code', {
      type: ErrorCode,
      description: 'The code of the error, for programs. Every error type has one code.',
    }),
    message: t.exposeString('message', {
      description: 'The failure and its remedy in English, for people. It never repeats a submitted value.',
    }),
    path: t.exposeStringList('inputPath', {
      description:
        'The path of the input field that caused the failure, such as `["input", "returnUrl"]`; empty if no single field did.',
    }),
  }),
});

const FieldIssue = builder.objectRef<errors.FieldIssue>('FieldIssue').implement({
  description: 'An invalid value of one input field.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'The path of the field, such as `["input", "returnUrl"]`.' }),
    message: t.exposeString('message', {
      description: 'The problem in English, for people. It never repeats a submitted value.',
    }),
  }),
});

builder.objectType(errors.ValidationError, {
  name: 'ValidationError',
  description: 'Returned when values of the input are invalid. All problems are listed at once.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    issues: t.expose('issues', {
      type: [FieldIssue],
      description: 'All invalid fields, at least one. `message` and `path` of the error are those of the first.',
    }),
  }),
});

builder.objectType(errors.NotFoundError, {
  name: 'NotFoundError',
  description:
    'Returned when no object that the caller can see has the id. An object of another customer or company fails in the same way.',
  interfaces: [UserErrorInterface],
});

const ConflictReason = builder.enumType('ConflictReason', {
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
    NO_SCHEDULED_CHANGE: { description: 'No change of price or quantity is scheduled.' },
    PAUSE_SCHEDULED: { description: 'A pause is already scheduled; `resumeSubscription` undoes that.' },
    PAYMENT_CANCELED: {
      description: 'The payment that was to be confirmed is no longer open. Repeat the request without `paymentId`.',
    },
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
  } satisfies Record<errors.ConflictReason, { description: string }>,
});

builder.objectType(errors.ConflictError, {
  name: 'ConflictError',
  description:
    'Returned when the current state does not allow the change, or another request changed it at the same time.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    reason: t.expose('reason', { type: ConflictReason, description: 'The state that prevents the change.' }),
    retryable: t.exposeBoolean('retryable', {
      description:
        'Whether the same request can succeed later without any other change. False means that it fails until something else changes.',
    }),
  }),
});

builder.objectType(errors.PortalFeatureDisabledError, {
  name: 'PortalFeatureDisabledError',
  description: 'Returned to customers when the configuration of the portal does not allow the operation.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    setting: t.exposeString('setting', {
      description:
        'The field of `PortalConfig` that forbids it, such as `allowPlanSwitch`. An open list, as new settings are added.',
    }),
  }),
});

builder.objectType(errors.InvalidPortalLinkError, {
  name: 'InvalidPortalLinkError',
  description: 'Returned when a link or code is unknown, malformed, used or expired. The error does not reveal which.',
  interfaces: [UserErrorInterface],
});

builder.objectType(errors.InvalidPaymentLinkError, {
  name: 'InvalidPaymentLinkError',
  description: 'Returned when a payment link is unknown, revoked or expired. The error does not reveal which.',
  interfaces: [UserErrorInterface],
});

const QuoteExpiry = builder.enumType('QuoteExpiryReason', {
  description: 'Why a quote is no longer valid.',
  values: {
    TIME: { description: 'It is older than ten minutes, for another subscription, or the period has ended.' },
    SUBSCRIPTION_CHANGED: { description: 'The subscription has changed since.' },
    AMOUNT_CHANGED: { description: 'The amounts have changed, for example by credit that was used.' },
    TAX_CHANGED: {
      description: 'The tax has changed: by another address, by the result of a register of tax ids, or by a new rate.',
    },
  } satisfies Record<errors.QuoteExpiry, { description: string }>,
});

builder.objectType(errors.QuoteExpiredError, {
  name: 'QuoteExpiredError',
  description:
    'Returned when a quote is older than ten minutes, or the subscription, the tax or the amount has changed since. Request a new preview.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    expiryReason: t.expose('reason', { type: QuoteExpiry, description: 'Why the quote is no longer valid.' }),
  }),
});

builder.objectType(errors.IdempotencyKeyReusedError, {
  name: 'IdempotencyKeyReusedError',
  description: 'Returned when an idempotency key was used before with another input.',
  interfaces: [UserErrorInterface],
});

builder.objectType(errors.PaymentDeclinedError, {
  name: 'PaymentDeclinedError',
  description: 'Returned when the payment was declined. Nothing was changed.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    declineCode: t.exposeString('declineCode', {
      description:
        "The provider's reason, such as `insufficient_funds` or `expired_card`. An open list: clients treat an unknown code like `card_declined`.",
    }),
  }),
});

builder.objectType(errors.PaymentAuthenticationRequiredError, {
  name: 'PaymentAuthenticationRequiredError',
  description: 'Returned when the bank requires the customer to confirm the payment. Nothing was changed.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    confirmation: t.expose('confirmation', {
      type: PaymentConfirmation,
      nullable: true,
      description:
        'How to confirm the payment and go on; null if the caller is not the customer, who can pay in the portal.',
    }),
  }),
});

builder.objectType(errors.FreshCodeRequiredError, {
  name: 'FreshCodeRequiredError',
  description:
    'Returned to customers when `PortalConfig.freshCodeActions` contains the action and the session was not opened by a mailed link or code within the last ten minutes. Call `requestPortalLink` and `consumePortalLink`, then repeat the request with the new session.',
  interfaces: [UserErrorInterface],
});

builder.objectType(errors.PaymentMethodRequiredError, {
  name: 'PaymentMethodRequiredError',
  description:
    'Returned when money is due and the customer has no payment method, or would be left without one that is needed.',
  interfaces: [UserErrorInterface],
});

builder.objectType(errors.PaymentProviderNotConnectedError, {
  name: 'PaymentProviderNotConnectedError',
  description:
    'Returned when a company in live mode is to be charged and this installation has no payment provider but the sandbox, which moves no money. Nothing was changed. `Company.paymentsAvailable` is false then.',
  interfaces: [UserErrorInterface],
});

builder.objectType(errors.PaymentProviderUnavailableError, {
  name: 'PaymentProviderUnavailableError',
  description: 'Returned when the payment provider does not respond in time. Nothing was changed; retry later.',
  interfaces: [UserErrorInterface],
});
