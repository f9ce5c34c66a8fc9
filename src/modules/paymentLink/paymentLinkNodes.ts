/** The types of the page behind a payment link. They lead to no other record. */
import { builder } from '../../graphql/builder.ts';
import { Money } from '../../graphql/moneyType.ts';
import type { InvoiceDocumentLine } from '../invoice/pdf/document.ts';
import { PaymentMethodKind } from '../portal/enums.ts';
import type { LinkStatus, LinkView } from './paymentLinkView.ts';

const PaymentLinkStatus = builder.enumType('PaymentLinkStatus', {
  description: 'The state of the invoice of a payment link.',
  values: {
    PAYABLE: { description: 'An amount is due.' },
    PROCESSING: {
      description: 'A payment is under way, such as a debit that settles after days; no other can be made.',
    },
    DISPUTED: {
      description: 'The bank has taken back a disputed payment and has yet to decide; nothing can be paid until then.',
    },
    PAID: { description: 'The invoice is settled in full.' },
    VOID: { description: 'The invoice was voided; nothing is due.' },
  } satisfies Record<LinkStatus, { description: string }>,
});

type Amount = { name: string; amount: bigint; currency: string };

const PaymentLinkTax = builder.objectRef<Amount>('PaymentLinkTax').implement({
  description: 'The tax of the invoice for one rate and place.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'The name of the tax and the amount that it is calculated on, as the document prints them.',
    }),
    amount: t.field({
      type: Money,
      description: 'The amount of the tax.',
      resolve: ({ amount, currency }) => ({ amount, currency }),
    }),
  }),
});

const PaymentLinkLine = builder.objectRef<InvoiceDocumentLine & { currency: string }>('PaymentLinkLine').implement({
  description: 'A line of the invoice.',
  fields: (t) => ({
    description: t.exposeString('description', { description: 'The text of the line.' }),
    quantity: t.int({ description: 'The number of units.', resolve: ({ quantity }) => Number(quantity) }),
    periodStart: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The start of the billed period; null for a line without one.',
      resolve: ({ period }) => period?.start ?? null,
    }),
    periodEnd: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The end of the billed period, which is not part of it; null for a line without one.',
      resolve: ({ period }) => period?.end ?? null,
    }),
    explanation: t.exposeString('explanationSentence', {
      nullable: true,
      description: 'One sentence that explains the amount, such as a proration; null if it needs none.',
    }),
    amount: t.field({
      type: Money,
      description: 'The amount after discounts, in the terms of its price: with tax only if the price contains it.',
      resolve: ({ amount, currency }) => ({ amount, currency }),
    }),
  }),
});

const moneyIn = ({ document: { currency } }: LinkView, amount: bigint) => ({ amount, currency });

export const PaymentLink = builder.objectRef<LinkView>('PaymentLink').implement({
  description:
    'The invoice of a payment link in its present state, for everybody who has the link. It contains nothing else of the customer: no other invoice, no e-mail address and no stored payment method.',
  fields: (t) => ({
    status: t.expose('status', { type: PaymentLinkStatus, description: 'The state of the invoice.' }),
    number: t.string({
      nullable: true,
      description: 'The number of the invoice; null for an imported one without a number.',
      resolve: ({ document }) => document.number,
    }),
    sellerName: t.string({
      description: 'The legal name of the company, or its name if it has none.',
      resolve: ({ document: { seller } }) => seller.legalName ?? seller.name,
    }),
    sellerAddress: t.stringList({
      description: 'The address of the company, by lines.',
      resolve: ({ document }) => [...document.seller.addressLines],
    }),
    buyerName: t.string({
      nullable: true,
      description: 'The name to which the invoice is made out; null without one.',
      resolve: ({ document }) => document.buyer.name,
    }),
    purchaseOrder: t.string({
      nullable: true,
      description: "The customer's reference on the invoice; null without one.",
      resolve: ({ document }) => document.purchaseOrder ?? null,
    }),
    memo: t.string({
      nullable: true,
      description: 'A note of the company; null without one.',
      resolve: ({ document }) => document.memo,
    }),
    issuedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The date of the invoice.',
      resolve: ({ document }) => document.dates.issued,
    }),
    dueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the amount is due.',
      resolve: ({ document }) => document.dates.due,
    }),
    paidAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the invoice was paid in full; null before.',
      resolve: ({ document }) => document.dates.paid,
    }),
  }),
});

builder.objectFields(PaymentLink, (t) => ({
  lines: t.field({
    type: [PaymentLinkLine],
    description: 'The lines of the invoice in order.',
    resolve: ({ document: { lines, currency } }) => lines.map((line) => ({ ...line, currency })),
  }),
  totalExcludingTax: t.field({
    type: Money,
    nullable: true,
    description: 'The sum of the lines without tax; null for an invoice without tax.',
    resolve: (view) => (view.document.tax ? moneyIn(view, view.document.tax.net) : null),
  }),
  taxes: t.field({
    type: [PaymentLinkTax],
    description: 'The tax by rate and place; empty for an invoice without tax.',
    resolve: ({ document: { tax, currency } }) =>
      (tax?.rows ?? []).map(({ label: name, amount }) => ({ name, amount, currency })),
  }),
  taxNotes: t.stringList({
    description: 'Sentences about the tax that the document must contain, such as the reason for a reverse charge.',
    resolve: ({ document }) => [...(document.tax?.notes ?? [])],
  }),
  total: t.field({
    type: Money,
    description: 'The total with tax.',
    resolve: (view) => moneyIn(view, view.document.total),
  }),
  amountPaid: t.field({
    type: Money,
    description: 'The settled part of the total.',
    resolve: (view) => moneyIn(view, view.amountPaid),
  }),
  amountDue: t.field({
    type: Money,
    description: 'The amount that is still to be paid; zero if the invoice is void.',
    resolve: (view) => moneyIn(view, view.amountDue),
  }),
  paymentInstructions: t.string({
    nullable: true,
    description: 'How to pay in another way, in the words of the company; null if nothing is due or none are set.',
    resolve: ({ document: { paymentInstructions, transfer } }) => paymentInstructions ?? transfer ?? null,
  }),
  expectedAt: t.expose('expectedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When a debit that is under way usually settles; null otherwise.',
  }),
  acceptedPaymentMethods: t.expose('acceptedKinds', {
    type: [PaymentMethodKind],
    description:
      'The kinds of payment methods with which it can be paid here; empty if it cannot. PayPal is never among them.',
  }),
}));
