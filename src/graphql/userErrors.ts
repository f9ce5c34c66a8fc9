/** The expected failures of mutations as GraphQL types. Each implements `UserError`, so that a client may ask for all of them at once. */
import * as errors from '../kernel/errors.ts';
import { builder } from './builder.ts';

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'What went wrong, for programs. Every error type has one code.',
  values: {
    VALIDATION_FAILED: { description: 'A value of the input makes no sense.' },
    NOT_FOUND: { description: 'An id names nothing that you can see.' },
    CONFLICT: { description: 'The present state does not allow it.' },
    PORTAL_FEATURE_DISABLED: { description: 'The portal is configured not to offer it.' },
    INVALID_PORTAL_LINK: { description: 'The link or code is unknown, used or expired.' },
    QUOTE_EXPIRED: { description: 'The quote does not hold any longer.' },
    IDEMPOTENCY_KEY_REUSED: { description: 'The key was used with another input.' },
    PAYMENT_DECLINED: { description: 'The payment was declined.' },
    PAYMENT_AUTHENTICATION_REQUIRED: { description: 'The customer must confirm the payment.' },
    PAYMENT_METHOD_REQUIRED: { description: 'A payment method is missing.' },
    PAYMENT_PROVIDER_UNAVAILABLE: { description: 'The payment provider does not answer.' },
  } satisfies Record<errors.ErrorCode, { description: string }>,
});

export const UserErrorInterface = builder.interfaceRef<errors.UserError>('UserError').implement({
  description: 'An expected failure. Nothing was changed, unless its description says otherwise.',
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCode, description: 'What went wrong, for programs.' }),
    message: t.exposeString('message', {
      description: 'What went wrong, for people, in English. It never repeats a submitted value.',
    }),
    path: t.exposeStringList('inputPath', {
      description:
        'Where in the input the cause lies, such as `["input", "returnUrl"]`; empty when it lies in no one field.',
    }),
  }),
});

const FieldIssue = builder.objectRef<errors.FieldIssue>('FieldIssue').implement({
  description: 'One thing that is wrong with one field of the input.',
  fields: (t) => ({
    path: t.exposeStringList('path', { description: 'Where the field is, such as `["input", "returnUrl"]`.' }),
    message: t.exposeString('message', { description: 'What is wrong with it, for people, in English.' }),
  }),
});

builder.objectType(errors.ValidationError, {
  name: 'ValidationError',
  description: 'Returned when values of the input make no sense; all that was found is listed, field by field.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    issues: t.expose('issues', {
      type: [FieldIssue],
      description: 'Everything that is wrong; the first one is also the error itself.',
    }),
  }),
});

builder.objectType(errors.NotFoundError, {
  name: 'NotFoundError',
  description:
    'Returned when an id names nothing that the caller can see. What belongs to somebody else looks the same.',
  interfaces: [UserErrorInterface],
});

builder.objectType(errors.ConflictError, {
  name: 'ConflictError',
  description:
    'Returned when the present state does not allow the change, or somebody else changed it at the same moment.',
  interfaces: [UserErrorInterface],
});

builder.objectType(errors.PortalFeatureDisabledError, {
  name: 'PortalFeatureDisabledError',
  description: 'Returned to customers when the portal is configured not to offer what they ask for.',
  interfaces: [UserErrorInterface],
  fields: (t) => ({
    setting: t.exposeString('setting', { description: 'The field of `PortalConfig` that forbids it.' }),
  }),
});

builder.objectType(errors.InvalidPortalLinkError, {
  name: 'InvalidPortalLinkError',
  description: 'Returned when a link or code is unknown, malformed, used or expired; the answer does not tell which.',
  interfaces: [UserErrorInterface],
});

builder.objectType(errors.QuoteExpiredError, {
  name: 'QuoteExpiredError',
  description: 'Returned when a quote is older than ten minutes, or would no longer give the quoted amount.',
  interfaces: [UserErrorInterface],
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
      description: "The provider's reason in its standard words, such as `insufficient_funds`.",
    }),
  }),
});

builder.objectType(errors.PaymentAuthenticationRequiredError, {
  name: 'PaymentAuthenticationRequiredError',
  description: 'Returned when the bank asks the customer to confirm the payment. Nothing was changed.',
  interfaces: [UserErrorInterface],
});

builder.objectType(errors.PaymentMethodRequiredError, {
  name: 'PaymentMethodRequiredError',
  description:
    'Returned when money is due and the customer has no payment method, or would be left without one that is needed.',
  interfaces: [UserErrorInterface],
});

builder.objectType(errors.PaymentProviderUnavailableError, {
  name: 'PaymentProviderUnavailableError',
  description: 'Returned when the payment provider does not answer in time. Nothing was changed.',
  interfaces: [UserErrorInterface],
});
