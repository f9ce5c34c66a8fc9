/** Refunds in GraphQL. */
import type { RefundStatus as Statuses } from '../../db/generated/client/enums.ts';
import { readMany, readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { createdWithin, DateTimeRange, oneOf } from '../../graphql/filters.ts';
import { amountOf } from '../../graphql/moneyType.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import {
  ConflictError,
  IdempotencyKeyReusedError,
  NotFoundError,
  PaymentProviderNotConnectedError,
} from '../../kernel/errors.ts';
import { visibleIn, visibleToMerchant } from '../../operation/operation.ts';
import { MoneyInput } from '../catalog/moneyInput.ts';
import { Customer } from '../customer/schema.ts';
import { Invoice } from '../invoice/nodes.ts';
import { Payment } from '../payment/paymentSchema.ts';
import { type RefundInput, refundPayment } from './refund/refundPayment.ts';

const RefundStatus = builder.enumType('RefundStatus', {
  description: 'The status of a refund.',
  values: {
    PLANNED: { description: 'Recorded, and not yet acknowledged by the provider.' },
    PENDING: { description: 'The provider has it, and the bank has not confirmed it yet.' },
    SUCCEEDED: { description: 'The money is on its way to the customer. A bank can still refuse it days later.' },
    FAILED: { description: 'The bank or the provider has refused it; the amount is credit of the customer again.' },
    CANCELED: { description: 'It was canceled at the provider; the amount is credit of the customer again.' },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

const Refund = builder.prismaNode('Refund', {
  id: { field: 'id', description: 'The id of the refund.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleIn('invoiceHistoryEnabled', principal) }),
  description: 'A refund of a payment to its payment method.',
  fields: (t) => ({
    status: t.expose('status', { type: RefundStatus, description: 'The status of the refund.' }),
    amount: t.field(amountOf('amount', 'The refunded amount, positive.')),
    payment: t.relation('payment', { type: Payment, description: 'The payment whose money goes back.' }),
    customer: t.relation('customer', { type: Customer, description: 'The customer who gets the money.' }),
    creditNote: t.relation('creditNote', {
      type: Invoice,
      nullable: true,
      description: 'The credit note that documents it; null if the money came from credit that the customer had.',
    }),
    madeAtProvider: t.exposeBoolean('madeAtProvider', {
      authScopes: { merchant: true },
      nullable: true,
      description: "Whether it was made in the provider's dashboard rather than here. Merchants only.",
    }),
    failureCode: t.exposeString('failureCode', {
      authScopes: { merchant: true },
      nullable: true,
      description: "The provider's reason; null unless it has failed. Merchants only.",
    }),
    providerReference: t.exposeString('providerRef', {
      authScopes: { merchant: true },
      nullable: true,
      description: "The refund's id at the provider; null until the provider has acknowledged it. Merchants only.",
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

/** A payment has a handful; the bound protects the server. */
const MAXIMUM_SHOWN = 100;

builder.prismaObjectFields(Payment, (t) => ({
  refunds: t.relation('refunds', {
    type: Refund,
    query: { orderBy: newestFirst(), take: MAXIMUM_SHOWN },
    description: `The refunds of the payment, newest first, at most ${MAXIMUM_SHOWN}.`,
  }),
}));

builder.queryField('refunds', (t) =>
  t.prismaConnection(
    {
      type: Refund,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        statuses: t.arg({
          type: [RefundStatus],
          description: 'Only refunds in one of these statuses; in any status by default, or if empty.',
        }),
        createdAt: t.arg({ type: DateTimeRange, description: 'Only refunds that were made in this range.' }),
        customerId: t.arg.id({ description: 'Only refunds to this customer.' }),
        paymentId: t.arg.id({ description: 'Only refunds of this payment.' }),
      },
      description: "The company's refunds, newest first. Merchants only.",
      resolve: (query, _root, { statuses, createdAt, customerId, paymentId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return readMany(db, 'Refund', {
          ...query,
          ...startingAt(page, visibleToMerchant(principal)),
          where: {
            ...visibleToMerchant(principal),
            status: oneOf(statuses),
            ...createdWithin(createdAt),
            ...(customerId ? { customerId } : {}),
            ...(paymentId ? { paymentId } : {}),
          },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'RefundConnection', description: 'A page of refunds.' },
    { name: 'RefundEdge', description: 'A refund in a list.' },
  ),
);

const RefundSource = builder.enumType('RefundSource', {
  description: 'The credit that a refund pays out.',
  values: {
    CREDIT_NOTE: { description: 'A credit note over the amount is issued for the invoice that was paid.' },
    CREDIT_BALANCE: { description: 'Credit that the customer has already; no document is issued.' },
  },
});

mutation('refundPayment', {
  caller: 'merchant',
  description:
    'Refunds a payment to its payment method, in full or in part. By default a credit note over the amount is issued at once, and its credit is paid out instead of staying with the customer. If the provider or the bank refuses the refund, at once or days later, the amount becomes credit of the customer. Merchants only.',
  input: builder.inputType('RefundPaymentInput', {
    description: 'Input of `refundPayment`.',
    fields: (t) => ({
      paymentId: t.id({ required: true, description: 'The id of the payment.' }),
      amount: t.field({
        type: MoneyInput,
        description: 'The amount, positive; by default everything that the payment has left.',
      }),
      source: t.field({ type: RefundSource, description: 'The credit that is paid out; `CREDIT_NOTE` by default.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: builder.objectRef<{ id: string }>('RefundPaymentSuccess').implement({
    description: 'The refund was made, or is under way.',
    fields: (t) => ({
      refund: t.prismaField({
        type: Refund,
        description: 'The refund. Its status is `FAILED` if the provider has refused it at once.',
        resolve: (query, { id }, _args, { db }) => readOneOrThrow(db, 'Refund', { ...query, where: { id } }),
      }),
    }),
  }),
  errors: [NotFoundError, ConflictError, IdempotencyKeyReusedError, PaymentProviderNotConnectedError],
  run: (ctx, input) => refundPayment(ctx, input as RefundInput),
});
