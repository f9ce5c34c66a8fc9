/**
 * More words of the mails, by language: of cancellations, and of the places in the portal that mails lead to. A language
 * without a row here gets the whole mail about a cancellation in English. Plain text, like all words.
 */
import type { Language } from './words.ts';

export interface PortalWords {
  /** The button of a mail that leads to an invoice which is to be paid by hand. */
  payInvoice: string;
  /** The button of a mail about a subscription. */
  openPortal: string;
  plan: string;
  endsOn: string;
  endedOn: string;
  renewsOn: string;
  credit: string;
  finalInvoice: string;
  scheduled: {
    subject(company: string, date: string): string;
    preheader(date: string): string;
    heading: string;
    intro(company: string, date: string): string;
    undo: string;
  };
  ended: {
    subject(company: string): string;
    preheader(date: string): string;
    heading: string;
    intro(company: string): string;
    credited: string;
    final: string;
  };
  undone: {
    subject(company: string): string;
    preheader(date: string): string;
    heading: string;
    intro(company: string): string;
  };
  footer(company: string): string;
}

const ENGLISH: PortalWords = {
  payInvoice: 'Pay the invoice',
  openPortal: 'Open your billing portal',
  plan: 'Plan',
  endsOn: 'Ends on',
  endedOn: 'Ended on',
  renewsOn: 'Renews on',
  credit: 'Credited',
  finalInvoice: 'Final invoice',
  scheduled: {
    subject: (company, date) => `Your subscription to ${company} ends on ${date}`,
    preheader: (date) => `You can use it until ${date}.`,
    heading: 'Your subscription is cancelled',
    intro: (company, date) =>
      `Your subscription to ${company} will not be renewed. You can use it until ${date}; then it ends by itself.`,
    undo: 'Did you change your mind? Until then you can take the cancellation back in the portal, and everything stays as it was.',
  },
  ended: {
    subject: (company) => `Your subscription to ${company} has ended`,
    preheader: (date) => `It ended on ${date}.`,
    heading: 'Your subscription has ended',
    intro: (company) => `Your subscription to ${company} was cancelled and has ended. It will not be charged again.`,
    credited: 'The time that you paid for and did not use was credited.',
    final: 'What was still to be billed stands on a final invoice.',
  },
  undone: {
    subject: (company) => `Your subscription to ${company} goes on`,
    preheader: (date) => `It renews on ${date}.`,
    heading: 'Your subscription goes on',
    intro: (company) => `The cancellation of your subscription to ${company} was taken back. Nothing else has changed.`,
  },
  footer: (company) => `You got this mail because something about your subscription to ${company} was changed.`,
};

const PORTAL_WORDS: { en: PortalWords } & Partial<Record<Language, PortalWords>> = { en: ENGLISH };

/** The words of a language, if it has them. */
export function portalWords(language: Language): PortalWords | undefined {
  return PORTAL_WORDS[language];
}

/** The locale as long as there are words for it, and their English otherwise: a mail is written in one language. */
export function portalWordsFor(locale: string | null, language: Language): { words: PortalWords; locale: string } {
  const words = PORTAL_WORDS[language];
  return words ? { words, locale: locale ?? language } : { words: ENGLISH, locale: 'en' };
}
