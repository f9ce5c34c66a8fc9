/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Input of `acceptRetentionOffer`. */
export type AcceptRetentionOfferInput = {
  /** A comment of the customer; optional. */
  comment?: string | null | undefined;
  /** The reason with which it was previewed: one of the portal's `cancellationReasons`. A customer who stays need not give one. */
  reason?: string | null | undefined;
  /** The id of the subscription. */
  subscriptionId: string | number;
};

/** Input of `addPaymentMethod`. */
export type AddPaymentMethodInput = {
  /** The customer. Required for merchants; a portal session uses its own customer by default. */
  customerId?: string | number | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** Whether it becomes the default; false by default. */
  makeDefault?: boolean | null | undefined;
  /** The provider's token: `seti_…` of Stripe, or for example `tok_visa` of the sandbox. */
  token: string;
};

/** A postal address. Omitted fields stay unchanged; null clears a field. */
export type AddressInput = {
  /** The city or town. */
  city?: string | null | undefined;
  /** The country as an ISO 3166-1 code of two capital letters. */
  country?: string | null | undefined;
  /** The street and number. */
  line1?: string | null | undefined;
  /** The second address line, such as a floor or a building. */
  line2?: string | null | undefined;
  /** Postal or ZIP code. Refused if the country writes its codes in another form. */
  postalCode?: string | null | undefined;
  /** State, province or region. */
  state?: string | null | undefined;
};

/** The unit of a billing interval, which is multiplied by `intervalCount`. */
export type BillingInterval =
  /** Days of 24 hours. */
  | 'DAY'
  /** Calendar months: a subscription that starts on the 31st renews on the last day of shorter months. */
  | 'MONTH'
  /** Weeks of seven days. */
  | 'WEEK'
  /** Calendar years: a period that starts on February 29 ends on February 28 in common years. */
  | 'YEAR';

/** Input of `cancelScheduledChange`. */
export type CancelScheduledChangeInput = {
  /** The item whose change is undone; by default the changes of all items. */
  itemId?: string | number | null | undefined;
  /** The id of the subscription. */
  subscriptionId: string | number;
};

/** Input of `cancelSubscription`. */
export type CancelSubscriptionInput = {
  /** A comment of the customer; optional. */
  comment?: string | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The end of the subscription; the portal's setting by default. Merchants only. */
  mode?: CancellationMode | null | undefined;
  /** Whether unused time is credited when it ends immediately; the portal's setting by default. Merchants only. */
  prorate?: boolean | null | undefined;
  /** The reason. Customers must give one of the portal's `cancellationReasons` if `cancellationReasonsEnabled` is on. */
  reason?: string | null | undefined;
  /** The id of the subscription. */
  subscriptionId: string | number;
};

/** The end of a canceled subscription. */
export type CancellationMode =
  /** At the time of the cancellation. */
  | 'IMMEDIATELY'
  /** At the end of the current period; until then the cancellation can be undone. */
  | 'PERIOD_END';

/** The kind of an offer to a customer who starts to cancel, and how it is accepted. */
export type CancellationOfferType =
  /** A contact to the merchant's support, accepted by `acceptRetentionOffer`. Not limited per year. */
  | 'CONTACT'
  /** A discount, accepted by `acceptRetentionOffer`. */
  | 'COUPON'
  /** A pause, accepted by `pauseSubscription` with `retention`. Only if the portal allows pauses. */
  | 'PAUSE'
  /** The cheaper plan with the highest price, of those with the same interval to which the portal allows a switch, for the first item that has one; accepted by `switchPlan` with `retention`. */
  | 'PLAN';

/** The effect of a change on the price per day: price × quantity of a whole period after discount, divided by the average days of the interval. */
export type ChangeDirection =
  /** The price per day decreases. */
  | 'DOWNGRADE'
  /** The price per day stays the same. */
  | 'NEUTRAL'
  /** The price per day increases. */
  | 'UPGRADE';

/** The time at which a change of price or quantity takes effect. */
export type ChangeEffective =
  /** Immediately; the other settings determine how the rest of the period is billed. */
  | 'IMMEDIATELY'
  /** With the next period: nothing is billed or credited, and until then the change can be undone. */
  | 'PERIOD_END';

/** The time at which the lines of a change are billed. It does not delay the change itself. */
export type ChargeTiming =
  /** Immediately, by a separate invoice or credit note. */
  | 'IMMEDIATELY'
  /** On the invoice of the next renewal. */
  | 'PERIOD_END';

/** Why the current state does not allow a change. */
export type ConflictReason =
  /** The customer has already subscribed again after this subscription. */
  | 'ALREADY_RESUBSCRIBED'
  /** A recorded payment is larger than the amount due. */
  | 'AMOUNT_EXCEEDS_DUE'
  /** The API key has a scope that the calling key lacks. */
  | 'API_KEY_STRONGER'
  /** No cancellation is scheduled that could be undone. */
  | 'CANCELLATION_NOT_SCHEDULED'
  /** The subscription already ends with its current period; `uncancelSubscription` undoes that. */
  | 'CANCELLATION_SCHEDULED'
  /** Another request changed the same records first. Read them again, then retry. */
  | 'CHANGED_CONCURRENTLY'
  /** The deduction exceeds the customer's credit balance. */
  | 'CREDIT_BALANCE_TOO_LOW'
  /** Less of the invoice, or of the line, is left to credit. */
  | 'CREDIT_TOO_LARGE'
  /** The customer is disabled and cannot sign in. */
  | 'CUSTOMER_DISABLED'
  /** The portal does not let a debit of a bank account pay for a change; use another payment method. */
  | 'DEBIT_NOT_ACCEPTED'
  /** The subscription has a discount, and a promotion code adds none to it. */
  | 'DISCOUNT_EXISTS'
  /** The domain's name servers did not respond in time. */
  | 'DOMAIN_DNS_UNAVAILABLE'
  /** The company has already registered this domain. */
  | 'DOMAIN_EXISTS'
  /** Another company has verified this domain and its TXT record is still published. */
  | 'DOMAIN_HELD_BY_OTHER_COMPANY'
  /** The TXT record of the domain is missing or not yet visible. */
  | 'DOMAIN_RECORD_NOT_FOUND'
  /** Another customer of the company signs in with this e-mail address. */
  | 'EMAIL_TAKEN'
  /** Another record of the company has this external id. */
  | 'EXTERNAL_ID_TAKEN'
  /** Only an invoice in status `DRAFT` can be finalized. */
  | 'INVOICE_NOT_DRAFT'
  /** The invoice is a draft or void. */
  | 'INVOICE_NOT_FINAL'
  /** The invoice is not open or paid, is corrected already, was billed by another system, or its customer was erased. */
  | 'INVOICE_NOT_REISSUABLE'
  /** The status of the invoice does not allow voiding it. */
  | 'INVOICE_NOT_VOIDABLE'
  /** Another invoice of the company has this number. */
  | 'INVOICE_NUMBER_TAKEN'
  /** An invoice is overdue and must be paid first; of a subscription that is paused for it, paying also ends the pause. */
  | 'INVOICE_OVERDUE'
  /** A payment or credit note already settles part of the invoice. */
  | 'INVOICE_PARTLY_SETTLED'
  /** It is the last API key with all scopes and without an expiry; create another one first. */
  | 'LAST_FULL_API_KEY'
  /** The company or customer has the maximum number of these records; delete one first. */
  | 'LIMIT_REACHED'
  /** The invoice has no amount due. */
  | 'NOTHING_DUE'
  /** No kind of payment method that the portal accepts works with the payment provider in the currency. */
  | 'NO_PAYMENT_METHOD_KIND'
  /** No change of price or quantity is scheduled. */
  | 'NO_SCHEDULED_CHANGE'
  /** A pause is already scheduled; `resumeSubscription` undoes that. */
  | 'PAUSE_SCHEDULED'
  /** The payment that was to be confirmed is no longer open. Repeat the request without `paymentId`. */
  | 'PAYMENT_CANCELED'
  /** The bank has yet to decide about a disputed payment of the invoice. */
  | 'PAYMENT_DISPUTED'
  /** A payment of the invoice is under way; its result decides what is due. */
  | 'PAYMENT_IN_PROGRESS'
  /** The payment method is already attached to a customer. */
  | 'PAYMENT_METHOD_EXISTS'
  /** The bank has yet to verify the account. The payment method is added by itself once that is done. */
  | 'PAYMENT_METHOD_PENDING'
  /** The payment took no money, was returned, or was made at another account of the provider. */
  | 'PAYMENT_NOT_REFUNDABLE'
  /** The recorded payment was taken back before. */
  | 'PAYMENT_VOIDED'
  /** The company has this promotion code already. */
  | 'PROMOTION_CODE_TAKEN'
  /** The key belongs to another account at the payment provider. */
  | 'PROVIDER_ACCOUNT_MISMATCH'
  /** The company is connected to a payment provider already. */
  | 'PROVIDER_CONNECTED'
  /** The company has connected no account at a payment provider. */
  | 'PROVIDER_MISSING'
  /** A live key for a company in test mode, or a test key for a live one. */
  | 'PROVIDER_MODE_MISMATCH'
  /** The key lacks permissions without which no payment can be taken; the message names them. */
  | 'PROVIDER_PERMISSIONS_MISSING'
  /** The payment, or the invoice that it paid, has less left. */
  | 'REFUND_TOO_LARGE'
  /** The current period has ended and its renewal or pause is being processed. Retry in a few seconds. */
  | 'RENEWAL_IN_PROGRESS'
  /** No such offer applies to the subscription, or an offer was already accepted. */
  | 'RETENTION_OFFER_UNAVAILABLE'
  /** The subscription has ended. */
  | 'SUBSCRIPTION_ENDED'
  /** The subscription, or one of the customer, has not ended; cancel it first. */
  | 'SUBSCRIPTION_NOT_ENDED'
  /** The subscription is neither paused nor scheduled to pause. */
  | 'SUBSCRIPTION_NOT_PAUSED'
  /** The status of the subscription does not allow the operation. */
  | 'SUBSCRIPTION_STATUS'
  /** The tax is not decided: a register has not confirmed the customer's tax id, or the country is unknown, and the company's policy is `HOLD`. */
  | 'TAX_UNDECIDED'
  /** The company already has a test clock; it cannot be replaced. */
  | 'TEST_CLOCK_EXISTS'
  /** The company has no test clock; create one with `createTestClock`. */
  | 'TEST_CLOCK_MISSING'
  /** The operation is available to companies in test mode only. */
  | 'TEST_MODE_REQUIRED'
  /** The webhook endpoint was deleted. */
  | 'WEBHOOK_ENDPOINT_DELETED'
  /** The webhook endpoint is disabled; enable it with `updateWebhookEndpoint`. */
  | 'WEBHOOK_ENDPOINT_DISABLED';

