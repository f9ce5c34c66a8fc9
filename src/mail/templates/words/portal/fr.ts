import type { PortalWords } from './words.ts';

export const fr: PortalWords = {
  intro: {
    SUBSCRIPTIONS: 'Consultez vos abonnements. Aucun mot de passe n’est nécessaire.',
    SWITCH_PLAN: 'Choisissez une autre formule. Aucun mot de passe n’est nécessaire.',
    CANCEL_SUBSCRIPTION: 'Résiliez votre abonnement. Aucun mot de passe n’est nécessaire.',
    INVOICES: 'Consultez et téléchargez vos factures. Aucun mot de passe n’est nécessaire.',
    PAY_INVOICE: 'Réglez votre facture. Aucun mot de passe n’est nécessaire.',
  },
  payInvoice: 'Régler la facture',
  openPortal: 'Ouvrir votre espace de facturation',
  plan: 'Formule',
  endsOn: 'Prend fin le',
  endedOn: 'A pris fin le',
  renewsOn: 'Renouvellement le',
  credit: 'Crédité',
  finalInvoice: 'Facture finale',
  scheduled: {
    subject: (company, date) => `Votre abonnement à ${company} prend fin le ${date}`,
    preheader: (date) => `Vous pouvez l’utiliser jusqu’au ${date}.`,
    heading: 'Votre abonnement est résilié',
    intro: (company, date) =>
      `Votre abonnement à ${company} ne sera pas renouvelé. Vous pouvez l’utiliser jusqu’au ${date} ; il prendra alors fin de lui-même.`,
    undo: 'Vous avez changé d’avis ? Jusque-là, vous pouvez annuler la résiliation dans votre espace de facturation, et rien ne changera.',
  },
  ended: {
    subject: (company) => `Votre abonnement à ${company} a pris fin`,
    preheader: (date) => `Il a pris fin le ${date}.`,
    heading: 'Votre abonnement a pris fin',
    intro: (company) => `Votre abonnement à ${company} a été résilié et a pris fin. Il ne sera plus débité.`,
    credited: 'Le temps payé et non utilisé a été crédité.',
    final: 'Ce qui restait à facturer figure sur une facture finale.',
  },
  undone: {
    subject: (company) => `Votre abonnement à ${company} continue`,
    preheader: (date) => `Il sera renouvelé le ${date}.`,
    heading: 'Votre abonnement continue',
    intro: (company) => `La résiliation de votre abonnement à ${company} a été annulée. Rien d’autre n’a changé.`,
  },
  footer: (company) => `Vous recevez cet e-mail parce que votre abonnement à ${company} a été modifié.`,
};
