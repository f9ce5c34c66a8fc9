/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Input of `acceptRetentionOffer`. */
export type AcceptRetentionOfferInput = {
  /** A comment of the customer; optional. */
  comment?: string | null | undefined;
  /** The reason with which it was previewed: one of the portal's `cancellationReasons`. A customer who stays need not give one. */
  reason?: string | null | undefined;
  /** The id of the subscription. */
  subscriptionId: string | number;
};

/** The kind of caller that caused a change. */
export type ActorKind =
  /** The customer, in a portal session. */
  | 'CUSTOMER'
  /** The merchant, with an API key. */
  | 'MERCHANT'
  /** Portico itself, in a scheduled job. */
  | 'SYSTEM';

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

/** Input of `adjustCredit`. */
export type AdjustCreditInput = {
  /** The change of the balance: a positive amount gives credit, a negative one takes it back. */
  amount: MoneyInput;
  /** The id of the customer. */
  customerId: string | number;
  /** A text that the customer can read. */
  description?: string | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
};

/** The quantities at which a price is sold. It replaces earlier limits as a whole: each one that is omitted or null gets its default. */
export type AdjustableQuantityInput = {
  /** Whether it is sold by units. If not, its quantity is 1. */
  enabled: boolean;
  /** The largest quantity, at least the minimum; null or omitted: 1,000,000. */
  maximum?: number | null | undefined;
  /** The smallest quantity, 1 to 1,000,000; 1 by default. */
  minimum?: number | null | undefined;
  /** Quantities are the minimum plus a multiple of it; 1 by default. */
  step?: number | null | undefined;
};