/** Either `token`, or `companyId`, `email` and `code`. */
export type ConsumePortalLinkInput = {
  /** A secret that the client generates for this attempt: the same link or code with the same secret returns the first session instead of opening a second one, until the session is used. Use at least 128 random bits. */
  attemptSecret?: string | null | undefined;
  /** The code from the e-mail, in upper or lower case. */
  code?: string | null | undefined;
  /** With `code`: the company of the portal; by default the company of the custom domain that received the request. */
  companyId?: string | number | null | undefined;
  /** With `code`: the address that the e-mail was sent to. */
  email?: string | null | undefined;
  /** The way in which the client receives the session; `BEARER` by default. */
  sessionTransport?: SessionTransport | null | undefined;
  /** The token from the link's fragment. */
  token?: string | null | undefined;
};

/** The duration of a discount. */
export type CouponDuration =
  /** The whole lifetime of the subscription. */
  | 'FOREVER'
  /** A single full period. */
  | 'ONCE'
  /** The number of months in `durationMonths`. */
  | 'REPEATING';

/** Input of `createInvoicePdfLink`. */
export type CreateInvoicePdfLinkInput = {
  /** The format; by default that in which the document was issued, as `Company.hybridInvoices` was then. Merchants only. */
  format?: InvoicePdfFormat | null | undefined;
  /** The id of the invoice. */
  invoiceId: string | number;
};

/** Input of `createPaymentLinkPdf`. */
export type CreatePaymentLinkPdfInput = {
  /** The token from the fragment of the link. */
  token: string;
};

/** Input of `createPaymentLinkSetupIntent`. */
export type CreatePaymentLinkSetupIntentInput = {
  /** The token from the fragment of the link. */
  token: string;
};

/** The reason for an entry of the credit ledger. */
export type CreditReason =
  /** A credit note was added to the credit. */
  | 'CREDIT_NOTE'
  /** The credit was imported from another system. */
  | 'IMPORT'
  /** An invoice was paid from the credit. */
  | 'INVOICE_PAYMENT'
  /** An invoice that had been paid from the credit was voided. */
  | 'INVOICE_VOIDED'
  /** The merchant took credit back. */
  | 'MERCHANT_DEDUCTION'
  /** The merchant gave credit. */
  | 'MERCHANT_GRANT'
  /** A payment took more than was still due when it settled. */
  | 'OVERPAYMENT'
  /** A recorded payment that had given credit was taken back. */
  | 'PAYMENT_VOIDED'
  /** Credit was paid out by a refund, or came back because a refund has failed. */
  | 'REFUND';

/** An e-mail to customers that the company can switch on. */
export type CustomerEmailKind =
  /** A credit note, with its PDF, when it is issued. */
  | 'CREDIT_NOTE'
  /** An invoice, with its PDF, when it becomes final. One that the customer must pay by a date (`SEND_INVOICE`) is always sent. */
  | 'INVOICE'
  /** A notice when a payment method is added. */
  | 'PAYMENT_METHOD_ADDED'
  /** A reminder of an invoice that was sent, with its PDF, on the days of `dueReminderDays`. */
  | 'PAYMENT_REMINDER'
  /** The new plan or quantity, when a subscription changes. */
  | 'PLAN_CHANGED'
  /** A receipt, when an invoice is paid by a payment, here or outside of Portico. One that credit alone pays has none. */
  | 'RECEIPT'
  /** A reminder before a subscription renews, by `longPeriodReminderDays` or `shortPeriodReminderDays`. */
  | 'RENEWAL_REMINDER'
  /** A notice when a subscription ends by itself: at the end of its period, or because it was not paid. */
  | 'SUBSCRIPTION_ENDED'
  /** A reminder before a trial ends and the first period is billed, by `trialReminderDays`. */
  | 'TRIAL_ENDING';

/** A code for each type of expected failure, for programs. */
export type ErrorCode =
  /** `ConflictError`: the current state does not allow the change. */
  | 'CONFLICT'
  /** `FreshCodeRequiredError`: the customer must sign in again by a mailed link or code first. */
  | 'FRESH_CODE_REQUIRED'
  /** `IdempotencyKeyReusedError`: the key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** `InvalidPaymentLinkError`: the payment link is unknown, revoked or expired. */
  | 'INVALID_PAYMENT_LINK'
  /** `InvalidPortalLinkError`: the link or code is unknown, used or expired. */
  | 'INVALID_PORTAL_LINK'
  /** `NotFoundError`: no object that the caller can see has the id. */
  | 'NOT_FOUND'
  /** `PaymentAuthenticationRequiredError`: the customer must confirm the payment at the bank. */
  | 'PAYMENT_AUTHENTICATION_REQUIRED'
  /** `PaymentDeclinedError`: the payment was declined. */
  | 'PAYMENT_DECLINED'
  /** `PaymentMethodRequiredError`: the customer has no payment method. */
  | 'PAYMENT_METHOD_REQUIRED'
  /** `PaymentProviderNotConnectedError`: no payment provider is connected for live payments. */
  | 'PAYMENT_PROVIDER_NOT_CONNECTED'
  /** `PaymentProviderUnavailableError`: the payment provider did not respond in time. */
  | 'PAYMENT_PROVIDER_UNAVAILABLE'
  /** `PortalFeatureDisabledError`: the portal does not offer the operation to customers. */
  | 'PORTAL_FEATURE_DISABLED'
  /** `QuoteExpiredError`: the quote is no longer valid. */
  | 'QUOTE_EXPIRED'
  /** `ValidationError`: a value of the input is invalid. */
  | 'VALIDATION_FAILED';

/** The kind of service that a line bills. */
export type InvoiceLineKind =
  /** The rest of a period at a new price or quantity. */
  | 'CHARGE'
  /** Credit for what was billed: for time that is not used, or by a credit note of the merchant. */
  | 'CREDIT'
  /** The difference between two full-period prices. */
  | 'DIFFERENCE'
  /** Billed by another system, before the subscription was imported. */
  | 'IMPORT'
  /** A line that the merchant wrote, independent of subscriptions. */
  | 'MANUAL'
  /** A whole period at the full price. */
  | 'PERIOD';

/** The format of the PDF of a document. */
export type InvoicePdfFormat =
  /** A hybrid invoice (Factur-X 1.0, ZUGFeRD 2) by EN 16931: a PDF/A-3b that contains the CII file of `Invoice.electronicInvoice`. */
  | 'FACTUR_X'
  /** The printed document alone. */
  | 'PLAIN';

/** The status of an invoice. */
export type InvoiceStatus =
  /** A draft: it has no number, may still change, and is hidden from customers. */
  | 'DRAFT'
  /** Final, with an amount due. */
  | 'OPEN'
  /** Final, with nothing due. */
  | 'PAID'
  /** Final, with an amount due that is not collected anymore. */
  | 'UNCOLLECTIBLE'
  /** Voided: nothing is due. */
  | 'VOID';

/** Why an overdue invoice was not paid. */
export type PastDueFailureReason =
  /** The bank requires the customer to confirm the payment. */
  | 'AUTHENTICATION_REQUIRED'
  /** The amount due changed during the payment; try again. */
  | 'CHANGED'
  /** The payment was declined. */
  | 'DECLINED'
  /** The customer has no payment method. */
  | 'PAYMENT_METHOD_REQUIRED'
  /** The payment provider did not respond in time, or none is connected. */
  | 'PROVIDER_UNAVAILABLE';

/** The cause of a pause. */
export type PauseReason =
  /** All retries of a payment have failed, or a payment is disputed. It resumes when all overdue invoices are paid, or the dispute is won. */
  | 'PAYMENT_FAILED'
  /** The customer or the merchant paused it. */
  | 'REQUEST';

/** Input of `pauseSubscription`. */
export type PauseSubscriptionInput = {
  /** The reason, at most 500 characters. It is stored in the event. */
  reason?: string | null | undefined;
  /** When the pause ends automatically: after the end of the current period, and within three years of it, or within `PortalConfig.pauseMaximumDays` for customers. By default it ends with `resumeSubscription`. */
  resumesAt?: string | null | undefined;
  /** Given if the change accepts `CancellationPreview.offer`, which was made when the customer started to cancel. Fails with `ConflictError` if another offer or none applies. Portal sessions only; omitted for any other change. */
  retention?: RetentionAnswerInput | null | undefined;
  /** The subscription, in status `TRIALING` or `ACTIVE`. */
  subscriptionId: string | number;
};

/** Input of `payByPaymentLink`. */
export type PayByPaymentLinkInput = {
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The token of the provider's form: `seti_…` of Stripe, or for example `tok_visa` of the sandbox. */
  methodToken: string;
  /** The payment of `PaymentAuthenticationRequiredError.confirmation` that the customer has confirmed since; the rest of the input must be the same. By default a new payment is made. */
  paymentId?: string | number | null | undefined;
  /** The token from the fragment of the link. */
  token: string;
};

/** Input of `payInvoice`. */
export type PayInvoiceInput = {
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The id of the invoice. */
  invoiceId: string | number;
  /** The payment of `PaymentAuthenticationRequiredError.confirmation` that the customer has confirmed since; the rest of the input must be the same. By default a new payment is made. */
  paymentId?: string | number | null | undefined;
  /** Whether an unpaid subscription begins a new cycle once none of its invoices is overdue; its first period is then billed as `Subscription.restartInvoice` shows. False by default: only the debt is paid. */
  restartSubscription?: boolean | null | undefined;
};

/** Input of `payPastDueInvoices`. */
export type PayPastDueInvoicesInput = {
  /** The customer. Required for merchants; a portal session uses its own customer by default. */
  customerId?: string | number | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** Whether an unpaid subscription begins a new cycle once none of its invoices is overdue; its first period is then billed as `Subscription.restartInvoice` shows. False by default: only the debt is paid. */
  restartSubscriptions?: boolean | null | undefined;
};

/** The state of the invoice of a payment link. */
export type PaymentLinkStatus =
  /** The bank has taken back a disputed payment and has yet to decide; nothing can be paid until then. */
  | 'DISPUTED'
  /** The invoice is settled in full. */
  | 'PAID'
  /** An amount is due. */
  | 'PAYABLE'
  /** A payment is under way, such as a debit that settles after days; no other can be made. */
  | 'PROCESSING'
  /** The invoice was voided; nothing is due. */
  | 'VOID';

