/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Which subscription stays, and why the customer wanted to leave. */
export type AcceptRetentionOfferInput = {
  /** What else the customer has to say. */
  comment?: string | null | undefined;
  /** Why; one of the portal's `cancellationReasons`, where it asks for one. */
  reason?: string | null | undefined;
  /** The subscription. */
  subscriptionId: string | number;
};

/** Who did something. */
export type ActorKind =
  /** The customer, in a portal session. */
  | 'CUSTOMER'
  /** The merchant, with an API key. */
  | 'MERCHANT'
  /** Portico by itself. */
  | 'SYSTEM';

/** The new payment method. */
export type AddPaymentMethodInput = {
  /** The customer; merchants must name one, a portal session is its own. */
  customerId?: string | number | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** Whether invoices are charged to it from now on; false when left out. */
  makeDefault?: boolean | null | undefined;
  /** The provider's token; with the sandbox, `tok_visa` for one. */
  token: string;
};

/** A postal address. What is left out stays as it is; null clears. */
export type AddressInput = {
  /** City or town. */
  city?: string | null | undefined;
  /** ISO 3166-1 code of two capitals. */
  country?: string | null | undefined;
  /** Street and number. */
  line1?: string | null | undefined;
  /** What does not fit the first line. */
  line2?: string | null | undefined;
  /** Postal or ZIP code. */
  postalCode?: string | null | undefined;
  /** State, province or region. */
  state?: string | null | undefined;
};

/** Whose credit, and by how much. */
export type AdjustCreditInput = {
  /** Positive gives, negative takes back. */
  amount: MoneyInput;
  /** The customer. */
  customerId: string | number;
  /** Why, in words that the customer can read. */
  description?: string | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
};

/** To where. */
export type AdvanceTestClockInput = {
  /** The new time of the clock. */
  frozenTime: string;
};

/** What a price recurs in, times a count. */
export type BillingInterval =
  /** Days. */
  | 'DAY'
  /** Calendar months: what starts on the 31st recurs on the last day of shorter months. */
  | 'MONTH'
  /** Weeks of seven days. */
  | 'WEEK'
  /** Calendar years. */
  | 'YEAR';

/** Which changes are taken back. */
export type CancelScheduledChangeInput = {
  /** Of which item; of all of them when left out. */
  itemId?: string | number | null | undefined;
  /** The subscription. */
  subscriptionId: string | number;
};

/** What is cancelled, and why. */
export type CancelSubscriptionInput = {
  /** What else the customer has to say. */
  comment?: string | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** Now, or with the period; the portal's setting when left out. Merchants only. */
  mode?: CancellationMode | null | undefined;
  /** Whether unused time is credited when it ends now; the portal's setting when left out. Merchants only. */
  prorate?: boolean | null | undefined;
  /** Why; for customers one of the portal's `cancellationReasons`, where it asks for one. */
  reason?: string | null | undefined;
  /** The subscription. */
  subscriptionId: string | number;
};

/** When a cancelled subscription ends. */
export type CancellationMode =
  /** At the end of the period that is paid for; until then it can be taken back. */
  | 'END_OF_PERIOD'
  /** At the moment of cancelling. */
  | 'IMMEDIATELY';

/** What a change does to the value per time: full-period price × quantity after discount, per average day of the interval. */
export type ChangeDirection =
  /** It lowers it. */
  | 'DOWNGRADE'
  /** It leaves it as it is: neither an upgrade nor a downgrade. */
  | 'EVEN'
  /** It raises it. */
  | 'UPGRADE';

/** When a change of price or quantity takes effect. */
export type ChangeEffective =
  /** At the moment of the change; the rest of the period is billed as the other settings say. */
  | 'IMMEDIATELY'
  /** With the next period: nothing is billed or credited for it, and until then it can be taken back. */
  | 'PERIOD_END';

/** When the lines of a change are settled. The change itself always happens at once. */
export type ChargeTiming =
  /** Now, by an invoice or a credit note of their own. */
  | 'IMMEDIATELY'
  /** They wait and are settled on the next renewal's invoice. */
  | 'PERIOD_END';

/** Either `token`, or `companyId`, `email` and `code`. */
export type ConsumePortalLinkInput = {
  /** The code from the mail, in capitals or not. */
  code?: string | null | undefined;
  /** With `code`: the company whose portal it is; on a company's own domain it may be left out. */
  companyId?: string | number | null | undefined;
  /** With `code`: the address that the mail went to. */
  email?: string | null | undefined;
  /** A secret of your own making for this attempt: the same link or code with the same key opens no second session, and is answered with the first one while nobody has used it. Use at least 128 random bits. */
  idempotencyKey?: string | null | undefined;
  /** How the session comes to the caller; `BEARER` when left out. */
  sessionTransport?: SessionTransport | null | undefined;
  /** The token from the link's fragment. */
  token?: string | null | undefined;
};

/** For how long a coupon reduces what is billed. */
export type CouponDuration =
  /** For as long as the subscription lasts. */
  | 'FOREVER'
  /** For one period. */
  | 'ONCE'
  /** For a number of months. */
  | 'REPEATING';

/** The new coupon. Exactly one of `percentOffBasisPoints` and `amountOff` must be given. */
export type CreateCouponInput = {
  /** Whether it can be given to a subscription; true when left out. */
  active?: boolean | null | undefined;
  /** The amount taken off each period, shared over the lines. */
  amountOff?: MoneyInput | null | undefined;
  /** For how long it reduces what is billed. */
  duration: CouponDuration;
  /** For how many months, 1 to 36; required for `REPEATING` and refused otherwise. */
  durationMonths?: number | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** The name on invoices and in the portal. */
  name: string;
  /** The share taken off each line, 1 to 10000 basis points: 2500 is 25 %. */
  percentOffBasisPoints?: number | null | undefined;
  /** The products whose prices it reduces; every product when empty or left out. */
  productIds?: Array<string | number> | null | undefined;
};

