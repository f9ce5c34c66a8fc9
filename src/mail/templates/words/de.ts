import { pluralIn } from '../../../kernel/plural.ts';
import { brandName, type Consequence, type MailWords, type NamedMethod } from './words.ts';

const plural = pluralIn('de');
const inMinutes = (count: number) => `${count} ${plural(count, { one: 'Minute', other: 'Minuten' })}`;

/** Nominative and accusative differ in the masculine and neuter only: `Ihr Bankkonto` is both. */
function methodName(method: NamedMethod): string {
  const { kind, lastFour } = method;
  if (kind === 'PAYPAL') return 'Ihr PayPal-Konto';
  // A compound is hyphenated throughout: „American-Express-Karte“.
  const brand = brandName(method)?.replaceAll(' ', '-');
  const what = kind === 'CARD' ? `Ihre ${brand ? `${brand}-Karte` : 'Karte'}` : 'Ihr Bankkonto';
  return lastFour ? `${what} mit den Endziffern ${lastFour}` : what;
}

const CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'endet Ihr Abonnement',
  UNPAID: 'wird Ihr Abonnement gesperrt, bis alle überfälligen Beträge bezahlt sind',
  PAUSE: 'wird Ihr Abonnement pausiert, bis alle überfälligen Beträge bezahlt sind',
  PAST_DUE: 'bleibt der Betrag fällig',
};

export const de: MailWords = {
  signInLink: {
    subject: (company) => `Ihr Anmeldelink für ${company}`,
    preheader: (minutes) => `Er gilt ${inMinutes(minutes)} und funktioniert einmal.`,
    heading: (company) => `Anmelden bei ${company}`,
    intro: {
      HOME: 'Verwalten Sie Ihre Abonnements, Rechnungen und Zahlungsmethoden. Sie brauchen kein Passwort.',
      PAYMENT_METHODS: 'Aktualisieren Sie Ihre Zahlungsmethoden. Sie brauchen kein Passwort.',
      BILLING_INFORMATION: 'Aktualisieren Sie Ihre Rechnungsdaten. Sie brauchen kein Passwort.',
    },
    button: 'Anmelden',
    codeIntro: 'Sie melden sich auf einem anderen Gerät an? Geben Sie dort diesen Code ein:',
    codeHint: (company) => `Behalten Sie ihn für sich. Niemand von ${company} wird Sie je danach fragen.`,
    validity: (minutes) =>
      `Link und Code gelten ${inMinutes(minutes)} und funktionieren einmal: Wer das eine benutzt, verbraucht auch das andere.`,
    copyLink: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diesen Link in Ihren Browser:',
    notYou:
      'Falls Sie diese E-Mail nicht angefordert haben, können Sie sie ignorieren: Ohne Link oder Code kann sich niemand anmelden, und beide verfallen von selbst.',
    support: 'Fragen? Schreiben Sie an',
    footer: (company) =>
      `Sie erhalten diese E-Mail, weil sich jemand mit Ihrer Adresse bei ${company} anmelden möchte.`,
  },
  notice: {
    button: 'Zahlungsmethode aktualisieren',
    copyLink: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diesen Link in Ihren Browser:',
    support: 'Fragen? Schreiben Sie an',
    fact: (label, value) => `${label}: ${value}`,
    separator: ', ',
    betweenSentences: ' ',
  },
  paymentFailed: {
    subject: (company) => `Ihre Zahlung an ${company} ist fehlgeschlagen`,
    preheader: (amount) => `${amount} sind noch offen.`,
    heading: 'Ihre Zahlung ist fehlgeschlagen',
    intro: (method) =>
      method
        ? `Wir konnten ${methodName(method)} nicht belasten.`
        : 'Es ist keine Zahlungsmethode hinterlegt, die wir belasten könnten.',
    reason: {
      insufficient_funds: 'Ihre Bank meldet, dass das Guthaben nicht ausreicht.',
      authentication_required:
        'Ihre Bank bittet Sie, die Zahlung zu bestätigen: Melden Sie sich an und bezahlen Sie selbst.',
      expired_card: 'Die Karte ist abgelaufen.',
    },
    amount: 'Offener Betrag',
    invoice: 'Rechnung',
    purpose: 'Für',
    more: (count) => plural(count, { one: 'und 1 weitere Position', other: `und ${count} weitere Positionen` }),
    nextTry: 'Nächster Versuch',
    none: 'Keiner',
    afterLast: (date, consequence) =>
      `Der letzte Versuch ist am ${date}. Schlägt auch er fehl, ${CONSEQUENCE[consequence]}.`,
    isLast: (consequence) => `Es ist der letzte. Schlägt auch er fehl, ${CONSEQUENCE[consequence]}.`,
    noMore: 'Wir versuchen es nicht von selbst noch einmal.',
    standing: {
      CANCELED: 'Ihr Abonnement ist beendet.',
      UNPAID: 'Ihr Abonnement ist gesperrt, bis alle überfälligen Beträge bezahlt sind.',
      PAUSED: 'Ihr Abonnement ist pausiert, bis alle überfälligen Beträge bezahlt sind.',
    },
    action: 'Sobald Sie eine andere Zahlungsmethode wählen, versuchen wir es erneut.',
    footer: (company) => `Sie erhalten diese E-Mail, weil eine Zahlung an ${company} offen ist.`,
  },
  cardExpiring: {
    subject: (company) => `Ihre Karte für ${company} läuft bald ab`,
    preheader: (month) => `Sie ist bis Ende ${month} gültig.`,
    heading: 'Ihre Karte läuft bald ab',
    intro: (method, month, company) =>
      `${methodName(method)} ist bis Ende ${month} gültig. Damit wird Ihr Abonnement bei ${company} bezahlt.`,
    action: 'Hinterlegen Sie bis dahin eine neue Zahlungsmethode, damit Ihre nächste Zahlung gelingt.',
    footer: (company) => `Sie erhalten diese E-Mail, weil Sie ${company} mit dieser Karte bezahlen.`,
  },
};
