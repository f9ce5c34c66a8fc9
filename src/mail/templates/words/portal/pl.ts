import type { PortalWords } from './words.ts';

export const pl: PortalWords = {
  intro: {
    SUBSCRIPTIONS: 'Zobacz swoje subskrypcje. Hasło nie jest potrzebne.',
    SWITCH_PLAN: 'Wybierz inny plan. Hasło nie jest potrzebne.',
    CANCEL_SUBSCRIPTION: 'Anuluj subskrypcję. Hasło nie jest potrzebne.',
    INVOICES: 'Zobacz i pobierz swoje faktury. Hasło nie jest potrzebne.',
    PAY_INVOICE: 'Opłać fakturę. Hasło nie jest potrzebne.',
  },
  payInvoice: 'Opłać fakturę',
  openPortal: 'Otwórz portal rozliczeń',
  plan: 'Plan',
  endsOn: 'Kończy się',
  endedOn: 'Data zakończenia',
  renewsOn: 'Odnawia się',
  credit: 'Zwrócono na saldo',
  finalInvoice: 'Faktura końcowa',
  scheduled: {
    subject: (company, date) => `Subskrypcja w ${company} kończy się ${date}`,
    preheader: (date) => `Można z niej korzystać do ${date}.`,
    heading: 'Subskrypcja została anulowana',
    intro: (company, date) =>
      `Subskrypcja w ${company} nie zostanie odnowiona. Można z niej korzystać do ${date}; potem zakończy się sama.`,
    undo: 'To była pomyłka? Do tego dnia anulowanie można cofnąć w portalu i wszystko zostanie po staremu.',
  },
  ended: {
    subject: (company) => `Subskrypcja w ${company} zakończyła się`,
    preheader: (date) => `Zakończyła się ${date}.`,
    heading: 'Subskrypcja zakończyła się',
    intro: (company) => `Subskrypcja w ${company} została anulowana i zakończyła się. Nie będzie kolejnych opłat.`,
    credited: 'Za opłacony i niewykorzystany czas dopisano środki do salda.',
    final: 'To, co pozostało do rozliczenia, jest na fakturze końcowej.',
  },
  undone: {
    subject: (company) => `Subskrypcja w ${company} trwa dalej`,
    preheader: (date) => `Odnawia się ${date}.`,
    heading: 'Subskrypcja trwa dalej',
    intro: (company) => `Anulowanie subskrypcji w ${company} zostało cofnięte. Nic więcej się nie zmieniło.`,
  },
  footer: (company) => `Ta wiadomość została wysłana, ponieważ coś zmieniło się w subskrypcji w ${company}.`,
};
