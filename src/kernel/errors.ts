/**
 * Expected failures. The domain throws them, so that its transaction rolls back; GraphQL returns them as
 * members of the mutation's result. No message ever repeats a value that was submitted.
 */
export type ErrorCode =
  | 'VALIDATION_FAILED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'PORTAL_FEATURE_DISABLED'
  | 'INVALID_PORTAL_LINK'
  | 'INVALID_PAYMENT_LINK'
  | 'FRESH_CODE_REQUIRED'
  | 'QUOTE_EXPIRED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'PAYMENT_DECLINED'
  | 'PAYMENT_AUTHENTICATION_REQUIRED'
  | 'PAYMENT_METHOD_REQUIRED'
  | 'PAYMENT_PROVIDER_UNAVAILABLE'
  | 'PAYMENT_PROVIDER_NOT_CONNECTED';

export abstract class UserError extends Error {
  abstract readonly code: ErrorCode;
  /**
   * The path of the input field at fault, such as `["input", "returnUrl"]`; empty if no single field is. Not called
   * `path`, because graphql-js treats an error with a `path` as already located in the response.
   */
  readonly inputPath: string[];

  constructor(message: string, path: readonly string[] = []) {
    super(message);
    this.name = new.target.name;
    this.inputPath = [...path];
  }
}

/** One thing that is wrong with one field. */
export interface FieldIssue {
  path: string[];
  message: string;
}

export class ValidationError extends UserError {
  readonly code = 'VALIDATION_FAILED';
  readonly issues: FieldIssue[];

  constructor(issues: readonly [FieldIssue, ...FieldIssue[]]) {
    super(issues[0].message, issues[0].path);
    this.issues = [...issues];
  }

  static at(path: readonly string[], message: string): ValidationError {
    return new ValidationError([{ path: [...path], message }]);
  }
}

export class NotFoundError extends UserError {
  readonly code = 'NOT_FOUND';

  constructor(what: string, path: readonly string[] = []) {
    super(`There is no such ${what}.`, path);
  }
}

/** True if the same request can succeed later without any other change. */
const RETRYABLE = {
  ALREADY_RESUBSCRIBED: false,
  API_KEY_STRONGER: false,
  CANCELLATION_NOT_SCHEDULED: false,
  CANCELLATION_SCHEDULED: false,
  CHANGED_CONCURRENTLY: true,
  CREDIT_BALANCE_TOO_LOW: false,
  CREDIT_TOO_LARGE: false,
  CUSTOMER_DISABLED: false,
  DEBIT_NOT_ACCEPTED: false,
  DISCOUNT_EXISTS: false,
  DOMAIN_DNS_UNAVAILABLE: true,
  DOMAIN_EXISTS: false,
  DOMAIN_HELD_BY_OTHER_COMPANY: false,
  DOMAIN_RECORD_NOT_FOUND: true,
  EMAIL_TAKEN: false,
  EXTERNAL_ID_TAKEN: false,
  INVOICE_NOT_DRAFT: false,
  INVOICE_NOT_FINAL: false,
  INVOICE_NOT_REISSUABLE: false,
  INVOICE_NOT_VOIDABLE: false,
  INVOICE_NUMBER_TAKEN: false,
  INVOICE_OVERDUE: false,
  INVOICE_PARTLY_SETTLED: false,
  LAST_FULL_API_KEY: false,
  LIMIT_REACHED: false,
  NOTHING_DUE: false,
  AMOUNT_EXCEEDS_DUE: false,
  PAYMENT_VOIDED: false,
  NO_PAYMENT_METHOD_KIND: false,
  NO_SCHEDULED_CHANGE: false,
  PAUSE_SCHEDULED: false,
  PAYMENT_CANCELED: false,
  PAYMENT_DISPUTED: true,
  PAYMENT_IN_PROGRESS: true,
  PAYMENT_METHOD_EXISTS: false,
  PAYMENT_METHOD_PENDING: false,
  PAYMENT_NOT_REFUNDABLE: false,
  PROMOTION_CODE_TAKEN: false,
  PROVIDER_ACCOUNT_MISMATCH: false,
  PROVIDER_CONNECTED: false,
  PROVIDER_MISSING: false,
  PROVIDER_MODE_MISMATCH: false,
  PROVIDER_PERMISSIONS_MISSING: false,
  REFUND_TOO_LARGE: false,
  RENEWAL_IN_PROGRESS: true,
  RETENTION_OFFER_UNAVAILABLE: false,
  SUBSCRIPTION_ENDED: false,
  SUBSCRIPTION_NOT_ENDED: false,
  SUBSCRIPTION_NOT_PAUSED: false,
  SUBSCRIPTION_STATUS: false,
  TAX_UNDECIDED: true,
  TEST_CLOCK_EXISTS: false,
  TEST_CLOCK_MISSING: false,
  TEST_MODE_REQUIRED: false,
  WEBHOOK_ENDPOINT_DELETED: false,
  WEBHOOK_ENDPOINT_DISABLED: false,
} as const;

