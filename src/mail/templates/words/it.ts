import { pluralIn } from '../../../kernel/plural.ts';
import { brandName, type Consequence, type MailWords, type NamedMethod } from './words.ts';

const plural = pluralIn('it');
const inMinutes = (count: number) => `${count} ${plural(count, { one: 'minuto', many: 'di minuti', other: 'minuti' })}`;

/** With its article, at a sentence's start and after a preposition. */
function methodName(method: NamedMethod): { sua: string; sulla: string } {
  const { kind, lastFour } = method;
  const ending = lastFour && kind !== 'PAYPAL' ? ` che termina con ${lastFour}` : '';
  if (kind === 'CARD') {
    const name = `${`carta ${brandName(method) ?? ''}`.trim()}${ending}`;
    return { sua: `La Sua ${name}`, sulla: `sulla Sua ${name}` };
  }
  const name = `${kind === 'PAYPAL' ? 'conto PayPal' : 'conto bancario'}${ending}`;
  return { sua: `Il Suo ${name}`, sulla: `sul Suo ${name}` };
}

const CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'l’abbonamento terminerà',
  UNPAID: 'l’abbonamento sarà sospeso fino al pagamento di tutti gli importi scaduti',
  PAUSE: 'l’abbonamento sarà messo in pausa fino al pagamento di tutti gli importi scaduti',
  PAST_DUE: 'l’importo resterà da pagare',
};

export const it: MailWords = {
  signInLink: {
    subject: (company) => `Il Suo link di accesso a ${company}`,
    preheader: (minutes) => `È valido per ${inMinutes(minutes)} e funziona una sola volta.`,
    heading: (company) => `Accesso a ${company}`,
    intro: {
      HOME: 'Gestisca abbonamenti, fatture e metodi di pagamento. Non serve alcuna password.',
      PAYMENT_METHODS: 'Aggiorni i Suoi metodi di pagamento. Non serve alcuna password.',
      BILLING_INFORMATION: 'Aggiorni i Suoi dati di fatturazione. Non serve alcuna password.',
    },
    button: 'Accedi',
    codeIntro: 'Vuole accedere da un altro dispositivo? Inserisca lì questo codice:',
    codeHint: (company) => `Non lo comunichi ad altri. Nessuno di ${company} glielo chiederà mai.`,
    validity: (minutes) =>
      `Il link e il codice sono validi per ${inMinutes(minutes)} e funzionano una sola volta: usando l’uno, l’altro non vale più.`,
    copyLink: 'Se il pulsante non funziona, copi questo link nel browser:',
    notYou:
      'Se non ha richiesto questa e-mail, può ignorarla: nessuno può accedere senza questo link o codice, ed entrambi scadono da soli.',
    support: 'Domande? Scriva a',
    footer: (company) =>
      `Riceve questa e-mail perché qualcuno ha chiesto di accedere a ${company} con il Suo indirizzo.`,
  },
  notice: {
    button: 'Aggiorna metodo di pagamento',
    copyLink: 'Se il pulsante non funziona, copi questo link nel browser:',
    support: 'Domande? Scriva a',
    fact: (label, value) => `${label}: ${value}`,
    separator: ', ',
    betweenSentences: ' ',
  },
  paymentFailed: {
    subject: (company) => `Il pagamento a ${company} non è andato a buon fine`,
    preheader: (amount) => `Restano da pagare ${amount}.`,
    heading: 'Il pagamento non è andato a buon fine',
    intro: (method) =>
      method
        ? `Non è stato possibile effettuare l’addebito ${methodName(method).sulla}.`
        : 'Non è registrato alcun metodo di pagamento su cui effettuare l’addebito.',
    reason: {
      insufficient_funds: 'La banca segnala che i fondi non sono sufficienti.',
      authentication_required:
        'La banca chiede di confermare il pagamento: acceda ed effettui Lei stesso il pagamento.',
      expired_card: 'La carta è scaduta.',
    },
    amount: 'Importo da pagare',
    invoice: 'Fattura',
    purpose: 'Per',
    more: (count) =>
      plural(count, { one: `e ${count} altra voce`, many: `e ${count} altre voci`, other: `e ${count} altre voci` }),
    nextTry: 'Prossimo tentativo',
    none: 'Nessuno',
    afterLast: (date, consequence) =>
      `L’ultimo tentativo è previsto per il ${date}. Se anche questo non riesce, ${CONSEQUENCE[consequence]}.`,
    isLast: (consequence) => `È l’ultimo. Se anche questo non riesce, ${CONSEQUENCE[consequence]}.`,
    noMore: 'Non effettueremo altri tentativi automatici.',
    standing: {
      CANCELED: 'L’abbonamento è terminato.',
      UNPAID: 'L’abbonamento è sospeso fino al pagamento di tutti gli importi scaduti.',
      PAUSED: 'L’abbonamento è in pausa fino al pagamento di tutti gli importi scaduti.',
    },
    action: 'Non appena sceglierà un altro metodo di pagamento, riproveremo.',
    footer: (company) => `Riceve questa e-mail perché un pagamento a ${company} è in sospeso.`,
  },
  cardExpiring: {
    subject: (company) => `La Sua carta per ${company} sta per scadere`,
    preheader: (month) => `È valida fino alla fine di ${month}.`,
    heading: 'La Sua carta sta per scadere',
    intro: (method, month, company) =>
      `${methodName(method).sua} scade alla fine di ${month}. Serve a pagare il Suo abbonamento a ${company}.`,
    action: 'Aggiunga prima di allora un nuovo metodo di pagamento, affinché il prossimo pagamento vada a buon fine.',
    footer: (company) => `Riceve questa e-mail perché paga ${company} con questa carta.`,
  },
};
