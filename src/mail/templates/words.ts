/**
 * The words of the mails, by language. To add a language: add its row here; `satisfies` names what is missing.
 * Plain text: whoever puts them into HTML escapes them.
 */
export type Destination = 'HOME' | 'PAYMENT_METHODS' | 'BILLING_INFORMATION';

export interface SignInLinkWords {
  subject(company: string): string;
  preheader(minutes: number): string;
  heading(company: string): string;
  /** One sentence that fits above a button and above a bare link. */
  intro: Record<Destination, string>;
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
