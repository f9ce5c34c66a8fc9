import { pluralIn } from '../../../kernel/plural.ts';
import { brandName, type Consequence, type MailWords, type NamedMethod } from './words.ts';

const plural = pluralIn('fr');
const inMinutes = (count: number) =>
  `${count}\u00A0${plural(count, { one: 'minute', many: 'de minutes', other: 'minutes' })}`;

/** Within a sentence, such as « votre carte Visa se terminant par 4242 ». */
function methodName(method: NamedMethod): string {
  const { kind, lastFour } = method;
  if (kind === 'PAYPAL') return 'votre compte PayPal';
  const what = kind === 'CARD' ? `carte ${brandName(method) ?? ''}`.trim() : 'compte bancaire';
  return lastFour ? `votre ${what} se terminant par ${lastFour}` : `votre ${what}`;
}

const CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'votre abonnement prendra fin',
  UNPAID: 'votre abonnement sera suspendu jusqu’au règlement de tous les montants en retard',
  PAUSE: 'votre abonnement sera mis en pause jusqu’au règlement de tous les montants en retard',
  PAST_DUE: 'le montant restera dû',
};

export const fr: MailWords = {
  signInLink: {
    subject: (company) => `Votre lien de connexion pour ${company}`,
    preheader: (minutes) => `Il est valable ${inMinutes(minutes)} et ne sert qu’une fois.`,
    heading: (company) => `Connexion à ${company}`,
    intro: {
      HOME: 'Gérez vos abonnements, vos factures et vos moyens de paiement. Aucun mot de passe n’est nécessaire.',
      PAYMENT_METHODS: 'Mettez à jour vos moyens de paiement. Aucun mot de passe n’est nécessaire.',
      BILLING_INFORMATION: 'Mettez à jour vos informations de facturation. Aucun mot de passe n’est nécessaire.',
    },
    button: 'Se connecter',
    codeIntro: 'Vous vous connectez sur un autre appareil\u00A0? Saisissez-y ce code\u00A0:',
    codeHint: (company) => `Gardez-le pour vous. Personne chez ${company} ne vous le demandera jamais.`,
    validity: (minutes) =>
      `Le lien et le code sont valables ${inMinutes(minutes)} et ne servent qu’une fois\u00A0: utiliser l’un annule l’autre.`,
    copyLink: 'Si le bouton ne fonctionne pas, copiez ce lien dans votre navigateur\u00A0:',
    notYou:
      'Si vous n’avez pas demandé cet e-mail, vous pouvez l’ignorer\u00A0: personne ne peut se connecter sans ce lien ou ce code, et tous deux expirent d’eux-mêmes.',
    support: 'Des questions\u00A0? Écrivez à',
    footer: (company) =>
      `Vous recevez cet e-mail parce que quelqu’un a demandé à se connecter à ${company} avec votre adresse.`,
  },
  notice: {
    button: 'Mettre à jour le moyen de paiement',
    copyLink: 'Si le bouton ne fonctionne pas, copiez ce lien dans votre navigateur\u00A0:',
    support: 'Des questions\u00A0? Écrivez à',
    fact: (label, value) => `${label}\u00A0: ${value}`,
    separator: ', ',
    betweenSentences: ' ',
  },
  paymentFailed: {
    subject: (company) => `Votre paiement à ${company} n’a pas abouti`,
    preheader: (amount) => `Il reste ${amount} à payer.`,
    heading: 'Votre paiement n’a pas abouti',
    intro: (method) =>
      method
        ? `Nous n’avons pas pu débiter ${methodName(method)}.`
        : 'Aucun moyen de paiement que nous puissions débiter n’est enregistré.',
    reason: {
      insufficient_funds: 'Votre banque indique que la provision est insuffisante.',
      authentication_required:
        'Votre banque vous demande de confirmer le paiement\u00A0: connectez-vous et réglez-le vous-même.',
      expired_card: 'La carte a expiré.',
    },
    amount: 'Montant dû',
    invoice: 'Facture',
    purpose: 'Objet',
    more: (count) =>
      plural(count, { one: `et ${count} autre`, many: `et ${count} autres`, other: `et ${count} autres` }),
    nextTry: 'Prochaine tentative',
    none: 'Aucune',
    afterLast: (date, consequence) =>
      `La dernière tentative aura lieu le ${date}. Si elle échoue aussi, ${CONSEQUENCE[consequence]}.`,
    isLast: (consequence) => `C’est la dernière. Si elle échoue aussi, ${CONSEQUENCE[consequence]}.`,
    noMore: 'Nous ne ferons plus de tentative de nous-mêmes.',
    standing: {
      CANCELED: 'Votre abonnement a pris fin.',
      UNPAID: 'Votre abonnement est suspendu jusqu’au règlement de tous les montants en retard.',
      PAUSED: 'Votre abonnement est en pause jusqu’au règlement de tous les montants en retard.',
    },
    action: 'Dès que vous aurez choisi un autre moyen de paiement, nous réessaierons.',
    footer: (company) => `Vous recevez cet e-mail parce qu’un paiement à ${company} est dû.`,
  },
  cardExpiring: {
    subject: (company) => `Votre carte pour ${company} expire bientôt`,
    preheader: (month) => `Elle est valable jusqu’à fin ${month}.`,
    heading: 'Votre carte expire bientôt',
    intro: (method, month, company) => {
      const name = methodName(method);
      return `${name.charAt(0).toUpperCase()}${name.slice(1)} est valable jusqu’à fin ${month}. Elle sert à payer votre abonnement à ${company}.`;
    },
    action: 'Ajoutez d’ici là un nouveau moyen de paiement, afin que votre prochain paiement aboutisse.',
    footer: (company) => `Vous recevez cet e-mail parce que vous payez ${company} avec cette carte.`,
  },
};
