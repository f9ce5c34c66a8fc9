import type { PortalWords } from './words.ts';

export const de: PortalWords = {
  intro: {
    SUBSCRIPTIONS: 'Sehen Sie Ihre Abonnements an. Sie brauchen kein Passwort.',
    SWITCH_PLAN: 'Wählen Sie einen anderen Tarif. Sie brauchen kein Passwort.',
    CANCEL_SUBSCRIPTION: 'Kündigen Sie Ihr Abonnement. Sie brauchen kein Passwort.',
    INVOICES: 'Sehen Sie Ihre Rechnungen an und laden Sie sie herunter. Sie brauchen kein Passwort.',
    PAY_INVOICE: 'Bezahlen Sie Ihre Rechnung. Sie brauchen kein Passwort.',
  },
  payInvoice: 'Rechnung bezahlen',
  openPortal: 'Kundenportal öffnen',
  plan: 'Tarif',
  endsOn: 'Endet am',
  endedOn: 'Beendet am',
  renewsOn: 'Verlängert sich am',
  credit: 'Gutgeschrieben',
  finalInvoice: 'Schlussrechnung',
  scheduled: {
    subject: (company, date) => `Ihr Abonnement bei ${company} endet am ${date}`,
    preheader: (date) => `Sie können es bis zum ${date} nutzen.`,
    heading: 'Ihr Abonnement ist gekündigt',
    intro: (company, date) =>
      `Ihr Abonnement bei ${company} wird nicht verlängert. Sie können es bis zum ${date} nutzen; dann endet es von selbst.`,
    undo: 'Haben Sie es sich anders überlegt? Bis dahin können Sie die Kündigung im Kundenportal zurücknehmen, und alles bleibt, wie es war.',
  },
  ended: {
    subject: (company) => `Ihr Abonnement bei ${company} ist beendet`,
    preheader: (date) => `Es endete am ${date}.`,
    heading: 'Ihr Abonnement ist beendet',
    intro: (company) => `Ihr Abonnement bei ${company} wurde gekündigt und ist beendet. Es wird nicht mehr abgebucht.`,
    credited: 'Die bezahlte und nicht genutzte Zeit wurde gutgeschrieben.',
    final: 'Was noch abzurechnen war, steht auf einer Schlussrechnung.',
  },
  undone: {
    subject: (company) => `Ihr Abonnement bei ${company} läuft weiter`,
    preheader: (date) => `Es verlängert sich am ${date}.`,
    heading: 'Ihr Abonnement läuft weiter',
    intro: (company) =>
      `Die Kündigung Ihres Abonnements bei ${company} wurde zurückgenommen. Sonst hat sich nichts geändert.`,
  },
  footer: (company) => `Sie erhalten diese E-Mail, weil sich an Ihrem Abonnement bei ${company} etwas geändert hat.`,
};
