import { pluralIn } from '../../../kernel/plural.ts';
import { brandName, type Consequence, type MailWords, type NamedMethod } from './words.ts';

const plural = pluralIn('es');
const inMinutes = (count: number) =>
  `${count} ${plural(count, { one: 'minuto', many: 'de minutos', other: 'minutos' })}`;

/** Within a sentence, such as «la tarjeta Visa terminada en 4242». */
function methodName(method: NamedMethod): { name: string; definite: string; toIt: string } {
  const { kind, lastFour } = method;
  const brand = brandName(method);
  const what =
    kind === 'PAYPAL' ? 'cuenta de PayPal' : kind === 'CARD' ? `tarjeta ${brand ?? ''}`.trim() : 'cuenta bancaria';
  const name = lastFour && kind !== 'PAYPAL' ? `${what} terminada en ${lastFour}` : what;
  return { name, definite: `La ${name}`, toIt: `a la ${name}` };
}

const CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'la suscripción finalizará',
  UNPAID: 'la suscripción quedará suspendida hasta que se pague todo lo vencido',
  PAUSE: 'la suscripción quedará en pausa hasta que se pague todo lo vencido',
  PAST_DUE: 'el importe seguirá pendiente',
};

export const es: MailWords = {
  signInLink: {
    subject: (company) => `Enlace de acceso a ${company}`,
    preheader: (minutes) => `Es válido durante ${inMinutes(minutes)} y funciona una sola vez.`,
    heading: (company) => `Acceso a ${company}`,
    intro: {
      HOME: 'Aquí puede gestionar sus suscripciones, facturas y métodos de pago. No se necesita contraseña.',
      PAYMENT_METHODS: 'Aquí puede actualizar sus métodos de pago. No se necesita contraseña.',
      BILLING_INFORMATION: 'Aquí puede actualizar sus datos de facturación. No se necesita contraseña.',
    },
    button: 'Acceder',
    codeIntro: '¿Desea acceder desde otro dispositivo? Introduzca allí este código:',
    codeHint: (company) => `No lo comparta. Nadie de ${company} se lo pedirá nunca.`,
    validity: (minutes) =>
      `El enlace y el código son válidos durante ${inMinutes(minutes)} y funcionan una sola vez: al usar uno, el otro deja de servir.`,
    copyLink: 'Si el botón no funciona, copie este enlace en el navegador:',
    notYou:
      'Si no ha solicitado este correo, puede ignorarlo: nadie puede acceder sin este enlace o código, y ambos caducan por sí solos.',
    support: '¿Preguntas? Escriba a',
    footer: (company) => `Ha recibido este correo porque alguien ha solicitado acceder a ${company} con su dirección.`,
  },
  notice: {
    button: 'Actualizar método de pago',
    copyLink: 'Si el botón no funciona, copie este enlace en el navegador:',
    support: '¿Preguntas? Escriba a',
    fact: (label, value) => `${label}: ${value}`,
    separator: ', ',
    betweenSentences: ' ',
  },
  paymentFailed: {
    subject: (company) => `El pago a ${company} no se ha completado`,
    preheader: (amount) => `Quedan ${amount} por pagar.`,
    heading: 'El pago no se ha completado',
    intro: (method) =>
      method
        ? `No hemos podido realizar el cargo ${methodName(method).toIt}.`
        : 'No hay ningún método de pago al que podamos realizar el cargo.',
    reason: {
      insufficient_funds: 'El banco indica que no hay fondos suficientes.',
      authentication_required: 'El banco pide que confirme el pago: acceda a su cuenta y realícelo allí.',
      expired_card: 'La tarjeta ha caducado.',
    },
    amount: 'Importe pendiente',
    invoice: 'Factura',
    purpose: 'Concepto',
    more: (count) => `y ${count} más`,
    nextTry: 'Próximo intento',
    none: 'Ninguno',
    afterLast: (date, consequence) =>
      `El último intento será el ${date}. Si tampoco se completa, ${CONSEQUENCE[consequence]}.`,
    isLast: (consequence) => `Es el último. Si tampoco se completa, ${CONSEQUENCE[consequence]}.`,
    noMore: 'No volveremos a intentarlo automáticamente.',
    standing: {
      CANCELED: 'La suscripción ha finalizado.',
      UNPAID: 'La suscripción está suspendida hasta que se pague todo lo vencido.',
      PAUSED: 'La suscripción está en pausa hasta que se pague todo lo vencido.',
    },
    action: 'En cuanto elija otro método de pago, lo intentaremos de nuevo.',
    footer: (company) => `Ha recibido este correo porque hay un pago pendiente a ${company}.`,
  },
  cardExpiring: {
    subject: (company) => `Su tarjeta para ${company} caduca pronto`,
    preheader: (month) => `Es válida hasta finales de ${month}.`,
    heading: 'Su tarjeta caduca pronto',
    intro: (method, month, company) =>
      `${methodName(method).definite} es válida hasta finales de ${month}. Con ella se paga su suscripción a ${company}.`,
    action: 'Añada antes un nuevo método de pago para que el próximo pago se complete.',
    footer: (company) => `Ha recibido este correo porque paga a ${company} con esta tarjeta.`,
  },
};
