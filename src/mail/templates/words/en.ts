import { pluralIn } from '../../../kernel/plural.ts';
import { brandName, type Consequence, type MailWords, type NamedMethod } from './words.ts';

const plural = pluralIn('en');
const inMinutes = (count: number) => `${count} ${plural(count, { one: 'minute', other: 'minutes' })}`;

/** Within a sentence, such as `your Visa card ending in 4242`. */
function methodName(method: NamedMethod): string {
  const { kind, lastFour } = method;
  if (kind === 'PAYPAL') return 'your PayPal account';
  const what = kind === 'CARD' ? `${brandName(method) ?? ''} card`.trim() : 'bank account';
  return lastFour ? `your ${what} ending in ${lastFour}` : `your ${what}`;
}

const CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'your subscription ends',
  UNPAID: 'your subscription is suspended until everything overdue is paid',
  PAUSE: 'your subscription is paused until everything overdue is paid',
  PAST_DUE: 'the amount stays due',
};

export const en: MailWords = {
  signInLink: {
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
  },
  notice: {
    button: 'Update payment method',
    copyLink: 'If the button does not work, copy this link into your browser:',
    support: 'Questions? Write to',
    fact: (label, value) => `${label}: ${value}`,
    separator: ', ',
    betweenSentences: ' ',
  },
  paymentFailed: {
    subject: (company) => `Your payment to ${company} did not go through`,
    preheader: (amount) => `${amount} is still due.`,
    heading: 'Your payment did not go through',
    intro: (method) =>
      method ? `We could not charge ${methodName(method)}.` : 'There is no payment method that we could charge.',
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
    afterLast: (date, consequence) => `The last try is on ${date}. If it fails as well, ${CONSEQUENCE[consequence]}.`,
    isLast: (consequence) => `It is the last one. If it fails as well, ${CONSEQUENCE[consequence]}.`,
    noMore: 'We will not try again on our own.',
    standing: {
      CANCELED: 'Your subscription has ended.',
      UNPAID: 'Your subscription is suspended until everything overdue is paid.',
      PAUSED: 'Your subscription is paused until everything overdue is paid.',
    },
    action: 'As soon as you choose another payment method, we try again.',
    footer: (company) => `You got this mail because a payment to ${company} is due.`,
  },
  cardExpiring: {
    subject: (company) => `Your card for ${company} expires soon`,
    preheader: (month) => `It is valid until the end of ${month}.`,
    heading: 'Your card expires soon',
    intro: (method, month, company) => {
      const name = methodName(method);
      return `${name.charAt(0).toUpperCase()}${name.slice(1)} is valid until the end of ${month}. Your subscription to ${company} is paid with it.`;
    },
    action: 'Add a new payment method before then, so that your next payment goes through.',
    footer: (company) => `You got this mail because you pay ${company} with this card.`,
  },
};