/** The new customer. */
export type CreateCustomerInput = {
  /** The billing address; null clears all of it. */
  address?: AddressInput | null | undefined;
  /** The address that may sign in; unique in the company. */
  email: string;
  /** The merchant's own id for the customer; unique in the company. */
  externalId?: string | null | undefined;
  /** The BCP 47 tag of the language for mails, invoices and pages, such as `de-AT`. There are words in `en`, `de`, `fr`, `es`, `pt`, `it`, `nl`, `pl`, `ja`, `ar`; any other language is kept and reads the company's default, or English. What was issued before stays as it is. */
  locale?: string | null | undefined;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** The name on invoices. */
  name?: string | null | undefined;
  /** A phone number for questions about bills. */
  phone?: string | null | undefined;
  /** The tax id on invoices; null clears it. */
  taxId?: TaxIdInput | null | undefined;
};

/** The draft. */
export type CreateInvoiceInput = {
  /** The currency of all lines. */
  currency: string;
  /** Who is billed. */
  customerId: string | number;
  /** When it is to be paid; at once when left out. */
  dueAt?: string | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** The lines, 1 to 200. */
  lines: Array<CreateInvoiceLineInput>;
  /** A remark for the customer. */
  memo?: string | null | undefined;
};

/** A line. */
export type CreateInvoiceLineInput = {
  /** What it is for. */
  description: string;
  /** How many units; 1 when left out. */
  quantity?: number | null | undefined;
  /** What one unit costs, in the currency's minor unit. */
  unitAmount: number;
};

/** Which one. */
export type CreateInvoicePdfLinkInput = {
  /** The invoice. */
  invoiceId: string | number;
};

/** Who is handed over, and to where. */
export type CreatePortalSessionInput = {
  /** The customer. */
  customerId: string | number;
  /** Where to arrive; `HOME` when left out. */
  destination?: PortalDestination | null | undefined;
  /** Handed back when the link is used, so that a page can go on where it was: 1 to 200 letters, digits or _ . : - With `SUBSCRIPTIONS`, `SWITCH_PLAN` and `CANCEL_SUBSCRIPTION` it is the id of a subscription (`sub_…`), with `INVOICES` and `PAY_INVOICE` that of an invoice (`in_…`); only its form is checked. */
  destinationContext?: string | null | undefined;
  /** Where the way back leads; its origin must be that of the configuration's `returnUrl`, which is used when left out. A flow that `destination` began goes there by itself when it is over, with `portico_flow` and `portico_outcome` in the query; see `PortalDestination`. */
  returnUrl?: string | null | undefined;
};

/** The new price. */
export type CreatePriceInput = {
  /** Whether one can subscribe or switch to it; true when left out. */
  active?: boolean | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** What the price recurs in. */
  interval: BillingInterval;
  /** How many intervals one period lasts: 1 when left out, three years in all at most. */
  intervalCount?: number | null | undefined;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** A short name, such as `Yearly`; shown to customers. */
  nickname?: string | null | undefined;
  /** What is bought at the price. */
  productId: string | number;
  /** What one unit costs per interval; zero is free. */
  unitAmount: MoneyInput;
};

/** The new product. */
export type CreateProductInput = {
  /** Whether it is sold; true when left out. */
  active?: boolean | null | undefined;
  /** What it is; shown to customers. */
  description?: string | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** The name on invoices and in the portal. */
  name: string;
};

/** The new subscription. */
export type CreateSubscriptionInput = {
  /** A coupon that reduces it from the first period on. */
  couponId?: string | number | null | undefined;
  /** Who subscribes. */
  customerId: string | number;
  /** The merchant's own id for it; unique in the company. */
  externalId?: string | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** What is subscribed to: 1 to 20 items of one currency and one interval. */
  items: Array<CreateSubscriptionItemInput>;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** When the trial ends and the first period is billed; no trial when left out. */
  trialEnd?: string | null | undefined;
};

/** What is subscribed to. */
export type CreateSubscriptionItemInput = {
  /** The price of one unit. */
  priceId: string | number;
  /** How many units; 1 when left out. */
  quantity?: number | null | undefined;
};

/** Where the clock stands. */
export type CreateTestClockInput = {
  /** The first time of the clock. */
  frozenTime: string;
};

/** Why credit was given or used. */
export type CreditCause =
  /** A credit note became credit. */
  | 'CREDIT_NOTE'
  /** It was taken over from elsewhere. */
  | 'IMPORT'
  /** An invoice was paid from it. */
  | 'INVOICE_PAYMENT'
  /** An invoice that it had paid was withdrawn. */
  | 'INVOICE_VOIDED'
  /** The merchant took it back. */
  | 'MERCHANT_DEDUCTION'
  /** The merchant gave it. */
  | 'MERCHANT_GRANT';

/** What becomes of a subscription when the last retry of an invoice has failed. */
export type DunningTerminalAction =
  /** It ends at once, without credit. */
  | 'CANCEL'
  /** It stays past due, and further periods are billed. */
  | 'PAST_DUE'
  /** It is paused, and no further periods are billed, until everything overdue is paid. */
  | 'PAUSE'
  /** It rests, and no further periods are billed, until everything overdue is paid. */
  | 'UNPAID';

/** What went wrong, for programs. Every error type has one code. */
export type ErrorCode =
  /** The present state does not allow it. */
  | 'CONFLICT'
  /** The key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The link or code is unknown, used or expired. */
  | 'INVALID_PORTAL_LINK'
  /** An id names nothing that you can see. */
  | 'NOT_FOUND'
  /** The customer must confirm the payment. */
  | 'PAYMENT_AUTHENTICATION_REQUIRED'
  /** The payment was declined. */
  | 'PAYMENT_DECLINED'
  /** A payment method is missing. */
  | 'PAYMENT_METHOD_REQUIRED'
  /** The payment provider does not answer. */
  | 'PAYMENT_PROVIDER_UNAVAILABLE'
  /** The portal is configured not to offer it. */
  | 'PORTAL_FEATURE_DISABLED'
  /** The quote does not hold any longer. */
  | 'QUOTE_EXPIRED'
  /** A value of the input makes no sense. */
  | 'VALIDATION_FAILED';

