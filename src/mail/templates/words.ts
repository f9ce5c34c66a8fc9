/**
 * The words of the mails, by language. To add a language: add its row here; `satisfies` names what is missing.
 * Plain text: whoever puts them into HTML escapes them.
 */
export type Destination =
  | 'HOME'
  | 'PAYMENT_METHODS'
  | 'BILLING_INFORMATION'
  | 'SUBSCRIPTIONS'
  | 'SWITCH_PLAN'
  | 'CANCEL_SUBSCRIPTION'
  | 'INVOICES'
  | 'PAY_INVOICE';

export interface SignInLinkWords {
  subject(company: string): string;
  preheader(minutes: number): string;
  heading(company: string): string;
  /** One sentence that fits above a button and above a bare link; where a destination has none, that of `HOME` fits. */
  intro: Record<'HOME', string> & Partial<Record<Destination, string>>;
  button: string;
  codeIntro: string;
  codeHint(company: string): string;
  validity(minutes: number): string;
  copyLink: string;
  notYou: string;
  support: string;
  footer(company: string): string;
}

const inMinutes = (count: number) => (count === 1 ? '1 minute' : `${count} minutes`);

const ENGLISH: SignInLinkWords = {
  subject: (company) => `Your sign-in link for ${company}`,
  preheader: (minutes) => `It is valid for ${inMinutes(minutes)} and works once.`,
  heading: (company) => `Sign in to ${company}`,
  intro: {
    HOME: 'Manage your subscriptions, invoices and payment methods. You do not need a password.',
    PAYMENT_METHODS: 'Update your payment methods. You do not need a password.',
    BILLING_INFORMATION: 'Update your billing information. You do not need a password.',
    SUBSCRIPTIONS: 'See your subscriptions. You do not need a password.',
    SWITCH_PLAN: 'Choose another plan. You do not need a password.',
    CANCEL_SUBSCRIPTION: 'Cancel your subscription. You do not need a password.',
    INVOICES: 'See and download your invoices. You do not need a password.',
    PAY_INVOICE: 'Pay your invoice. You do not need a password.',
  },
  button: 'Sign in',
  codeIntro: 'Signing in on another device? Enter this code there:',
  codeHint: (company) => `Keep it to yourself. Nobody from ${company} will ever ask you for it.`,
  validity: (minutes) =>
    `The link and the code are valid for ${inMinutes(minutes)} and work once: using one uses up the other.`,
  copyLink: 'If the button does not work, copy this link into your browser:',
  notYou:
    'If you did not ask for this mail, you can ignore it: nobody can sign in without this link or code, and both expire by themselves.',
  support: 'Questions? Write to',
  footer: (company) => `You got this mail because someone asked to sign in to ${company} with your address.`,
};

export const SIGN_IN_LINK = { en: ENGLISH } satisfies Record<string, SignInLinkWords>;

export type Language = keyof typeof SIGN_IN_LINK;

/** The language of a customer's locale such as `en-GB`, as far as there are words for it. */
export function languageOf(locale: string | null | undefined): Language {
  const language = locale?.split(/[-_]/)[0]?.toLowerCase() ?? '';
  return Object.hasOwn(SIGN_IN_LINK, language) ? (language as Language) : 'en';
}

/** A payment method as far as a mail names it. */
export interface NamedMethod {
  kind: 'CARD' | 'SEPA_DEBIT' | 'US_BANK_ACCOUNT' | 'BACS_DEBIT' | 'PAYPAL';
  brand: string | null;
  lastFour: string | null;
}

/** What mails about payments share. */
export interface NoticeWords {
  /** Within a sentence, such as `your Visa card ending in 4242`. */
  method(method: NamedMethod): string;
  button: string;
  copyLink: string;
  support: string;
}

/** What becomes of a subscription that is not paid for. */
export type Consequence = 'CANCEL' | 'UNPAID' | 'PAST_DUE' | 'PAUSE';
export type FailureReason = 'insufficient_funds' | 'authentication_required' | 'expired_card';