/** Input of `advanceTestClock`. */
export type AdvanceTestClockInput = {
  /** The new time of the clock. */
  frozenTime: string;
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

/** An offer to customers who start to cancel. */
export type CancellationOfferInput = {
  /** The id of the coupon; required for the type `COUPON`, and only for it. */
  couponId?: string | number | null | undefined;
  /** One of `cancellationReasons`, for which it is made; null: every one, also if none is given. */
  reason?: string | null | undefined;
  /** The kind of offer to make. */
  type: CancellationOfferType;
};

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

/** A reason for canceling with its text in one language. */
export type CancellationReasonTextInput = {
  /** The reason as in `cancellationReasons`; others are ignored. */
  reason: string;
  /** The text that customers read, at most 100 characters. */
  text: string;
};

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

/** How the invoices of a customer or subscription are collected. */
export type CollectionMethod =
  /** The invoices of subscriptions are charged to the default payment method when they are issued. */
  | 'CHARGE_AUTOMATICALLY'
  /** Invoices are sent by e-mail, and the customer pays them within `daysUntilDue` days. Nothing is charged automatically. */
  | 'SEND_INVOICE';

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

/** Input of `createCoupon`. Exactly one of `basisPointsOff` and `amountOff` must be given. */
export type CreateCouponInput = {
  /** Whether it can be attached to subscriptions; true by default. */
  active?: boolean | null | undefined;
  /** The amount off each period, divided among the lines. */
  amountOff?: MoneyInput | null | undefined;
  /** The percentage off each line, 1 to 10000 basis points: 2500 is 25 %. */
  basisPointsOff?: number | null | undefined;
  /** The duration of the discount, from the first period that it reduces. */
  duration: CouponDuration;
  /** The number of months, 1 to 36; required for `REPEATING` and refused otherwise. */
  durationMonths?: number | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** The name on invoices and in the portal. */
  name: string;
  /** The products that it applies to; every product by default or if empty. */
  productIds?: Array<string | number> | null | undefined;
};

/** Input of `createCustomer`. */
export type CreateCustomerInput = {
  /** The billing address; null clears all of it. */
  address?: AddressInput | null | undefined;
  /** The addresses that get invoices, credit notes and receipts, at most 5; an empty list or null: `email` gets them. */
  billingEmails?: Array<string> | null | undefined;
  /** The reference by which the customer routes electronic invoices, such as a Leitweg-ID; null clears it. */
  buyerReference?: string | null | undefined;
  /** How later invoices are collected; `CHARGE_AUTOMATICALLY` by default. Invoices that are issued do not change. */
  collectionMethod?: CollectionMethod | null | undefined;
  /** The number of days after which an invoice that is sent is due, 0 to 365; 30 by default. Only with `SEND_INVOICE`. */
  daysUntilDue?: number | null | undefined;
  /** The e-mails that the customer does not want: any of `INVOICE`, `CREDIT_NOTE` and `RECEIPT`, whose content stays in the portal. */
  declinedEmails?: Array<CustomerEmailKind> | null | undefined;
  /** The address for electronic invoices, as the code of a scheme (EAS), a colon and the identifier, such as `9930:DE123456789`; null clears it. */
  electronicAddress?: string | null | undefined;
  /** The address that may sign in; unique in the company. */
  email: string;
  /** The merchant's own id for the customer; unique in the company. */
  externalId?: string | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** Whether the customer is a business or a consumer; `UNKNOWN` by default. */
  kind?: CustomerKind | null | undefined;
  /** The BCP 47 tag of the language for mails, invoices and pages, such as `de-AT`. Texts exist in `en`, `de`, `fr`, `es`, `pt`, `it`, `nl`, `pl`, `ja`, `ar`; any other language is stored, and texts are in the portal's default language or English. Issued documents are not changed. */
  locale?: string | null | undefined;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** The name of the customer on invoices. A customer cannot clear its own. */
  name?: string | null | undefined;
  /** A phone number for questions about invoices. */
  phone?: string | null | undefined;
  /** The customer's reference on later invoices, such as a purchase order; null clears it. */
  purchaseOrder?: string | null | undefined;
  /** The certificate that frees the customer from tax; null ends the exemption. */
  taxExemption?: TaxExemptionInput | null | undefined;
  /** The tax id on invoices; null clears it. */
  taxId?: TaxIdInput | null | undefined;
};

/** Input of `createInvoice`. */
export type CreateInvoiceInput = {
  /** The currency of all lines. */
  currency: string;
  /** The id of the customer who is billed. */
  customerId: string | number;
  /** When the amount is due; by default immediately or, if the customer gets invoices sent, after `Customer.daysUntilDue` days. */
  dueAt?: string | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The lines, 1 to 200. */
  lines: Array<CreateInvoiceLineInput>;
  /** A note for the customer. */
  memo?: string | null | undefined;
  /** The customer's reference on this invoice, such as a purchase order; `Customer.purchaseOrder` by default. */
  purchaseOrder?: string | null | undefined;
};

/** A line of the draft. */
export type CreateInvoiceLineInput = {
  /** The text of the line, shown to the customer. */
  description: string;
  /** The number of units; 1 by default. */
  quantity?: number | null | undefined;
  /** Whether the price contains its tax; the company's `defaultBehavior` by default. */
  taxBehavior?: TaxBehavior | null | undefined;
  /** The category that decides the rate, as of a product; `ELECTRONIC_SERVICE` by default. */
  taxCategory?: string | null | undefined;
  /** The provision that exempts the line; for the category `EXEMPT` only, which needs it. */
  taxExemptBy?: string | null | undefined;
  /** The price of one unit, in the currency's minor unit. */
  unitAmount: number;
};

/** Input of `createInvoicePdfLink`. */
export type CreateInvoicePdfLinkInput = {
  /** The format; by default that in which the document was issued, as `Company.hybridInvoices` was then. Merchants only. */
  format?: InvoicePdfFormat | null | undefined;
  /** The id of the invoice. */
  invoiceId: string | number;
};

/** Input of `createPortalLink`. */
export type CreatePortalLinkInput = {
  /** The id of the customer. */
  customerId: string | number;
  /** The page that the link opens; `HOME` by default. */
  destination?: PortalDestination | null | undefined;
  /** Returned when the link is used, so that a page can continue at the same place: 1 to 200 letters, digits or _ . : - With `SUBSCRIPTIONS`, `SWITCH_PLAN` and `CANCEL_SUBSCRIPTION` it is the id of a subscription (`sub_…`), with `INVOICES` and `PAY_INVOICE` that of an invoice (`in_…`); only its form is checked. */
  destinationContext?: string | null | undefined;
  /** The address of the link back to the merchant. Its origin must be that of the configuration's `returnUrl`, which is the default. A flow that `destination` started redirects there when it ends, with `portico_flow` and `portico_outcome` in the query; see `PortalDestination`. */
  returnUrl?: string | null | undefined;
};

/** Input of `createPrice`. */
export type CreatePriceInput = {
  /** Whether new subscriptions and switches may use it; true by default. */
  active?: boolean | null | undefined;
  /** The quantities at which it is sold, which subscriptions and changes of merchants and customers observe. By default by units, from 1 to 1,000,000. */
  adjustableQuantity?: AdjustableQuantityInput | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The unit of the billing interval. */
  interval: BillingInterval;
  /** The number of intervals in one period; 1 by default. A period lasts at most three years. */
  intervalCount?: number | null | undefined;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** A short name, such as `Yearly`; shown to customers. None by default. */
  nickname?: string | null | undefined;
  /** The id of the product that is sold at the price. */
  productId: string | number;
  /** Whether the amount contains its tax; by default the company's setting. Never changes. */
  taxBehavior?: TaxBehavior | null | undefined;
  /** The amount of one unit per interval, before any discount; zero is free. */
  unitAmount: MoneyInput;
};

/** Input of `createProduct`. */
export type CreateProductInput = {
  /** Whether it is sold; true by default. */
  active?: boolean | null | undefined;
  /** A description for customers. */
  description?: string | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** Whether it is a plan, which customers choose in the portal, or an add-on beside one. `PLAN` by default. */
  kind?: ProductKind | null | undefined;
  /** The features that customers get, one line each: up to 20 different lines of up to 120 characters. The portal shows them with the plan, and what a change gains and loses. */
  marketingFeatures?: Array<string> | null | undefined;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** The name on invoices and in the portal. */
  name: string;
  /** The kind of product, by which its tax rate is chosen: `ELECTRONIC_SERVICE` (the default, the standard rate), `EBOOK`, `EXEMPT`, or a code of up to 40 capital letters, digits and underscores, which has the standard rate unless `addTaxRate` gave it another. */
  taxCategory?: string | null | undefined;
  /** The provision that exempts the product, as printed on invoices; only for `EXEMPT`, which needs it. */
  taxExemptBy?: string | null | undefined;
  /** The texts in other languages, each language at most once. Customers see them on the page, in mails and on invoices. */
  translations?: Array<ProductTranslationInput> | null | undefined;
};

/** Input of `createSubscription`. */
export type CreateSubscriptionInput = {
  /** How later invoices are collected; as of the customer by default. Invoices that are issued do not change. */
  collectionMethod?: CollectionMethod | null | undefined;
  /** A coupon that applies from the first period; no discount by default. */
  couponId?: string | number | null | undefined;
  /** The id of the customer who subscribes. */
  customerId: string | number;
  /** The number of days after which an invoice that is sent is due, 0 to 365; 30 by default. Only with `SEND_INVOICE`. */
  daysUntilDue?: number | null | undefined;
  /** The merchant's own id for it; unique in the company. */
  externalId?: string | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The items, 1 to 20, with the same currency and interval. */
  items: Array<CreateSubscriptionItemInput>;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** The end of the trial, at which the first period is billed; no trial by default. */
  trialEnd?: string | null | undefined;
};

/** An item of the subscription. */
export type CreateSubscriptionItemInput = {
  /** The id of the price of one unit. */
  priceId: string | number;
  /** The number of units; by default the price's minimum, or 1 for an import. */
  quantity?: number | null | undefined;
};

/** Input of `createTestClock`. */
export type CreateTestClockInput = {
  /** The initial time of the clock. */
  frozenTime: string;
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

/** The kind of customer, which decides the tax of services abroad. */
export type CustomerKind =
  /** A business. In another EU country it still needs a confirmed tax id for a reverse charge. */
  | 'BUSINESS'
  /** A consumer, who is charged tax whatever tax id is stored. */
  | 'CONSUMER'
  /** Nothing is known; only a confirmed tax id proves a business. */
  | 'UNKNOWN';

/** Whether changes may be paid by a debit, which settles days after the change. */
export type DebitChanges =
  /** The change is made at once, and its invoice is open until the debit has settled. */
  | 'ALLOW'
  /** Changes with an amount due need a payment method that settles at once. */
  | 'REFUSE';

/** The change of a subscription when a customer disputes a payment of it at the bank and the bank takes the money. */
export type DisputeAction =
  /** It ends immediately, without credit. */
  | 'CANCEL'
  /** It continues as it is. */
  | 'NOTHING'
  /** It is paused, and no further periods are billed until the dispute is won or its invoice is paid in another way. */
  | 'PAUSE';

/** The change of a subscription when the last retry of an invoice has failed. */
export type DunningTerminalAction =
  /** It ends immediately, without credit. */
  | 'CANCEL'
  /** It stays `PAST_DUE`, and further periods are billed. */
  | 'PAST_DUE'
  /** It is paused, and no further periods are billed until all overdue invoices are paid. */
  | 'PAUSE'
  /** It becomes `UNPAID`, and no further periods are billed. Payment of all overdue invoices reactivates it within its period; after that, `restartSubscription` of `payPastDueInvoices` does. */
  | 'UNPAID';

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

/** Input of `finalizeInvoice`. */
export type FinalizeInvoiceInput = {
  /** The id of the invoice. */
  invoiceId: string | number;
};

/** An action of customers that a portal can protect by a fresh sign-in. */
export type FreshCodeAction =
  /** `cancelSubscription` that takes effect at once. */
  | 'CANCEL_IMMEDIATELY'
  /** `removePaymentMethod` for the only payment method. */
  | 'REMOVE_LAST_PAYMENT_METHOD';

/** Input of `importSubscription`: the subscription in the other system. */
export type ImportSubscriptionInput = {
  /** The reference time of all periods: the n-th period starts at anchor + n × interval. */
  anchor: string;
  /** Whether it ends with the current period; false by default. */
  cancelAtPeriodEnd?: boolean | null | undefined;
  /** How later invoices are collected; as of the customer by default. Invoices that are issued do not change. */
  collectionMethod?: CollectionMethod | null | undefined;
  /** The coupon of its discount; no discount by default. */
  couponId?: string | number | null | undefined;
  /** The end of the current period, exclusive. */
  currentPeriodEnd: string;
  /** The start of the current period. */
  currentPeriodStart: string;
  /** The id of the customer who subscribes. */
  customerId: string | number;
  /** The number of days after which an invoice that is sent is due, 0 to 365; 30 by default. Only with `SEND_INVOICE`. */
  daysUntilDue?: number | null | undefined;
  /** The end of the discount, if it is earlier than that of the coupon. */
  discountEnd?: string | null | undefined;
  /** The merchant's own id for it; unique in the company. */
  externalId?: string | null | undefined;
  /** A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition. */
  idempotencyKey?: string | null | undefined;
  /** The number of the invoice that billed the current period in the other system. */
  invoiceNumber?: string | null | undefined;
  /** The items, 1 to 20, with the same currency and interval. */
  items: Array<ImportSubscriptionItemInput>;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** Whether the billed amount is paid; true by default. */
  paid?: boolean | null | undefined;
  /** The status of the subscription. */
  status: SubscriptionStatus;
  /** The end of the trial; no trial by default. */
  trialEnd?: string | null | undefined;
};

/** An item of the subscription. */
export type ImportSubscriptionItemInput = {
  /** The amount that was billed for it for the current period, after discounts, in the currency's minor unit; the full price by default. It contains the tax if the price is `INCLUSIVE`. */
  billedAmount?: number | null | undefined;
  /** The tax with which it was billed; later credits take it back. By default the line has no tax, and is credited without tax. */
  billedTax?: ImportedTaxInput | null | undefined;
  /** The id of the price of one unit. */
  priceId: string | number;
  /** The number of units; by default the price's minimum, or 1 for an import. */
  quantity?: number | null | undefined;
};

/** The tax with which another system billed an item. */
export type ImportedTaxInput = {
  /** The tax, in the currency's minor unit. */
  amount: number;
  /** The category of the tax. */
  category: TaxCategory;
  /** The country in which the tax is due, as an ISO 3166-1 code. */
  country?: string | null | undefined;
  /** The rate in parts per million: 190000 is 19 %; zero unless the category is `S`. */
  ratePpm: number;
};

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

/** The formula of the amount of a line, before rounding. */
export type LineFormula =
  /** The new price for a whole period after discount, rounded − what was billed for the item in the period, which `parts` lists. */
  | 'FULL_DIFFERENCE'
  /** The price after discount, for a whole period. */
  | 'FULL_PERIOD'
  /** The new price after discount × millisecondsLeft / millisecondsTotal. */
  | 'NEW_PRICE_TIMES_FRACTION_LEFT'
  /** Minus the full price of the old billing period, when the interval changes. */
  | 'OLD_PERIOD_PRICE'
  /** The amount that an earlier change at the same instant credited, which this change reverses. */
  | 'RESTORED_CREDIT'
  /** Minus the billed value of the remaining time; `parts` lists the billed lines. */
  | 'UNUSED_VALUE';

/** An amount of money. */
export type MoneyInput = {
  /** In the currency's minor unit: 1999 is 19.99 EUR, and 1999 JPY, which has none. */
  amount: number;
  /** The currency of the amount. */
  currency: string;
};

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

/** Plans between which customers may switch. */
export type PlanGroupInput = {
  /** The ids of the plans, 1 to 100; add-ons are no plans. */
  productIds: Array<string | number>;
};

/** The only plans to which one plan may change. */
export type PlanRuleInput = {
  /** The id of the present plan. */
  fromProductId: string | number;
  /** The ids of the plans to which it may change, at most 100; empty: none. */
  toProductIds: Array<string | number>;
};

/** The corners of cards, fields and buttons. */
export type PortalCorners =
  /** Round: 16 pixels for cards, 12 for buttons. */
  | 'ROUNDED'
  /** Slightly round: two fifths of that. */
  | 'SLIGHT'
  /** Square everywhere but on badges. */
  | 'SQUARE';

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

/** The typeface of the page. */
export type PortalFont =
  /** Noto Sans, served by this server; Japanese is in the typeface of the device. */
  | 'NOTO_SANS'
  /** The rounded typeface of the device, if it has one; otherwise as `SYSTEM`. */
  | 'ROUNDED'
  /** The serif typeface of the device, which loads nothing. */
  | 'SERIF'
  /** That of the device, which loads nothing. */
  | 'SYSTEM';

/** The way in which a link reaches its customer. */
export type PortalLinkOrigin =
  /** By e-mail, after `requestPortalLink`. */
  | 'EMAIL'
  /** Through the merchant, who created it with an API key. */
  | 'MERCHANT';

/** The texts of the portal in another language; omitted ones are shown as in the configuration itself. */
export type PortalTranslationInput = {
  /** The reasons for canceling in this language, at most 20. */
  cancellationReasons?: Array<CancellationReasonTextInput> | null | undefined;
  /** The footer line in this language, at most 300 characters. */
  footerText?: string | null | undefined;
  /** The language: `en`, `de`, `fr`, `es`, `pt`, `it`, `nl`, `pl`, `ja`, `ar`. */
  locale: string;
  /** The header in this language, at most 120 characters. */
  portalHeader?: string | null | undefined;
};

/** The part that a product plays in a subscription. */
export type ProductKind =
  /** Sold beside a plan, such as extra seats. Customers can switch an add-on to another price of the same product only, and no plan to an add-on. */
  | 'ADD_ON'
  /** A plan: customers may switch between plans as the portal allows. */
  | 'PLAN';

/** The texts of a product in another language; omitted ones are shown as in the product itself. */
export type ProductTranslationInput = {
  /** The description in this language, at most 2000 characters. */
  description?: string | null | undefined;
  /** The language: `en`, `de`, `fr`, `es`, `pt`, `it`, `nl`, `pl`, `ja`, `ar`. */
  locale: string;
  /** The features in this language, with the limits of the original. */
  marketingFeatures?: Array<string> | null | undefined;
  /** The name in this language, at most 200 characters. */
  name?: string | null | undefined;
};

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

/** Input of `removePaymentMethod`. */
export type RemovePaymentMethodInput = {
  /** The id of the payment method. */
  paymentMethodId: string | number;
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

/** Input of `revokePortalSessions`. */
export type RevokePortalSessionsInput = {
  /** The id of the customer. */
  customerId: string | number;
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

/** Whether an amount contains its tax. */
export type TaxBehavior =
  /** Tax is added to the amount. */
  | 'EXCLUSIVE'
  /** The amount contains the tax: the total is the same at every rate. */
  | 'INCLUSIVE';

/** The category of a tax, as in UNCL5305 and in electronic invoices. */
export type TaxCategory =
  /** Reverse charge: the customer accounts for the tax. */
  | 'AE'
  /** Exempt, for a reason. */
  | 'E'
  /** Outside the scope of the tax. */
  | 'O'
  /** A standard or reduced rate. */
  | 'S'
  /** A rate of zero. */
  | 'Z';

/** A certificate that frees a customer from tax. */
export type TaxExemptionInput = {
  /** The number of the certificate, as printed on invoices. */
  certificate: string;
  /** Its last day, in the form `2026-11-29`; no end by default. */
  validUntil?: string | null | undefined;
};

/** A tax identification number. */
export type TaxIdInput = {
  /** The kind of number, such as `eu_vat`. An open list: two lower-case letters of a country or region, an underscore and a name. The check digits of `eu_vat`, `gb_vat`, `ch_vat`, `no_vat`, `us_ein`, `ca_bn`, `au_abn`, `br_cnpj` and `jp_trn` are checked; numbers of other kinds are stored as given. */
  type: string;
  /** The number as printed on invoices. A number with wrong check digits is refused, unless it is the one that is stored; `eu_vat` needs the two letters of its country. Blanks and punctuation are removed. */
  value: string;
};

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

/** Input of `updateDunningConfig`. */
export type UpdateDunningConfigInput = {
  /** The number of days before the expiry of a card at which its owner is warned, 0 to 90; 0: no warning. By default 30. */
  cardExpiryWarningDays?: number | null | undefined;
  /** The days after the first failure on which a failed debit of a bank account is retried, in the form of `retryDays`: few, because a retry costs a fee and takes days. By default 5. */
  debitRetryDays?: Array<number> | null | undefined;
  /** The change of the subscription when the bank takes a payment of it back by a dispute; `NOTHING` by default. */
  disputeAction?: DisputeAction | null | undefined;
  /** Whether customers get e-mails about failed payments and cards that expire soon; true by default. */
  emailsEnabled?: boolean | null | undefined;
  /** The target of the buttons in these e-mails: an https address in normalized form; null: the payment methods in the portal. */
  paymentFailedCustomLinkUrl?: string | null | undefined;
  /** The days after the first failure on which a failed payment is retried: ascending, each from 1 to 60, at most 8. Empty: no retries. By default 3, 5 and 7. */
  retryDays?: Array<number> | null | undefined;
  /** The number of days after the due date of an unpaid invoice that was sent (`SEND_INVOICE`) after which its subscription becomes `PAST_DUE`, 0 to 365; null: never. By default 0. */
  sentInvoicePastDueDays?: number | null | undefined;
  /** The number of days after that due date after which `terminalAction` follows, not less than `sentInvoicePastDueDays`; null: never. By default null. */
  sentInvoiceTerminalDays?: number | null | undefined;
  /** The change of the subscription when the last retry has failed; `UNPAID` by default. */
  terminalAction?: DunningTerminalAction | null | undefined;
};

/** Input of `updatePortalConfig`. */
export type UpdatePortalConfigInput = {
  /** The color of buttons and links on the page and in mails, as `#rrggbb`; null: the default blue, `#2a55d4`. If its contrast is too low, `theme` contains a lighter or darker one. */
  accentColor?: string | null | undefined;
  /** The kinds of payment methods that customers may add. */
  acceptedPaymentMethods?: Array<PaymentMethodKind> | null | undefined;
  /** Whether customers may switch from a paid plan to a free one; true by default. If off, such a switch fails with `PortalFeatureDisabledError`. */
  allowFreePlans?: boolean | null | undefined;
  /** Whether customers may switch to a plan with a lower price per day, by list prices; true by default. The same product, billed less often, is no downgrade. If off, such a switch fails with `PortalFeatureDisabledError`. */
  allowPlanDowngrades?: boolean | null | undefined;
  /** Whether customers may switch to another plan. */
  allowPlanSwitch?: boolean | null | undefined;
  /** Whether customers may change quantities. */
  allowQuantityUpdates?: boolean | null | undefined;
  /** The background color as `#rrggbb`; null: a light or dark gray. The light theme lightens it, and the dark theme darkens it, until text on it has sufficient contrast. */
  backgroundColor?: string | null | undefined;
  /** Whether customers get a confirmation by e-mail when a subscription is canceled or a cancellation is undone; true by default. */
  cancellationEmailsEnabled?: boolean | null | undefined;
  /** The end of a subscription that a customer cancels. */
  cancellationMode?: CancellationMode | null | undefined;
  /** The offers to customers who start to cancel, at most 50. The first that fits the reason and applies is made; if none does, the coupon of `retentionCouponId` is offered. An offer without a reason fits every reason. Offers are made for active subscriptions that will renew, and one of them can be accepted per subscription. */
  cancellationOffers?: Array<CancellationOfferInput> | null | undefined;
  /** Whether unused time is credited when a customer cancels immediately. */
  cancellationProrationEnabled?: boolean | null | undefined;
  /** The reasons to choose from, in this order: at most 20, of at most 100 characters each. */
  cancellationReasons?: Array<string> | null | undefined;
  /** Whether customers must give a reason when they cancel. */
  cancellationReasonsEnabled?: boolean | null | undefined;
  /** Whether customers may cancel. */
  cancellationsEnabled?: boolean | null | undefined;
  /** The corners of cards, fields and buttons on the page; `ROUNDED` by default. */
  corners?: PortalCorners | null | undefined;
  /** The verified domain of the portal; null: the address of this server. */
  customDomainId?: string | number | null | undefined;
  /** The logo instead of `logoUrl` where the page is dark: an https address in normalized form; null: `logoUrl` there, too. */
  darkLogoUrl?: string | null | undefined;
  /** Whether a change of plan or quantity, or a new subscription, may be paid by a debit of a bank account. The change is made at once, and the debit settles days later. */
  debitChanges?: DebitChanges | null | undefined;
  /** The language if neither the customer nor the browser sets one: `en`, `de`, `fr`, `es`, `pt`, `it`, `nl`, `pl`, `ja` or `ar`. */
  defaultLocale?: string | null | undefined;
  /** The time at which the lines of a downgrade are billed; null: `subscriptionChargeTiming` applies. */
  downgradeChargeTiming?: ChargeTiming | null | undefined;
  /** The time at which a downgrade takes effect; null: immediately. */
  downgradeEffective?: ChangeEffective | null | undefined;
  /** The calculation of a downgrade, which lowers the price per day; null: `subscriptionProrationBehavior` applies. */
  downgradeProrationBehavior?: ProrationBehavior | null | undefined;
  /** The origins whose pages may embed the portal with the script `/embed/v1.js`, such as `https://app.example.com`, at most 20: https, or http on this machine. Empty by default: none. */
  embedOrigins?: Array<string> | null | undefined;
  /** The icon of the browser tab: an https address in normalized form; null: none. */
  faviconUrl?: string | null | undefined;
  /** The typeface of the page; `SYSTEM` by default. Mails load no fonts and use that of the device. */
  font?: PortalFont | null | undefined;
  /** A line at the end of the page and of mails, such as the name and register of the company, at most 300 characters; null: none. An embedded portal does not show it. */
  footerText?: string | null | undefined;
  /** The actions of customers that require a session opened by a mailed link or code within the last ten minutes: `FreshCodeRequiredError` otherwise. Empty by default. */
  freshCodeActions?: Array<FreshCodeAction> | null | undefined;
  /** Whether customers see and download their invoices. */
  invoiceHistoryEnabled?: boolean | null | undefined;
  /** The logo at the top of the portal: an https address in normalized form; null: none. */
  logoUrl?: string | null | undefined;
  /** The largest quantity of an item that customers may choose, 1 to 1,000,000. An item that has more already may keep it. Null: 1,000,000. */
  maximumQuantity?: number | null | undefined;
  /** Whether customers may pause a subscription at the end of its period, and resume it. */
  pauseEnabled?: boolean | null | undefined;
  /** The maximum length of a pause by a customer in days, 1 to 1095; customers must then give a date for resuming. Null: no maximum. */
  pauseMaximumDays?: number | null | undefined;
  /** Whether customers see, add, choose and remove payment methods. */
  paymentMethodsEnabled?: boolean | null | undefined;
  /** Groups of plans: customers switch only to plans that share a group with theirs. Plans of no group form another one. Empty by default: no restriction. At most 50 groups. */
  planGroups?: Array<PlanGroupInput> | null | undefined;
  /** For each named plan, the only plans to which it may change, within its groups; with an empty list, to none. Plans without a rule may change to every plan of their groups. At most 50 rules, one per plan. */
  planRules?: Array<PlanRuleInput> | null | undefined;
  /** The line at the top of the portal, at most 120 characters; null: the name of the company. */
  portalHeader?: string | null | undefined;
  /** The merchant's privacy notice: an https address in normalized form; null: no link. */
  privacyUrl?: string | null | undefined;
  /** Where customers may redeem promotion codes: `SUBSCRIBE` by default. A plan change gets the discount from the next period on. */
  promotionCodes?: Array<PromotionCodeUse> | null | undefined;
  /** Whether customers whose subscription has ended may subscribe again with `subscribe`; true by default. To the same price or, with `allowPlanSwitch`, to one that they could have switched to. */
  resubscribeEnabled?: boolean | null | undefined;
  /** The coupon that is offered before a cancellation if none of `cancellationOffers` applies; null: none. */
  retentionCouponId?: string | number | null | undefined;
  /** The number of offers that a customer may accept within 365 days for all subscriptions together, 1 to 100; offers of the type `CONTACT` do not count. Null: no limit but the one offer per subscription. */
  retentionOffersPerYear?: number | null | undefined;
  /** The address of the link back to the merchant: an https address in normalized form; null: no link. When a flow that a destination started ends, the page redirects there with `portico_flow=<destination in lower snake case>` and `portico_outcome=completed` or `portico_outcome=canceled` added to the query; see `PortalDestination`. */
  returnUrl?: string | null | undefined;
  /** The time at which the lines of a change are billed. */
  subscriptionChargeTiming?: ChargeTiming | null | undefined;
  /** Whether customers may start another subscription with `subscribe`, to one of the plans in `subscriptionProductIds`; false by default. */
  subscriptionCreateEnabled?: boolean | null | undefined;
  /** The products that customers may switch or subscribe to; empty: every active product. */
  subscriptionProductIds?: Array<string | number> | null | undefined;
  /** The calculation of a change of plan or quantity during a period. */
  subscriptionProrationBehavior?: ProrationBehavior | null | undefined;
  /** Whether customers see their subscriptions; if off, changes and cancellations are disabled too. */
  subscriptionsEnabled?: boolean | null | undefined;
  /** The e-mail address for help on the page and in mails; null: the company's `supportEmail`. */
  supportEmail?: string | null | undefined;
  /** The merchant's terms: an https address in normalized form; null: no link. */
  termsUrl?: string | null | undefined;
  /** The texts of the portal in other languages, each language at most once. A text without a translation is shown as it is. */
  translations?: Array<PortalTranslationInput> | null | undefined;
  /** The time at which the lines of an upgrade are billed; null: `subscriptionChargeTiming` applies. */
  upgradeChargeTiming?: ChargeTiming | null | undefined;
  /** The time at which an upgrade takes effect; null: immediately. */
  upgradeEffective?: ChangeEffective | null | undefined;
  /** The calculation of an upgrade, which raises the price per day; null: `subscriptionProrationBehavior` applies. */
  upgradeProrationBehavior?: ProrationBehavior | null | undefined;
};

/** Input of `updatePrice`. */
export type UpdatePriceInput = {
  /** Whether new subscriptions and switches may use it. Existing subscriptions are unaffected. */
  active?: boolean | null | undefined;
  /** The quantities at which it is sold, which subscriptions and changes of merchants and customers observe. Replaced as a whole; null: by units, from 1 to 1,000,000. Existing items retain their quantities. */
  adjustableQuantity?: AdjustableQuantityInput | null | undefined;
  /** Labels: up to 50 keys with string values. They replace all existing labels. */
  metadata?: Record<string, unknown> | null | undefined;
  /** A short name, such as `Yearly`; shown to customers; null clears it. */
  nickname?: string | null | undefined;
  /** The id of the price. */
  priceId: string | number;
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

/** Input of `updateSubscription`. */
export type UpdateSubscriptionInput = {
  /** How later invoices are collected; unchanged if omitted. Invoices that are issued do not change. */
  collectionMethod?: CollectionMethod | null | undefined;
  /** A coupon that applies from the next period on. It replaces another discount, which ends with the current period. Null ends the discount with the current period. */
  couponId?: string | number | null | undefined;
  /** The number of days after which an invoice that is sent is due, 0 to 365; 30 by default. Only with `SEND_INVOICE`. */
  daysUntilDue?: number | null | undefined;
  /** The merchant's own id for it; unique in the company. */
  externalId?: string | null | undefined;
  /** Labels: up to 50 keys with string values. They replace all existing labels. */
  metadata?: Record<string, unknown> | null | undefined;
  /** The id of the subscription. */
  subscriptionId: string | number;
};

/** Input of `voidInvoice`. */
export type VoidInvoiceInput = {
  /** The id of the invoice. */
  invoiceId: string | number;
};

export type RequestPortalLinkMutationVariables = Exact<{
  input: RequestPortalLinkInput;
}>;


export type RequestPortalLinkMutation = { requestPortalLink:
    | { __typename: 'RequestPortalLinkSuccess', expiresInMinutes: number }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type ConsumePortalLinkMutationVariables = Exact<{
  input: ConsumePortalLinkInput;
}>;


export type ConsumePortalLinkMutation = { consumePortalLink:
    | { __typename: 'ConsumePortalLinkSuccess', sessionToken: string | null, expiresAt: string, destination: PortalDestination, destinationContext: string | null, returnUrl: string | null, customer: { id: string, email: string, name: string | null } }
    | { __typename: 'InvalidPortalLinkError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type CreatePortalLinkMutationVariables = Exact<{
  input: CreatePortalLinkInput;
}>;


export type CreatePortalLinkMutation = { createPortalLink:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'CreatePortalLinkSuccess', url: string, portalLink: { id: string, origin: PortalLinkOrigin, destination: PortalDestination, expiresAt: string, usedAt: string | null } }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type SignOutPortalMutationVariables = Exact<{
  input: SignOutPortalInput;
}>;


export type SignOutPortalMutation = { signOutPortal:
    | { __typename: 'ConflictError', code: ErrorCode, message: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
    | { __typename: 'SignOutPortalSuccess', endedSessions: number }
    | { __typename: 'ValidationError', code: ErrorCode, message: string }
   };

export type RevokePortalSessionsMutationVariables = Exact<{
  input: RevokePortalSessionsInput;
}>;


export type RevokePortalSessionsMutation = { revokePortalSessions:
    | { __typename: 'ConflictError', code: ErrorCode, message: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
    | { __typename: 'RevokePortalSessionsSuccess', endedSessions: number }
    | { __typename: 'ValidationError', code: ErrorCode, message: string }
   };

export type CreateCouponMutationVariables = Exact<{
  input: CreateCouponInput;
}>;


export type CreateCouponMutation = { createCoupon:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'CreateCouponSuccess', coupon: { id: string } }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type UpdatePriceMutationVariables = Exact<{
  input: UpdatePriceInput;
}>;


export type UpdatePriceMutation = { updatePrice:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'UpdatePriceSuccess', price: { id: string, active: boolean } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type CreateInvoiceMutationVariables = Exact<{
  input: CreateInvoiceInput;
}>;


export type CreateInvoiceMutation = { createInvoice:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'CreateInvoiceSuccess', invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type FinalizeInvoiceMutationVariables = Exact<{
  input: FinalizeInvoiceInput;
}>;


export type FinalizeInvoiceMutation = { finalizeInvoice:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'FinalizeInvoiceSuccess', invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type VoidInvoiceMutationVariables = Exact<{
  input: VoidInvoiceInput;
}>;


export type VoidInvoiceMutation = { voidInvoice:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'VoidInvoiceSuccess', invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } }
   };

export type AdjustCreditMutationVariables = Exact<{
  input: AdjustCreditInput;
}>;


export type AdjustCreditMutation = { adjustCredit:
    | { __typename: 'AdjustCreditSuccess', creditEntry: { id: string, reason: CreditReason, amount: { amount: number } } }
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type BillingSubscriptionQueryVariables = Exact<{
  id: string | number;
}>;


export type BillingSubscriptionQuery = { subscription: { id: string, status: SubscriptionStatus, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, items: Array<{ id: string, quantity: number, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null } } } | null };

export type BillingCustomerQueryVariables = Exact<{
  id: string | number;
}>;


export type BillingCustomerQuery = { customer: { creditBalances: Array<{ amount: number, currency: string }>, paymentMethods: Array<{ id: string, kind: PaymentMethodKind, isDefault: boolean }> | null, invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> }> } | null } | null };

export type InvoiceByIdQueryVariables = Exact<{
  id: string | number;
}>;


export type InvoiceByIdQuery = { invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } | null };

export type StandingFragment = { id: string, status: SubscriptionStatus, interval: BillingInterval, anchor: string, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, pausesAt: string | null, pausedAt: string | null, pauseReason: PauseReason | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string } }>, scheduledChange: { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } } | null, scheduledChanges: Array<{ quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } } };

export type WaitingFragment = { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } };

export type StandingQueryVariables = Exact<{
  id: string | number;
}>;


export type StandingQuery = { subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, anchor: string, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, pausesAt: string | null, pausedAt: string | null, pauseReason: PauseReason | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string } }>, scheduledChange: { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } } | null, scheduledChanges: Array<{ quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } } } | null };