/** The validity of a payment method that expires. */
export type PaymentMethodExpiry =
  /** Its month is over, in UTC. */
  | 'EXPIRED'
  /** It expires within the warning time of `DunningConfig.cardExpiryWarningDays`. */
  | 'EXPIRING'
  /** It expires after the warning time of `DunningConfig.cardExpiryWarningDays`. */
  | 'VALID';

/** The kind of a payment method. */
export type PaymentMethodKind =
  /** Bacs direct debit from a bank account in the United Kingdom. */
  | 'BACS_DEBIT'
  /** A credit or debit card. */
  | 'CARD'
  /** An account at PayPal. */
  | 'PAYPAL'
  /** SEPA direct debit from a bank account in the euro area. */
  | 'SEPA_DEBIT'
  /** ACH debit from a bank account in the United States. */
  | 'US_BANK_ACCOUNT';

/** The status of a payment. */
export type PaymentStatus =
  /** It never reached the provider. */
  | 'ABANDONED'
  /** Released before any money was taken. */
  | 'CANCELED'
  /** The bank refused it. A debit can fail days after its submission. */
  | 'FAILED'
  /** The money is reserved at the bank for a change that is being made. */
  | 'HELD'
  /** The reservation expired before its capture; the invoice is charged by another payment. */
  | 'LOST'
  /** The bank waits for the confirmation of the customer; given up after 30 minutes. */
  | 'NEEDS_CUSTOMER'
  /** Recorded, and not yet acknowledged by the provider. */
  | 'PLANNED'
  /** A debit is under way; its result comes after days, see `expectedAt`. */
  | 'PROCESSING'
  /** Reserved money is being released. */
  | 'RELEASING'
  /** The bank took the money of a debit back; the invoice is due again. */
  | 'RETURNED'
  /** The money was taken. */
  | 'SUCCEEDED'
  /** The change is made, and its reserved money is being captured. */
  | 'TAKING';

/** The page of the portal that opens after signing in. `SWITCH_PLAN`, `CANCEL_SUBSCRIPTION`, `PAYMENT_METHODS`, `BILLING_INFORMATION` and `PAY_INVOICE` start a flow: when it ends, and the link has a `returnUrl` or the portal's configuration has one, the page redirects there with `portico_flow=<destination in lower snake case>` (such as `switch_plan`) and `portico_outcome=completed` or `portico_outcome=canceled` added to the query. */
export type PortalDestination =
  /** Name, address and tax id. */
  | 'BILLING_INFORMATION'
  /** Canceling the subscription whose id is the context; without one, the only one. */
  | 'CANCEL_SUBSCRIPTION'
  /** The overview of the portal. */
  | 'HOME'
  /** The invoices, or the one whose id is the context. */
  | 'INVOICES'
  /** The list of payment methods. */
  | 'PAYMENT_METHODS'
  /** Paying the open invoice whose id is the context; without one, the oldest. */
  | 'PAY_INVOICE'
  /** The subscriptions, or the one whose id is the context. */
  | 'SUBSCRIPTIONS'
  /** Choosing another plan for the subscription whose id is the context; without one, for the only one. */
  | 'SWITCH_PLAN';

/** Where customers may redeem a promotion code. */
export type PromotionCodeUse =
  /** `subscribe`: coming back, or starting another subscription. */
  | 'SUBSCRIBE'
  /** `switchPlan`: a change of plan. */
  | 'SWITCH_PLAN';

/** The calculation of a change of plan or quantity during a period. */
export type ProrationBehavior =
  /** The full difference between the new and the old price, independent of the date. */
  | 'FULL_DIFFERENCE'
  /** No proration: the new price applies from the next period. */
  | 'NONE'
  /** The unused part of the old price is credited, and the new price is charged for the remaining time. */
  | 'PRORATE';

/** Input of `recordRetentionOfferShown`. */
export type RecordRetentionOfferShownInput = {
  /** The reason with which it was previewed; null if without one. */
  reason?: string | null | undefined;
  /** The id of the subscription whose cancellation was previewed. */
  subscriptionId: string | number;
};

/** How a customer paid outside of the payment provider. */
export type RecordedPaymentMethod =
  /** A transfer to a bank account of the company. */
  | 'BANK_TRANSFER'
  /** Cash in notes or coins. */
  | 'CASH'
  /** A check of a bank. */
  | 'CHECK'
  /** Any other way of paying. */
  | 'OTHER';

/** Input of `removePaymentMethod`. */
export type RemovePaymentMethodInput = {
  /** The id of the payment method. */
  paymentMethodId: string | number;
};

/** Input of `requestPaymentLink`. */
export type RequestPaymentLinkInput = {
  /** The token from the fragment of the link. */
  token: string;
};

/** Input of `requestPortalLink`. */
export type RequestPortalLinkInput = {
  /** The company of the portal. By default the company of the API key, or of the custom domain that received the request. */
  companyId?: string | number | null | undefined;
  /** The page that the link opens; `HOME` by default. */
  destination?: PortalDestination | null | undefined;
  /** Returned when the link is used, so that a page can continue at the same place: 1 to 200 letters, digits or _ . : - With `SUBSCRIPTIONS`, `SWITCH_PLAN` and `CANCEL_SUBSCRIPTION` it is the id of a subscription (`sub_…`), with `INVOICES` and `PAY_INVOICE` that of an invoice (`in_…`); only its form is checked. */
  destinationContext?: string | null | undefined;
  /** The e-mail address of the customer. */
  email: string;
};

/** Input of `resumeSubscription` and of its preview, which ignores the idempotency key. */
export type ResumeSubscriptionInput = {
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The id of the subscription. */
  subscriptionId: string | number;
};

/** Accepts the offer that the customer was made when starting to cancel. */
export type RetentionAnswerInput = {
  /** A comment of the customer, at most 2000 characters; optional. */
  comment?: string | null | undefined;
  /** The `reason` with which the offer was previewed, one of `PortalConfig.cancellationReasons`; omitted if it was previewed without one. */
  reason?: string | null | undefined;
};

/** The way in which the client receives a new session. */
export type SessionTransport =
  /** As `sessionToken` in the response, for clients that store it securely themselves. */
  | 'BEARER'
  /** In an `HttpOnly` cookie of this host, for pages that this server serves. It is valid for requests whose header `x-portico-portal` contains the id of the company. */
  | 'COOKIE';

/** Input of `setDefaultPaymentMethod`. */
export type SetDefaultPaymentMethodInput = {
  /** The id of the payment method. */
  paymentMethodId: string | number;
};

/** The means by which a part of an invoice was settled. */
export type SettlementKind =
  /** The customer's credit balance. */
  | 'CREDIT_BALANCE'
  /** A credit note that corrects the invoice. */
  | 'CREDIT_NOTE'
  /** A payment outside of the payment provider. A negative amount takes one back that was recorded before. */
  | 'OUT_OF_BAND'
  /** A payment. A negative amount reverses a payment that could not be captured, or a debit that the bank returned. */
  | 'PAYMENT';

/** Input of `signOutPortal`. By default the calling session ends. */
export type SignOutPortalInput = {
  /** Whether all sessions of the customer end; false by default. */
  allSessions?: boolean | null | undefined;
  /** The session of the customer that ends instead of the calling one. */
  sessionId?: string | number | null | undefined;
};

/** Input of `subscribe` and of its preview. */
export type SubscribeInput = {
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The items. By default those of the ended subscription; each given one replaces one of those, of the same product or another plan. For another subscription exactly one plan. */
  items?: Array<SubscribeItemInput> | null | undefined;
  /** The payment of `PaymentAuthenticationRequiredError.confirmation` that the customer has confirmed since; the rest of the input must be the same. By default a new payment is made. */
  paymentId?: string | number | null | undefined;
  /** A promotion code, in any case, where `PortalConfig.promotionCodes` allows it for `SUBSCRIBE`: its discount applies from the first period on. A code that cannot be used fails with `ValidationError`, whatever the reason. */
  promotionCode?: string | null | undefined;
  /** The quote of a preview. The mutation charges exactly the quoted amount or fails with `QuoteExpiredError`. By default the amount is calculated anew. Previews ignore it. */
  quote?: string | null | undefined;
  /** The ended subscription after which the customer comes back, which `PortalConfig.resubscribeEnabled` allows once. Null: another subscription, which `PortalConfig.subscriptionCreateEnabled` allows. */
  subscriptionId?: string | number | null | undefined;
};

/** An item of the subscription that a customer starts. */
export type SubscribeItemInput = {
  /** The price of one unit. */
  priceId: string | number;
  /** The number of units; by default that of the ended item or the next larger one at which the price is sold, or the price's minimum. */
  quantity?: number | null | undefined;
};

/** The status of a subscription. */
export type SubscriptionStatus =
  /** Usable, without a failed payment. */
  | 'ACTIVE'
  /** Ended. It cannot be reactivated. */
  | 'CANCELED'
  /** Not started: its first payment is missing. Reserved; no subscription has this status yet. */
  | 'INCOMPLETE'
  /** Usable; a payment has failed and is retried. */
  | 'PAST_DUE'
  /** Paused: neither usable nor billed until it resumes. */
  | 'PAUSED'
  /** In its trial: usable, and not billed before the trial ends. */
  | 'TRIALING'
  /** Not usable, because all retries of a payment have failed. */
  | 'UNPAID';

/** Input of `switchPlan`. */
export type SwitchPlanInput = {
  /** The time at which the change is billed; the portal's setting by default. Merchants only. */
  chargeTiming?: ChargeTiming | null | undefined;
  /** The time at which the change takes effect; `IMMEDIATELY` by default. With `PERIOD_END` nothing is billed now. Merchants only; for customers the portal's settings for upgrades and downgrades apply. */
  effective?: ChangeEffective | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The item that changes; by default the only item. Required if the subscription has several. */
  itemId?: string | number | null | undefined;
  /** The payment of `PaymentAuthenticationRequiredError.confirmation` that the customer has confirmed since; the rest of the input must be the same. By default a new payment is made. */
  paymentId?: string | number | null | undefined;
  /** The new price; of the currency of the subscription. */
  priceId: string | number;
  /** A promotion code, in any case, where `PortalConfig.promotionCodes` allows it for `SWITCH_PLAN`: its discount applies from the next full period on. Not on top of another discount: `ConflictError`. Portal sessions only. */
  promotionCode?: string | null | undefined;
  /** The calculation for the rest of the period; the portal's setting by default. Merchants only. */
  prorationBehavior?: ProrationBehavior | null | undefined;
  /** The time from which the new price applies: within the current period, not in the future, and not before the last change of the item; now by default. Merchants only. */
  prorationDate?: string | null | undefined;
  /** The new quantity, at which the new price is sold (`Price.adjustableQuantity`). By default the present one or, if the new price is not sold at it, the next larger one; 1 for a price that is not sold by units. */
  quantity?: number | null | undefined;
  /** The quote of a preview. The mutation charges exactly the quoted amount or fails with `QuoteExpiredError`. By default the amount is calculated anew. Previews ignore it. */
  quote?: string | null | undefined;
  /** Given if the change accepts `CancellationPreview.offer`, which was made when the customer started to cancel. Fails with `ConflictError` if another offer or none applies. Portal sessions only; omitted for any other change. */
  retention?: RetentionAnswerInput | null | undefined;
  /** The id of the subscription. */
  subscriptionId: string | number;
};

