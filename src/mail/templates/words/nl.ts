import { pluralIn } from '../../../kernel/plural.ts';
import { brandName, type Consequence, type MailWords, type NamedMethod } from './words.ts';

const plural = pluralIn('nl');
const inMinutes = (count: number) => `${count} ${plural(count, { one: 'minuut', other: 'minuten' })}`;

/** Within a sentence, such as „uw Visa-kaart eindigend op 4242“. */
function methodName(method: NamedMethod): string {
  const { kind, lastFour } = method;
  if (kind === 'PAYPAL') return 'uw PayPal-rekening';
  const brand = brandName(method);
  const what = kind === 'CARD' ? (brand ? `${brand}-kaart` : 'kaart') : 'bankrekening';
  return lastFour ? `uw ${what} eindigend op ${lastFour}` : `uw ${what}`;
}

const CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'eindigt uw abonnement',
  UNPAID: 'wordt uw abonnement opgeschort totdat alles wat achterstallig is, is betaald',
  PAUSE: 'wordt uw abonnement gepauzeerd totdat alles wat achterstallig is, is betaald',
  PAST_DUE: 'blijft het bedrag openstaan',
};

export const nl: MailWords = {
  signInLink: {
    subject: (company) => `Uw inloglink voor ${company}`,
    preheader: (minutes) => `Deze is ${inMinutes(minutes)} geldig en werkt één keer.`,
    heading: (company) => `Inloggen bij ${company}`,
    intro: {
      HOME: 'Beheer uw abonnementen, facturen en betaalmethoden. U hebt geen wachtwoord nodig.',
      PAYMENT_METHODS: 'Werk uw betaalmethoden bij. U hebt geen wachtwoord nodig.',
      BILLING_INFORMATION: 'Werk uw factuurgegevens bij. U hebt geen wachtwoord nodig.',
    },
    button: 'Inloggen',
    codeIntro: 'Logt u in op een ander apparaat? Voer daar deze code in:',
    codeHint: (company) => `Houd deze voor uzelf. Niemand van ${company} zal u er ooit om vragen.`,
    validity: (minutes) =>
      `De link en de code zijn ${inMinutes(minutes)} geldig en werken één keer: wie de ene gebruikt, verbruikt ook de andere.`,
    copyLink: 'Werkt de knop niet? Kopieer dan deze link naar uw browser:',
    notYou:
      'Hebt u niet om deze e-mail gevraagd, dan kunt u deze negeren: zonder deze link of code kan niemand inloggen, en beide verlopen vanzelf.',
    support: 'Vragen? Schrijf naar',
    footer: (company) => `U ontvangt deze e-mail omdat iemand met uw adres bij ${company} wil inloggen.`,
  },
  notice: {
    button: 'Betaalmethode bijwerken',
    copyLink: 'Werkt de knop niet? Kopieer dan deze link naar uw browser:',
    support: 'Vragen? Schrijf naar',
    fact: (label, value) => `${label}: ${value}`,
    separator: ', ',
    betweenSentences: ' ',
  },
  paymentFailed: {
    subject: (company) => `Uw betaling aan ${company} is niet gelukt`,
    preheader: (amount) => `Er staat nog ${amount} open.`,
    heading: 'Uw betaling is niet gelukt',
    intro: (method) =>
      method
        ? `We konden het bedrag niet afschrijven van ${methodName(method)}.`
        : 'Er is geen betaalmethode waarvan we kunnen afschrijven.',
    reason: {
      insufficient_funds: 'Uw bank meldt dat er onvoldoende saldo is.',
      authentication_required: 'Uw bank vraagt u de betaling te bevestigen: log in en betaal zelf.',
      expired_card: 'De kaart is verlopen.',
    },
    amount: 'Openstaand bedrag',
    invoice: 'Factuur',
    purpose: 'Voor',
    more: (count) => `en nog ${count}`,
    nextTry: 'Volgende poging',
    none: 'Geen',
    afterLast: (date, consequence) =>
      `De laatste poging is op ${date}. Mislukt ook die, dan ${CONSEQUENCE[consequence]}.`,
    isLast: (consequence) => `Dat is de laatste. Mislukt ook die, dan ${CONSEQUENCE[consequence]}.`,
    noMore: 'We proberen het niet uit onszelf opnieuw.',
    standing: {
      CANCELED: 'Uw abonnement is beëindigd.',
      UNPAID: 'Uw abonnement is opgeschort totdat alles wat achterstallig is, is betaald.',
      PAUSED: 'Uw abonnement is gepauzeerd totdat alles wat achterstallig is, is betaald.',
    },
    action: 'Zodra u een andere betaalmethode kiest, proberen we het opnieuw.',
    footer: (company) => `U ontvangt deze e-mail omdat er een betaling aan ${company} openstaat.`,
  },
  cardExpiring: {
    subject: (company) => `Uw kaart voor ${company} verloopt binnenkort`,
    preheader: (month) => `Deze is geldig tot eind ${month}.`,
    heading: 'Uw kaart verloopt binnenkort',
    intro: (method, month, company) => {
      const name = methodName(method);
      return `${name.charAt(0).toUpperCase()}${name.slice(1)} is geldig tot eind ${month}. Daarmee wordt uw abonnement bij ${company} betaald.`;
    },
    action: 'Voeg vóór die tijd een nieuwe betaalmethode toe, zodat uw volgende betaling lukt.',
    footer: (company) => `U ontvangt deze e-mail omdat u ${company} met deze kaart betaalt.`,
  },
};
