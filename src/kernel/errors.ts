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
  | 'QUOTE_EXPIRED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'PAYMENT_DECLINED'
  | 'PAYMENT_AUTHENTICATION_REQUIRED'
  | 'PAYMENT_METHOD_REQUIRED'
  | 'PAYMENT_PROVIDER_UNAVAILABLE';

export abstract class UserError extends Error {
  abstract readonly code: ErrorCode;
  /**
   * Where in the input the cause lies, such as `["input", "returnUrl"]`; empty when it lies in no one field. Not called
   * `path`: graphql-js takes an error with a path for one that it has placed in the answer already.
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

export class ConflictError extends UserError {
  readonly code = 'CONFLICT';
}

export class PortalFeatureDisabledError extends UserError {
  readonly code = 'PORTAL_FEATURE_DISABLED';
  /** The portal setting that forbids it, by its GraphQL name. */
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

export class QuoteExpiredError extends UserError {
  readonly code = 'QUOTE_EXPIRED';

  constructor() {
    super('This quote is no longer valid. Ask for a new one.', ['input', 'quote']);
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

export class PaymentAuthenticationRequiredError extends UserError {
  readonly code = 'PAYMENT_AUTHENTICATION_REQUIRED';

  constructor() {
    super('The bank asks the customer to confirm this payment. Nothing was changed.');
  }
}

export class PaymentMethodRequiredError extends UserError {
  readonly code = 'PAYMENT_METHOD_REQUIRED';

  constructor(message = 'A payment method is needed for this.') {
    super(message);
  }
}

export class PaymentProviderUnavailableError extends UserError {
  readonly code = 'PAYMENT_PROVIDER_UNAVAILABLE';

  constructor() {
    super('The payment provider does not answer. Nothing was changed; try again later.');
  }
}