export interface PaymentFailedWords {
  subject(company: string): string;
  preheader(amount: string): string;
  heading: string;
  /** `null`: there was nothing to charge. */
  intro(method: string | null): string;
  reason: Record<FailureReason, string>;
  amount: string;
  invoice: string;
  purpose: string;
  more(count: number): string;
  nextTry: string;
  none: string;
  /** Before the last try: what follows if it fails; without a subscription, `null`. */
  afterLast(date: string, consequence: Consequence | null): string;
  isLast(consequence: Consequence | null): string;
  /** After the last try: how things stand. */
  noMore: string;
  standing: Partial<Record<string, string>>;
  action: string;
  footer(company: string): string;
}

export interface CardExpiringWords {
  subject(company: string): string;
  preheader(month: string): string;
  heading: string;
  intro(method: string, month: string, company: string): string;
  action: string;
  footer(company: string): string;
}

const BRANDS: Record<string, string> = { visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express' };

const ENGLISH_NOTICE: NoticeWords = {
  method({ kind, brand, lastFour }) {
    if (kind === 'PAYPAL') return 'your PayPal account';
    const what = kind === 'CARD' ? `${BRANDS[brand ?? ''] ?? ''} card`.trim() : 'bank account';
    return lastFour ? `your ${what} ending in ${lastFour}` : `your ${what}`;
  },
  button: 'Update payment method',
  copyLink: 'If the button does not work, copy this link into your browser:',
  support: 'Questions? Write to',
};

const ENGLISH_CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'your subscription ends',
  UNPAID: 'your subscription is suspended until everything overdue is paid',
  PAUSE: 'your subscription is paused until everything overdue is paid',
  PAST_DUE: 'the amount stays due',
};

const ENGLISH_PAYMENT_FAILED: PaymentFailedWords = {
  subject: (company) => `Your payment to ${company} did not go through`,
  preheader: (amount) => `${amount} is still due.`,
  heading: 'Your payment did not go through',
  intro: (method) => (method ? `We could not charge ${method}.` : 'There is no payment method that we could charge.'),
  reason: {
    insufficient_funds: 'Your bank says that there was not enough money.',
    authentication_required: 'Your bank asks you to confirm the payment: sign in and pay it yourself.',
    expired_card: 'The card has expired.',
  },
  amount: 'Amount due',
  invoice: 'Invoice',
  purpose: 'For',
  more: (count) => `and ${count} more`,
  nextTry: 'Next try',
  none: 'None',
  afterLast: (date, consequence) =>
    `The last try is on ${date}. If it fails as well, ${ENGLISH_CONSEQUENCE[consequence ?? 'PAST_DUE']}.`,
  isLast: (consequence) =>
    `It is the last one. If it fails as well, ${ENGLISH_CONSEQUENCE[consequence ?? 'PAST_DUE']}.`,
  noMore: 'We will not try again on our own.',
  standing: {
    CANCELED: 'Your subscription has ended.',
    UNPAID: 'Your subscription is suspended until everything overdue is paid.',
    PAUSED: 'Your subscription is paused until everything overdue is paid.',
  },
  action: 'As soon as you choose another payment method, we try again.',
  footer: (company) => `You got this mail because a payment to ${company} is due.`,
};

const ENGLISH_CARD_EXPIRING: CardExpiringWords = {
  subject: (company) => `Your card for ${company} expires soon`,
  preheader: (month) => `It is valid until the end of ${month}.`,
  heading: 'Your card expires soon',
  intro: (method, month, company) =>
    `${method[0]?.toUpperCase()}${method.slice(1)} is valid until the end of ${month}. Your subscription to ${company} is paid with it.`,
  action: 'Add a new payment method before then, so that your next payment goes through.',
  footer: (company) => `You got this mail because you pay ${company} with this card.`,
};

export const NOTICE = { en: ENGLISH_NOTICE } satisfies Record<Language, NoticeWords>;
export const PAYMENT_FAILED = { en: ENGLISH_PAYMENT_FAILED } satisfies Record<Language, PaymentFailedWords>;
export const CARD_EXPIRING = { en: ENGLISH_CARD_EXPIRING } satisfies Record<Language, CardExpiringWords>;

/** The customer's own way of writing amounts and dates, as long as it is of the language that the mail is written in. */
export function formatLocale(locale: string | null | undefined): string {
  const language = languageOf(locale);
  const own = locale?.replaceAll('_', '-') ?? '';
  if (own.split('-')[0]?.toLowerCase() !== language) return language;
  try {
    return Intl.getCanonicalLocales(own)[0] ?? language;
  } catch {
    return language;
  }
}
