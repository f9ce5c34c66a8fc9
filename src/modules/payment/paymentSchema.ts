/** Payments in GraphQL. */
import type { FailureAdvice as Advice, PaymentStatus as Statuses } from '../../db/generated/client/enums.ts';
import { readMany } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { createdWithin, DateTimeRange, oneOf } from '../../graphql/filters.ts';
import { amountOf } from '../../graphql/moneyType.ts';
import { visibleIn, visibleToMerchant } from '../../operation/operation.ts';
import { Customer } from '../customer/schema.ts';
import { expectedAt } from './expectedAt.ts';
import { PaymentMethod } from './schema.ts';

const PaymentStatus = builder.enumType('PaymentStatus', {
  description: 'The status of a payment.',
  values: {
    PLANNED: { description: 'Recorded, and not yet acknowledged by the provider.' },
    NEEDS_CUSTOMER: { description: 'The bank waits for the confirmation of the customer; given up after 30 minutes.' },
    HELD: { description: 'The money is reserved at the bank for a change that is being made.' },
    PROCESSING: { description: 'A debit is under way; its result comes after days, see `expectedAt`.' },
    TAKING: { description: 'The change is made, and its reserved money is being captured.' },
    RELEASING: { description: 'Reserved money is being released.' },
    SUCCEEDED: { description: 'The money was taken.' },
    FAILED: { description: 'The bank refused it. A debit can fail days after its submission.' },
    CANCELED: { description: 'Released before any money was taken.' },
    ABANDONED: { description: 'It never reached the provider.' },
    LOST: { description: 'The reservation expired before its capture; the invoice is charged by another payment.' },
    RETURNED: { description: 'The bank took the money of a debit back; the invoice is due again.' },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

const FailureAdvice = builder.enumType('FailureAdvice', {
  description: 'The advice of a bank that has refused a payment.',
  values: {
    RETRY: { description: 'The same payment method can be tried again later.' },
    NEVER: { description: 'Never try this payment method again. It is not charged again for the invoice.' },
    NEW_DETAILS: {
      description: 'The data of the payment method is out of date. It is not charged again for the invoice.',
    },
    CUSTOMER: { description: 'The customer must confirm the payment.' },
  } satisfies Record<keyof typeof Advice, { description: string }>,
});

export const Payment = builder.prismaNode('Payment', {
  id: { field: 'id', description: 'The id of the payment.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleIn('invoiceHistoryEnabled', principal) }),
  description: 'An attempt to take money for one invoice, or for a change that would have issued one.',
  fields: (t) => ({
    status: t.expose('status', { type: PaymentStatus, description: 'The status of the payment.' }),
    amount: t.field(amountOf('amount', 'The amount of the payment.')),
    capturedAmount: t.field(
      amountOf('capturedAmount', 'The amount that was taken; less than `amount` if less was due by then.'),
    ),
    expectedAt: t.field({
      type: 'DateTime',
      nullable: true,
      select: {
        status: true,
        createdAt: true,
        companyId: true,
        currency: true,
        paymentMethod: { select: { kind: true } },
      },
      description: 'When a debit that is under way usually settles; null in every other status.',
      resolve: (payment, _args, { providerOf }) => expectedAt(providerOf, payment),
    }),
    providerReference: t.exposeString('providerRef', {
      nullable: true,
      authScopes: { merchant: true },
      description: "The payment's id at the provider; null until the provider has acknowledged it. Merchants only.",
    }),
    customer: t.relation('customer', { type: Customer, description: 'The customer who pays.' }),
    paymentMethod: t.relation('paymentMethod', {
      type: PaymentMethod,
      nullable: true,
      authScopes: { portalFeature: 'paymentMethodsEnabled' },
      description:
        'The payment method that is charged; it may have been removed since. Null, with an error, for customers whose portal hides payment methods.',
    }),
    declineCode: t.exposeString('declineCode', {
      nullable: true,
      description:
        "The provider's reason for the failure, as in `PaymentDeclinedError.declineCode`; null unless the status is `FAILED` or `LOST`.",
    }),
    advice: t.expose('advice', {
      type: FailureAdvice,
      nullable: true,
      authScopes: { merchant: true },
      description: "The bank's advice after a failure; null if it gave none. Merchants only.",
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the payment was created.' }),
  }),
});

builder.queryField('payments', (t) =>
  t.prismaConnection(
    {
      type: Payment,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        statuses: t.arg({
          type: [PaymentStatus],
          description: 'Only payments in one of these statuses; in any status by default, or if empty.',
        }),
        createdAt: t.arg({ type: DateTimeRange, description: 'Only payments that were created in this range.' }),
        customerId: t.arg.id({ description: 'Only payments of this customer.' }),
        invoiceId: t.arg.id({ description: 'Only payments of this invoice.' }),
      },
      description: "The company's payments, newest first. Merchants only.",
      resolve: (query, _root, { statuses, createdAt, customerId, invoiceId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return readMany(db, 'Payment', {
          ...query,
          ...startingAt(page, visibleToMerchant(principal)),
          where: {
            ...visibleToMerchant(principal),
            status: oneOf(statuses),
            ...createdWithin(createdAt),
            ...(customerId ? { customerId } : {}),
            ...(invoiceId ? { invoiceId } : {}),
          },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'PaymentConnection', description: 'A page of payments.' },
    { name: 'PaymentEdge', description: 'A payment in a list.' },
  ),
);