/** A tax identification number. */
export type TaxIdInput = {
  /** The kind of number, such as `eu_vat`. An open list: two lower-case letters of a country or region, an underscore and a name. The check digits of `eu_vat`, `gb_vat`, `ch_vat`, `no_vat`, `us_ein`, `ca_bn`, `au_abn`, `br_cnpj` and `jp_trn` are checked; numbers of other kinds are stored as given. */
  type: string;
  /** The number as printed on invoices. A number with wrong check digits is refused, unless it is the one that is stored; `eu_vat` needs the two letters of its country. Blanks and punctuation are removed. */
  value: string;
};

/** The result of the register of tax ids. */
export type TaxIdStatus =
  /** No register is known for this kind of number. */
  | 'NOT_CHECKABLE'
  /** The register was not queried yet. */
  | 'PENDING'
  /** The register gave no result; it is queried again. */
  | 'UNAVAILABLE'
  /** The register does not know the number. */
  | 'UNVERIFIED'
  /** The register has confirmed the number. */
  | 'VERIFIED';

/** Input of `uncancelSubscription`. */
export type UncancelSubscriptionInput = {
  /** The id of the subscription. */
  subscriptionId: string | number;
};

/** Input of `updateBillingInformation`. */
export type UpdateBillingInformationInput = {
  /** The billing address; null clears all of it. */
  address?: AddressInput | null | undefined;
  /** The addresses that get invoices, credit notes and receipts, at most 5; an empty list or null: `email` gets them. */
  billingEmails?: Array<string> | null | undefined;
  /** The reference by which the customer routes electronic invoices, such as a Leitweg-ID; null clears it. */
  buyerReference?: string | null | undefined;
  /** The customer. Required for merchants; a portal session uses its own customer by default. */
  customerId?: string | number | null | undefined;
  /** The e-mails that the customer does not want: any of `INVOICE`, `CREDIT_NOTE` and `RECEIPT`, whose content stays in the portal. */
  declinedEmails?: Array<CustomerEmailKind> | null | undefined;
  /** The address for electronic invoices, as the code of a scheme (EAS), a colon and the identifier, such as `9930:DE123456789`; null clears it. */
  electronicAddress?: string | null | undefined;
  /** The BCP 47 tag of the language for mails, invoices and pages, such as `de-AT`. Texts exist in `en`, `de`, `fr`, `es`, `pt`, `it`, `nl`, `pl`, `ja`, `ar`; any other language is stored, and texts are in the portal's default language or English. Issued documents are not changed. */
  locale?: string | null | undefined;
  /** The name of the customer on invoices. A customer cannot clear its own. */
  name?: string | null | undefined;
  /** A phone number for questions about invoices. */
  phone?: string | null | undefined;
  /** The customer's reference on later invoices, such as a purchase order; null clears it. */
  purchaseOrder?: string | null | undefined;
  /** The tax id on invoices; null clears it. */
  taxId?: TaxIdInput | null | undefined;
};

/** Input of `updateQuantity`. */
export type UpdateQuantityInput = {
  /** The time at which the change is billed; the portal's setting by default. Merchants only. */
  chargeTiming?: ChargeTiming | null | undefined;
  /** The time at which the change takes effect; `IMMEDIATELY` by default. With `PERIOD_END` nothing is billed now. Merchants only; for customers the portal's settings for upgrades and downgrades apply. */
  effective?: ChangeEffective | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The item that changes; by default the only item. Required if the subscription has several. */
  itemId?: string | number | null | undefined;
  /** The payment of `PaymentAuthenticationRequiredError.confirmation` that the customer has confirmed since; the rest of the input must be the same. By default a new payment is made. */
  paymentId?: string | number | null | undefined;
  /** The calculation for the rest of the period; the portal's setting by default. Merchants only. */
  prorationBehavior?: ProrationBehavior | null | undefined;
  /** The time from which the new price applies: within the current period, not in the future, and not before the last change of the item; now by default. Merchants only. */
  prorationDate?: string | null | undefined;
  /** The new number of units. */
  quantity: number;
  /** The quote of a preview. The mutation charges exactly the quoted amount or fails with `QuoteExpiredError`. By default the amount is calculated anew. Previews ignore it. */
  quote?: string | null | undefined;
  /** The id of the subscription. */
  subscriptionId: string | number;
};

export type RequestLinkMutationVariables = Exact<{
  input: RequestPortalLinkInput;
}>;


export type RequestLinkMutation = { requestPortalLink:
    | { __typename: 'RequestPortalLinkSuccess', expiresInMinutes: number }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string> }
   };

export type LinkPreviewQueryVariables = Exact<{
  token: string;
}>;


export type LinkPreviewQuery = { portalLinkPreview: { emailHint: string, companyName: string, destination: PortalDestination, expiresAt: string } | null };

export type ConsumeLinkMutationVariables = Exact<{
  input: ConsumePortalLinkInput;
}>;


export type ConsumeLinkMutation = { consumePortalLink:
    | { __typename: 'ConsumePortalLinkSuccess', destination: PortalDestination, destinationContext: string | null, returnUrl: string | null, customer: { locale: string | null } }
    | { __typename: 'InvalidPortalLinkError', code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string> }
   };

export type SecurityQueryVariables = Exact<{ [key: string]: never; }>;


export type SecurityQuery = { currentCustomer: { portalSessions: { nodes: Array<{ id: string, createdAt: string, expiresAt: string, lastSeenAt: string, isCurrent: boolean, userAgent: string | null }> } }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type SignOutMutationVariables = Exact<{
  input: SignOutPortalInput;
}>;


export type SignOutMutation = { signOutPortal:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'SignOutPortalSuccess', endedSessions: number }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string> }
   };

export type OpenEmbeddedSessionMutationVariables = Exact<{
  input: ConsumePortalLinkInput;
}>;


export type OpenEmbeddedSessionMutation = { consumePortalLink:
    | { __typename: 'ConsumePortalLinkSuccess', sessionToken: string | null, destination: PortalDestination, destinationContext: string | null, returnUrl: string | null, customer: { id: string } }
    | { __typename: 'InvalidPortalLinkError', code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string> }
   };

export type BillingQueryVariables = Exact<{ [key: string]: never; }>;


export type BillingQuery = { currentCustomer: { name: string | null, email: string, phone: string | null, locale: string | null, purchaseOrder: string | null, address: { line1: string | null, line2: string | null, city: string | null, state: string | null, postalCode: string | null, country: string | null }, taxId: { type: string, value: string, status: TaxIdStatus | null } | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type UpdateBillingMutationVariables = Exact<{
  input: UpdateBillingInformationInput;
}>;


export type UpdateBillingMutation = { updateBillingInformation:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'UpdateBillingInformationSuccess', customer: { id: string } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type CreditQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type CreditQuery = { currentCustomer: { creditBalances: Array<{ amount: number, currency: string }>, creditEntries: { nodes: Array<{ id: string, reason: CreditReason, createdAt: string, description: string | null, amount: { amount: number, currency: string }, invoice: { id: string, number: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type CancelFormQueryVariables = Exact<{
  id: string | number;
  input: CancelSubscriptionInput;
  locale?: string | null | undefined;
}>;


export type CancelFormQuery = { cancelConfig: { cancellationReasonsEnabled: boolean, cancellationEmailsEnabled: boolean, pauseMaximumDays: number | null, acceptedPaymentMethods: Array<PaymentMethodKind>, cancellationReasonTexts: Array<{ reason: string, text: string }> }, currentCustomer: { paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, mandateReference: string | null, isDefault: boolean, createdAt: string }> | null }, subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountStart: string | null, discountEnd: string | null, pauseReason: PauseReason | null, pausesAt: string | null, resumesAt: string | null, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null }, resubscribe: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }> } | null, previewCancelSubscription:
    | { __typename: 'CancellationPreview', mode: CancellationMode, endsAt: string, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, offer: { type: CancellationOfferType, supportEmail: string | null, discount: { invoices: number | null, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null }, nextSaving: { amount: number, currency: string }, totalSaving: { amount: number, currency: string } } | null, item: { id: string } | null, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } | null } | null }
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
  , frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type CancelMutationVariables = Exact<{
  input: CancelSubscriptionInput;
}>;


export type CancelMutation = { cancelSubscription:
    | { __typename: 'CancelSubscriptionSuccess', subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountStart: string | null, discountEnd: string | null, pauseReason: PauseReason | null, pausesAt: string | null, resumesAt: string | null, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null }, resubscribe: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }> }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null }
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'FreshCodeRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type OfferShownMutationVariables = Exact<{
  input: RecordRetentionOfferShownInput;
}>;


export type OfferShownMutation = { recordRetentionOfferShown:
    | { __typename: 'ConflictError' }
    | { __typename: 'NotFoundError' }
    | { __typename: 'PortalFeatureDisabledError' }
    | { __typename: 'RecordRetentionOfferShownSuccess' }
    | { __typename: 'ValidationError' }
   };

export type AcceptOfferMutationVariables = Exact<{
  input: AcceptRetentionOfferInput;
}>;


export type AcceptOfferMutation = { acceptRetentionOffer:
    | { __typename: 'AcceptRetentionOfferSuccess', subscription: { id: string } }
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type UncancelMutationVariables = Exact<{
  input: UncancelSubscriptionInput;
}>;


export type UncancelMutation = { uncancelSubscription:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'UncancelSubscriptionSuccess', subscription: { id: string } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type FrameFragment = { frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type MoneyPartsFragment = { amount: number, currency: string };

export type PricePartsFragment = { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } };

export type ActionPartsFragment = { allowed: boolean, blockedBy: string | null };

export type CouponPartsFragment = { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null };

type LineParts_InvoiceLine_Fragment = { kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } };

type LineParts_PreviewLine_Fragment = { kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } };

export type LinePartsFragment =
  | LineParts_InvoiceLine_Fragment
  | LineParts_PreviewLine_Fragment