export type UpcomingQueryVariables = Exact<{
  subscriptionId: string | number;
}>;


export type UpcomingQuery = { subscription: { upcomingInvoice: { billsAt: string, periodStart: string, periodEnd: string, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }> } | null } | null };

export type CancelScheduledChangeMutationVariables = Exact<{
  input: CancelScheduledChangeInput;
}>;


export type CancelScheduledChangeMutation = { cancelScheduledChange:
    | { __typename: 'CancelScheduledChangeSuccess', subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, anchor: string, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, pausesAt: string | null, pausedAt: string | null, pauseReason: PauseReason | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string } }>, scheduledChange: { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } } | null, scheduledChanges: Array<{ quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } } } }
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type PauseSubscriptionMutationVariables = Exact<{
  input: PauseSubscriptionInput;
}>;


export type PauseSubscriptionMutation = { pauseSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PauseSubscriptionSuccess', subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, anchor: string, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, pausesAt: string | null, pausedAt: string | null, pauseReason: PauseReason | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string } }>, scheduledChange: { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } } | null, scheduledChanges: Array<{ quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } } } }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type ResumeSubscriptionMutationVariables = Exact<{
  input: ResumeSubscriptionInput;
}>;


export type ResumeSubscriptionMutation = { resumeSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'ResumeSubscriptionSuccess', subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, anchor: string, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, pausesAt: string | null, pausedAt: string | null, pauseReason: PauseReason | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string } }>, scheduledChange: { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } } | null, scheduledChanges: Array<{ quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } } }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } | null }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type PreviewResumeSubscriptionQueryVariables = Exact<{
  input: ResumeSubscriptionInput;
}>;