/** Which draft. */
export type FinalizeInvoiceInput = {
  /** The invoice. */
  invoiceId: string | number;
};

/** The subscription as it is elsewhere. */
export type ImportSubscriptionInput = {
  /** The instant from which its periods are counted. */
  anchor: string;
  /** Whether it ends with the current period; false when left out. */
  cancelAtPeriodEnd?: boolean | null | undefined;
  /** The coupon that reduces it. */
  couponId?: string | number | null | undefined;
  /** When it ends. */
  currentPeriodEnd: string;
  /** When the current period began. */
  currentPeriodStart: string;
  /** Who subscribes. */
  customerId: string | number;
  /** When the coupon ceases to reduce it, if earlier than the coupon says. */
  discountEnd?: string | null | undefined;
  /** The merchant's own id for it; unique in the company. */
  externalId?: string | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** The number of the invoice that billed the current period, where it was billed. */
  invoiceNumber?: string | null | undefined;
  /** What is subscribed to: 1 to 20 items of one currency and one interval. */
  items: Array<ImportSubscriptionItemInput>;
  /** Labels: up to 50 keys with string values. */
  metadata?: Record<string, unknown> | null | undefined;
  /** Whether what was billed is paid; true when left out. */
  paid?: boolean | null | undefined;
  /** The state it is in. */
  status: SubscriptionStatus;
  /** When the trial ends or ended. */
  trialEnd?: string | null | undefined;
};

/** What is subscribed to. */
export type ImportSubscriptionItemInput = {
  /** What was billed for it for the current period, after discounts, in the currency's minor unit; the full price when left out. */
  billedAmount?: number | null | undefined;
  /** The price of one unit. */
  priceId: string | number;
  /** How many units; 1 when left out. */
  quantity?: number | null | undefined;
};

/** What a line is for. */
export type InvoiceLineKind =
  /** The rest of a period at a new price or quantity. */
  | 'CHARGE'
  /** Credit for what was billed and not used. */
  | 'CREDIT'
  /** The difference between two full prices. */
  | 'DIFFERENCE'
  /** Billed elsewhere, before the subscription was imported. */
  | 'IMPORT'
  /** Something else that the merchant bills. */
  | 'MANUAL'
  /** A whole period. */
  | 'PERIOD';

/** How far an invoice has come. */
export type InvoiceStatus =
  /** Not final; it has no number and may still change. Customers do not see it. */
  | 'DRAFT'
  /** Final, and something is due. */
  | 'OPEN'
  /** Final, and nothing is due. */
  | 'PAID'
  /** Final, due, and given up. */
  | 'UNCOLLECTIBLE'
  /** Withdrawn; nothing is due and nothing was bought. */
  | 'VOID';

/** An amount in a currency. */
export type MoneyInput = {
  /** In the currency's minor unit: 1999 is 19.99 EUR, and 1999 JPY, which has none. */
  amount: number;
  /** The currency. */
  currency: string;
};

/** Why a subscription is paused. */
export type PauseCause =
  /** It was not paid; it goes on when all that is overdue is paid. */
  | 'PAYMENT_FAILED'
  /** The customer or the merchant paused it. */
  | 'REQUEST';

/** What is paused, and until when. */
export type PauseSubscriptionInput = {
  /** Why; at most 500 characters, kept in the event. */
  reason?: string | null | undefined;
  /** When the pause ends by itself: after the end of the current period, within three years of it or, for customers, within `PortalConfig.pauseMaximumDays`. When left out, somebody has to resume it. */
  resumesAt?: string | null | undefined;
  /** The subscription; on trial or active. */
  subscriptionId: string | number;
};

/** Which one. */
export type PayInvoiceInput = {
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** The invoice. */
  invoiceId: string | number;
};

/** What somebody pays with. */
export type PaymentMethodKind =
  /** Bacs direct debit from a bank account in the United Kingdom. */
  | 'BACS_DEBIT'
  /** A credit or debit card. */
  | 'CARD'
  /** A PayPal account. */
  | 'PAYPAL'
  /** SEPA direct debit from a bank account in the euro area. */
  | 'SEPA_DEBIT'
  /** ACH debit from a bank account in the United States. */
  | 'US_BANK_ACCOUNT';

/** The place in the portal where somebody arrives after signing in. `SWITCH_PLAN`, `CANCEL_SUBSCRIPTION`, `PAYMENT_METHODS`, `BILLING_INFORMATION` and `PAY_INVOICE` begin a flow: when it is over, and the link carried a `returnUrl` or the portal's configuration has one, the page goes there with `portico_flow=<destination in lower snake case>` (such as `switch_plan`) and `portico_outcome=completed` or `portico_outcome=canceled` added to the query. */
export type PortalDestination =
  /** Name, address and tax id. */
  | 'BILLING_INFORMATION'
  /** Cancelling the subscription whose id is the context; without one, the only one. */
  | 'CANCEL_SUBSCRIPTION'
  /** The overview. */
  | 'HOME'
  /** The invoices, or the one whose id is the context. */
  | 'INVOICES'
  /** The payment methods. */
  | 'PAYMENT_METHODS'
  /** Paying the open invoice whose id is the context; without one, the oldest. */
  | 'PAY_INVOICE'
  /** The subscriptions, or the one whose id is the context. */
  | 'SUBSCRIPTIONS'
  /** Choosing another plan for the subscription whose id is the context; without one, for the only one. */
  | 'SWITCH_PLAN';

/** What a change of plan or quantity within a period costs or gives back. */
export type ProrationBehavior =
  /** The whole difference between the new and the old price, whatever the date. */
  | 'FULL_DIFFERENCE'
  /** Nothing: the new price applies from the next period on. */
  | 'NONE'
  /** What was not used of the old is credited, the new is charged for the time that is left. */
  | 'PRORATE';

/** Which one. */
export type RemovePaymentMethodInput = {
  /** The payment method. */
  paymentMethodId: string | number;
};

