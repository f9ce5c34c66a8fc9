/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which subscription stays, and why the customer wanted to leave. */
export type AcceptRetentionOfferInput = {
  /** What else the customer has to say. */
  comment?: string | null | undefined;
  /** Why; one of the portal's `cancellationReasons`, where it asks for one. */
  reason?: string | null | undefined;
  /** The subscription. */
  subscriptionId: string | number;
};

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

/** Which one. */
export type CreateInvoicePdfLinkInput = {
  /** The invoice. */
  invoiceId: string | number;
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

/** Why an overdue invoice was not paid. */
export type PastDueFailureReason =
  /** The bank asks the customer to confirm the payment. */
  | 'AUTHENTICATION_REQUIRED'
  /** What is due changed at the same moment; try again. */
  | 'CHANGED'
  /** The payment was declined. */
  | 'DECLINED'
  /** The customer has no payment method. */
  | 'PAYMENT_METHOD_REQUIRED'
  /** The payment provider does not answer. */
  | 'PROVIDER_UNAVAILABLE';

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

/** Whose. */
export type PayPastDueInvoicesInput = {
  /** The customer; merchants must name one, a portal session is its own. */
  customerId?: string | number | null | undefined;
  /** Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least. */
  idempotencyKey?: string | null | undefined;
};

/** How long a card is still good. */
export type PaymentMethodExpiry =
  /** Its month is over, in UTC. */
  | 'EXPIRED'
  /** It expires within the warning time of `DunningConfig.cardExpiryWarningDays`. */
  | 'EXPIRING'
  /** Longer than the time in which its owner is warned. */
  | 'GOOD';

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

export type RequestLinkMutationVariables = Exact<{
  input: RequestPortalLinkInput;
}>;


export type RequestLinkMutation = { requestPortalLink:
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
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
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string> }
   };

export type SecurityQueryVariables = Exact<{ [key: string]: never; }>;


export type SecurityQuery = { currentCustomer: { portalSessions: { nodes: Array<{ id: string, createdAt: string, expiresAt: string, lastSeenAt: string, isCurrent: boolean, userAgent: string | null }> } }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type SignOutMutationVariables = Exact<{
  input: SignOutPortalInput;
}>;


export type SignOutMutation = { signOutPortal:
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'SignOutPortalSuccess', endedSessions: number }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string> }
   };

export type BillingQueryVariables = Exact<{ [key: string]: never; }>;


