import type { PortalWords } from './words.ts';

export const en: PortalWords = {
  intro: {
    SUBSCRIPTIONS: 'See your subscriptions. You do not need a password.',
    SWITCH_PLAN: 'Choose another plan. You do not need a password.',
    CANCEL_SUBSCRIPTION: 'Cancel your subscription. You do not need a password.',
    INVOICES: 'See and download your invoices. You do not need a password.',
    PAY_INVOICE: 'Pay your invoice. You do not need a password.',
  },
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