/** Who wants to sign in where. */
export type RequestPortalLinkInput = {
  /** The company whose portal it is; when left out, a merchant's own, or on a company's own domain that company. */
  companyId?: string | number | null | undefined;
  /** Where to arrive; `HOME` when left out. */
  destination?: PortalDestination | null | undefined;
  /** Handed back when the link is used, so that a page can go on where it was: 1 to 200 letters, digits or _ . : - With `SUBSCRIPTIONS`, `SWITCH_PLAN` and `CANCEL_SUBSCRIPTION` it is the id of a subscription (`sub_…`), with `INVOICES` and `PAY_INVOICE` that of an invoice (`in_…`); only its form is checked. */
  destinationContext?: string | null | undefined;
  /** The address of the customer. */
  email: string;
};

/** What is resumed. */
export type ResumeSubscriptionInput = {
  /** The subscription. */
  subscriptionId: string | number;
};

/** Whose sessions are to be ended. */
export type RevokePortalSessionsInput = {
  /** The customer. */
  customerId: string | number;
};

/** How a session comes to who opened it. */
export type SessionTransport =
  /** As `sessionToken` in the answer, for clients that keep it safe themselves. */
  | 'BEARER'
  /** In a cookie that scripts cannot read and only this host is sent, for pages that this server serves. It counts in requests whose header `x-portico-portal` holds the id of the company. */
  | 'COOKIE';

/** Which one. */
export type SetDefaultPaymentMethodInput = {
  /** The payment method. */
  paymentMethodId: string | number;
};

/** By what a part of an invoice was settled. */
export type SettlementKind =
  /** The customer's credit. */
  | 'CREDIT_BALANCE'
  /** A credit note that corrects the invoice. */
  | 'CREDIT_NOTE'
  /** Paid elsewhere. */
  | 'OUT_OF_BAND'
  /** A payment; a negative amount is one that was lost again. */
  | 'PAYMENT';

/** What is to be ended. */
export type SignOutPortalInput = {
  /** Whether every session of the customer ends; false when left out. */
  allSessions?: boolean | null | undefined;
  /** The one session of the customer that ends, instead of the one that is calling. */
  sessionId?: string | number | null | undefined;
};

/** The state of a subscription. */
export type SubscriptionStatus =
  /** In use and paid. */
  | 'ACTIVE'
  /** Ended, for good. */
  | 'CANCELED'
  /** Not begun: its first payment is missing. */
  | 'INCOMPLETE'
  /** In use; a payment failed and is tried again. */
  | 'PAST_DUE'
  /** Not in use and not billed, for the time being. */
  | 'PAUSED'
  /** In use, and not billed before its trial ends. */
  | 'TRIALING'
  /** Not in use, because it was not paid. */
  | 'UNPAID';

/** What is switched to what. */
export type SwitchPlanInput = {
  /** When that is settled; the portal's setting when left out. Merchants only. */
  chargeTiming?: ChargeTiming | null | undefined;
  /** Whether it takes effect at once, or with the next period: then nothing is billed for it now. Immediately when left out. Merchants only; for customers the portal's settings for upgrades and downgrades decide. */
  effective?: ChangeEffective | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** Which item changes; may be left out where there is only one. */
  itemId?: string | number | null | undefined;
  /** The new price; of the currency of the subscription. */
  priceId: string | number;
  /** How the rest of the period is billed; the portal's setting when left out. Merchants only. */
  prorationBehavior?: ProrationBehavior | null | undefined;
  /** The instant from which on the new price counts, inside the current period; now when left out. Merchants only. */
  prorationDate?: string | null | undefined;
  /** The new quantity; as it is when left out. */
  quantity?: number | null | undefined;
  /** The quote of a preview: exactly what it says is charged. Previews ignore it. */
  quote?: string | null | undefined;
  /** The subscription. */
  subscriptionId: string | number;
};

/** A number under which a tax authority knows somebody. */
export type TaxIdInput = {
  /** Its kind, such as `eu_vat`. */
  type: string;
  /** The number as it is to be printed on invoices. */
  value: string;
};

/** Which one. */
export type UncancelSubscriptionInput = {
  /** The subscription. */
  subscriptionId: string | number;
};

/** What changes. */
export type UpdateBillingInformationInput = {
  /** The billing address; null clears all of it. */
  address?: AddressInput | null | undefined;
  /** The customer; merchants must name one, a portal session is its own. */
  customerId?: string | number | null | undefined;
  /** The BCP 47 tag of the language for mails, invoices and pages, such as `de-AT`. There are words in `en`, `de`, `fr`, `es`, `pt`, `it`, `nl`, `pl`, `ja`, `ar`; any other language is kept and reads the company's default, or English. What was issued before stays as it is. */
  locale?: string | null | undefined;
  /** The name on invoices. */
  name?: string | null | undefined;
  /** A phone number for questions about bills. */
  phone?: string | null | undefined;
  /** The tax id on invoices; null clears it. */
  taxId?: TaxIdInput | null | undefined;
};

/** What changes. */
export type UpdateDunningConfigInput = {
  /** How many days before a card expires its owner is told, 0 to 90; 0: never. */
  cardExpiryWarningDays?: number | null | undefined;
  /** Whether customers are told by e-mail of payments that failed and of cards that are about to expire. */
  emailsEnabled?: boolean | null | undefined;
  /** Where the buttons of these mails lead: an https address, in normalised form; null: the payment methods in the portal. */
  paymentFailedCustomLinkUrl?: string | null | undefined;
  /** When a failed payment is tried again, in days after the first failure: ascending, each from 1 to 60, at most 8. Empty: never. */
  retryDays?: Array<number> | null | undefined;
  /** What becomes of the subscription when the last retry has failed. */
  terminalAction?: DunningTerminalAction | null | undefined;
};

