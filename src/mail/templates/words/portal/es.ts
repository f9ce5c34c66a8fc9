import type { PortalWords } from './words.ts';

export const es: PortalWords = {
  intro: {
    SUBSCRIPTIONS: 'Consulta tus suscripciones. No necesitas contraseña.',
    SWITCH_PLAN: 'Elige otro plan. No necesitas contraseña.',
    CANCEL_SUBSCRIPTION: 'Cancela tu suscripción. No necesitas contraseña.',
    INVOICES: 'Consulta y descarga tus facturas. No necesitas contraseña.',
    PAY_INVOICE: 'Paga tu factura. No necesitas contraseña.',
  },
  payInvoice: 'Pagar la factura',
  openPortal: 'Abrir tu portal de facturación',
  plan: 'Plan',
  endsOn: 'Termina el',
  endedOn: 'Terminó el',
  renewsOn: 'Se renueva el',
  credit: 'Abonado',
  finalInvoice: 'Factura final',
  scheduled: {
    subject: (company, date) => `Tu suscripción a ${company} termina el ${date}`,
    preheader: (date) => `Puedes usarla hasta el ${date}.`,
    heading: 'Tu suscripción está cancelada',
    intro: (company, date) =>
      `Tu suscripción a ${company} no se renovará. Puedes usarla hasta el ${date}; después terminará por sí sola.`,
    undo: '¿Has cambiado de opinión? Hasta entonces puedes anular la cancelación en el portal y todo seguirá como antes.',
  },
  ended: {
    subject: (company) => `Tu suscripción a ${company} ha terminado`,
    preheader: (date) => `Terminó el ${date}.`,
    heading: 'Tu suscripción ha terminado',
    intro: (company) => `Tu suscripción a ${company} se canceló y ha terminado. No se te volverá a cobrar.`,
    credited: 'El tiempo que pagaste y no usaste se ha abonado.',
    final: 'Lo que quedaba por cobrar figura en una factura final.',
  },
  undone: {
    subject: (company) => `Tu suscripción a ${company} continúa`,
    preheader: (date) => `Se renueva el ${date}.`,
    heading: 'Tu suscripción continúa',
    intro: (company) => `Se anuló la cancelación de tu suscripción a ${company}. No ha cambiado nada más.`,
  },
  footer: (company) => `Recibes este correo porque ha cambiado algo en tu suscripción a ${company}.`,
};