export type PreviewResumeSubscriptionQuery = { previewResumeSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ResumptionPreview', effectiveAt: string, amountDue: { amount: number, currency: string }, invoice: { billsAt: string, periodStart: string, periodEnd: string, total: { amount: number }, amountDue: { amount: number } } | null, nextInvoice: { billsAt: string, amountDue: { amount: number } } | null }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type UpcomingBillQueryVariables = Exact<{
  subscriptionId: string | number;
}>;


export type UpcomingBillQuery = { subscription: { upcomingInvoice: { billsAt: string, periodStart: string, periodEnd: string, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }> } | null } | null };

export type UpdateSubscriptionMutationVariables = Exact<{
  input: UpdateSubscriptionInput;
}>;


export type UpdateSubscriptionMutation = { updateSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'UpdateSubscriptionSuccess', subscription: { id: string } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type UpdateDunningConfigMutationVariables = Exact<{
  input: UpdateDunningConfigInput;
}>;


export type UpdateDunningConfigMutation = { updateDunningConfig:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'UpdateDunningConfigSuccess' }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type MerchantCustomersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  email?: string | null | undefined;
}>;


export type MerchantCustomersQuery = { customers: { nodes: Array<{ id: string, email: string, name: string | null, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CreateProductMutationVariables = Exact<{
  input: CreateProductInput;
}>;


export type CreateProductMutation = { createProduct:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'CreateProductSuccess', product: { id: string, name: string } }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type CreatePriceMutationVariables = Exact<{
  input: CreatePriceInput;
}>;


export type CreatePriceMutation = { createPrice:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'CreatePriceSuccess', price: { id: string } }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type CreateCustomerMutationVariables = Exact<{
  input: CreateCustomerInput;
}>;


export type CreateCustomerMutation = { createCustomer:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'CreateCustomerSuccess', customer: { id: string, email: string } }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type CreateSubscriptionMutationVariables = Exact<{
  input: CreateSubscriptionInput;
}>;


export type CreateSubscriptionMutation = { createSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'CreateSubscriptionSuccess', subscription: { id: string, status: SubscriptionStatus, currentPeriodStart: string, currentPeriodEnd: string, items: Array<{ id: string, price: { id: string } }> }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } | null }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type ImportSubscriptionMutationVariables = Exact<{
  input: ImportSubscriptionInput;
}>;


export type ImportSubscriptionMutation = { importSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ImportSubscriptionSuccess', subscription: { id: string, status: SubscriptionStatus, currentPeriodStart: string, currentPeriodEnd: string, items: Array<{ id: string, price: { id: string } }> }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } | null }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type UpdatePortalConfigMutationVariables = Exact<{
  input: UpdatePortalConfigInput;
}>;


export type UpdatePortalConfigMutation = { updatePortalConfig:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'UpdatePortalConfigSuccess', portalConfig: { allowPlanSwitch: boolean, allowQuantityUpdates: boolean, cancellationMode: CancellationMode, subscriptionProrationBehavior: ProrationBehavior, subscriptionChargeTiming: ChargeTiming, returnUrl: string | null, portalHeader: string | null } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PortalHomeQueryVariables = Exact<{ [key: string]: never; }>;


export type PortalHomeQuery = { currentCustomer: { id: string, email: string, name: string | null, creditBalances: Array<{ amount: number, currency: string }>, paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, isDefault: boolean }> | null, subscriptions: Array<{ id: string, status: SubscriptionStatus, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null } } }> | null, invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, finalizedAt: string | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } };

export type AvailablePricesQueryVariables = Exact<{
  subscriptionId: string | number;
}>;


export type AvailablePricesQuery = { subscription: { availablePrices: Array<{ id: string, nickname: string | null, interval: BillingInterval, unitAmount: { amount: number, currency: string }, product: { name: string } }> | null } | null };

export type ChangeFragment = { effectiveAt: string, effective: ChangeEffective, direction: ChangeDirection, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, endsAt: string | null, lines: Array<{ kind: InvoiceLineKind, description: string, periodStart: string | null, periodEnd: string | null, amount: { amount: number, currency: string }, explanation: { formula: LineFormula, millisecondsLeft: number, millisecondsTotal: number, exact: { numerator: string, denominator: string } } | null }>, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number, currency: string }, nextInvoice: { billsAt: string, periodStart: string, periodEnd: string, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, lines: Array<{ description: string, amount: { amount: number } }> } | null, quote: { token: string, expiresAt: string } };

export type PreviewSwitchPlanQueryVariables = Exact<{
  input: SwitchPlanInput;
}>;


export type PreviewSwitchPlanQuery = { previewSwitchPlan:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'SubscriptionChangePreview', effectiveAt: string, effective: ChangeEffective, direction: ChangeDirection, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, endsAt: string | null, lines: Array<{ kind: InvoiceLineKind, description: string, periodStart: string | null, periodEnd: string | null, amount: { amount: number, currency: string }, explanation: { formula: LineFormula, millisecondsLeft: number, millisecondsTotal: number, exact: { numerator: string, denominator: string } } | null }>, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number, currency: string }, nextInvoice: { billsAt: string, periodStart: string, periodEnd: string, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, lines: Array<{ description: string, amount: { amount: number } }> } | null, quote: { token: string, expiresAt: string } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type PreviewUpdateQuantityQueryVariables = Exact<{
  input: UpdateQuantityInput;
}>;


