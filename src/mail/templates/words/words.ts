/**
 * What each language has to be able to say in mails. Every sentence is written as a whole by its language; what is
 * missing does not compile. Plain text: whoever puts it into HTML escapes it.
 */
export type OldestDestination = 'HOME' | 'PAYMENT_METHODS' | 'BILLING_INFORMATION';

/** What becomes of a subscription that is not paid for. */
export type Consequence = 'CANCEL' | 'UNPAID' | 'PAST_DUE' | 'PAUSE';
/** The few reasons of a provider that help the customer. */
export type FailureReason = 'insufficient_funds' | 'authentication_required' | 'expired_card';
/** How a subscription can stand after the last try. */
export type Standing = 'CANCELED' | 'UNPAID' | 'PAUSED';

/** A payment method as far as a mail names it. */
export interface NamedMethod {
  kind: 'CARD' | 'SEPA_DEBIT' | 'US_BANK_ACCOUNT' | 'BACS_DEBIT' | 'PAYPAL';
  brand: string | null;
  lastFour: string | null;
}

export interface SignInLinkWords {
  subject(company: string): string;
  preheader(minutes: number): string;
  heading(company: string): string;
  /** One sentence that fits above a button and above a bare link. */
  intro: Record<OldestDestination, string>;
  button: string;
  codeIntro: string;
  codeHint(company: string): string;
  validity(minutes: number): string;
  copyLink: string;
  notYou: string;
  support: string;
  footer(company: string): string;
}

/** What mails about payments share. */
export interface NoticeWords {
  button: string;
  copyLink: string;
  support: string;
  /** A label and its value on one line of the text part. */
  fact(label: string, value: string): string;
  /** Between values on one line. */
  separator: string;
  betweenSentences: string;
}

export interface PaymentFailedWords {
  subject(company: string): string;
  preheader(amount: string): string;
  heading: string;
  /** `null`: there was nothing to charge. */
  intro(method: NamedMethod | null): string;
  reason: Record<FailureReason, string>;
  amount: string;
  invoice: string;
  purpose: string;
  more(count: number): string;
  nextTry: string;
  none: string;
  /** Before the last try: what follows if it fails. */
  afterLast(date: string, consequence: Consequence): string;
  isLast(consequence: Consequence): string;
  /** After the last try: how things stand. */
  noMore: string;
  standing: Record<Standing, string>;
  action: string;
  footer(company: string): string;
}

export interface CardExpiringWords {
  subject(company: string): string;
  preheader(month: string): string;
  heading: string;
  intro(method: NamedMethod, month: string, company: string): string;
  action: string;
  footer(company: string): string;
}

/** The words of all mails in one language. */
export interface MailWords {
  signInLink: SignInLinkWords;
  notice: NoticeWords;
  paymentFailed: PaymentFailedWords;
  cardExpiring: CardExpiringWords;
}

const BRANDS: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
};

/** The name of a card's brand as it is written everywhere; null when it is not known. */
export function brandName({ brand }: NamedMethod): string | null {
  return Object.hasOwn(BRANDS, brand ?? '') ? (BRANDS[brand ?? ''] ?? null) : null;
}
