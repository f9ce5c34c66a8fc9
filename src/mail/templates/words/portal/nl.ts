import type { PortalWords } from './words.ts';

export const nl: PortalWords = {
  intro: {
    SUBSCRIPTIONS: 'Bekijk uw abonnementen. U hebt geen wachtwoord nodig.',
    SWITCH_PLAN: 'Kies een ander abonnement. U hebt geen wachtwoord nodig.',
    CANCEL_SUBSCRIPTION: 'Zeg uw abonnement op. U hebt geen wachtwoord nodig.',
    INVOICES: 'Bekijk en download uw facturen. U hebt geen wachtwoord nodig.',
    PAY_INVOICE: 'Betaal uw factuur. U hebt geen wachtwoord nodig.',
  },
  payInvoice: 'Factuur betalen',
  openPortal: 'Uw klantportaal openen',
  plan: 'Abonnement',
  endsOn: 'Eindigt op',
  endedOn: 'Geëindigd op',
  renewsOn: 'Wordt verlengd op',
  credit: 'Gecrediteerd',
  finalInvoice: 'Eindfactuur',
  scheduled: {
    subject: (company, date) => `Uw abonnement bij ${company} eindigt op ${date}`,
    preheader: (date) => `U kunt het gebruiken tot ${date}.`,
    heading: 'Uw abonnement is opgezegd',
    intro: (company, date) =>
      `Uw abonnement bij ${company} wordt niet verlengd. U kunt het gebruiken tot ${date}; daarna eindigt het vanzelf.`,
    undo: 'Hebt u zich bedacht? Tot die tijd kunt u de opzegging in het klantportaal intrekken en blijft alles zoals het was.',
  },
  ended: {
    subject: (company) => `Uw abonnement bij ${company} is geëindigd`,
    preheader: (date) => `Het eindigde op ${date}.`,
    heading: 'Uw abonnement is geëindigd',
    intro: (company) => `Uw abonnement bij ${company} is opgezegd en geëindigd. Er wordt niets meer afgeschreven.`,
    credited: 'De tijd die u hebt betaald en niet hebt gebruikt, is gecrediteerd.',
    final: 'Wat nog in rekening moest worden gebracht, staat op een eindfactuur.',
  },
  undone: {
    subject: (company) => `Uw abonnement bij ${company} loopt door`,
    preheader: (date) => `Het wordt verlengd op ${date}.`,
    heading: 'Uw abonnement loopt door',
    intro: (company) => `De opzegging van uw abonnement bij ${company} is ingetrokken. Verder is er niets veranderd.`,
  },
  footer: (company) => `U ontvangt deze e-mail omdat er iets aan uw abonnement bij ${company} is gewijzigd.`,
};
