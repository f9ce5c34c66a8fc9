/** The comparison with the payment provider in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { Money, money } from '../../graphql/moneyType.ts';
import { mutation } from '../../graphql/mutation.ts';
import {
  ConflictError,
  PaymentProviderNotConnectedError,
  PaymentProviderUnavailableError,
} from '../../kernel/errors.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { Payment } from '../payment/paymentSchema.ts';
import type { Mismatch, MismatchKind, Totals } from './reconcile/comparePayments.ts';
import { type Reconciliation, reconcilePayments } from './reconcile/reconcilePayments.ts';

const PaymentMismatchKind = builder.enumType('PaymentMismatchKind', {
  description: 'How a payment here and at the provider differ.',
  values: {
    UNKNOWN_HERE: { description: 'The provider has money of a payment that is not recorded here.' },
    MISSING_AT_PROVIDER: {
      description: 'The money was taken according to this server, and the provider has no such payment.',
    },
    STATUS_DIFFERS: { description: 'The money was taken on one side only.' },
    AMOUNT_DIFFERS: { description: 'Another amount was taken, or in another currency.' },
    REFUND_DIFFERS: { description: 'Another amount was given back.' },
  } satisfies Record<MismatchKind, { description: string }>,
});

const amount = (value: bigint | null, row: { currency: string }) => (value === null ? null : money(value, row));

const PaymentMismatch = builder.objectRef<Mismatch>('PaymentMismatch').implement({
  description: 'A payment that differs here and at the payment provider.',
  fields: (t) => ({
    kind: t.field({ type: PaymentMismatchKind, description: 'How the two sides differ.', resolve: ({ kind }) => kind }),
    payment: t.prismaField({
      type: Payment,
      nullable: true,
      description: 'The payment here; null if it is not recorded.',
      resolve: (query, { paymentId: id }, _args, { db, principal }) =>
        id === null
          ? null
          : db.prisma.payment.findFirst({ ...query, where: { id, AND: visibleToMerchant(principal) } }),
    }),
    providerReference: t.exposeString('providerRef', {
      nullable: true,
      description: "The payment's id at the provider; null if it is not known.",
    }),
    amountHere: t.field({
      type: Money,
      nullable: true,
      description:
        'The amount that was taken according to this server, or given back with `REFUND_DIFFERS`; null without a record.',
      resolve: (row) => amount(row.amountHere, row),
    }),
    amountAtProvider: t.field({
      type: Money,
      nullable: true,
      description:
        'The amount that was taken at the provider, or given back with `REFUND_DIFFERS`; null without a payment there.',
      resolve: (row) => amount(row.amountAtProvider, row),
    }),
  }),
});

const ReconciledTotals = builder.objectRef<Totals>('ReconciledTotals').implement({
  description: 'The sums of the compared payments in one currency.',
  fields: (t) => ({
    countHere: t.exposeInt('countHere', { description: 'The number of payments here whose money was taken.' }),
    countAtProvider: t.exposeInt('countAtProvider', { description: 'Their number at the provider.' }),
    takenHere: t.field({
      type: Money,
      description: 'The sum that was taken according to this server.',
      resolve: (row) => money(row.takenHere, row),
    }),
    takenAtProvider: t.field({
      type: Money,
      description: 'The sum that was taken at the provider.',
      resolve: (row) => money(row.takenAtProvider, row),
    }),
    refundedHere: t.field({
      type: Money,
      description: 'The refunds of these payments here, whenever they were made.',
      resolve: (row) => money(row.refundedHere, row),
    }),
    refundedAtProvider: t.field({
      type: Money,
      description: 'The refunds of these payments at the provider.',
      resolve: (row) => money(row.refundedAtProvider, row),
    }),
  }),
});

mutation('reconcilePayments', {
  caller: 'merchant',
  description:
    "Compares the payments that were made within a span, at most 31 days, with those at the payment provider, and lists what differs. A mutation, because it uses the provider's limit of requests; it changes nothing and requires the scope `READ`. Payments of other systems at the same account are left out, and so are disputes. Merchants only.",
  input: builder.inputType('ReconcilePaymentsInput', {
    description: 'Input of `reconcilePayments`. In real time, also for a company with a test clock.',
    fields: (t) => ({
      from: t.field({ type: 'DateTime', required: true, description: 'The start of the span, inclusive.' }),
      to: t.field({
        type: 'DateTime',
        required: true,
        description: 'The end of the span, exclusive; not in the future.',
      }),
    }),
  }),
  success: builder.objectRef<Reconciliation>('ReconcilePaymentsSuccess').implement({
    description: 'The payments were compared.',
    fields: (t) => ({
      from: t.expose('from', { type: 'DateTime', description: 'The start of the span.' }),
      to: t.expose('to', { type: 'DateTime', description: 'The end of the span.' }),
      totals: t.field({
        type: [ReconciledTotals],
        description: 'The sums by currency, in the order of their codes.',
        resolve: ({ totals }) => totals,
      }),
      mismatches: t.field({
        type: [PaymentMismatch],
        description: 'The differences; empty if there are none.',
        resolve: ({ mismatches }) => mismatches,
      }),
      complete: t.exposeBoolean('complete', {
        description:
          'Whether all payments of the span were compared. If not, there are more than 2,000: choose a shorter span.',
      }),
    }),
  }),
  errors: [ConflictError, PaymentProviderNotConnectedError, PaymentProviderUnavailableError],
  run: reconcilePayments,
});