/** What changes. */
export type UpdatePortalConfigInput = {
  /** The colour of buttons and links, on the page and in mails, as `#rrggbb`; null: a blue. Where it could not be read, `theme` holds a lighter or darker one. */
  accentColor?: string | null | undefined;
  /** The kinds of payment methods that customers may add. */
  acceptedPaymentMethods?: Array<PaymentMethodKind> | null | undefined;
  /** Whether customers may switch to another plan. */
  allowPlanSwitch?: boolean | null | undefined;
  /** Whether customers may change quantities. */
  allowQuantityUpdates?: boolean | null | undefined;
  /** The colour behind everything as `#rrggbb`; null: a light or a dark grey. It becomes lighter in the light theme, and darker in the dark one, until text on it can be read. */
  backgroundColor?: string | null | undefined;
  /** Whether customers are sent a receipt when a subscription is cancelled or a cancellation is taken back. */
  cancellationEmailsEnabled?: boolean | null | undefined;
  /** When a subscription ends that a customer cancels. */
  cancellationMode?: CancellationMode | null | undefined;
  /** Whether what was not used is credited when a customer cancels immediately. */
  cancellationProrationEnabled?: boolean | null | undefined;
  /** The reasons to choose from, in this order: at most 20, of at most 100 characters each. */
  cancellationReasons?: Array<string> | null | undefined;
  /** Whether customers must give a reason when they cancel. */
  cancellationReasonsEnabled?: boolean | null | undefined;
  /** Whether customers may cancel. */
  cancellationsEnabled?: boolean | null | undefined;
  /** The verified domain under which the portal is reached; null: the address of this server. */
  customDomainId?: string | number | null | undefined;
  /** The language where neither the customer nor the browser says one: `en`, `de`, `fr`, `es`, `pt`, `it`, `nl`, `pl`, `ja` or `ar`. */
  defaultLocale?: string | null | undefined;
  /** When the lines of a downgrade are settled; null: as `subscriptionChargeTiming` says. */
  downgradeChargeTiming?: ChargeTiming | null | undefined;
  /** When a downgrade takes effect; null: immediately. */
  downgradeEffective?: ChangeEffective | null | undefined;
  /** What a downgrade gives back: a change that lowers the value per time; null: as `subscriptionProrationBehavior` says. */
  downgradeProrationBehavior?: ProrationBehavior | null | undefined;
  /** The small picture of the browser tab: an https address, in normalised form; null: none. */
  faviconUrl?: string | null | undefined;
  /** Whether customers see and download their invoices. */
  invoiceHistoryEnabled?: boolean | null | undefined;
  /** The logo at the top of the portal: an https address, in normalised form; null: none. */
  logoUrl?: string | null | undefined;
  /** Whether customers may pause a subscription with the end of its period, and resume it. */
  pauseEnabled?: boolean | null | undefined;
  /** How many days customers may pause at most, 1 to 1095; a date for resuming must then be given. Null: as long as they like. */
  pauseMaximumDays?: number | null | undefined;
  /** Whether customers see, add, choose and remove payment methods. */
  paymentMethodsEnabled?: boolean | null | undefined;
  /** The line at the top of the portal, at most 120 characters; null: the name of the company. */
  portalHeader?: string | null | undefined;
  /** The merchant's privacy notice: an https address, in normalised form; null: no link. */
  privacyUrl?: string | null | undefined;
  /** The coupon that is offered to customers who are about to cancel; null: none. */
  retentionCouponId?: string | number | null | undefined;
  /** Where the way back leads: an https address, in normalised form; null: the portal shows no way back. When a flow that a destination began is over, the page goes there by itself with `portico_flow=<destination in lower snake case>` and `portico_outcome=completed` or `portico_outcome=canceled` added to the query; see `PortalDestination`. */
  returnUrl?: string | null | undefined;
  /** When the lines of a change are settled. */
  subscriptionChargeTiming?: ChargeTiming | null | undefined;
  /** The products that customers may switch to; empty: every active product. */
  subscriptionProductIds?: Array<string | number> | null | undefined;
  /** What a change of plan or quantity costs or gives back. */
  subscriptionProrationBehavior?: ProrationBehavior | null | undefined;
  /** Whether customers see their subscriptions; off, it forbids switching and cancelling as well. */
  subscriptionsEnabled?: boolean | null | undefined;
  /** Where the portal's customers ask for help, also in mails; null: the company's `supportEmail`. */
  supportEmail?: string | null | undefined;
  /** The merchant's terms: an https address, in normalised form; null: no link. */
  termsUrl?: string | null | undefined;
  /** When the lines of an upgrade are settled; null: as `subscriptionChargeTiming` says. */
  upgradeChargeTiming?: ChargeTiming | null | undefined;
  /** When an upgrade takes effect; null: immediately. */
  upgradeEffective?: ChangeEffective | null | undefined;
  /** What an upgrade costs: a change that raises the value per time; null: as `subscriptionProrationBehavior` says. */
  upgradeProrationBehavior?: ProrationBehavior | null | undefined;
};

/** What changes. To charge another amount, create another price. */
export type UpdatePriceInput = {
  /** Whether one can subscribe or switch to it. */
  active?: boolean | null | undefined;
  /** Labels; replaces all of them. */
  metadata?: Record<string, unknown> | null | undefined;
  /** A short name, such as `Yearly`; shown to customers. */
  nickname?: string | null | undefined;
  /** The price. */
  priceId: string | number;
};

/** What changes. */
export type UpdateQuantityInput = {
  /** When that is settled; the portal's setting when left out. Merchants only. */
  chargeTiming?: ChargeTiming | null | undefined;
  /** Whether it takes effect at once, or with the next period: then nothing is billed for it now. Immediately when left out. Merchants only; for customers the portal's settings for upgrades and downgrades decide. */
  effective?: ChangeEffective | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
  /** Which item changes; may be left out where there is only one. */
  itemId?: string | number | null | undefined;
  /** How the rest of the period is billed; the portal's setting when left out. Merchants only. */
  prorationBehavior?: ProrationBehavior | null | undefined;
  /** The instant from which on the new price counts, inside the current period; now when left out. Merchants only. */
  prorationDate?: string | null | undefined;
  /** The new quantity. */
  quantity: number;
  /** The quote of a preview: exactly what it says is charged. Previews ignore it. */
  quote?: string | null | undefined;
  /** The subscription. */
  subscriptionId: string | number;
};