/**
 * The reason why the current state refuses a change; one value for each situation that a client can handle differently.
 */
export type ConflictReason = keyof typeof RETRYABLE;

export class ConflictError extends UserError {
  readonly code = 'CONFLICT';
  readonly reason: ConflictReason;
  readonly retryable: boolean;

  constructor(reason: ConflictReason, message: string, path: readonly string[] = []) {
    super(message, path);
    this.reason = reason;
    this.retryable = RETRYABLE[reason];
  }
}

export class PortalFeatureDisabledError extends UserError {
  readonly code = 'PORTAL_FEATURE_DISABLED';
  /** The portal setting that forbids the action, by its GraphQL name. */
  readonly setting: string;

  constructor(setting: string, message = 'This portal does not offer that.') {
    super(message);
    this.setting = setting;
  }
}

export class InvalidPortalLinkError extends UserError {
  readonly code = 'INVALID_PORTAL_LINK';

  constructor() {
    super('This link or code cannot be used. Ask for a new one.');
  }
}

export class InvalidPaymentLinkError extends UserError {
  readonly code = 'INVALID_PAYMENT_LINK';

  constructor() {
    super('This payment link is not valid any more. Ask for a new one.', ['input', 'token']);
  }
}

const QUOTE_EXPIRED = {
  TIME: 'This quote is no longer valid. Ask for a new one.',
  SUBSCRIPTION_CHANGED: 'The subscription has changed since this quote was made. Ask for a new one.',
  AMOUNT_CHANGED: 'The change no longer costs what was quoted. Ask for a new quote.',
  TAX_CHANGED: 'The tax on this change has changed since it was quoted. Ask for a new quote.',
} as const;

/** The reason why a quote is no longer valid. */
export type QuoteExpiry = keyof typeof QUOTE_EXPIRED;

export class QuoteExpiredError extends UserError {
  readonly code = 'QUOTE_EXPIRED';

  readonly reason: QuoteExpiry;

  constructor(reason: QuoteExpiry) {
    super(QUOTE_EXPIRED[reason], ['input', 'quote']);
    this.reason = reason;
  }
}

export class IdempotencyKeyReusedError extends UserError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';

  constructor() {
    super('This idempotency key was used before with another input.', ['input', 'idempotencyKey']);
  }
}

export class PaymentDeclinedError extends UserError {
  readonly code = 'PAYMENT_DECLINED';
  /** The provider's reason in its standard words, such as `insufficient_funds`. */
  readonly declineCode: string;

  constructor(declineCode: string) {
    super('The payment was declined. Nothing was changed.');
    this.declineCode = declineCode;
  }
}

/** The means by which the customer confirms a payment: the provider's script, or the bank's page. */
export interface Confirmation {
  paymentId: string;
  step: {
    provider: string;
    kind: 'CONFIRM' | 'REDIRECT';
    secret: string | null;
    url: string | null;
    publishableKey: string;
    onAccount: string | null;
  };
}

export class PaymentAuthenticationRequiredError extends UserError {
  readonly code = 'PAYMENT_AUTHENTICATION_REQUIRED';
  /** Null if the caller cannot confirm the payment, such as a merchant. */
  readonly confirmation: Confirmation | null;

  constructor(confirmation: Confirmation | null = null) {
    super('The bank requires the customer to confirm this payment. Nothing was changed.');
    this.confirmation = confirmation;
  }
}

/** The portal requires a recent proof that the caller reads the customer's mail. */
export class FreshCodeRequiredError extends UserError {
  readonly code = 'FRESH_CODE_REQUIRED';

  constructor() {
    super('This requires a fresh sign-in: request a new link or code by mail, use it, and repeat the request.');
  }
}

export class PaymentMethodRequiredError extends UserError {
  readonly code = 'PAYMENT_METHOD_REQUIRED';

  constructor(message = 'A payment method is needed for this.') {
    super(message);
  }
}

/** A live company on an installation that has only the sandbox, which moves no money. */
export class PaymentProviderNotConnectedError extends UserError {
  readonly code = 'PAYMENT_PROVIDER_NOT_CONNECTED';

  constructor() {
    super('No payment provider is connected for live payments, so nothing can be charged. Nothing was changed.');
  }
}

export class PaymentProviderUnavailableError extends UserError {
  readonly code = 'PAYMENT_PROVIDER_UNAVAILABLE';

  constructor() {
    super('The payment provider does not answer. Nothing was changed; try again later.');
  }
}

/** Thrown when the rate limit is exceeded. A top-level error, because no other input would succeed. */
export class TooManyAttempts extends Error {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super('Too many attempts. Try again later.');
    this.retryAfterMs = retryAfterMs;
  }
}