export type PreviewUpdateQuantityQuery = { previewUpdateQuantity:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'SubscriptionChangePreview', effectiveAt: string, effective: ChangeEffective, direction: ChangeDirection, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, endsAt: string | null, lines: Array<{ kind: InvoiceLineKind, description: string, periodStart: string | null, periodEnd: string | null, amount: { amount: number, currency: string }, explanation: { formula: LineFormula, millisecondsLeft: number, millisecondsTotal: number, exact: { numerator: string, denominator: string } } | null }>, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number, currency: string }, nextInvoice: { billsAt: string, periodStart: string, periodEnd: string, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, lines: Array<{ description: string, amount: { amount: number } }> } | null, quote: { token: string, expiresAt: string } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type ChangedInvoiceFragment = { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> };

export type SwitchPlanMutationVariables = Exact<{
  input: SwitchPlanInput;
}>;


export type SwitchPlanMutation = { switchPlan:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', code: ErrorCode, message: string, path: Array<string>, declineCode: string }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'SwitchPlanSuccess', subscription: { id: string, status: SubscriptionStatus, currentPeriodStart: string, currentPeriodEnd: string, items: Array<{ id: string, quantity: number, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }> }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } | null }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type UpdateQuantityMutationVariables = Exact<{
  input: UpdateQuantityInput;
}>;


export type UpdateQuantityMutation = { updateQuantity:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'UpdateQuantitySuccess', subscription: { id: string, items: Array<{ id: string, quantity: number }> }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } | null }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type PreviewCancelSubscriptionQueryVariables = Exact<{
  input: CancelSubscriptionInput;
}>;


export type PreviewCancelSubscriptionQuery = { previewCancelSubscription:
    | { __typename: 'CancellationPreview', mode: CancellationMode, endsAt: string, total: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }> }
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type CancelSubscriptionMutationVariables = Exact<{
  input: CancelSubscriptionInput;
}>;


export type CancelSubscriptionMutation = { cancelSubscription:
    | { __typename: 'CancelSubscriptionSuccess', subscription: { id: string, status: SubscriptionStatus, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, cancellationReason: string | null }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } | null }
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'FreshCodeRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type UncancelSubscriptionMutationVariables = Exact<{
  input: UncancelSubscriptionInput;
}>;


export type UncancelSubscriptionMutation = { uncancelSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'UncancelSubscriptionSuccess', subscription: { id: string, status: SubscriptionStatus, cancelAtPeriodEnd: boolean } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type UpdateBillingInformationMutationVariables = Exact<{
  input: UpdateBillingInformationInput;
}>;


export type UpdateBillingInformationMutation = { updateBillingInformation:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'UpdateBillingInformationSuccess', customer: { id: string, name: string | null, locale: string | null, address: { line1: string | null, city: string | null, postalCode: string | null, country: string | null }, taxId: { type: string, value: string } | null } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type AddPaymentMethodMutationVariables = Exact<{
  input: AddPaymentMethodInput;
}>;


export type AddPaymentMethodMutation = { addPaymentMethod:
    | { __typename: 'AddPaymentMethodSuccess', paymentMethod: { id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, isDefault: boolean } }
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type RemovePaymentMethodMutationVariables = Exact<{
  input: RemovePaymentMethodInput;
}>;


export type RemovePaymentMethodMutation = { removePaymentMethod:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'FreshCodeRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'RemovePaymentMethodSuccess', removedPaymentMethodId: string, customer: { paymentMethods: Array<{ id: string, isDefault: boolean }> | null } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type SetDefaultPaymentMethodMutationVariables = Exact<{
  input: SetDefaultPaymentMethodInput;
}>;


export type SetDefaultPaymentMethodMutation = { setDefaultPaymentMethod:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'SetDefaultPaymentMethodSuccess', paymentMethod: { id: string, isDefault: boolean } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type CreateInvoicePdfLinkMutationVariables = Exact<{
  input: CreateInvoicePdfLinkInput;
}>;


export type CreateInvoicePdfLinkMutation = { createInvoicePdfLink:
    | { __typename: 'CreateInvoicePdfLinkSuccess', url: string, expiresAt: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string }
    | { __typename: 'ValidationError', code: ErrorCode, message: string }
   };

export type PayInvoiceMutationVariables = Exact<{
  input: PayInvoiceInput;
}>;


export type PayInvoiceMutation = { payInvoice:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PayInvoiceSuccess', invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type RetentionOfferQueryVariables = Exact<{
  input: CancelSubscriptionInput;
}>;


export type RetentionOfferQuery = { previewCancelSubscription:
    | { __typename: 'CancellationPreview', retentionOffer: { invoices: number | null, coupon: { id: string, name: string }, nextSaving: { amount: number, currency: string }, totalSaving: { amount: number } } | null }
    | { __typename: 'ConflictError', code: ErrorCode, message: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string }
    | { __typename: 'ValidationError', code: ErrorCode, message: string }
   };

export type AcceptRetentionOfferMutationVariables = Exact<{
  input: AcceptRetentionOfferInput;
}>;


export type AcceptRetentionOfferMutation = { acceptRetentionOffer:
    | { __typename: 'AcceptRetentionOfferSuccess', subscription: { id: string, status: SubscriptionStatus, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, coupon: { id: string } | null } }
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type UpcomingInvoiceQueryVariables = Exact<{
  subscriptionId: string | number;
}>;


export type UpcomingInvoiceQuery = { subscription: { upcomingInvoice: { billsAt: string, total: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }> } | null } | null };

export type ComeBackMutationVariables = Exact<{
  input: SubscribeInput;
}>;


export type ComeBackMutation = { subscribe:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string>, reason: ConflictReason }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderNotConnectedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, path: Array<string>, setting: string }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'SubscribeSuccess', subscription: { id: string }, invoice: { id: string, status: InvoiceStatus, total: { amount: number } } | null }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string> }
   };