export type BillingQuery = { currentCustomer: { name: string | null, email: string, phone: string | null, locale: string | null, address: { line1: string | null, line2: string | null, city: string | null, state: string | null, postalCode: string | null, country: string | null }, taxId: { type: string, value: string } | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type UpdateBillingMutationVariables = Exact<{
  input: UpdateBillingInformationInput;
}>;


export type UpdateBillingMutation = { updateBillingInformation:
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'UpdateBillingInformationSuccess', customer: { id: string } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type CreditQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type CreditQuery = { currentCustomer: { creditBalances: Array<{ amount: number, currency: string }>, creditEntries: { nodes: Array<{ id: string, cause: CreditCause, createdAt: string, description: string | null, amount: { amount: number, currency: string }, invoice: { id: string, number: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type CancelFormQueryVariables = Exact<{
  id: string | number;
  input: CancelSubscriptionInput;
  locale?: string | null | undefined;
}>;


export type CancelFormQuery = { cancelConfig: { cancellationReasonsEnabled: boolean, cancellationReasons: Array<string>, cancellationEmailsEnabled: boolean }, subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountEnd: string | null, pauseCause: PauseCause | null, pausesAt: string | null, resumesAt: string | null, coupon: { id: string, name: string, percentOffBasisPoints: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }> } | null, previewCancelSubscription:
    | { __typename: 'CancellationPreview', mode: CancellationMode, endsAt: string, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, retentionOffer: { invoices: number | null, coupon: { id: string, name: string, percentOffBasisPoints: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null }, nextSaving: { amount: number, currency: string }, totalSaving: { amount: number, currency: string } } | null }
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
  , frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type CancelMutationVariables = Exact<{
  input: CancelSubscriptionInput;
}>;


export type CancelMutation = { cancelSubscription:
    | { __typename: 'CancelSubscriptionSuccess', subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountEnd: string | null, pauseCause: PauseCause | null, pausesAt: string | null, resumesAt: string | null, coupon: { id: string, name: string, percentOffBasisPoints: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }> }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null }
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type AcceptOfferMutationVariables = Exact<{
  input: AcceptRetentionOfferInput;
}>;


export type AcceptOfferMutation = { acceptRetentionOffer:
    | { __typename: 'AcceptRetentionOfferSuccess', subscription: { id: string } }
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type UncancelMutationVariables = Exact<{
  input: UncancelSubscriptionInput;
}>;


export type UncancelMutation = { uncancelSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'UncancelSubscriptionSuccess', subscription: { id: string } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type FrameFragment = { frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type MoneyPartsFragment = { amount: number, currency: string };

export type PricePartsFragment = { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } };

export type ActionPartsFragment = { allowed: boolean, blockedBy: string | null };

export type CouponPartsFragment = { id: string, name: string, percentOffBasisPoints: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null };

type LineParts_InvoiceLine_Fragment = { kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } };

type LineParts_PreviewLine_Fragment = { kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } };

export type LinePartsFragment =
  | LineParts_InvoiceLine_Fragment
  | LineParts_PreviewLine_Fragment
;

export type UpcomingPartsFragment = { at: string, periodStart: string, periodEnd: string, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> };

export type SubscriptionPartsFragment = { id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountEnd: string | null, pauseCause: PauseCause | null, pausesAt: string | null, resumesAt: string | null, coupon: { id: string, name: string, percentOffBasisPoints: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }> };

export type PaymentMethodPartsFragment = { id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, isDefault: boolean, createdAt: string };

export type InvoicePartsFragment = { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } };

export type HomeQueryVariables = Exact<{ [key: string]: never; }>;


export type HomeQuery = { currentCustomer: { creditBalances: Array<{ amount: number, currency: string }>, subscriptions: Array<{ id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountEnd: string | null, pauseCause: PauseCause | null, pausesAt: string | null, resumesAt: string | null, upcomingInvoice: { at: string, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null, coupon: { id: string, name: string, percentOffBasisPoints: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }> }> | null, paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, isDefault: boolean, createdAt: string }> | null, invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }> } | null, due: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }> } | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type InvoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type InvoicesQuery = { currentCustomer: { invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null, due: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }> } | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type MoreInvoicesQueryVariables = Exact<{
  after: string;
}>;


export type MoreInvoicesQuery = { currentCustomer: { invoices: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null } };

export type InvoiceDetailQueryVariables = Exact<{
  id: string | number;
  locale?: string | null | undefined;
}>;


export type InvoiceDetailQuery = { invoice: { memo: string | null, voidedAt: string | null, id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, amountPaid: { amount: number, currency: string }, corrects: { id: string, number: string | null } | null, lines: Array<{ id: string, kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, settlements: Array<{ kind: SettlementKind, createdAt: string, amount: { amount: number, currency: string }, creditNote: { id: string, number: string | null } | null }>, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null, currentCustomer: { paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, isDefault: boolean, createdAt: string }> | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

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
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PayInvoiceSuccess', invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PayAllMutationVariables = Exact<{
  input: PayPastDueInvoicesInput;
}>;


export type PayAllMutation = { payPastDueInvoices:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PayPastDueInvoicesSuccess', paid: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }>, failed: Array<{ reason: PastDueFailureReason, declineCode: string | null, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } }> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PaymentMethodsQueryVariables = Exact<{ [key: string]: never; }>;


export type PaymentMethodsQuery = { methodConfig: { acceptedPaymentMethods: Array<PaymentMethodKind> }, currentCustomer: { paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, isDefault: boolean, createdAt: string }> | null, due: { nodes: Array<{ id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } }> } | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type OpenFieldsMutationVariables = Exact<{ [key: string]: never; }>;


export type OpenFieldsMutation = { createSetupIntent:
    | { __typename: 'CreateSetupIntentSuccess', provider: string, clientSecret: string, publishableKey: string }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type AddMethodMutationVariables = Exact<{
  input: AddPaymentMethodInput;
}>;


export type AddMethodMutation = { addPaymentMethod:
    | { __typename: 'AddPaymentMethodSuccess', paymentMethod: { id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, isDefault: boolean, createdAt: string } }
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type ChooseDefaultMutationVariables = Exact<{
  input: SetDefaultPaymentMethodInput;
}>;


export type ChooseDefaultMutation = { setDefaultPaymentMethod:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'SetDefaultPaymentMethodSuccess', paymentMethod: { id: string } }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type RemoveMethodMutationVariables = Exact<{
  input: RemovePaymentMethodInput;
}>;


export type RemoveMethodMutation = { removePaymentMethod:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'RemovePaymentMethodSuccess', removedPaymentMethodId: string }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type SubscriptionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SubscriptionsQuery = { currentCustomer: { subscriptions: Array<{ id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountEnd: string | null, pauseCause: PauseCause | null, pausesAt: string | null, resumesAt: string | null, upcomingInvoice: { at: string, amountDue: { amount: number, currency: string } } | null, coupon: { id: string, name: string, percentOffBasisPoints: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }> }> | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type SubscriptionDetailQueryVariables = Exact<{
  id: string | number;
  locale?: string | null | undefined;
}>;


export type SubscriptionDetailQuery = { pauseConfig: { pauseMaximumDays: number | null }, subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountEnd: string | null, pauseCause: PauseCause | null, pausesAt: string | null, resumesAt: string | null, pendingLines: Array<{ id: string, kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, coupon: { id: string, name: string, percentOffBasisPoints: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }> } | null, upcomingInvoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, currentCustomer: { paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, isDefault: boolean, createdAt: string }> | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type SwitchChoicesQueryVariables = Exact<{
  id: string | number;
}>;


export type SwitchChoicesQuery = { methodConfig: { acceptedPaymentMethods: Array<PaymentMethodKind> }, subscription: { id: string, status: SubscriptionStatus, interval: BillingInterval, intervalCount: number, currentPeriodStart: string, currentPeriodEnd: string, trialEnd: string | null, cancelAtPeriodEnd: boolean, canceledAt: string | null, endedAt: string | null, discountEnd: string | null, pauseCause: PauseCause | null, pausesAt: string | null, resumesAt: string | null, coupon: { id: string, name: string, percentOffBasisPoints: number | null, duration: CouponDuration, durationMonths: number | null, amountOff: { amount: number, currency: string } | null } | null, items: Array<{ id: string, quantity: number, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }>, portalActions: { switchPlan: { allowed: boolean, blockedBy: string | null }, updateQuantity: { allowed: boolean, blockedBy: string | null }, cancel: { allowed: boolean, blockedBy: string | null }, uncancel: { allowed: boolean, blockedBy: string | null }, cancelScheduledChange: { allowed: boolean, blockedBy: string | null }, pause: { allowed: boolean, blockedBy: string | null }, resume: { allowed: boolean, blockedBy: string | null } }, scheduledChanges: Array<{ effectiveAt: string | null, quantity: number, item: { id: string }, price: { id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } } }> } | null, availablePrices: Array<{ id: string, nickname: string | null, interval: BillingInterval, intervalCount: number, unitAmount: { amount: number, currency: string }, product: { id: string, name: string, description: string | null } }> | null, currentCustomer: { paymentMethods: Array<{ id: string, kind: PaymentMethodKind, brand: string | null, lastFour: string | null, expiryMonth: number | null, expiryYear: number | null, expiry: PaymentMethodExpiry | null, isDefault: boolean, createdAt: string }> | null }, frameCustomer: { id: string, name: string | null, email: string, locale: string | null }, frameConfig: { subscriptionsEnabled: boolean, paymentMethodsEnabled: boolean, invoiceHistoryEnabled: boolean, cancellationsEnabled: boolean, returnUrl: string | null, portalHeader: string | null } };

export type ChangePartsFragment = { effectiveAt: string, effective: ChangeEffective, direction: ChangeDirection, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, quote: string, quoteExpiresInSeconds: number, pendingLines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, nextInvoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null };

type RefusalParts_ConflictError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_IdempotencyKeyReusedError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_InvalidPortalLinkError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_NotFoundError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_PaymentAuthenticationRequiredError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_PaymentDeclinedError_Fragment = { declineCode: string, code: ErrorCode, path: Array<string> };

type RefusalParts_PaymentMethodRequiredError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_PaymentProviderUnavailableError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_PortalFeatureDisabledError_Fragment = { setting: string, code: ErrorCode, path: Array<string> };

type RefusalParts_QuoteExpiredError_Fragment = { code: ErrorCode, path: Array<string> };

type RefusalParts_ValidationError_Fragment = { code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> };

export type RefusalPartsFragment =
  | RefusalParts_ConflictError_Fragment
  | RefusalParts_IdempotencyKeyReusedError_Fragment
  | RefusalParts_InvalidPortalLinkError_Fragment
  | RefusalParts_NotFoundError_Fragment
  | RefusalParts_PaymentAuthenticationRequiredError_Fragment
  | RefusalParts_PaymentDeclinedError_Fragment
  | RefusalParts_PaymentMethodRequiredError_Fragment
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
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'SubscriptionChangePreview', effectiveAt: string, effective: ChangeEffective, direction: ChangeDirection, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, quote: string, quoteExpiresInSeconds: number, pendingLines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, nextInvoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PreviewQuantityQueryVariables = Exact<{
  input: UpdateQuantityInput;
  locale?: string | null | undefined;
}>;


export type PreviewQuantityQuery = { previewUpdateQuantity:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'SubscriptionChangePreview', effectiveAt: string, effective: ChangeEffective, direction: ChangeDirection, prorationBehavior: ProrationBehavior, chargeTiming: ChargeTiming, settledNow: boolean, quote: string, quoteExpiresInSeconds: number, pendingLines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }>, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, nextInvoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type SwitchMutationVariables = Exact<{
  input: SwitchPlanInput;
}>;


export type SwitchMutation = { switchPlan:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'SwitchPlanSuccess', subscription: { id: string }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type ChangeQuantityMutationVariables = Exact<{
  input: UpdateQuantityInput;
}>;


export type ChangeQuantityMutation = { updateQuantity:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentAuthenticationRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentDeclinedError', declineCode: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentMethodRequiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PaymentProviderUnavailableError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'QuoteExpiredError', code: ErrorCode, path: Array<string> }
    | { __typename: 'UpdateQuantitySuccess', subscription: { id: string }, invoice: { id: string, number: string | null, status: InvoiceStatus, isCreditNote: boolean, createdAt: string, finalizedAt: string | null, dueAt: string | null, paidAt: string | null, attemptCount: number, nextAttemptAt: string | null, pastDue: boolean, total: { amount: number, currency: string }, amountDue: { amount: number, currency: string } } | null }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type RevokeChangeMutationVariables = Exact<{
  input: CancelScheduledChangeInput;
}>;


export type RevokeChangeMutation = { cancelScheduledChange:
    | { __typename: 'CancelScheduledChangeSuccess', subscription: { id: string } }
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type PauseMutationVariables = Exact<{
  input: PauseSubscriptionInput;
}>;


export type PauseMutation = { pauseSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
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
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
    | { __typename: 'NotFoundError', code: ErrorCode, path: Array<string> }
    | { __typename: 'PortalFeatureDisabledError', setting: string, code: ErrorCode, path: Array<string> }
    | { __typename: 'ResumptionPreview', effectiveAt: string, amountDue: { amount: number, currency: string }, invoice: { at: string, periodStart: string, periodEnd: string, total: { amount: number, currency: string }, creditApplied: { amount: number, currency: string }, amountDue: { amount: number, currency: string }, lines: Array<{ kind: InvoiceLineKind, description: string, explanationSentence: string | null, quantity: number, periodStart: string | null, periodEnd: string | null, unitAmount: { amount: number, currency: string } | null, grossAmount: { amount: number, currency: string }, discountAmount: { amount: number, currency: string }, amount: { amount: number, currency: string } }> } | null, nextInvoice: { at: string, amountDue: { amount: number, currency: string } } | null }
    | { __typename: 'ValidationError', code: ErrorCode, path: Array<string>, issues: Array<{ path: Array<string>, message: string }> }
   };

export type ResumeMutationVariables = Exact<{
  input: ResumeSubscriptionInput;
}>;


export type ResumeMutation = { resumeSubscription:
    | { __typename: 'ConflictError', code: ErrorCode, path: Array<string> }
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
  percentOffBasisPoints
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
  }
  pauseCause
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
  }
}
fragment ActionParts on PortalAction {
  allowed
  blockedBy
}
fragment CouponParts on Coupon {
  id
  name
  percentOffBasisPoints
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
export const UpcomingPartsFragmentDoc = new TypedDocumentString(`
    fragment UpcomingParts on UpcomingInvoice {
  at
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
}`, {"fragmentName":"UpcomingParts"}) as unknown as TypedDocumentString<UpcomingPartsFragment, unknown>;
export const ChangePartsFragmentDoc = new TypedDocumentString(`
    fragment ChangeParts on SubscriptionChangePreview {
  effectiveAt
  effective
  direction
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
  quote
  quoteExpiresInSeconds
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
fragment UpcomingParts on UpcomingInvoice {
  at
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
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}
    `, {"fragmentName":"RefusalParts"}) as unknown as TypedDocumentString<RefusalPartsFragment, unknown>;
export const RequestLinkDocument = new TypedDocumentString(`
    mutation RequestLink($input: RequestPortalLinkInput!) {
  requestPortalLink(input: $input) {
    __typename
    ... on RequestPortalLinkSuccess {
      expiresInMinutes
    }
    ... on UserError {
      code
      path
    }
  }
}
    `, {"hash":"61b29ee4143d977c79be1439ce3d87c02a1848a61f359566977d95385a43a73a"}) as unknown as TypedDocumentString<RequestLinkMutation, RequestLinkMutationVariables>;
export const LinkPreviewDocument = new TypedDocumentString(`
    query LinkPreview($token: String!) {
  portalLinkPreview(token: $token) {
    emailHint
    companyName
    destination
    expiresAt
  }
}
    `, {"hash":"90080b20fbe11ece71950659080764a1b1524a3c5b5b94be6b827499c5a8cbfc"}) as unknown as TypedDocumentString<LinkPreviewQuery, LinkPreviewQueryVariables>;
export const ConsumeLinkDocument = new TypedDocumentString(`
    mutation ConsumeLink($input: ConsumePortalLinkInput!) {
  consumePortalLink(input: $input) {
    __typename
    ... on ConsumePortalLinkSuccess {
      destination
      destinationContext
      returnUrl
      customer {
        locale
      }
    }
    ... on UserError {
      code
      path
    }
  }
}
    `, {"hash":"1a0a2d027c7e0167e003cee20dccadf3e5cbf3a864835faf7da35c25d02c6953"}) as unknown as TypedDocumentString<ConsumeLinkMutation, ConsumeLinkMutationVariables>;
export const SecurityDocument = new TypedDocumentString(`
    query Security {
  ...Frame
  currentCustomer {
    portalSessions(active: true, first: 50) {
      nodes {
        id
        createdAt
        expiresAt
        lastSeenAt
        isCurrent
        userAgent
      }
    }
  }
}
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
    returnUrl
    portalHeader
  }
}`, {"hash":"6e18241820453470eefac05267667d1cb296bd7ac177dd6e62975cc4b8743dd5"}) as unknown as TypedDocumentString<SecurityQuery, SecurityQueryVariables>;
export const SignOutDocument = new TypedDocumentString(`
    mutation SignOut($input: SignOutPortalInput!) {
  signOutPortal(input: $input) {
    __typename
    ... on SignOutPortalSuccess {
      endedSessions
    }
    ... on UserError {
      code
      path
    }
  }
}
    `, {"hash":"caa3a7b627f03e2e363fffcbdaa904af8b5526a30294430678506ca7beec1478"}) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const BillingDocument = new TypedDocumentString(`
    query Billing {
  ...Frame
  currentCustomer {
    name
    email
    phone
    locale
    address {
      line1
      line2
      city
      state
      postalCode
      country
    }
    taxId {
      type
      value
    }
  }
}
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
    returnUrl
    portalHeader
  }
}`, {"hash":"17fec3c1e05ae07359d802de222004bc7415a5990a5417281931188762b3ca5d"}) as unknown as TypedDocumentString<BillingQuery, BillingQueryVariables>;
export const UpdateBillingDocument = new TypedDocumentString(`
    mutation UpdateBilling($input: UpdateBillingInformationInput!) {
  updateBillingInformation(input: $input) {
    __typename
    ... on UpdateBillingInformationSuccess {
      customer {
        id
      }
    }
    ...RefusalParts
  }
}
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"da2913fa771e9a01083bf5d65cca837ac7f93a3c9bda8dbba613a323eea98b9d"}) as unknown as TypedDocumentString<UpdateBillingMutation, UpdateBillingMutationVariables>;
export const CreditDocument = new TypedDocumentString(`
    query Credit($after: String) {
  ...Frame
  currentCustomer {
    creditBalances {
      ...MoneyParts
    }
    creditEntries(first: 20, after: $after) {
      nodes {
        id
        cause
        createdAt
        description
        amount {
          ...MoneyParts
        }
        invoice {
          id
          number
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
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
    returnUrl
    portalHeader
  }
}
fragment MoneyParts on Money {
  amount
  currency
}`, {"hash":"16dbfc57817efd617a5c811552011ca4d1617e09148b797caf96d19f4c719adb"}) as unknown as TypedDocumentString<CreditQuery, CreditQueryVariables>;
export const CancelFormDocument = new TypedDocumentString(`
    query CancelForm($id: ID!, $input: CancelSubscriptionInput!, $locale: String) {
  ...Frame
  cancelConfig: portalConfig {
    cancellationReasonsEnabled
    cancellationReasons
    cancellationEmailsEnabled
  }
  subscription(id: $id) {
    ...SubscriptionParts
  }
  previewCancelSubscription(input: $input) {
    __typename
    ... on CancellationPreview {
      mode
      endsAt
      lines {
        ...LineParts
      }
      total {
        ...MoneyParts
      }
      retentionOffer {
        coupon {
          ...CouponParts
        }
        invoices
        nextSaving {
          ...MoneyParts
        }
        totalSaving {
          ...MoneyParts
        }
      }
    }
    ...RefusalParts
  }
}
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
    returnUrl
    portalHeader
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
  }
}
fragment ActionParts on PortalAction {
  allowed
  blockedBy
}
fragment CouponParts on Coupon {
  id
  name
  percentOffBasisPoints
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
  }
  pauseCause
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
fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"20e8415f70d91dee2dab94dbd52beb25f102c3c706ec5c1a6044ccf9ee31978c"}) as unknown as TypedDocumentString<CancelFormQuery, CancelFormQueryVariables>;
export const CancelDocument = new TypedDocumentString(`
    mutation Cancel($input: CancelSubscriptionInput!) {
  cancelSubscription(input: $input) {
    __typename
    ... on CancelSubscriptionSuccess {
      subscription {
        ...SubscriptionParts
      }
      invoice {
        ...InvoiceParts
      }
    }
    ...RefusalParts
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
  }
}
fragment ActionParts on PortalAction {
  allowed
  blockedBy
}
fragment CouponParts on Coupon {
  id
  name
  percentOffBasisPoints
  amountOff {
    ...MoneyParts
  }
  duration
  durationMonths
}
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
  }
  pauseCause
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
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}
fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"3522af12988dfb3370904c3f36c27a5ac3aa004a6028584ca2f11ffb731ae137"}) as unknown as TypedDocumentString<CancelMutation, CancelMutationVariables>;
export const AcceptOfferDocument = new TypedDocumentString(`
    mutation AcceptOffer($input: AcceptRetentionOfferInput!) {
  acceptRetentionOffer(input: $input) {
    __typename
    ... on AcceptRetentionOfferSuccess {
      subscription {
        id
      }
    }
    ...RefusalParts
  }
}
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"e54851f27f97c7d0754418faf62931699cf23fa421430940f7fb4d8074037af7"}) as unknown as TypedDocumentString<AcceptOfferMutation, AcceptOfferMutationVariables>;
export const UncancelDocument = new TypedDocumentString(`
    mutation Uncancel($input: UncancelSubscriptionInput!) {
  uncancelSubscription(input: $input) {
    __typename
    ... on UncancelSubscriptionSuccess {
      subscription {
        id
      }
    }
    ...RefusalParts
  }
}
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"2e163b0c176f1f5081ec1cfb4da5bfba7872fa214126f890854f1bbf576bdde7"}) as unknown as TypedDocumentString<UncancelMutation, UncancelMutationVariables>;
export const HomeDocument = new TypedDocumentString(`
    query Home {
  ...Frame
  currentCustomer {
    creditBalances {
      ...MoneyParts
    }
    subscriptions {
      ...SubscriptionParts
      upcomingInvoice {
        at
        creditApplied {
          ...MoneyParts
        }
        amountDue {
          ...MoneyParts
        }
      }
    }
    paymentMethods {
      ...PaymentMethodParts
    }
    invoices(first: 3) {
      nodes {
        ...InvoiceParts
      }
    }
    due: invoices(first: 20, status: OPEN) {
      nodes {
        ...InvoiceParts
      }
    }
  }
}
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
    returnUrl
    portalHeader
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
  }
}
fragment ActionParts on PortalAction {
  allowed
  blockedBy
}
fragment CouponParts on Coupon {
  id
  name
  percentOffBasisPoints
  amountOff {
    ...MoneyParts
  }
  duration
  durationMonths
}
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
  }
  pauseCause
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
fragment PaymentMethodParts on PaymentMethod {
  id
  kind
  brand
  lastFour
  expiryMonth
  expiryYear
  expiry
  isDefault
  createdAt
}
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
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}`, {"hash":"520f9caa399fe7bcf3b091881f8cc45b1a6d6539320cccd210d91e45347cb5d8"}) as unknown as TypedDocumentString<HomeQuery, HomeQueryVariables>;
export const InvoicesDocument = new TypedDocumentString(`
    query Invoices {
  ...Frame
  currentCustomer {
    invoices(first: 20) {
      nodes {
        ...InvoiceParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    due: invoices(first: 20, status: OPEN) {
      nodes {
        ...InvoiceParts
      }
    }
  }
}
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
    returnUrl
    portalHeader
  }
}
fragment MoneyParts on Money {
  amount
  currency
}
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
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}`, {"hash":"cc1ad4ea4b6ea46fea07e8368e1dbf5d24b3361f2408a83cafdecbafb1608ec3"}) as unknown as TypedDocumentString<InvoicesQuery, InvoicesQueryVariables>;
export const MoreInvoicesDocument = new TypedDocumentString(`
    query MoreInvoices($after: String!) {
  currentCustomer {
    invoices(first: 20, after: $after) {
      nodes {
        ...InvoiceParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}
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
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}`, {"hash":"2cdbb8a6aada08f82dda608bc8bcab3f87e5aa3fd693c61d3c08bf9dac33a831"}) as unknown as TypedDocumentString<MoreInvoicesQuery, MoreInvoicesQueryVariables>;
export const InvoiceDetailDocument = new TypedDocumentString(`
    query InvoiceDetail($id: ID!, $locale: String) {
  ...Frame
  invoice(id: $id) {
    ...InvoiceParts
    memo
    voidedAt
    amountPaid {
      ...MoneyParts
    }
    corrects {
      id
      number
    }
    lines {
      id
      ...LineParts
    }
    settlements {
      kind
      createdAt
      amount {
        ...MoneyParts
      }
      creditNote {
        id
        number
      }
    }
  }
  currentCustomer {
    paymentMethods {
      ...PaymentMethodParts
    }
  }
}
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
    returnUrl
    portalHeader
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
fragment PaymentMethodParts on PaymentMethod {
  id
  kind
  brand
  lastFour
  expiryMonth
  expiryYear
  expiry
  isDefault
  createdAt
}
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
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}`, {"hash":"80429eeb10daa741251fa12020493859821b80c10c8db01ec6760b0d64862965"}) as unknown as TypedDocumentString<InvoiceDetailQuery, InvoiceDetailQueryVariables>;
export const InvoicePdfDocument = new TypedDocumentString(`
    mutation InvoicePdf($input: CreateInvoicePdfLinkInput!) {
  createInvoicePdfLink(input: $input) {
    __typename
    ... on CreateInvoicePdfLinkSuccess {
      url
    }
    ...RefusalParts
  }
}
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"bbb4404ce0db62c57809080de83c1281b1a17cd78f73f45bcb624c01d607506d"}) as unknown as TypedDocumentString<InvoicePdfMutation, InvoicePdfMutationVariables>;
export const PayOneDocument = new TypedDocumentString(`
    mutation PayOne($input: PayInvoiceInput!) {
  payInvoice(input: $input) {
    __typename
    ... on PayInvoiceSuccess {
      invoice {
        ...InvoiceParts
      }
    }
    ...RefusalParts
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}
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
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}
fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"93301fc53e88b3dba6a1f91ac665e2c847db3845411e2babdd633eee8362a1fb"}) as unknown as TypedDocumentString<PayOneMutation, PayOneMutationVariables>;
export const PayAllDocument = new TypedDocumentString(`
    mutation PayAll($input: PayPastDueInvoicesInput!) {
  payPastDueInvoices(input: $input) {
    __typename
    ... on PayPastDueInvoicesSuccess {
      paid {
        ...InvoiceParts
      }
      failed {
        invoice {
          ...InvoiceParts
        }
        reason
        declineCode
      }
    }
    ...RefusalParts
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}
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
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}
fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"5e5714833d27da8a1134431a7b82e93a82c5fde48fd8875d6fe674c30b874006"}) as unknown as TypedDocumentString<PayAllMutation, PayAllMutationVariables>;
export const PaymentMethodsDocument = new TypedDocumentString(`
    query PaymentMethods {
  ...Frame
  methodConfig: portalConfig {
    acceptedPaymentMethods
  }
  currentCustomer {
    paymentMethods {
      ...PaymentMethodParts
    }
    due: invoices(first: 20, status: OPEN) {
      nodes {
        ...InvoiceParts
      }
    }
  }
}
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
    returnUrl
    portalHeader
  }
}
fragment MoneyParts on Money {
  amount
  currency
}
fragment PaymentMethodParts on PaymentMethod {
  id
  kind
  brand
  lastFour
  expiryMonth
  expiryYear
  expiry
  isDefault
  createdAt
}
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
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}`, {"hash":"b09fefedddce21e578866cd6f3b269ef830fe855b9afad1185fd786265dfff29"}) as unknown as TypedDocumentString<PaymentMethodsQuery, PaymentMethodsQueryVariables>;
export const OpenFieldsDocument = new TypedDocumentString(`
    mutation OpenFields {
  createSetupIntent(input: {}) {
    __typename
    ... on CreateSetupIntentSuccess {
      provider
      clientSecret
      publishableKey
    }
    ...RefusalParts
  }
}
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"579b05c078b3a66a1481eae31b9a911c85e6fa7f23aeadf1ecd2bc12e68fc857"}) as unknown as TypedDocumentString<OpenFieldsMutation, OpenFieldsMutationVariables>;
export const AddMethodDocument = new TypedDocumentString(`
    mutation AddMethod($input: AddPaymentMethodInput!) {
  addPaymentMethod(input: $input) {
    __typename
    ... on AddPaymentMethodSuccess {
      paymentMethod {
        ...PaymentMethodParts
      }
    }
    ...RefusalParts
  }
}
    fragment PaymentMethodParts on PaymentMethod {
  id
  kind
  brand
  lastFour
  expiryMonth
  expiryYear
  expiry
  isDefault
  createdAt
}
fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"29cd9ba235515bec46a8a31656c00760c7295ca46349933c20a6864e65561a94"}) as unknown as TypedDocumentString<AddMethodMutation, AddMethodMutationVariables>;
export const ChooseDefaultDocument = new TypedDocumentString(`
    mutation ChooseDefault($input: SetDefaultPaymentMethodInput!) {
  setDefaultPaymentMethod(input: $input) {
    __typename
    ... on SetDefaultPaymentMethodSuccess {
      paymentMethod {
        id
      }
    }
    ...RefusalParts
  }
}
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"b8acfa0769739a73182d81ca1575d42acf78e649982dad9fc5d6d6cba35eabb6"}) as unknown as TypedDocumentString<ChooseDefaultMutation, ChooseDefaultMutationVariables>;
export const RemoveMethodDocument = new TypedDocumentString(`
    mutation RemoveMethod($input: RemovePaymentMethodInput!) {
  removePaymentMethod(input: $input) {
    __typename
    ... on RemovePaymentMethodSuccess {
      removedPaymentMethodId
    }
    ...RefusalParts
  }
}
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"07c75cf8a0de91bc894a2ffa27327aaf2a404a1729bd783c8a3b34306709650e"}) as unknown as TypedDocumentString<RemoveMethodMutation, RemoveMethodMutationVariables>;
export const SubscriptionsDocument = new TypedDocumentString(`
    query Subscriptions {
  ...Frame
  currentCustomer {
    subscriptions {
      ...SubscriptionParts
      upcomingInvoice {
        at
        amountDue {
          ...MoneyParts
        }
      }
    }
  }
}
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
    returnUrl
    portalHeader
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
  }
}
fragment ActionParts on PortalAction {
  allowed
  blockedBy
}
fragment CouponParts on Coupon {
  id
  name
  percentOffBasisPoints
  amountOff {
    ...MoneyParts
  }
  duration
  durationMonths
}
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
  }
  pauseCause
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
}`, {"hash":"5af9514a83a5f23a130a2745d4c792bbc1d230050109f1164092c5f9bfc8af0e"}) as unknown as TypedDocumentString<SubscriptionsQuery, SubscriptionsQueryVariables>;
export const SubscriptionDetailDocument = new TypedDocumentString(`
    query SubscriptionDetail($id: ID!, $locale: String) {
  ...Frame
  pauseConfig: portalConfig {
    pauseMaximumDays
  }
  subscription(id: $id) {
    ...SubscriptionParts
    pendingLines {
      id
      ...LineParts
    }
  }
  upcomingInvoice(subscriptionId: $id) {
    ...UpcomingParts
  }
  currentCustomer {
    paymentMethods {
      ...PaymentMethodParts
    }
  }
}
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
    returnUrl
    portalHeader
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
  }
}
fragment ActionParts on PortalAction {
  allowed
  blockedBy
}
fragment CouponParts on Coupon {
  id
  name
  percentOffBasisPoints
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
fragment UpcomingParts on UpcomingInvoice {
  at
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
  }
  pauseCause
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
fragment PaymentMethodParts on PaymentMethod {
  id
  kind
  brand
  lastFour
  expiryMonth
  expiryYear
  expiry
  isDefault
  createdAt
}`, {"hash":"b915f398f3a5cbd21bcdb299b2a31eda278889fe88a6df1f213f24f2840f2298"}) as unknown as TypedDocumentString<SubscriptionDetailQuery, SubscriptionDetailQueryVariables>;
export const SwitchChoicesDocument = new TypedDocumentString(`
    query SwitchChoices($id: ID!) {
  ...Frame
  methodConfig: portalConfig {
    acceptedPaymentMethods
  }
  subscription(id: $id) {
    ...SubscriptionParts
  }
  availablePrices(subscriptionId: $id) {
    ...PriceParts
  }
  currentCustomer {
    paymentMethods {
      ...PaymentMethodParts
    }
  }
}
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
    returnUrl
    portalHeader
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
  }
}
fragment ActionParts on PortalAction {
  allowed
  blockedBy
}
fragment CouponParts on Coupon {
  id
  name
  percentOffBasisPoints
  amountOff {
    ...MoneyParts
  }
  duration
  durationMonths
}
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
  }
  pauseCause
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
fragment PaymentMethodParts on PaymentMethod {
  id
  kind
  brand
  lastFour
  expiryMonth
  expiryYear
  expiry
  isDefault
  createdAt
}`, {"hash":"3a129542853b98b27f071acda0be5b707cbfe7b917c1017fce3944999484dfa9"}) as unknown as TypedDocumentString<SwitchChoicesQuery, SwitchChoicesQueryVariables>;
export const PreviewSwitchDocument = new TypedDocumentString(`
    query PreviewSwitch($input: SwitchPlanInput!, $locale: String) {
  previewSwitchPlan(input: $input) {
    __typename
    ...ChangeParts
    ...RefusalParts
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
fragment UpcomingParts on UpcomingInvoice {
  at
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
fragment ChangeParts on SubscriptionChangePreview {
  effectiveAt
  effective
  direction
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
  quote
  quoteExpiresInSeconds
}
fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"a2482f92ae8d9591b79a5d85d4b5cdbeac2a9b3e25722bd181fdc2232304d38e"}) as unknown as TypedDocumentString<PreviewSwitchQuery, PreviewSwitchQueryVariables>;
export const PreviewQuantityDocument = new TypedDocumentString(`
    query PreviewQuantity($input: UpdateQuantityInput!, $locale: String) {
  previewUpdateQuantity(input: $input) {
    __typename
    ...ChangeParts
    ...RefusalParts
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
fragment UpcomingParts on UpcomingInvoice {
  at
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
fragment ChangeParts on SubscriptionChangePreview {
  effectiveAt
  effective
  direction
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
  quote
  quoteExpiresInSeconds
}
fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"f2d2a4fd647269e54b07ea4c26c99e8e99281dc722780e07c15134ffd08b6b17"}) as unknown as TypedDocumentString<PreviewQuantityQuery, PreviewQuantityQueryVariables>;
export const SwitchDocument = new TypedDocumentString(`
    mutation Switch($input: SwitchPlanInput!) {
  switchPlan(input: $input) {
    __typename
    ... on SwitchPlanSuccess {
      subscription {
        id
      }
      invoice {
        ...InvoiceParts
      }
    }
    ...RefusalParts
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}
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
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}
fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"7658fda36d2ee844001eb82a9a335d01c291f468f1b61daa63aefb0c413f2ff6"}) as unknown as TypedDocumentString<SwitchMutation, SwitchMutationVariables>;
export const ChangeQuantityDocument = new TypedDocumentString(`
    mutation ChangeQuantity($input: UpdateQuantityInput!) {
  updateQuantity(input: $input) {
    __typename
    ... on UpdateQuantitySuccess {
      subscription {
        id
      }
      invoice {
        ...InvoiceParts
      }
    }
    ...RefusalParts
  }
}
    fragment MoneyParts on Money {
  amount
  currency
}
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
  total {
    ...MoneyParts
  }
  amountDue {
    ...MoneyParts
  }
}
fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"4bc4281aff7729fb3ca90739287e945e763b59bcbfd6263661866d3188bb0888"}) as unknown as TypedDocumentString<ChangeQuantityMutation, ChangeQuantityMutationVariables>;
export const RevokeChangeDocument = new TypedDocumentString(`
    mutation RevokeChange($input: CancelScheduledChangeInput!) {
  cancelScheduledChange(input: $input) {
    __typename
    ... on CancelScheduledChangeSuccess {
      subscription {
        id
      }
    }
    ...RefusalParts
  }
}
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"658cbd6b25e394d94bac6cf9f562094b41d59a33088912238c314e3cd9845aab"}) as unknown as TypedDocumentString<RevokeChangeMutation, RevokeChangeMutationVariables>;
export const PauseDocument = new TypedDocumentString(`
    mutation Pause($input: PauseSubscriptionInput!) {
  pauseSubscription(input: $input) {
    __typename
    ... on PauseSubscriptionSuccess {
      subscription {
        id
        pausesAt
      }
    }
    ...RefusalParts
  }
}
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"61e1b7c7cc8e8b81446b3b61249813eacf25e27a18dc3cfac36e6f57c545a23b"}) as unknown as TypedDocumentString<PauseMutation, PauseMutationVariables>;
export const PreviewResumeDocument = new TypedDocumentString(`
    query PreviewResume($input: ResumeSubscriptionInput!, $locale: String) {
  previewResumeSubscription(input: $input) {
    __typename
    ... on ResumptionPreview {
      effectiveAt
      amountDue {
        ...MoneyParts
      }
      invoice {
        ...UpcomingParts
      }
      nextInvoice {
        at
        amountDue {
          ...MoneyParts
        }
      }
    }
    ...RefusalParts
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
fragment UpcomingParts on UpcomingInvoice {
  at
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
fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"e6afa0526352b962dcf2f4d8c5d7279a0ed933978dbca80d4f4a53534efb1029"}) as unknown as TypedDocumentString<PreviewResumeQuery, PreviewResumeQueryVariables>;
export const ResumeDocument = new TypedDocumentString(`
    mutation Resume($input: ResumeSubscriptionInput!) {
  resumeSubscription(input: $input) {
    __typename
    ... on ResumeSubscriptionSuccess {
      subscription {
        id
      }
    }
    ...RefusalParts
  }
}
    fragment RefusalParts on UserError {
  code
  path
  ... on PortalFeatureDisabledError {
    setting
  }
  ... on PaymentDeclinedError {
    declineCode
  }
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"6c88f94eb88a2837a6c02ec079e3a32b657785527c89af1ceb72f209858546a5"}) as unknown as TypedDocumentString<ResumeMutation, ResumeMutationVariables>;