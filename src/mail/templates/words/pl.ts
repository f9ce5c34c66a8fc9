import { pluralIn } from '../../../kernel/plural.ts';
import { brandName, type Consequence, type MailWords, type NamedMethod } from './words.ts';

const plural = pluralIn('pl');
/** In the accusative, after „przez“. */
const inMinutes = (count: number) =>
  `${count} ${plural(count, { one: 'minutę', few: 'minuty', many: 'minut', other: 'minuty' })}`;

interface Cases {
  nominative: string;
  genitive: string;
}

function methodName(method: NamedMethod): Cases {
  const { kind, lastFour } = method;
  if (kind === 'PAYPAL') return { nominative: 'Konto PayPal', genitive: 'konta PayPal' };
  const ending = lastFour ? ` o końcówce ${lastFour}` : '';
  if (kind !== 'CARD') return { nominative: `Rachunek bankowy${ending}`, genitive: `rachunku bankowego${ending}` };
  const brand = brandName(method);
  const name = brand ? ` ${brand}` : '';
  return { nominative: `Karta${name}${ending}`, genitive: `karty${name}${ending}` };
}

const CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'subskrypcja zakończy się',
  UNPAID: 'subskrypcja zostanie zawieszona do czasu opłacenia wszystkich zaległości',
  PAUSE: 'subskrypcja zostanie wstrzymana do czasu opłacenia wszystkich zaległości',
  PAST_DUE: 'kwota pozostanie do zapłaty',
};

export const pl: MailWords = {
  signInLink: {
    subject: (company) => `Link do logowania – ${company}`,
    preheader: (minutes) => `Jest ważny przez ${inMinutes(minutes)} i działa jeden raz.`,
    heading: (company) => `Logowanie – ${company}`,
    intro: {
      HOME: 'Można tu zarządzać subskrypcjami, fakturami i metodami płatności. Hasło nie jest potrzebne.',
      PAYMENT_METHODS: 'Można tu zaktualizować metody płatności. Hasło nie jest potrzebne.',
      BILLING_INFORMATION: 'Można tu zaktualizować dane do faktury. Hasło nie jest potrzebne.',
    },
    button: 'Zaloguj się',
    codeIntro: 'Logowanie na innym urządzeniu? Proszę wpisać tam ten kod:',
    codeHint: (company) => `Proszę nikomu go nie podawać. Nikt z ${company} nigdy o niego nie poprosi.`,
    validity: (minutes) =>
      `Link i kod są ważne przez ${inMinutes(minutes)} i działają jeden raz: użycie jednego unieważnia drugi.`,
    copyLink: 'Jeśli przycisk nie działa, proszę skopiować ten link do przeglądarki:',
    notYou:
      'Jeśli ta wiadomość nie była zamawiana, można ją zignorować: bez tego linku lub kodu nikt się nie zaloguje, a oba wygasną same.',
    support: 'Pytania? Proszę pisać na adres',
    footer: (company) =>
      `Ta wiadomość została wysłana, ponieważ ktoś poprosił o zalogowanie do ${company} przy użyciu tego adresu.`,
  },
  notice: {
    button: 'Zaktualizuj metodę płatności',
    copyLink: 'Jeśli przycisk nie działa, proszę skopiować ten link do przeglądarki:',
    support: 'Pytania? Proszę pisać na adres',
    fact: (label, value) => `${label}: ${value}`,
    separator: ', ',
    betweenSentences: ' ',
  },
  paymentFailed: {
    subject: (company) => `Płatność na rzecz ${company} nie powiodła się`,
    preheader: (amount) => `Do zapłaty pozostaje ${amount}.`,
    heading: 'Płatność nie powiodła się',
    intro: (method) =>
      method
        ? `Nie udało się pobrać płatności z ${methodName(method).genitive}.`
        : 'Brak metody płatności, z której można pobrać kwotę.',
    reason: {
      insufficient_funds: 'Bank informuje o niewystarczających środkach.',
      authentication_required: 'Bank prosi o potwierdzenie płatności: proszę zalogować się i zapłacić samodzielnie.',
      expired_card: 'Karta straciła ważność.',
    },
    amount: 'Do zapłaty',
    invoice: 'Faktura',
    purpose: 'Za',
    more: (count) =>
      `i ${count} ${plural(count, { one: 'inna pozycja', few: 'inne pozycje', many: 'innych pozycji', other: 'innej pozycji' })}`,
    nextTry: 'Następna próba',
    none: 'Brak',
    afterLast: (date, consequence) =>
      `Ostatnia próba odbędzie się ${date}. Jeśli także się nie powiedzie, ${CONSEQUENCE[consequence]}.`,
    isLast: (consequence) => `To ostatnia próba. Jeśli także się nie powiedzie, ${CONSEQUENCE[consequence]}.`,
    noMore: 'Nie będzie kolejnych automatycznych prób.',
    standing: {
      CANCELED: 'Subskrypcja została zakończona.',
      UNPAID: 'Subskrypcja jest zawieszona do czasu opłacenia wszystkich zaległości.',
      PAUSED: 'Subskrypcja jest wstrzymana do czasu opłacenia wszystkich zaległości.',
    },
    action: 'Po wybraniu innej metody płatności spróbujemy ponownie.',
    footer: (company) => `Ta wiadomość została wysłana, ponieważ płatność na rzecz ${company} oczekuje na zapłatę.`,
  },
  cardExpiring: {
    subject: (company) => `Karta używana w ${company} wkrótce straci ważność`,
    preheader: (month) => `Jest ważna do końca miesiąca: ${month}.`,
    heading: 'Karta wkrótce straci ważność',
    intro: (method, month, company) =>
      `${methodName(method).nominative} traci ważność z końcem miesiąca: ${month}. Opłacana jest nią subskrypcja w ${company}.`,
    action: 'Proszę dodać wcześniej nową metodę płatności, aby następna płatność się powiodła.',
    footer: (company) =>
      `Ta wiadomość została wysłana, ponieważ płatności na rzecz ${company} są pobierane z tej karty.`,
  },
};