export type PreviewComeBackQueryVariables = Exact<{
  input: SubscribeInput;
}>;


export type PreviewComeBackQuery = { previewSubscribe:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string>, reason: ConflictReason }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, path: Array<string>, setting: string }
    | { __typename: 'SubscribePreview', periodStart: string, periodEnd: string, quantities: Array<number>, paymentMethodRequired: boolean, coupon: { id: string, name: string, basisPointsOff: number | null, amountOff: { amount: number } | null } | null, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, nextInvoice: { billsAt: string, amountDue: { amount: number } } | null, quote: { token: string } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string> }
   };

export type ReturnChoicesQueryVariables = Exact<{
  id: string | number;
}>;


export type ReturnChoicesQuery = { subscription: { portalActions: { resubscribe: { allowed: boolean, blockedBy: string | null } }, items: Array<{ resubscribePrices: Array<{ id: string }> | null }> } | null };

export type CreateTestClockMutationVariables = Exact<{
  input: CreateTestClockInput;
}>;


export type CreateTestClockMutation = { createTestClock:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'CreateTestClockSuccess', company: { id: string, testClockAt: string | null } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type AdvanceTestClockMutationVariables = Exact<{
  input: AdvanceTestClockInput;
}>;


export type AdvanceTestClockMutation = { advanceTestClock:
    | { __typename: 'AdvanceTestClockSuccess', frozenTime: string, completed: boolean, events: Array<{ type: string, objectId: string, createdAt: string, actorKind: ActorKind }> }
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export const WaitingFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}}]} as unknown as DocumentNode<WaitingFragment, unknown>;
export const StandingFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Standing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Subscription"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"anchor"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"pausesAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pauseReason"}},{"kind":"Field","name":{"kind":"Name","value":"resumesAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pause"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resume"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}}]} as unknown as DocumentNode<StandingFragment, unknown>;
export const ChangeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SubscriptionChangePreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"effective"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"prorationBehavior"}},{"kind":"Field","name":{"kind":"Name","value":"chargeTiming"}},{"kind":"Field","name":{"kind":"Name","value":"settledNow"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"explanation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"formula"}},{"kind":"Field","name":{"kind":"Name","value":"millisecondsLeft"}},{"kind":"Field","name":{"kind":"Name","value":"millisecondsTotal"}},{"kind":"Field","name":{"kind":"Name","value":"exact"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"numerator"}},{"kind":"Field","name":{"kind":"Name","value":"denominator"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"billsAt"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]} as unknown as DocumentNode<ChangeFragment, unknown>;
export const ChangedInvoiceFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<ChangedInvoiceFragment, unknown>;
export const RequestPortalLinkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RequestPortalLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RequestPortalLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestPortalLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestPortalLinkSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expiresInMinutes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RequestPortalLinkMutation, RequestPortalLinkMutationVariables>;
export const ConsumePortalLinkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConsumePortalLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumePortalLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"consumePortalLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumePortalLinkSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"destination"}},{"kind":"Field","name":{"kind":"Name","value":"destinationContext"}},{"kind":"Field","name":{"kind":"Name","value":"returnUrl"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<ConsumePortalLinkMutation, ConsumePortalLinkMutationVariables>;
export const CreatePortalLinkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreatePortalLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreatePortalLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createPortalLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreatePortalLinkSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"portalLink"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"destination"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"usedAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreatePortalLinkMutation, CreatePortalLinkMutationVariables>;
export const SignOutPortalDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOutPortal"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignOutPortalInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOutPortal"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignOutPortalSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endedSessions"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SignOutPortalMutation, SignOutPortalMutationVariables>;
export const RevokePortalSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokePortalSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokePortalSessionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokePortalSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokePortalSessionsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endedSessions"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokePortalSessionsMutation, RevokePortalSessionsMutationVariables>;
export const CreateCouponDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateCoupon"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateCouponInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createCoupon"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateCouponSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"coupon"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreateCouponMutation, CreateCouponMutationVariables>;
export const UpdatePriceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdatePrice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdatePriceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updatePrice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdatePriceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"active"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<UpdatePriceMutation, UpdatePriceMutationVariables>;
export const CreateInvoiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateInvoice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateInvoiceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createInvoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateInvoiceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<CreateInvoiceMutation, CreateInvoiceMutationVariables>;
export const FinalizeInvoiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"FinalizeInvoice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"FinalizeInvoiceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"finalizeInvoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FinalizeInvoiceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<FinalizeInvoiceMutation, FinalizeInvoiceMutationVariables>;
export const VoidInvoiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"VoidInvoice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"VoidInvoiceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"voidInvoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VoidInvoiceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<VoidInvoiceMutation, VoidInvoiceMutationVariables>;
export const AdjustCreditDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AdjustCredit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AdjustCreditInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adjustCredit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdjustCreditSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"creditEntry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<AdjustCreditMutation, AdjustCreditMutationVariables>;
export const BillingSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BillingSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BillingSubscriptionQuery, BillingSubscriptionQueryVariables>;
export const BillingCustomerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BillingCustomer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"creditBalances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"paymentMethods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"isDefault"}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<BillingCustomerQuery, BillingCustomerQueryVariables>;
export const InvoiceByIdDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"InvoiceById"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<InvoiceByIdQuery, InvoiceByIdQueryVariables>;
export const StandingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Standing"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Standing"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Standing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Subscription"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"anchor"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"pausesAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pauseReason"}},{"kind":"Field","name":{"kind":"Name","value":"resumesAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pause"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resume"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<StandingQuery, StandingQueryVariables>;
export const UpcomingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Upcoming"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upcomingInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"billsAt"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpcomingQuery, UpcomingQueryVariables>;
export const CancelScheduledChangeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelScheduledChange"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelScheduledChangeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CancelScheduledChangeSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Standing"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Standing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Subscription"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"anchor"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"pausesAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pauseReason"}},{"kind":"Field","name":{"kind":"Name","value":"resumesAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pause"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resume"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<CancelScheduledChangeMutation, CancelScheduledChangeMutationVariables>;
export const PauseSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PauseSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PauseSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pauseSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PauseSubscriptionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Standing"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Standing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Subscription"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"anchor"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"pausesAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pauseReason"}},{"kind":"Field","name":{"kind":"Name","value":"resumesAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pause"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resume"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<PauseSubscriptionMutation, PauseSubscriptionMutationVariables>;
export const ResumeSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResumeSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resumeSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeSubscriptionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Standing"}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Standing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Subscription"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"anchor"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"pausesAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pauseReason"}},{"kind":"Field","name":{"kind":"Name","value":"resumesAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pause"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resume"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<ResumeSubscriptionMutation, ResumeSubscriptionMutationVariables>;
export const PreviewResumeSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewResumeSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewResumeSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResumptionPreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"billsAt"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"billsAt"}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<PreviewResumeSubscriptionQuery, PreviewResumeSubscriptionQueryVariables>;
export const UpcomingBillDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UpcomingBill"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upcomingInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"billsAt"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpcomingBillQuery, UpcomingBillQueryVariables>;
export const UpdateSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateSubscriptionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateSubscriptionMutation, UpdateSubscriptionMutationVariables>;
export const UpdateDunningConfigDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateDunningConfig"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateDunningConfigInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateDunningConfig"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateDunningConfigMutation, UpdateDunningConfigMutationVariables>;
export const MerchantCustomersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MerchantCustomers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"email"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"email"},"value":{"kind":"Variable","name":{"kind":"Name","value":"email"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<MerchantCustomersQuery, MerchantCustomersQueryVariables>;
export const CreateProductDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateProduct"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateProductInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createProduct"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateProductSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreateProductMutation, CreateProductMutationVariables>;
export const CreatePriceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreatePrice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreatePriceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createPrice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreatePriceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreatePriceMutation, CreatePriceMutationVariables>;
export const CreateCustomerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateCustomer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateCustomerInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createCustomer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateCustomerSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreateCustomerMutation, CreateCustomerMutationVariables>;
export const CreateSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateSubscriptionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<CreateSubscriptionMutation, CreateSubscriptionMutationVariables>;
export const ImportSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ImportSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ImportSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"importSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImportSubscriptionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<ImportSubscriptionMutation, ImportSubscriptionMutationVariables>;
export const UpdatePortalConfigDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdatePortalConfig"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdatePortalConfigInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updatePortalConfig"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdatePortalConfigSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"portalConfig"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowPlanSwitch"}},{"kind":"Field","name":{"kind":"Name","value":"allowQuantityUpdates"}},{"kind":"Field","name":{"kind":"Name","value":"cancellationMode"}},{"kind":"Field","name":{"kind":"Name","value":"subscriptionProrationBehavior"}},{"kind":"Field","name":{"kind":"Name","value":"subscriptionChargeTiming"}},{"kind":"Field","name":{"kind":"Name","value":"returnUrl"}},{"kind":"Field","name":{"kind":"Name","value":"portalHeader"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpdatePortalConfigMutation, UpdatePortalConfigMutationVariables>;
export const PortalHomeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PortalHome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentCustomer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"creditBalances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"paymentMethods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"brand"}},{"kind":"Field","name":{"kind":"Name","value":"lastFour"}},{"kind":"Field","name":{"kind":"Name","value":"expiryMonth"}},{"kind":"Field","name":{"kind":"Name","value":"expiryYear"}},{"kind":"Field","name":{"kind":"Name","value":"isDefault"}}]}},{"kind":"Field","name":{"kind":"Name","value":"subscriptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"nickname"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"intervalCount"}},{"kind":"Field","name":{"kind":"Name","value":"unitAmount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"finalizedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<PortalHomeQuery, PortalHomeQueryVariables>;
export const AvailablePricesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AvailablePrices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"availablePrices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"nickname"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"unitAmount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<AvailablePricesQuery, AvailablePricesQueryVariables>;
export const PreviewSwitchPlanDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewSwitchPlan"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SwitchPlanInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewSwitchPlan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SubscriptionChangePreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"effective"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"prorationBehavior"}},{"kind":"Field","name":{"kind":"Name","value":"chargeTiming"}},{"kind":"Field","name":{"kind":"Name","value":"settledNow"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"explanation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"formula"}},{"kind":"Field","name":{"kind":"Name","value":"millisecondsLeft"}},{"kind":"Field","name":{"kind":"Name","value":"millisecondsTotal"}},{"kind":"Field","name":{"kind":"Name","value":"exact"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"numerator"}},{"kind":"Field","name":{"kind":"Name","value":"denominator"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"billsAt"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]} as unknown as DocumentNode<PreviewSwitchPlanQuery, PreviewSwitchPlanQueryVariables>;
export const PreviewUpdateQuantityDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewUpdateQuantity"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateQuantityInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewUpdateQuantity"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SubscriptionChangePreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"effective"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"prorationBehavior"}},{"kind":"Field","name":{"kind":"Name","value":"chargeTiming"}},{"kind":"Field","name":{"kind":"Name","value":"settledNow"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"explanation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"formula"}},{"kind":"Field","name":{"kind":"Name","value":"millisecondsLeft"}},{"kind":"Field","name":{"kind":"Name","value":"millisecondsTotal"}},{"kind":"Field","name":{"kind":"Name","value":"exact"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"numerator"}},{"kind":"Field","name":{"kind":"Name","value":"denominator"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"billsAt"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]} as unknown as DocumentNode<PreviewUpdateQuantityQuery, PreviewUpdateQuantityQueryVariables>;
export const SwitchPlanDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SwitchPlan"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SwitchPlanInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SwitchPlanSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PaymentDeclinedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"declineCode"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<SwitchPlanMutation, SwitchPlanMutationVariables>;
export const UpdateQuantityDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateQuantity"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateQuantityInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateQuantitySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateQuantityMutation, UpdateQuantityMutationVariables>;
export const PreviewCancelSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewCancelSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewCancelSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CancellationPreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"endsAt"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<PreviewCancelSubscriptionQuery, PreviewCancelSubscriptionQueryVariables>;
export const CancelSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CancelSubscriptionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"canceledAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancellationReason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<CancelSubscriptionMutation, CancelSubscriptionMutationVariables>;
export const UncancelSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UncancelSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UncancelSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"uncancelSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UncancelSubscriptionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<UncancelSubscriptionMutation, UncancelSubscriptionMutationVariables>;
export const UpdateBillingInformationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateBillingInformation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateBillingInformationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateBillingInformation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateBillingInformationSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"locale"}},{"kind":"Field","name":{"kind":"Name","value":"address"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"line1"}},{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"Field","name":{"kind":"Name","value":"taxId"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateBillingInformationMutation, UpdateBillingInformationMutationVariables>;
export const AddPaymentMethodDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddPaymentMethod"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddPaymentMethodInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addPaymentMethod"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AddPaymentMethodSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentMethod"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"brand"}},{"kind":"Field","name":{"kind":"Name","value":"lastFour"}},{"kind":"Field","name":{"kind":"Name","value":"isDefault"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<AddPaymentMethodMutation, AddPaymentMethodMutationVariables>;
export const RemovePaymentMethodDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemovePaymentMethod"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemovePaymentMethodInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removePaymentMethod"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RemovePaymentMethodSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removedPaymentMethodId"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentMethods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"isDefault"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RemovePaymentMethodMutation, RemovePaymentMethodMutationVariables>;
export const SetDefaultPaymentMethodDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetDefaultPaymentMethod"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetDefaultPaymentMethodInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setDefaultPaymentMethod"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SetDefaultPaymentMethodSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"paymentMethod"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"isDefault"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<SetDefaultPaymentMethodMutation, SetDefaultPaymentMethodMutationVariables>;
export const CreateInvoicePdfLinkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateInvoicePdfLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateInvoicePdfLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createInvoicePdfLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateInvoicePdfLinkSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateInvoicePdfLinkMutation, CreateInvoicePdfLinkMutationVariables>;
export const PayInvoiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PayInvoice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PayInvoiceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"payInvoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PayInvoiceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<PayInvoiceMutation, PayInvoiceMutationVariables>;
export const RetentionOfferDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RetentionOffer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewCancelSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CancellationPreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retentionOffer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"coupon"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoices"}},{"kind":"Field","name":{"kind":"Name","value":"nextSaving"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalSaving"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RetentionOfferQuery, RetentionOfferQueryVariables>;
export const AcceptRetentionOfferDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AcceptRetentionOffer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AcceptRetentionOfferInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptRetentionOffer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AcceptRetentionOfferSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"coupon"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<AcceptRetentionOfferMutation, AcceptRetentionOfferMutationVariables>;
export const UpcomingInvoiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UpcomingInvoice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upcomingInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"billsAt"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpcomingInvoiceQuery, UpcomingInvoiceQueryVariables>;
export const ComeBackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ComeBack"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SubscribeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscribe"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SubscribeSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}}]} as unknown as DocumentNode<ComeBackMutation, ComeBackMutationVariables>;
export const PreviewComeBackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewComeBack"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SubscribeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewSubscribe"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SubscribePreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"quantities"}},{"kind":"Field","name":{"kind":"Name","value":"coupon"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"basisPointsOff"}},{"kind":"Field","name":{"kind":"Name","value":"amountOff"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"billsAt"}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"paymentMethodRequired"}},{"kind":"Field","name":{"kind":"Name","value":"quote"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}}]} as unknown as DocumentNode<PreviewComeBackQuery, PreviewComeBackQueryVariables>;
export const ReturnChoicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReturnChoices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resubscribe"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resubscribePrices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ReturnChoicesQuery, ReturnChoicesQueryVariables>;
export const CreateTestClockDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateTestClock"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTestClockInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createTestClock"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTestClockSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"company"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"testClockAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreateTestClockMutation, CreateTestClockMutationVariables>;
export const AdvanceTestClockDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AdvanceTestClock"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AdvanceTestClockInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"advanceTestClock"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdvanceTestClockSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"frozenTime"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"events"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"objectId"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"actorKind"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<AdvanceTestClockMutation, AdvanceTestClockMutationVariables>;