/** A customer's credit in GraphQL: its balances and its ledger. */
import type { CreditCause as Reasons } from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { amountOf, Money } from '../../graphql/moneyType.ts';
import { visibleTo } from '../../operation/operation.ts';
import { Customer } from '../customer/schema.ts';
import { creditBalances } from './balances.ts';

const CreditReason = builder.enumType('CreditReason', {
  description: 'The reason for an entry of the credit ledger.',
  values: {
    CREDIT_NOTE: { description: 'A credit note was added to the credit.' },
    INVOICE_PAYMENT: { description: 'An invoice was paid from the credit.' },
    INVOICE_VOIDED: { description: 'An invoice that had been paid from the credit was voided.' },
    MERCHANT_GRANT: { description: 'The merchant gave credit.' },
    MERCHANT_DEDUCTION: { description: 'The merchant took credit back.' },
    IMPORT: { description: 'The credit was imported from another system.' },
    OVERPAYMENT: { description: 'A payment took more than was still due when it settled.' },
    PAYMENT_VOIDED: { description: 'A recorded payment that had given credit was taken back.' },
    REFUND: { description: 'Credit was paid out by a refund, or came back because a refund has failed.' },
  } satisfies Record<keyof typeof Reasons, { description: string }>,
});

export const CreditEntry = builder.prismaNode('CreditEntry', {
  id: { field: 'id', description: 'The id of the entry.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleTo(principal) }),
  description: "An entry of a customer's credit ledger. Entries are only ever added; the balance is their sum.",
  fields: (t) => ({
    customer: t.relation('customer', { type: Customer, description: 'The customer whose credit it is.' }),
    amount: t.field(amountOf('amount', 'Positive: credit given; negative: credit used.')),
    reason: t.expose('cause', { type: CreditReason, description: 'The reason for the entry.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: "The merchant's text for the customer; null if none was given.",
    }),
    invoice: t.relation('invoice', {
      nullable: true,
      authScopes: { portalFeature: 'invoiceHistoryEnabled' },
      description:
        'The invoice or credit note that caused the entry; null for an adjustment by the merchant, and null, with an error, for customers whose portal hides invoices.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added.' }),
  }),
});

builder.prismaObjectFields(Customer, (t) => ({
  creditBalances: t.field({
    type: [Money],
    description:
      'The credit in each currency, without zero balances. Credit pays an invoice before a payment method is charged.',
    resolve: ({ id, companyId }, _args, ctx) => creditBalances(ctx, companyId, id),
  }),
  creditEntries: t.relatedConnection(
    'creditEntries',
    {
      cursor: 'id',
      query: (page, { principal }) => {
        refuseHugePages(page);
        return { ...startingAt(page, visibleTo(principal)), orderBy: newestFirst() };
      },
      description: 'The credit ledger, newest first.',
    },
    { name: 'CreditEntryConnection', description: 'A page of a credit ledger.' },
    { name: 'CreditEntryEdge', description: 'An entry in a page of a credit ledger.' },
  ),
}));