;

export type TaxPartsFragment = { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> };

export type UpcomingPartsFragment = { billsAt: string, dueAt: string | null, periodStart: string, periodEnd: string, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> };

export type SubscriptionPartsFragment = { id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountStart: string | null, discountEnd: string | null, pauseReason: PauseReason | null, pausesAt: string | null, resumesAt: string | null, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null }, resubscribe: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }> };

export type PaymentMethodPartsFragment = { id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, mandateReference: string | null, isDefault: boolean, createdAt: string };

export type InvoicePartsFragment = { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } };

export type HomeQueryVariables = Exact<{ [key: string]: never; }>;


export type HomeQuery = { currentCustomer: { creditBalances: Array<{ amount: number, currency: string }>, subscriptions: Array<{ id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountStart: string | null, discountEnd: string | null, pauseReason: PauseReason | null, pausesAt: string | null, resumesAt: string | null, upcomingInvoice: { billsAt: string, dueAt: string | null, tax: { amount: { amount: number, currency: string } } | null, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null }, resubscribe: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }> }> | null, paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, mandateReference: string | null, isDefault: boolean, createdAt: string }> | null, invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }> } | null, due: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, subscription: { id: string } | null, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }> } | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type InvoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type InvoicesQuery = { currentCustomer: { invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, due: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }> } | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type MoreInvoicesQueryVariables = Exact<{
  after: string;
}>;


export type MoreInvoicesQuery = { currentCustomer: { invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } };

export type InvoiceDetailQueryVariables = Exact<{
  id: string | number;
  locale?: string | null | undefined;
}>;


