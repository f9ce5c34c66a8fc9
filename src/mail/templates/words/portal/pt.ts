import type { PortalWords } from './words.ts';

export const pt: PortalWords = {
  intro: {
    SUBSCRIPTIONS: 'Consulte as suas assinaturas. Não precisa de senha.',
    SWITCH_PLAN: 'Escolha outro plano. Não precisa de senha.',
    CANCEL_SUBSCRIPTION: 'Cancele a sua assinatura. Não precisa de senha.',
    INVOICES: 'Consulte e baixe as suas faturas. Não precisa de senha.',
    PAY_INVOICE: 'Pague a sua fatura. Não precisa de senha.',
  },
  payInvoice: 'Pagar a fatura',
  openPortal: 'Abrir o portal de cobrança',
  plan: 'Plano',
  endsOn: 'Termina em',
  endedOn: 'Terminou em',
  renewsOn: 'Renova em',
  credit: 'Creditado',
  finalInvoice: 'Fatura final',
  scheduled: {
    subject: (company, date) => `A sua assinatura de ${company} termina em ${date}`,
    preheader: (date) => `Pode usá-la até ${date}.`,
    heading: 'A sua assinatura foi cancelada',
    intro: (company, date) =>
      `A sua assinatura de ${company} não será renovada. Pode usá-la até ${date}; depois disso, termina por si só.`,
    undo: 'Mudou de ideia? Até lá, pode desfazer o cancelamento no portal e tudo fica como estava.',
  },
  ended: {
    subject: (company) => `A sua assinatura de ${company} terminou`,
    preheader: (date) => `Terminou em ${date}.`,
    heading: 'A sua assinatura terminou',
    intro: (company) => `A sua assinatura de ${company} foi cancelada e terminou. Não será cobrada novamente.`,
    credited: 'O tempo pago e não utilizado foi creditado.',
    final: 'O que ainda faltava cobrar consta de uma fatura final.',
  },
  undone: {
    subject: (company) => `A sua assinatura de ${company} continua`,
    preheader: (date) => `Renova em ${date}.`,
    heading: 'A sua assinatura continua',
    intro: (company) => `O cancelamento da sua assinatura de ${company} foi desfeito. Nada mais mudou.`,
  },
  footer: (company) => `Recebeu este e-mail porque algo mudou na sua assinatura de ${company}.`,
};
