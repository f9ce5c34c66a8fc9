import { pluralIn } from '../../../kernel/plural.ts';
import { brandName, type Consequence, type MailWords, type NamedMethod } from './words.ts';

const plural = pluralIn('pt');
const inMinutes = (count: number) =>
  `${count} ${plural(count, { one: 'minuto', many: 'de minutos', other: 'minutos' })}`;

/** Within a sentence, after an article: `cartão Visa com final 4242`. */
function methodName(method: NamedMethod): { seu: string; noSeu: string } {
  const { kind, lastFour } = method;
  const ending = lastFour && kind !== 'PAYPAL' ? ` com final ${lastFour}` : '';
  if (kind === 'CARD') {
    const name = `${`cartão ${brandName(method) ?? ''}`.trim()}${ending}`;
    return { seu: `Seu ${name}`, noSeu: `no seu ${name}` };
  }
  const name = `${kind === 'PAYPAL' ? 'conta do PayPal' : 'conta bancária'}${ending}`;
  return { seu: `Sua ${name}`, noSeu: `na sua ${name}` };
}

const CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'a assinatura será encerrada',
  UNPAID: 'a assinatura ficará suspensa até que tudo o que está em atraso seja pago',
  PAUSE: 'a assinatura ficará pausada até que tudo o que está em atraso seja pago',
  PAST_DUE: 'o valor continuará em aberto',
};

export const pt: MailWords = {
  signInLink: {
    subject: (company) => `Link de acesso a ${company}`,
    preheader: (minutes) => `É válido por ${inMinutes(minutes)} e funciona uma única vez.`,
    heading: (company) => `Acesso a ${company}`,
    intro: {
      HOME: 'Gerencie suas assinaturas, faturas e formas de pagamento. Não é necessária uma senha.',
      PAYMENT_METHODS: 'Atualize suas formas de pagamento. Não é necessária uma senha.',
      BILLING_INFORMATION: 'Atualize seus dados de faturamento. Não é necessária uma senha.',
    },
    button: 'Entrar',
    codeIntro: 'Vai entrar em outro dispositivo? Digite lá este código:',
    codeHint: (company) => `Não o compartilhe. Ninguém de ${company} jamais pedirá este código.`,
    validity: (minutes) =>
      `O link e o código são válidos por ${inMinutes(minutes)} e funcionam uma única vez: ao usar um, o outro deixa de valer.`,
    copyLink: 'Se o botão não funcionar, copie este link para o navegador:',
    notYou:
      'Se você não solicitou este e-mail, pode ignorá-lo: ninguém consegue entrar sem este link ou código, e ambos expiram por si sós.',
    support: 'Dúvidas? Escreva para',
    footer: (company) => `Você recebeu este e-mail porque alguém pediu acesso a ${company} com o seu endereço.`,
  },
  notice: {
    button: 'Atualizar forma de pagamento',
    copyLink: 'Se o botão não funcionar, copie este link para o navegador:',
    support: 'Dúvidas? Escreva para',
    fact: (label, value) => `${label}: ${value}`,
    separator: ', ',
    betweenSentences: ' ',
  },
  paymentFailed: {
    subject: (company) => `O pagamento a ${company} não foi concluído`,
    preheader: (amount) => `Ainda há ${amount} em aberto.`,
    heading: 'O pagamento não foi concluído',
    intro: (method) =>
      method
        ? `Não foi possível fazer a cobrança ${methodName(method).noSeu}.`
        : 'Não há nenhuma forma de pagamento que possamos cobrar.',
    reason: {
      insufficient_funds: 'O banco informa que o saldo é insuficiente.',
      authentication_required: 'O banco pede que você confirme o pagamento: entre e pague por lá.',
      expired_card: 'O cartão está vencido.',
    },
    amount: 'Valor em aberto',
    invoice: 'Fatura',
    purpose: 'Referente a',
    more: (count) => `e mais ${count}`,
    nextTry: 'Próxima tentativa',
    none: 'Nenhuma',
    afterLast: (date, consequence) =>
      `A última tentativa será em ${date}. Se ela também falhar, ${CONSEQUENCE[consequence]}.`,
    isLast: (consequence) => `É a última. Se ela também falhar, ${CONSEQUENCE[consequence]}.`,
    noMore: 'Não tentaremos de novo automaticamente.',
    standing: {
      CANCELED: 'A assinatura foi encerrada.',
      UNPAID: 'A assinatura está suspensa até que tudo o que está em atraso seja pago.',
      PAUSED: 'A assinatura está pausada até que tudo o que está em atraso seja pago.',
    },
    action: 'Assim que você escolher outra forma de pagamento, tentaremos novamente.',
    footer: (company) => `Você recebeu este e-mail porque há um pagamento em aberto a ${company}.`,
  },
  cardExpiring: {
    subject: (company) => `Seu cartão para ${company} vence em breve`,
    preheader: (month) => `Ele é válido até o fim de ${month}.`,
    heading: 'Seu cartão vence em breve',
    intro: (method, month, company) =>
      `${methodName(method).seu} é válido até o fim de ${month}. Com ele é paga a sua assinatura de ${company}.`,
    action: 'Adicione antes disso uma nova forma de pagamento, para que o próximo pagamento seja concluído.',
    footer: (company) => `Você recebeu este e-mail porque paga ${company} com este cartão.`,
  },
};