/** What changes. */
export type UpdateSubscriptionInput = {
  /** A coupon that reduces it from the next period on; null ends the present one with this period. */
  couponId?: string | number | null | undefined;
  /** The merchant's own id for it; unique in the company. */
  externalId?: string | null | undefined;
  /** Labels; replaces all of them. */
  metadata?: Record<string, unknown> | null | undefined;
  /** The subscription. */
  subscriptionId: string | number;
};

/** Which one. */
export type VoidInvoiceInput = {
  /** The invoice. */
  invoiceId: string | number;
};

export type RequestPortalLinkMutationVariables = Exact<{
  input: RequestPortalLinkInput;
}>;


export type RequestPortalLinkMutation = { requestPortalLink:
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'RequestPortalLinkSuccess', expiresInMinutes: number }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type ConsumePortalLinkMutationVariables = Exact<{
  input: ConsumePortalLinkInput;
}>;


export type ConsumePortalLinkMutation = { consumePortalLink:
    | { __typename: 'ConsumePortalLinkSuccess', sessionToken: string | null, expiresAt: string, destination: PortalDestination, destinationContext: string | null, returnUrl: string | null, customer: { id: string, email: string, name: string | null } }
    | { __typename: 'InvalidPortalLinkError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type CreatePortalSessionMutationVariables = Exact<{
  input: CreatePortalSessionInput;
}>;


export type CreatePortalSessionMutation = { createPortalSession:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'CreatePortalSessionSuccess', url: string, expiresAt: string }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type SignOutPortalMutationVariables = Exact<{
  input: SignOutPortalInput;
}>;


export type SignOutPortalMutation = { signOutPortal:
    | { __typename: 'NotFoundError', code: ErrorCode, message: string }
    | { __typename: 'SignOutPortalSuccess', endedSessions: number }
    | { __typename: 'ValidationError', code: ErrorCode, message: string }
   };

export type RevokePortalSessionsMutationVariables = Exact<{
  input: RevokePortalSessionsInput;
}>;


export type RevokePortalSessionsMutation = { revokePortalSessions:
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
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type UpdatePriceMutationVariables = Exact<{
  input: UpdatePriceInput;
}>;


export type UpdatePriceMutation = { updatePrice:
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
    | { __typename: 'AdjustCreditSuccess', creditEntry: { id: string, cause: CreditCause, amount: { amount: number } } }
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

export type StandingFragment = { id: string, status: SubscriptionStatus, interval: BillingInterval, anchor: string, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, pausesAt: string | null, pausedAt: string | null, pauseCause: PauseCause | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string } }>, scheduledChange: { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } } | null, scheduledChanges: Array<{ quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } } };

export type WaitingFragment = { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } };

export type StandingQueryVariables = Exact<{
  id: string | number;
}>;


export type StandingQuery = { subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, anchor: string, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, pausesAt: string | null, pausedAt: string | null, pauseCause: PauseCause | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string } }>, scheduledChange: { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } } | null, scheduledChanges: Array<{ quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } } } | null };

export type UpcomingQueryVariables = Exact<{
  subscriptionId: string | number;
}>;


export type UpcomingQuery = { upcomingInvoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }> } | null };

export type CancelScheduledChangeMutationVariables = Exact<{
  input: CancelScheduledChangeInput;
}>;


export type CancelScheduledChangeMutation = { cancelScheduledChange:
    | { __typename: 'CancelScheduledChangeSuccess', subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, anchor: string, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, pausesAt: string | null, pausedAt: string | null, pauseCause: PauseCause | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string } }>, scheduledChange: { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } } | null, scheduledChanges: Array<{ quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } } } }
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
    | { __typename: 'PauseSubscriptionSuccess', subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, anchor: string, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, pausesAt: string | null, pausedAt: string | null, pauseCause: PauseCause | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string } }>, scheduledChange: { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } } | null, scheduledChanges: Array<{ quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } } } }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type ResumeSubscriptionMutationVariables = Exact<{
  input: ResumeSubscriptionInput;
}>;


export type ResumeSubscriptionMutation = { resumeSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'ResumeSubscriptionSuccess', subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, anchor: string, currentPeriodStart: string, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, discountStart: string | null, discountEnd: string | null, pausesAt: string | null, pausedAt: string | null, pauseCause: PauseCause | null, resumesAt: string | null, items: Array<{ id: string, quantity: number, price: { id: string } }>, scheduledChange: { quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } } | null, scheduledChanges: Array<{ quantity: number, effectiveAt: string | null, scheduledBy: ActorKind, scheduledAt: string, item: { id: string }, price: { id: string } }>, pendingLines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } } }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, total: { amount: number, currency: string }, amountPaid: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }>, settlements: Array<{ kind: SettlementKind, amount: { amount: number } }> } | null }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type PreviewResumeSubscriptionQueryVariables = Exact<{
  input: ResumeSubscriptionInput;
}>;


export type PreviewResumeSubscriptionQuery = { previewResumeSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ResumptionPreview', effectiveAt: string, amountDue: { amount: number, currency: string }, invoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number }, amountDue: { amount: number } } | null, nextInvoice: { at: string, amountDue: { amount: number } } | null }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type UpcomingBillQueryVariables = Exact<{
  subscriptionId: string | number;
}>;


export type UpcomingBillQuery = { upcomingInvoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, description: string, amount: { amount: number } }> } | null };

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
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
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
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
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
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
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
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'UpdatePortalConfigSuccess', portalConfig: { allowPlanSwitch: boolean, allowQuantityUpdates: boolean, cancellationMode: CancellationMode, subscriptionProrationBehavior: ProrationBehavior, subscriptionChargeTiming: ChargeTiming, returnUrl: string | null, portalHeader: string | null } }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PortalHomeQueryVariables = Exact<{ [key: string]: never; }>;


export type PortalHomeQuery = { currentCustomer: { id: string, email: string, name: string | null, creditBalances: Array<{ amount: number, currency: string }>, paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, isDefault: boolean }> | null, subscriptions: Array<{ id: string, status: SubscriptionStatus, currentPeriodEnd: string, cancelAtPeriodEnd: boolean, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null } } }> | null, invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, finalizedAt: string | null, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } };

export type AvailablePricesQueryVariables = Exact<{
  subscriptionId: string | number;
}>;


export type AvailablePricesQuery = { availablePrices: Array<{ id: string, nickname: string | null, interval: BillingInterval, unitAmount: { amount: number, currency: string }, product: { name: string } }> | null };

export type ChangeFragment = { effectiveAt: string, effective: ChangeEffective, direction: ChangeDirection, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, quote: string, quoteExpiresAt: string, lines: Array<{ kind: InvoiceLineKind, description: string, periodStart: string | null, periodEnd: string | null, explanation: Record<string, unknown>, amount: { amount: number, currency: string } }>, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number, currency: string }, nextInvoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, lines: Array<{ description: string, amount: { amount: number } }> } | null };

export type PreviewSwitchPlanQueryVariables = Exact<{
  input: SwitchPlanInput;
}>;


export type PreviewSwitchPlanQuery = { previewSwitchPlan:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'SubscriptionChangePreview', effectiveAt: string, effective: ChangeEffective, direction: ChangeDirection, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, quote: string, quoteExpiresAt: string, lines: Array<{ kind: InvoiceLineKind, description: string, periodStart: string | null, periodEnd: string | null, explanation: Record<string, unknown>, amount: { amount: number, currency: string } }>, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number, currency: string }, nextInvoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, lines: Array<{ description: string, amount: { amount: number } }> } | null }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type PreviewUpdateQuantityQueryVariables = Exact<{
  input: UpdateQuantityInput;
}>;


export type PreviewUpdateQuantityQuery = { previewUpdateQuantity:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string>, setting: string }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'SubscriptionChangePreview', effectiveAt: string, effective: ChangeEffective, direction: ChangeDirection, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, quote: string, quoteExpiresAt: string, lines: Array<{ kind: InvoiceLineKind, description: string, periodStart: string | null, periodEnd: string | null, explanation: Record<string, unknown>, amount: { amount: number, currency: string } }>, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number, currency: string }, nextInvoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number }, creditApplied: { amount: number }, amountDue: { amount: number }, lines: Array<{ description: string, amount: { amount: number } }> } | null }
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
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type RemovePaymentMethodMutationVariables = Exact<{
  input: RemovePaymentMethodInput;
}>;


