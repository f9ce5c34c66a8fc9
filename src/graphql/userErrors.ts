/** The expected failures of mutations as GraphQL types. Each implements `UserError`, so that a client can select their common fields at once. */
import * as errors from '../kernel/errors.ts';
import { builder } from './builder.ts';
import { ConflictReason } from './conflictReasons.ts';
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
