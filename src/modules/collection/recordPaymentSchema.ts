/** Payments outside of the provider in GraphQL. */
import type { RecordedPaymentMethod as Methods } from '../../db/generated/client/enums.ts';
import { readMany, readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { createdWithin, DateTimeRange } from '../../graphql/filters.ts';
import { amountOf } from '../../graphql/moneyType.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import { ConflictError, IdempotencyKeyReusedError, NotFoundError } from '../../kernel/errors.ts';
import { visibleIn, visibleToMerchant } from '../../operation/operation.ts';
import { MoneyInput } from '../catalog/moneyInput.ts';
import { Customer } from '../customer/schema.ts';
import { Invoice, InvoiceSettlement } from '../invoice/nodes.ts';
import { type RecordPaymentInput, recordPayment } from './recordPayment.ts';
import { RESTART_DESCRIPTION } from './schema.ts';
import { voidRecordedPayment } from './voidRecordedPayment.ts';

const RecordedPaymentMethod = builder.enumType('RecordedPaymentMethod', {
  description: 'How a customer paid outside of the payment provider.',
  values: {
    BANK_TRANSFER: { description: 'A transfer to a bank account of the company.' },
    CASH: { description: 'Cash in notes or coins.' },
    CHECK: { description: 'A check of a bank.' },
    OTHER: { description: 'Any other way of paying.' },
  } satisfies Record<keyof typeof Methods, { description: string }>,
});

const RecordedPayment = builder.prismaNode('RecordedPayment', {
  id: { field: 'id', description: 'The id of the recorded payment.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleIn('invoiceHistoryEnabled', principal) }),
  description: 'A payment that the merchant has received outside of the payment provider, such as a bank transfer.',
  fields: (t) => ({
    amount: t.field(amountOf('amount', 'The amount that was received.')),
    creditedAmount: t.field(
      amountOf('credited', 'The part of it beyond the amount due, which became credit; zero without one.'),
    ),
    method: t.expose('method', { type: RecordedPaymentMethod, description: 'How the customer paid.' }),
    reference: t.exposeString('reference', {
      nullable: true,
      description: 'A text of the merchant, such as the reference of a bank transfer; null without one.',
    }),
    receivedAt: t.expose('receivedAt', { type: 'DateTime', description: 'When the money was received.' }),
    voidedAt: t.expose('voidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken back, so that its amount became due again; null if it was not.',
    }),
    customer: t.relation('customer', { type: Customer, description: 'The customer who paid.' }),
    invoice: t.relation('invoice', { type: Invoice, description: 'The invoice that it pays.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was recorded.' }),
  }),
});

builder.prismaObjectField(InvoiceSettlement, 'recordedPayment', (t) =>
  t.relation('recordedPayment', {
    nullable: true,
    type: RecordedPayment,
    description: 'The recorded payment; null unless the kind is `OUT_OF_BAND`, and for an imported invoice.',
  }),
);

builder.queryField('recordedPayments', (t) =>
  t.prismaConnection(
    {
      type: RecordedPayment,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        createdAt: t.arg({ type: DateTimeRange, description: 'Only payments that were recorded in this range.' }),
        customerId: t.arg.id({ description: 'Only payments of this customer.' }),
      },
      description: 'The payments that were recorded with `recordPayment`, newest first. Merchants only.',
      resolve: (query, _root, { createdAt, customerId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return readMany(db, 'RecordedPayment', {
          ...query,
          ...startingAt(page, visibleToMerchant(principal)),
          where: {
            ...visibleToMerchant(principal),
            ...createdWithin(createdAt),
            ...(customerId ? { customerId } : {}),
          },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'RecordedPaymentConnection', description: 'A page of recorded payments.' },
    { name: 'RecordedPaymentEdge', description: 'A recorded payment in a list.' },
  ),
);

const payload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      recordedPayment: t.prismaField({
        type: RecordedPayment,
        description: 'The recorded payment as it is now.',
        resolve: (query, { id }, _args, { db }) => readOneOrThrow(db, 'RecordedPayment', { ...query, where: { id } }),
      }),
    }),
  });

mutation('recordPayment', {
  caller: 'merchant',
  description:
    'Records a payment of an open or uncollectible invoice that was received outside of the payment provider, wholly or in part. Once nothing is due, the invoice is paid and its subscription recovers. Merchants only.',
  input: builder.inputType('RecordPaymentInput', {
    description: 'Input of `recordPayment`.',
    fields: (t) => ({
      invoiceId: t.id({ required: true, description: 'The id of the invoice.' }),
      amount: t.field({
        type: MoneyInput,
        required: true,
        description: 'The received amount, positive, in the currency of the invoice.',
      }),
      method: t.field({ type: RecordedPaymentMethod, required: true, description: 'How the customer paid.' }),
      reference: t.string({
        description: 'A text for the books, such as the reference of a bank transfer. The customer can read it.',
      }),
      receivedAt: t.field({ type: 'DateTime', description: 'When the money was received; now by default.' }),
      creditExcess: t.boolean({
        description:
          'Whether an amount beyond the amount due becomes credit of the customer. False by default: such a payment is refused.',
      }),
      restartSubscription: t.boolean({ description: RESTART_DESCRIPTION }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: payload('RecordPaymentSuccess', 'The payment was recorded.'),
  errors: [NotFoundError, ConflictError, IdempotencyKeyReusedError],
  run: (ctx, input) => recordPayment(ctx, input as RecordPaymentInput),
});

mutation('voidRecordedPayment', {
  caller: 'merchant',
  description:
    'Takes a recorded payment back, such as one that was recorded by mistake or a check that bounced: its amount is due again. Credit that it gave is taken back, too, and must be unused. Merchants only.',
  input: builder.inputType('VoidRecordedPaymentInput', {
    description: 'Input of `voidRecordedPayment`.',
    fields: (t) => ({
      recordedPaymentId: t.id({ required: true, description: 'The id of the recorded payment.' }),
    }),
  }),
  success: payload('VoidRecordedPaymentSuccess', 'The payment was taken back.'),
  errors: [NotFoundError, ConflictError],
  run: voidRecordedPayment,
});