export type RemovePaymentMethodMutation = { removePaymentMethod:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
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


export type UpcomingInvoiceQuery = { upcomingInvoice: { at: string, total: { amount: number }, amountDue: { amount: number }, lines: Array<{ kind: InvoiceLineKind, amount: { amount: number } }> } | null };

export type CreateTestClockMutationVariables = Exact<{
  input: CreateTestClockInput;
}>;


export type CreateTestClockMutation = { createTestClock:
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'CreateTestClockSuccess', company: { id: string, testClockAt: string | null } }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export type AdvanceTestClockMutationVariables = Exact<{
  input: AdvanceTestClockInput;
}>;


export type AdvanceTestClockMutation = { advanceTestClock:
    | { __typename: 'AdvanceTestClockSuccess', frozenTime: string, reached: boolean, happened: Array<{ type: string, objectId: string, createdAt: string, actorKind: ActorKind }> }
    | { __typename: 'ConflictError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, message: string, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, message: string, path: Array<string> }
   };

export const WaitingFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}}]} as unknown as DocumentNode<WaitingFragment, unknown>;
export const StandingFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Standing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Subscription"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"anchor"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"pausesAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pauseCause"}},{"kind":"Field","name":{"kind":"Name","value":"resumesAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pause"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resume"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}}]} as unknown as DocumentNode<StandingFragment, unknown>;
export const ChangeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SubscriptionChangePreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"effective"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"prorationBehavior"}},{"kind":"Field","name":{"kind":"Name","value":"chargeTiming"}},{"kind":"Field","name":{"kind":"Name","value":"settledNow"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"explanation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quote"}},{"kind":"Field","name":{"kind":"Name","value":"quoteExpiresAt"}}]}}]} as unknown as DocumentNode<ChangeFragment, unknown>;
export const ChangedInvoiceFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<ChangedInvoiceFragment, unknown>;
export const RequestPortalLinkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RequestPortalLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RequestPortalLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestPortalLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RequestPortalLinkSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expiresInMinutes"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RequestPortalLinkMutation, RequestPortalLinkMutationVariables>;
export const ConsumePortalLinkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConsumePortalLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumePortalLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"consumePortalLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConsumePortalLinkSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessionToken"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"destination"}},{"kind":"Field","name":{"kind":"Name","value":"destinationContext"}},{"kind":"Field","name":{"kind":"Name","value":"returnUrl"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<ConsumePortalLinkMutation, ConsumePortalLinkMutationVariables>;
export const CreatePortalSessionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreatePortalSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreatePortalSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createPortalSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreatePortalSessionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreatePortalSessionMutation, CreatePortalSessionMutationVariables>;
export const SignOutPortalDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SignOutPortal"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SignOutPortalInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signOutPortal"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SignOutPortalSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endedSessions"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SignOutPortalMutation, SignOutPortalMutationVariables>;
export const RevokePortalSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokePortalSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokePortalSessionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokePortalSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokePortalSessionsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endedSessions"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokePortalSessionsMutation, RevokePortalSessionsMutationVariables>;
export const CreateCouponDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateCoupon"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateCouponInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createCoupon"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateCouponSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"coupon"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreateCouponMutation, CreateCouponMutationVariables>;
export const UpdatePriceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdatePrice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdatePriceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updatePrice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdatePriceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"active"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<UpdatePriceMutation, UpdatePriceMutationVariables>;
export const CreateInvoiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateInvoice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateInvoiceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createInvoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateInvoiceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<CreateInvoiceMutation, CreateInvoiceMutationVariables>;
export const FinalizeInvoiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"FinalizeInvoice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"FinalizeInvoiceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"finalizeInvoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"FinalizeInvoiceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<FinalizeInvoiceMutation, FinalizeInvoiceMutationVariables>;
export const VoidInvoiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"VoidInvoice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"VoidInvoiceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"voidInvoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"VoidInvoiceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<VoidInvoiceMutation, VoidInvoiceMutationVariables>;
export const AdjustCreditDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AdjustCredit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AdjustCreditInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"adjustCredit"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdjustCreditSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"creditEntry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cause"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<AdjustCreditMutation, AdjustCreditMutationVariables>;
export const BillingSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BillingSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BillingSubscriptionQuery, BillingSubscriptionQueryVariables>;
export const BillingCustomerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BillingCustomer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"customer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"creditBalances"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"paymentMethods"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"isDefault"}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<BillingCustomerQuery, BillingCustomerQueryVariables>;
export const InvoiceByIdDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"InvoiceById"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"invoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<InvoiceByIdQuery, InvoiceByIdQueryVariables>;
export const StandingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Standing"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Standing"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Standing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Subscription"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"anchor"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"pausesAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pauseCause"}},{"kind":"Field","name":{"kind":"Name","value":"resumesAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pause"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resume"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<StandingQuery, StandingQueryVariables>;
export const UpcomingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Upcoming"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upcomingInvoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subscriptionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpcomingQuery, UpcomingQueryVariables>;
export const CancelScheduledChangeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelScheduledChange"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CancelScheduledChangeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CancelScheduledChangeSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Standing"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Standing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Subscription"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"anchor"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"pausesAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pauseCause"}},{"kind":"Field","name":{"kind":"Name","value":"resumesAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pause"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resume"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<CancelScheduledChangeMutation, CancelScheduledChangeMutationVariables>;
export const PauseSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PauseSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PauseSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pauseSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PauseSubscriptionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Standing"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Standing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Subscription"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"anchor"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"pausesAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pauseCause"}},{"kind":"Field","name":{"kind":"Name","value":"resumesAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pause"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resume"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}}]} as unknown as DocumentNode<PauseSubscriptionMutation, PauseSubscriptionMutationVariables>;
export const ResumeSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResumeSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resumeSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeSubscriptionSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subscription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Standing"}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ChangedInvoice"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Waiting"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScheduledChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"item"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledBy"}},{"kind":"Field","name":{"kind":"Name","value":"scheduledAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Standing"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Subscription"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"anchor"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodStart"}},{"kind":"Field","name":{"kind":"Name","value":"currentPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"cancelAtPeriodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"discountStart"}},{"kind":"Field","name":{"kind":"Name","value":"discountEnd"}},{"kind":"Field","name":{"kind":"Name","value":"pausesAt"}},{"kind":"Field","name":{"kind":"Name","value":"pausedAt"}},{"kind":"Field","name":{"kind":"Name","value":"pauseCause"}},{"kind":"Field","name":{"kind":"Name","value":"resumesAt"}},{"kind":"Field","name":{"kind":"Name","value":"items"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scheduledChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Waiting"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingLines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"portalActions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"switchPlan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateQuantity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancelScheduledChange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"uncancel"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pause"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resume"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockedBy"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ChangedInvoice"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Invoice"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"isCreditNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountPaid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"settlements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]} as unknown as DocumentNode<ResumeSubscriptionMutation, ResumeSubscriptionMutationVariables>;
export const PreviewResumeSubscriptionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewResumeSubscription"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ResumeSubscriptionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewResumeSubscription"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ResumptionPreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"invoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<PreviewResumeSubscriptionQuery, PreviewResumeSubscriptionQueryVariables>;
export const UpcomingBillDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UpcomingBill"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upcomingInvoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subscriptionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpcomingBillQuery, UpcomingBillQueryVariables>;
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
export const AvailablePricesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AvailablePrices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"availablePrices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subscriptionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"nickname"}},{"kind":"Field","name":{"kind":"Name","value":"interval"}},{"kind":"Field","name":{"kind":"Name","value":"unitAmount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<AvailablePricesQuery, AvailablePricesQueryVariables>;
export const PreviewSwitchPlanDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewSwitchPlan"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SwitchPlanInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewSwitchPlan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SubscriptionChangePreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"effective"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"prorationBehavior"}},{"kind":"Field","name":{"kind":"Name","value":"chargeTiming"}},{"kind":"Field","name":{"kind":"Name","value":"settledNow"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"explanation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quote"}},{"kind":"Field","name":{"kind":"Name","value":"quoteExpiresAt"}}]}}]} as unknown as DocumentNode<PreviewSwitchPlanQuery, PreviewSwitchPlanQueryVariables>;
export const PreviewUpdateQuantityDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewUpdateQuantity"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateQuantityInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewUpdateQuantity"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PortalFeatureDisabledError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setting"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SubscriptionChangePreview"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"effectiveAt"}},{"kind":"Field","name":{"kind":"Name","value":"effective"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"prorationBehavior"}},{"kind":"Field","name":{"kind":"Name","value":"chargeTiming"}},{"kind":"Field","name":{"kind":"Name","value":"settledNow"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"explanation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextInvoice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"periodEnd"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"creditApplied"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quote"}},{"kind":"Field","name":{"kind":"Name","value":"quoteExpiresAt"}}]}}]} as unknown as DocumentNode<PreviewUpdateQuantityQuery, PreviewUpdateQuantityQueryVariables>;
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
export const UpcomingInvoiceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"UpcomingInvoice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upcomingInvoice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"subscriptionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"subscriptionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amountDue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpcomingInvoiceQuery, UpcomingInvoiceQueryVariables>;
export const CreateTestClockDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateTestClock"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTestClockInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createTestClock"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateTestClockSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"company"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"testClockAt"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreateTestClockMutation, CreateTestClockMutationVariables>;
export const AdvanceTestClockDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AdvanceTestClock"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AdvanceTestClockInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"advanceTestClock"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AdvanceTestClockSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"frozenTime"}},{"kind":"Field","name":{"kind":"Name","value":"reached"}},{"kind":"Field","name":{"kind":"Name","value":"happened"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"objectId"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"actorKind"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<AdvanceTestClockMutation, AdvanceTestClockMutationVariables>;