export type InvoiceDetailQuery = { invoice: { memo: string | null, purchaseOrder: string | null, paymentInstructions: string | null, voidedAt: string | null, id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, amountPaid: { amount: number, currency: string }, corrects: { id: string, number: string | null } | null, subscription: { restartInvoice: { total: { amount: number, currency: string } } | null } | null, lines: Array<{ id: string, kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, settlements: Array<{ kind: SettlementKind, createdAt: string, amount: { amount: number, currency: string }, creditNote: { id: string, number: string | null } | null, recordedPayment: { method: RecordedPaymentMethod } | null }>, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null, currentCustomer: { paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, mandateReference: string | null, isDefault: boolean, createdAt: string }> | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type InvoicePdfMutationVariables = Exact<{
  input: CreateInvoicePdfLinkInput;
}>;


export type InvoicePdfMutation = { createInvoicePdfLink:
    | { __typename: 'CreateInvoicePdfLinkSuccess', url: string }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PayOneMutationVariables = Exact<{
  input: PayInvoiceInput;
}>;


export type PayOneMutation = { payInvoice:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PayInvoiceSuccess', invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string>, confirmation: { paymentId: string, provider: string, clientSecret: string | null, publishableKey: string, connectedAccount: string | null } | null }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PayAllMutationVariables = Exact<{
  input: PayPastDueInvoicesInput;
}>;


export type PayAllMutation = { payPastDueInvoices:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PayPastDueInvoicesSuccess', paid: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }>, failed: Array<{ reason: PastDueFailureReason, declineCode: string | null, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } }> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PayLinkQueryVariables = Exact<{
  token: string;
  locale?: string | null | undefined;
}>;


export type PayLinkQuery = { paymentLink: { status: PaymentLinkStatus, number: string | null, sellerName: string, sellerAddress: Array<string>, buyerName: string | null, purchaseOrder: string | null, memo: string | null, issuedAt: string | null, dueAt: string | null, paidAt: string | null, taxNotes: Array<string>, paymentInstructions: string | null, expectedAt: string | null, acceptedPaymentMethods: Array<PaymentMethodKind>, lines: Array<{ description: string, quantity: number, periodStart: string | null, periodEnd: string | null, explanation: string | null, amount: { amount: number, currency: string } }>, totalExcludingTax: { amount: number, currency: string } | null, taxes: Array<{ name: string, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, amountPaid: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null };

export type OpenPayLinkFieldsMutationVariables = Exact<{
  input: CreatePaymentLinkSetupIntentInput;
}>;


export type OpenPayLinkFieldsMutation = { createPaymentLinkSetupIntent:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'CreatePaymentLinkSetupIntentSuccess', provider: string, clientSecret: string, publishableKey: string, connectedAccount: string | null }
    | { __typename: 'InvalidPaymentLinkError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PayByLinkMutationVariables = Exact<{
  input: PayByPaymentLinkInput;
}>;


export type PayByLinkMutation = { payByPaymentLink:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'InvalidPaymentLinkError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PayByPaymentLinkSuccess', paymentLink: { status: PaymentLinkStatus } | null }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string>, confirmation: { paymentId: string, provider: string, clientSecret: string | null, publishableKey: string, connectedAccount: string | null } | null }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PayLinkPdfMutationVariables = Exact<{
  input: CreatePaymentLinkPdfInput;
}>;


export type PayLinkPdfMutation = { createPaymentLinkPdf:
    | { __typename: 'CreatePaymentLinkPdfSuccess', url: string }
    | { __typename: 'InvalidPaymentLinkError', code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type RenewPayLinkMutationVariables = Exact<{
  input: RequestPaymentLinkInput;
}>;


export type RenewPayLinkMutation = { requestPaymentLink:
    | { __typename: 'RequestPaymentLinkSuccess', accepted: boolean }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PayLinkPartsFragment = { status: PaymentLinkStatus, number: string | null, sellerName: string, sellerAddress: Array<string>, buyerName: string | null, purchaseOrder: string | null, memo: string | null, issuedAt: string | null, dueAt: string | null, paidAt: string | null, taxNotes: Array<string>, paymentInstructions: string | null, expectedAt: string | null, acceptedPaymentMethods: Array<PaymentMethodKind>, lines: Array<{ description: string, quantity: number, periodStart: string | null, periodEnd: string | null, explanation: string | null, amount: { amount: number, currency: string } }>, totalExcludingTax: { amount: number, currency: string } | null, taxes: Array<{ name: string, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, amountPaid: { amount: number, currency: string }, amountDue: { amount: number, currency: string } };

export type PaymentMethodsQueryVariables = Exact<{ [key: string]: never; }>;


export type PaymentMethodsQuery = { methodConfig: { acceptedPaymentMethods: Array<PaymentMethodKind> }, currentCustomer: { paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, mandateReference: string | null, isDefault: boolean, createdAt: string }> | null, due: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }> } | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type OpenFieldsMutationVariables = Exact<{ [key: string]: never; }>;


export type OpenFieldsMutation = { createSetupIntent:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'CreateSetupIntentSuccess', provider: string, clientSecret: string, publishableKey: string, connectedAccount: string | null }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type AddMethodMutationVariables = Exact<{
  input: AddPaymentMethodInput;
}>;


export type AddMethodMutation = { addPaymentMethod:
    | { __typename: 'AddPaymentMethodSuccess', paymentMethod: { id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, mandateReference: string | null, isDefault: boolean, createdAt: string } }
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type ChooseDefaultMutationVariables = Exact<{
  input: SetDefaultPaymentMethodInput;
}>;


export type ChooseDefaultMutation = { setDefaultPaymentMethod:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'SetDefaultPaymentMethodSuccess', paymentMethod: { id: string } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type RemoveMethodMutationVariables = Exact<{
  input: RemovePaymentMethodInput;
}>;


export type RemoveMethodMutation = { removePaymentMethod:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'FreshCodeRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'RemovePaymentMethodSuccess', removedPaymentMethodId: string }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type SubscribeQuotePartsFragment = { periodStart: string, periodEnd: string, quantities: Array<number>, dueAt: string | null, paymentMethodRequired: boolean, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, nextInvoice: { billsAt: string, amountDue: { amount: number, currency: string } } | null, quote: { token: string, expiresInSeconds: number } };

export type ResubscribeChoicesQueryVariables = Exact<{
  id: string | number;
}>;


export type ResubscribeChoicesQuery = { methodConfig: { acceptedPaymentMethods: Array<PaymentMethodKind>, maximumQuantity: number | null, allowQuantityUpdates: boolean, promotionCodes: Array<PromotionCodeUse> }, subscription: { id: string, status: SubscriptionStatus, endedAt: string | null, portalActions: { resubscribe: { allowed: boolean, blockedBy: string | null } }, successor: { id: string } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, adjustableQuantity: { enabled: boolean, minimum: number, maximum: number | null, step: number }, saving: { basisPoints: number, freePeriods: number | null, comparedWith: { interval: BillingInterval, intervalCount: number } } | null, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } }, resubscribePrices: Array<{ id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, adjustableQuantity: { enabled: boolean, minimum: number, maximum: number | null, step: number }, saving: { basisPoints: number, freePeriods: number | null, comparedWith: { interval: BillingInterval, intervalCount: number } } | null, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } }> | null }> } | null, currentCustomer: { paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, mandateReference: string | null, isDefault: boolean, createdAt: string }> | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type SubscribeChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type SubscribeChoicesQuery = { methodConfig: { acceptedPaymentMethods: Array<PaymentMethodKind>, maximumQuantity: number | null, promotionCodes: Array<PromotionCodeUse> }, currentCustomer: { availablePrices: Array<{ id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, adjustableQuantity: { enabled: boolean, minimum: number, maximum: number | null, step: number }, saving: { basisPoints: number, freePeriods: number | null, comparedWith: { interval: BillingInterval, intervalCount: number } } | null, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } }> | null, paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, mandateReference: string | null, isDefault: boolean, createdAt: string }> | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type PreviewSubscribeQueryVariables = Exact<{
  input: SubscribeInput;
  locale?: string | null | undefined;
}>;


export type PreviewSubscribeQuery = { previewSubscribe:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'SubscribePreview', periodStart: string, periodEnd: string, quantities: Array<number>, dueAt: string | null, paymentMethodRequired: boolean, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, nextInvoice: { billsAt: string, amountDue: { amount: number, currency: string } } | null, quote: { token: string, expiresInSeconds: number } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type SubscribeMutationVariables = Exact<{
  input: SubscribeInput;
}>;


export type SubscribeMutation = { subscribe:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string>, confirmation: { paymentId: string, provider: string, clientSecret: string | null, publishableKey: string, connectedAccount: string | null } | null }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'SubscribeSuccess', subscription: { id: string }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type SubscriptionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SubscriptionsQuery = { currentCustomer: { subscriptions: Array<{ id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountStart: string | null, discountEnd: string | null, pauseReason: PauseReason | null, pausesAt: string | null, resumesAt: string | null, upcomingInvoice: { billsAt: string, amountDue: { amount: number, currency: string } } | null, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null }, resubscribe: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }> }> | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type SubscriptionDetailQueryVariables = Exact<{
  id: string | number;
  locale?: string | null | undefined;
}>;


export type SubscriptionDetailQuery = { pauseConfig: { pauseMaximumDays: number | null }, subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountStart: string | null, discountEnd: string | null, pauseReason: PauseReason | null, pausesAt: string | null, resumesAt: string | null, pendingLines: Array<{ id: string, kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, upcomingInvoice: { billsAt: string, dueAt: string | null, periodStart: string, periodEnd: string, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null }, resubscribe: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }> } | null, currentCustomer: { paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, mandateReference: string | null, isDefault: boolean, createdAt: string }> | null, due: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, subscription: { id: string } | null, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }> } | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type PlanPartsFragment = { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, adjustableQuantity: { enabled: boolean, minimum: number, maximum: number | null, step: number }, saving: { basisPoints: number, freePeriods: number | null, comparedWith: { interval: BillingInterval, intervalCount: number } } | null, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } };

export type SwitchChoicesQueryVariables = Exact<{
  id: string | number;
}>;


export type SwitchChoicesQuery = { methodConfig: { acceptedPaymentMethods: Array<PaymentMethodKind>, maximumQuantity: number | null, promotionCodes: Array<PromotionCodeUse> }, subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountStart: string | null, discountEnd: string | null, pauseReason: PauseReason | null, pausesAt: string | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, adjustableQuantity: { enabled: boolean, minimum: number, maximum: number | null, step: number }, saving: { basisPoints: number, freePeriods: number | null, comparedWith: { interval: BillingInterval, intervalCount: number } } | null, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } }, availablePrices: Array<{ id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, adjustableQuantity: { enabled: boolean, minimum: number, maximum: number | null, step: number }, saving: { basisPoints: number, freePeriods: number | null, comparedWith: { interval: BillingInterval, intervalCount: number } } | null, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } }> | null }>, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null }, resubscribe: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null, marketingFeatures: Array<string> } } }> } | null, currentCustomer: { paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, mandateReference: string | null, isDefault: boolean, createdAt: string }> | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, subscriptionCreateEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type ChangePartsFragment = { effectiveAt: string, effective: ChangeEffective, quantity: number, direction: ChangeDirection, dueAt: string | null, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, endsAt: string | null, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, pendingLines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, nextInvoice: { billsAt: string, dueAt: string | null, periodStart: string, periodEnd: string, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, quote: { token: string, expiresInSeconds: number } };

type RefusalParts_ConflictError_Fragment = { reason: ConflictReason, code: ErrorCode, path: Array<string> };

type RefusalParts_FreshCodeRequiredError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_IdempotencyKeyReusedError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_InvalidPaymentLinkError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_InvalidPortalLinkError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_NotFoundError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_PaymentAuthenticationRequiredError_Fragment = { code: ErrorCode, path: Array<string>, confirmation: { paymentId: string, provider: string, clientSecret: string | null, publishableKey: string, connectedAccount: string | null } | null };

type RefusalParts_PaymentDeclinedError_Fragment = { declineCode: string, code: ErrorCode, path: Array<string> };

type RefusalParts_PaymentMethodRequiredError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_PaymentProviderNotConnectedError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_PaymentProviderUnavailableError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_PortalFeatureDisabledError_Fragment = { setting: string, code: ErrorCode, path: Array<string> };

type RefusalParts_QuoteExpiredError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_ValidationError_Fragment = { code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> };

export type RefusalPartsFragment =
  | RefusalParts_ConflictError_Fragment
  | RefusalParts_FreshCodeRequiredError_Fragment
  | RefusalParts_IdempotencyKeyReusedError_Fragment
  | RefusalParts_InvalidPaymentLinkError_Fragment
  | RefusalParts_InvalidPortalLinkError_Fragment
  | RefusalParts_NotFoundError_Fragment
  | RefusalParts_PaymentAuthenticationRequiredError_Fragment
  | RefusalParts_PaymentDeclinedError_Fragment
  | RefusalParts_PaymentMethodRequiredError_Fragment
  | RefusalParts_PaymentProviderNotConnectedError_Fragment
  | RefusalParts_PaymentProviderUnavailableError_Fragment
  | RefusalParts_PortalFeatureDisabledError_Fragment
  | RefusalParts_QuoteExpiredError_Fragment
  | RefusalParts_ValidationError_Fragment
;

export type PreviewSwitchQueryVariables = Exact<{
  input: SwitchPlanInput;
  locale?: string | null | undefined;
}>;


export type PreviewSwitchQuery = { previewSwitchPlan:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'SubscriptionChangePreview', effectiveAt: string, effective: ChangeEffective, quantity: number, direction: ChangeDirection, dueAt: string | null, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, endsAt: string | null, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, pendingLines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, nextInvoice: { billsAt: string, dueAt: string | null, periodStart: string, periodEnd: string, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, quote: { token: string, expiresInSeconds: number } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PreviewQuantityQueryVariables = Exact<{
  input: UpdateQuantityInput;
  locale?: string | null | undefined;
}>;


export type PreviewQuantityQuery = { previewUpdateQuantity:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'SubscriptionChangePreview', effectiveAt: string, effective: ChangeEffective, quantity: number, direction: ChangeDirection, dueAt: string | null, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, endsAt: string | null, coupon: { id: string, name: string, basisPointsOff: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, pendingLines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, nextInvoice: { billsAt: string, dueAt: string | null, periodStart: string, periodEnd: string, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, quote: { token: string, expiresInSeconds: number } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type SwitchMutationVariables = Exact<{
  input: SwitchPlanInput;
}>;


export type SwitchMutation = { switchPlan:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string>, confirmation: { paymentId: string, provider: string, clientSecret: string | null, publishableKey: string, connectedAccount: string | null } | null }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'SwitchPlanSuccess', subscription: { id: string }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type ChangeQuantityMutationVariables = Exact<{
  input: UpdateQuantityInput;
}>;


export type ChangeQuantityMutation = { updateQuantity:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string>, confirmation: { paymentId: string, provider: string, clientSecret: string | null, publishableKey: string, connectedAccount: string | null } | null }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'UpdateQuantitySuccess', subscription: { id: string }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, paymentInProgress: { status: PaymentStatus, expectedAt: string | null } | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type RevokeChangeMutationVariables = Exact<{
  input: CancelScheduledChangeInput;
}>;


export type RevokeChangeMutation = { cancelScheduledChange:
    | { __typename: 'CancelScheduledChangeSuccess', subscription: { id: string } }
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PauseMutationVariables = Exact<{
  input: PauseSubscriptionInput;
}>;


export type PauseMutation = { pauseSubscription:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PauseSubscriptionSuccess', subscription: { id: string, pausesAt: string | null } }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PreviewResumeQueryVariables = Exact<{
  input: ResumeSubscriptionInput;
  locale?: string | null | undefined;
}>;


export type PreviewResumeQuery = { previewResumeSubscription:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ResumptionPreview', effectiveAt: string, amountDue: { amount: number, currency: string }, invoice: { billsAt: string, dueAt: string | null, periodStart: string, periodEnd: string, tax: { totalExcludingTax: { amount: number, currency: string }, rates: Array<{ name: string, taxableAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, nextInvoice: { billsAt: string, amountDue: { amount: number, currency: string } } | null }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type ResumeMutationVariables = Exact<{
  input: ResumeSubscriptionInput;
}>;


export type ResumeMutation = { resumeSubscription:
    | { __typename: 'ConflictError', reason: ConflictReason, code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ResumeSubscriptionSuccess', subscription: { id: string } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const FrameFragmentDoc = new TypedDocumentString(`
    fragment Frame on Query {
  frameCustomer: currentCustomer {
    id
    name
    email
    locale
  }
  frameConfig: portalConfig {
    subscriptionsEnabled
    paymentMethodsEnabled
    invoiceHistoryEnabled
    cancellationsEnabled
    subscriptionCreateEnabled
    returnUrl
    portalHeader
  }
}
    `, {"fragmentName":"Frame"}) as unknown as TypedDocumentString<FrameFragment, unknown>;
export const MoneyPartsFragmentDoc = new TypedDocumentString(`
    fragment MoneyParts on Money {
  amount
  currency
}
    `, {"fragmentName":"MoneyParts"}) as unknown as TypedDocumentString<MoneyPartsFragment, unknown>;
export const CouponPartsFragmentDoc = new TypedDocumentString(`
    fragment CouponParts on Coupon {
  id
  name
  basisPointsOff
  amountOff {
    ...MoneyParts
  }
  duration
  durationMonths
}
    fragment MoneyParts on Money {
  amount
  currency
}`, {"fragmentName":"CouponParts"}) as unknown as TypedDocumentString<CouponPartsFragment, unknown>;
export const PricePartsFragmentDoc = new TypedDocumentString(`
    fragment PriceParts on Price {
  id
  nickname
  interval
  intervalCount
  unitAmount {
    ...MoneyParts
  }
  product {
    id
    name
    description
    marketingFeatures
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}`, {"fragmentName":"PriceParts"}) as unknown as TypedDocumentString<PricePartsFragment, unknown>;
export const ActionPartsFragmentDoc = new TypedDocumentString(`
    fragment ActionParts on PortalAction {
  allowed
  blockedBy
}
    `, {"fragmentName":"ActionParts"}) as unknown as TypedDocumentString<ActionPartsFragment, unknown>;
export const SubscriptionPartsFragmentDoc = new TypedDocumentString(`
    fragment SubscriptionParts on Subscription {
  id
  status
  interval
  intervalCount
  currentPeriodStart
  currentPeriodEnd
  trialEnd
  cancelAtPeriodEnd
  canceledAt
  endedAt
  discountStart
  discountEnd
  coupon {
    ...CouponParts
  }
  items {
    id
    quantity
    price {
      ...PriceParts
    }
  }
  portalActions {
    switchPlan {
      ...ActionParts
    }
    updateQuantity {
      ...ActionParts
    }
    cancel {
      ...ActionParts
    }
    uncancel {
      ...ActionParts
    }
    cancelScheduledChange {
      ...ActionParts
    }
    pause {
      ...ActionParts
    }
    resume {
      ...ActionParts
    }
    resubscribe {
      ...ActionParts
    }
  }
  pauseReason
  pausesAt
  resumesAt
  scheduledChanges {
    effectiveAt
    quantity
    item {
      id
    }
    price {
      ...PriceParts
    }
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}
fragment PriceParts on Price {
  id
  nickname
  interval
  intervalCount
  unitAmount {
    ...MoneyParts
  }
  product {
    id
    name
    description
    marketingFeatures
  }
}
fragment ActionParts on PortalAction {
  allowed
  blockedBy
}
fragment CouponParts on Coupon {
  id
  name
  basisPointsOff
  amountOff {
    ...MoneyParts
  }
  duration
  durationMonths
}`, {"fragmentName":"SubscriptionParts"}) as unknown as TypedDocumentString<SubscriptionPartsFragment, unknown>;
export const PaymentMethodPartsFragmentDoc = new TypedDocumentString(`
    fragment PaymentMethodParts on PaymentMethod {
  id
  kind
  brand
  lastFour
  expiryMonth
  expiryYear
  expiry
  mandateReference
  isDefault
  createdAt
}
    `, {"fragmentName":"PaymentMethodParts"}) as unknown as TypedDocumentString<PaymentMethodPartsFragment, unknown>;
export const InvoicePartsFragmentDoc = new TypedDocumentString(`
    fragment InvoiceParts on Invoice {
  id
  number
  status
  isCreditNote
  createdAt
  finalizedAt
  dueAt
  paidAt
  attemptCount
  nextAttemptAt
  pastDue
  paymentInProgress {
    status
    expectedAt
  }
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}`, {"fragmentName":"InvoiceParts"}) as unknown as TypedDocumentString<InvoicePartsFragment, unknown>;
export const PayLinkPartsFragmentDoc = new TypedDocumentString(`
    fragment PayLinkParts on PaymentLink {
  status
  number
  sellerName
  sellerAddress
  buyerName
  purchaseOrder
  memo
  issuedAt
  dueAt
  paidAt
  lines {
    description
    quantity
    periodStart
    periodEnd
    explanation
    amount {
      ...MoneyParts
    }
  }
  totalExcludingTax {
    ...MoneyParts
  }
  taxes {
    name
    amount {
      ...MoneyParts
    }
  }
  taxNotes
  total {
    ...MoneyParts
  }
  amountPaid {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
  paymentInstructions
  expectedAt
  acceptedPaymentMethods
}
    fragment MoneyParts on Money {
  amount
  currency
}`, {"fragmentName":"PayLinkParts"}) as unknown as TypedDocumentString<PayLinkPartsFragment, unknown>;
export const LinePartsFragmentDoc = new TypedDocumentString(`
    fragment LineParts on BillingLine {
  kind
  description(locale: $locale)
  explanationSentence(locale: $locale)
  quantity
  periodStart
  periodEnd
  unitAmount {
    ...MoneyParts
  }
  grossAmount {
    ...MoneyParts
  }
  discountAmount {
    ...MoneyParts
  }
  amount {
    ...MoneyParts
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}`, {"fragmentName":"LineParts"}) as unknown as TypedDocumentString<LinePartsFragment, unknown>;
export const TaxPartsFragmentDoc = new TypedDocumentString(`
    fragment TaxParts on DocumentTax {
  totalExcludingTax {
    ...MoneyParts
  }
  rates {
    name(locale: $locale)
    taxableAmount {
      ...MoneyParts
    }
    amount {
      ...MoneyParts
    }
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}`, {"fragmentName":"TaxParts"}) as unknown as TypedDocumentString<TaxPartsFragment, unknown>;
export const SubscribeQuotePartsFragmentDoc = new TypedDocumentString(`
    fragment SubscribeQuoteParts on SubscribePreview {
  periodStart
  periodEnd
  quantities
  coupon {
    ...CouponParts
  }
  lines {
    ...LineParts
  }
  total {
    ...MoneyParts
  }
  tax {
    ...TaxParts
  }
  creditApplied {
    ...MoneyParts
  }
  dueAt
  amountDue {
    ...MoneyParts
  }
  nextInvoice {
    billsAt
    amountDue {
      ...MoneyParts
    }
  }
  paymentMethodRequired
  quote {
    token
    expiresInSeconds
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}
fragment CouponParts on Coupon {
  id
  name
  basisPointsOff
  amountOff {
    ...MoneyParts
  }
  duration
  durationMonths
}
fragment LineParts on BillingLine {
  kind
  description(locale: $locale)
  explanationSentence(locale: $locale)
  quantity
  periodStart
  periodEnd
  unitAmount {
    ...MoneyParts
  }
  grossAmount {
    ...MoneyParts
  }
  discountAmount {
    ...MoneyParts
  }
  amount {
    ...MoneyParts
  }
}
fragment TaxParts on DocumentTax {
  totalExcludingTax {
    ...MoneyParts
  }
  rates {
    name(locale: $locale)
    taxableAmount {
      ...MoneyParts
    }
    amount {
      ...MoneyParts
    }
  }
}`, {"fragmentName":"SubscribeQuoteParts"}) as unknown as TypedDocumentString<SubscribeQuotePartsFragment, unknown>;
export const PlanPartsFragmentDoc = new TypedDocumentString(`
    fragment PlanParts on Price {
  ...PriceParts
  adjustableQuantity {
    enabled
    minimum
    maximum
    step
  }
  saving {
    basisPoints
    freePeriods
    comparedWith {
      interval
      intervalCount
    }
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}
fragment PriceParts on Price {
  id
  nickname
  interval
  intervalCount
  unitAmount {
    ...MoneyParts
  }
  product {
    id
    name
    description
    marketingFeatures
  }
}`, {"fragmentName":"PlanParts"}) as unknown as TypedDocumentString<PlanPartsFragment, unknown>;
export const UpcomingPartsFragmentDoc = new TypedDocumentString(`
    fragment UpcomingParts on UpcomingInvoice {
  tax {
    ...TaxParts
  }
  billsAt
  dueAt
  periodStart
  periodEnd
  total {
    ...MoneyParts
  }
  creditApplied {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
  lines {
    ...LineParts
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}
fragment LineParts on BillingLine {
  kind
  description(locale: $locale)
  explanationSentence(locale: $locale)
  quantity
  periodStart
  periodEnd
  unitAmount {
    ...MoneyParts
  }
  grossAmount {
    ...MoneyParts
  }
  discountAmount {
    ...MoneyParts
  }
  amount {
    ...MoneyParts
  }
}
fragment TaxParts on DocumentTax {
  totalExcludingTax {
    ...MoneyParts
  }
  rates {
    name(locale: $locale)
    taxableAmount {
      ...MoneyParts
    }
    amount {
      ...MoneyParts
    }
  }
}`, {"fragmentName":"UpcomingParts"}) as unknown as TypedDocumentString<UpcomingPartsFragment, unknown>;
export const ChangePartsFragmentDoc = new TypedDocumentString(`
    fragment ChangeParts on SubscriptionChangePreview {
  coupon {
    ...CouponParts
  }
  tax {
    ...TaxParts
  }
  effectiveAt
  effective
  quantity
  direction
  dueAt
  prorationBehavior
  chargeTiming
  settledNow
  pendingLines {
    ...LineParts
  }
  lines {
    ...LineParts
  }
  total {
    ...MoneyParts
  }
  creditApplied {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
  nextInvoice {
    ...UpcomingParts
  }
  endsAt
  quote {
    token
    expiresInSeconds
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}
fragment CouponParts on Coupon {
  id
  name
  basisPointsOff
  amountOff {
    ...MoneyParts
  }
  duration
  durationMonths
}
fragment LineParts on BillingLine {
  kind
  description(locale: $locale)
  explanationSentence(locale: $locale)
  quantity
  periodStart
  periodEnd
  unitAmount {
    ...MoneyParts
  }
  grossAmount {
    ...MoneyParts
  }
  discountAmount {
    ...MoneyParts
  }
  amount {
    ...MoneyParts
  }
}
fragment TaxParts on DocumentTax {
  totalExcludingTax {
    ...MoneyParts
  }
  rates {
    name(locale: $locale)
    taxableAmount {
      ...MoneyParts
    }
    amount {
      ...MoneyParts
    }
  }
}
fragment UpcomingParts on UpcomingInvoice {
  tax {
    ...TaxParts
  }
  billsAt
  dueAt
  periodStart
  periodEnd
  total {
    ...MoneyParts
  }
  creditApplied {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
  lines {
    ...LineParts
  }
}`, {"fragmentName":"ChangeParts"}) as unknown as TypedDocumentString<ChangePartsFragment, unknown>;
export const RefusalPartsFragmentDoc = new TypedDocumentString(`
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on ConflictError {
    reason
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on PaymentAuthenticationRequiredError {
    confirmation {
      paymentId
      provider
      clientSecret
      publishableKey
      connectedAccount
    }
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}
    `, {"fragmentName":"RefusalParts"}) as unknown as TypedDocumentString<RefusalPartsFragment, unknown>;
export const RequestLinkDocument = {"__meta__":{"hash":"61b29ee4143d977c79be1439ce3d87c02a1848a61f359566977d95385a43a73a"}} as unknown as TypedDocumentString<RequestLinkMutation, RequestLinkMutationVariables>;
export const LinkPreviewDocument = {"__meta__":{"hash":"90080b20fbe11ece71950659080764a1b1524a3c5b5b94be6b827499c5a8cbfc"}} as unknown as TypedDocumentString<LinkPreviewQuery, LinkPreviewQueryVariables>;
export const ConsumeLinkDocument = {"__meta__":{"hash":"1a0a2d027c7e0167e003cee20dccadf3e5cbf3a864835faf7da35c25d02c6953"}} as unknown as TypedDocumentString<ConsumeLinkMutation, ConsumeLinkMutationVariables>;
export const SecurityDocument = {"__meta__":{"hash":"5f87501d8a361d57d6c1f3a46d9e9982e18ed0063b477e1f12fa743bb5f8a9c8"}} as unknown as TypedDocumentString<SecurityQuery, SecurityQueryVariables>;
export const SignOutDocument = {"__meta__":{"hash":"caa3a7b627f03e2e363fffcbdaa904af8b5526a30294430678506ca7beec1478"}} as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const OpenEmbeddedSessionDocument = {"__meta__":{"hash":"bc58c07777deb75a4bf3415cb2cdfc42f3d3cd2f442c2762ef0453918e8b8178"}} as unknown as TypedDocumentString<OpenEmbeddedSessionMutation, OpenEmbeddedSessionMutationVariables>;
export const BillingDocument = {"__meta__":{"hash":"cf36b835ae1ff117377bcfdf69b59e22c819b10c2c9e1acaeb197ce9c80faae2"}} as unknown as TypedDocumentString<BillingQuery, BillingQueryVariables>;
export const UpdateBillingDocument = {"__meta__":{"hash":"8ae3a5d913a9d658a5ad3dac073fcf8cd3827c9fced00335bc0c8f40e530c541"}} as unknown as TypedDocumentString<UpdateBillingMutation, UpdateBillingMutationVariables>;
export const CreditDocument = {"__meta__":{"hash":"120e9c05247b1f57f9fc3431a57ceb3b592bda581f48c5d9cc4b7b4e6508e274"}} as unknown as TypedDocumentString<CreditQuery, CreditQueryVariables>;
export const CancelFormDocument = {"__meta__":{"hash":"1bd7301803b072be21a0d2a0a0785a19a926c1f2b5744a2365f90aa9fdb85c89"}} as unknown as TypedDocumentString<CancelFormQuery, CancelFormQueryVariables>;
export const CancelDocument = {"__meta__":{"hash":"a0dbfd713823aa3cbe6d5b4e15d01e831a0b0d034b9af94e42475d4e92618bc2"}} as unknown as TypedDocumentString<CancelMutation, CancelMutationVariables>;
export const OfferShownDocument = {"__meta__":{"hash":"ffe2144891aa82dac37ceec200bc68458753e4ca33362de7939771428af44494"}} as unknown as TypedDocumentString<OfferShownMutation, OfferShownMutationVariables>;
export const AcceptOfferDocument = {"__meta__":{"hash":"231726dfb39831b5734b35141e6b831f4373e953ce5f0cc8ddf81b5447281435"}} as unknown as TypedDocumentString<AcceptOfferMutation, AcceptOfferMutationVariables>;
export const UncancelDocument = {"__meta__":{"hash":"5a4fbe377cef8f0b4da81039fa6ece353795c9688a4aa95f8d3326ca18e65626"}} as unknown as TypedDocumentString<UncancelMutation, UncancelMutationVariables>;
export const HomeDocument = {"__meta__":{"hash":"de105c09d9d14160d15f8eca46cc64c9e89827a3bf3ad15ba7adb4093c81f5a6"}} as unknown as TypedDocumentString<HomeQuery, HomeQueryVariables>;
export const InvoicesDocument = {"__meta__":{"hash":"d0692eb05e6ef1330ad56de91ab8327b353915cf2a4dcd7e8ce5e5029d8e0998"}} as unknown as TypedDocumentString<InvoicesQuery, InvoicesQueryVariables>;
export const MoreInvoicesDocument = {"__meta__":{"hash":"0e761a45d95908ffb7798b10d74a4c3e86b7990b48c1071ce83f77764184291f"}} as unknown as TypedDocumentString<MoreInvoicesQuery, MoreInvoicesQueryVariables>;
export const InvoiceDetailDocument = {"__meta__":{"hash":"9ddacf0f7289dd18ff02cf144bd067a36ac2be5cf7611a9106004fedf5eeeb25"}} as unknown as TypedDocumentString<InvoiceDetailQuery, InvoiceDetailQueryVariables>;
export const InvoicePdfDocument = {"__meta__":{"hash":"e7be1f0822c3a34d08fe6431ceaec6ab2cec4d11da32de97ff431264af5b53e2"}} as unknown as TypedDocumentString<InvoicePdfMutation, InvoicePdfMutationVariables>;
export const PayOneDocument = {"__meta__":{"hash":"7f9f33193bcbd57b7f507f07848a12c8875fee797f67fa8e05a964d8dcd3d9c9"}} as unknown as TypedDocumentString<PayOneMutation, PayOneMutationVariables>;
export const PayAllDocument = {"__meta__":{"hash":"4f69ab9a4a9ee0609a50207f4c8e23b3c600f8be920bb0c52875ba6f507a3fc5"}} as unknown as TypedDocumentString<PayAllMutation, PayAllMutationVariables>;
export const PayLinkDocument = {"__meta__":{"hash":"786c20aa58b0df645831f5100967df933078dde3d887f956c64f8906aed3989c"}} as unknown as TypedDocumentString<PayLinkQuery, PayLinkQueryVariables>;
export const OpenPayLinkFieldsDocument = {"__meta__":{"hash":"bfbe95ccdd8eccd9643fdeb4c472c5618e3c00859deff7b43fe2968a4cd8a396"}} as unknown as TypedDocumentString<OpenPayLinkFieldsMutation, OpenPayLinkFieldsMutationVariables>;
export const PayByLinkDocument = {"__meta__":{"hash":"90c40549ac0163f95e49c55e4296823a68c902ca6e7c3c6fedbdbe3878140b8f"}} as unknown as TypedDocumentString<PayByLinkMutation, PayByLinkMutationVariables>;
export const PayLinkPdfDocument = {"__meta__":{"hash":"a4882bf7fe8633825d8925434b87322c5caa3c901ec3ad578bf212829f57f742"}} as unknown as TypedDocumentString<PayLinkPdfMutation, PayLinkPdfMutationVariables>;
export const RenewPayLinkDocument = {"__meta__":{"hash":"420a702c1322f31b1a1a32fd94bf80e52e1842b938d520c46ae75db7579160d3"}} as unknown as TypedDocumentString<RenewPayLinkMutation, RenewPayLinkMutationVariables>;
export const PaymentMethodsDocument = {"__meta__":{"hash":"ad4146f48eec43a38559d528aefd85b39dacd571b2d078c855fe11d4c5956940"}} as unknown as TypedDocumentString<PaymentMethodsQuery, PaymentMethodsQueryVariables>;
export const OpenFieldsDocument = {"__meta__":{"hash":"c505714f6e039899165e2075883cdbd1afc6c7de7bc89873470ccb5cdc805bb3"}} as unknown as TypedDocumentString<OpenFieldsMutation, OpenFieldsMutationVariables>;
export const AddMethodDocument = {"__meta__":{"hash":"15c14de4144138cd09eec71c232fb8c3c5577c0a8df2e2fd42315f67cf1eb45d"}} as unknown as TypedDocumentString<AddMethodMutation, AddMethodMutationVariables>;
export const ChooseDefaultDocument = {"__meta__":{"hash":"aebe77c716ebf9bb6971601d74150a0a992cc3877f9ebc77e3ec65fbef042110"}} as unknown as TypedDocumentString<ChooseDefaultMutation, ChooseDefaultMutationVariables>;
export const RemoveMethodDocument = {"__meta__":{"hash":"dae5af5df94f58f9d10549d4625db4d153671ab950f389f439d1539806e5eee8"}} as unknown as TypedDocumentString<RemoveMethodMutation, RemoveMethodMutationVariables>;
export const ResubscribeChoicesDocument = {"__meta__":{"hash":"63e2d371c8ed9bac12201871901c0f9b5181b987dec0e2cff83c797764e567fe"}} as unknown as TypedDocumentString<ResubscribeChoicesQuery, ResubscribeChoicesQueryVariables>;
export const SubscribeChoicesDocument = {"__meta__":{"hash":"503401034361e3f9abfa0049048a1ad3cde07188562b2a945c69bf9452ea1416"}} as unknown as TypedDocumentString<SubscribeChoicesQuery, SubscribeChoicesQueryVariables>;
export const PreviewSubscribeDocument = {"__meta__":{"hash":"1231b8ae57ce969afe248e9bedeccffbaac800161389f4487808a738cc43912f"}} as unknown as TypedDocumentString<PreviewSubscribeQuery, PreviewSubscribeQueryVariables>;
export const SubscribeDocument = {"__meta__":{"hash":"a5737ebd4cd326def6330714a2766c6f4bb67a6505267c44f6d78010b22ed221"}} as unknown as TypedDocumentString<SubscribeMutation, SubscribeMutationVariables>;
export const SubscriptionsDocument = {"__meta__":{"hash":"d50f51fe64b5072fd828a8607d10dcdb4a870a9d347c404b7797242ba5fa692c"}} as unknown as TypedDocumentString<SubscriptionsQuery, SubscriptionsQueryVariables>;
export const SubscriptionDetailDocument = {"__meta__":{"hash":"f9881f88f3900b5d1e1561a0bc60c7b9e80cf654ab6f61ed6d4ba8d9292100a9"}} as unknown as TypedDocumentString<SubscriptionDetailQuery, SubscriptionDetailQueryVariables>;
export const SwitchChoicesDocument = {"__meta__":{"hash":"f55a6610ea4dc137eb310653cd4d914f3dc05d67f4b7599d9d6da09fbef25a9a"}} as unknown as TypedDocumentString<SwitchChoicesQuery, SwitchChoicesQueryVariables>;
export const PreviewSwitchDocument = {"__meta__":{"hash":"d3690d72223830640c967955ac62b2cfe21af8b727ec1ac687e1300860fef230"}} as unknown as TypedDocumentString<PreviewSwitchQuery, PreviewSwitchQueryVariables>;
export const PreviewQuantityDocument = {"__meta__":{"hash":"abb763bceb3a6214d761039089051a6ff289f2682d6969bd10d2b11dd76cbf04"}} as unknown as TypedDocumentString<PreviewQuantityQuery, PreviewQuantityQueryVariables>;
export const SwitchDocument = {"__meta__":{"hash":"2ac90da7c710766b7fa892d99c47939d38d9e01e64a3eceb7345eb4a54e683b6"}} as unknown as TypedDocumentString<SwitchMutation, SwitchMutationVariables>;
export const ChangeQuantityDocument = {"__meta__":{"hash":"fdeace96f2efd7409adcf039e0b3362c51420b4c0b7b72f991713769d8c964e1"}} as unknown as TypedDocumentString<ChangeQuantityMutation, ChangeQuantityMutationVariables>;
export const RevokeChangeDocument = {"__meta__":{"hash":"05655d82992ddd90190161df16526fa771859bd09f72abe4e37383b390ed99d6"}} as unknown as TypedDocumentString<RevokeChangeMutation, RevokeChangeMutationVariables>;
export const PauseDocument = {"__meta__":{"hash":"7d3a1ac6138a089519def5ccb2cd120b0c28495920d1aefa5d59282d2f51a09b"}} as unknown as TypedDocumentString<PauseMutation, PauseMutationVariables>;
export const PreviewResumeDocument = {"__meta__":{"hash":"9f6486ac507b3dfa4b5f61b5069338e2593604d934aecb71936e390b62a9c190"}} as unknown as TypedDocumentString<PreviewResumeQuery, PreviewResumeQueryVariables>;
export const ResumeDocument = {"__meta__":{"hash":"dbbe6ab2f89b2629580b673aecf4a46c739267c9e28b0d616d25fe7f4970d441"}} as unknown as TypedDocumentString<ResumeMutation, ResumeMutationVariables>;