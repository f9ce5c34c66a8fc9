import type { PortalWords } from './words.ts';

export const it: PortalWords = {
  intro: {
    SUBSCRIPTIONS: 'Visualizza i tuoi abbonamenti. Non serve una password.',
    SWITCH_PLAN: 'Scegli un altro piano. Non serve una password.',
    CANCEL_SUBSCRIPTION: 'Disdici il tuo abbonamento. Non serve una password.',
    INVOICES: 'Visualizza e scarica le tue fatture. Non serve una password.',
    PAY_INVOICE: 'Paga la tua fattura. Non serve una password.',
  },
  payInvoice: 'Paga la fattura',
  openPortal: 'Apri il portale di fatturazione',
  plan: 'Piano',
  endsOn: 'Termina il',
  endedOn: 'Terminato il',
  renewsOn: 'Si rinnova il',
  credit: 'Accreditato',
  finalInvoice: 'Fattura finale',
  scheduled: {
    subject: (company, date) => `Il tuo abbonamento a ${company} termina il ${date}`,
    preheader: (date) => `Puoi usarlo fino al ${date}.`,
    heading: 'Il tuo abbonamento è disdetto',
    intro: (company, date) =>
      `Il tuo abbonamento a ${company} non verrà rinnovato. Puoi usarlo fino al ${date}; poi terminerà da solo.`,
    undo: 'Hai cambiato idea? Fino ad allora puoi annullare la disdetta nel portale e tutto resterà com’era.',
  },
  ended: {
    subject: (company) => `Il tuo abbonamento a ${company} è terminato`,
    preheader: (date) => `È terminato il ${date}.`,
    heading: 'Il tuo abbonamento è terminato',
    intro: (company) =>
      `Il tuo abbonamento a ${company} è stato disdetto ed è terminato. Non riceverai altri addebiti.`,
    credited: 'Il tempo pagato e non utilizzato è stato accreditato.',
    final: 'Ciò che restava da addebitare si trova in una fattura finale.',
  },
  undone: {
    subject: (company) => `Il tuo abbonamento a ${company} continua`,
    preheader: (date) => `Si rinnova il ${date}.`,
    heading: 'Il tuo abbonamento continua',
    intro: (company) => `La disdetta del tuo abbonamento a ${company} è stata annullata. Non è cambiato nient’altro.`,
  },
  footer: (company) => `Ricevi questa e-mail perché qualcosa è cambiato nel tuo abbonamento a ${company}.`,
};
