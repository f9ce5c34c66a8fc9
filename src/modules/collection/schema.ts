/** Paying invoices in GraphQL: one, or all that are overdue. */
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import {
  CHARGES,
  CONFIRMED_PAYMENT_DESCRIPTION,
  IDEMPOTENCY_KEY_DESCRIPTION,
  mutation,
} from '../../graphql/mutation.ts';
import { IdempotencyKeyReusedError, NotFoundError, PortalFeatureDisabledError } from '../../kernel/errors.ts';
import { Invoice, invoicePayload } from '../invoice/nodes.ts';
import { payInvoice } from './payInvoice.ts';
import {
  type PastDueFailure as Failure,
  PAID_AT_ONCE,
  payPastDueInvoices,
  type PastDueFailureReason as Reasons,
} from './payPastDueInvoices.ts';

export const RESTART_DESCRIPTION =
  'Whether an unpaid subscription begins a new cycle once none of its invoices is overdue; its first period is then billed as `Subscription.restartInvoice` shows. False by default: only the debt is paid.';

mutation('payInvoice', {
  caller: 'signedIn',
  description:
    'Pays the amount due of an invoice with the default payment method of its customer. A debit takes days: the invoice is then still open, with `paymentInProgress`.',
  input: builder.inputType('PayInvoiceInput', {
    description: 'Input of `payInvoice`.',
    fields: (t) => ({
      invoiceId: t.id({ required: true, description: 'The id of the invoice.' }),
      restartSubscription: t.boolean({ description: RESTART_DESCRIPTION }),
      paymentId: t.id({ description: CONFIRMED_PAYMENT_DESCRIPTION }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: invoicePayload('PayInvoiceSuccess', 'The invoice is paid, or its payment is under way.'),
  errors: [NotFoundError, PortalFeatureDisabledError, ...CHARGES],
  run: payInvoice,
});

const PastDueFailureReason = builder.enumType('PastDueFailureReason', {
  description: 'Why an overdue invoice was not paid.',
  values: {
    DECLINED: { description: 'The payment was declined.' },
    AUTHENTICATION_REQUIRED: { description: 'The bank requires the customer to confirm the payment.' },
    PAYMENT_METHOD_REQUIRED: { description: 'The customer has no payment method.' },
    PROVIDER_UNAVAILABLE: { description: 'The payment provider did not respond in time, or none is connected.' },
    CHANGED: { description: 'The amount due changed during the payment; try again.' },
  } satisfies Record<Reasons, { description: string }>,
});

const PastDueFailure = builder.objectRef<Failure>('PastDueFailure').implement({
  description: 'An overdue invoice that could not be paid. It was not changed.',
  fields: (t) => ({
    invoice: t.prismaField({
      type: Invoice,
      description: 'The invoice that is still due.',
      resolve: (query, { invoiceId }, _args, { db }) =>
        readOneOrThrow(db, 'Invoice', { ...query, where: { id: invoiceId } }),
    }),
    reason: t.expose('reason', { type: PastDueFailureReason, description: 'Why it was not paid.' }),
    declineCode: t.exposeString('declineCode', {
      nullable: true,
      description:
        "The provider's reason, such as `insufficient_funds`, as in `PaymentDeclinedError.declineCode`; null unless the payment was declined.",
    }),
  }),
});

mutation('payPastDueInvoices', {
  caller: 'signedIn',
  description: `Pays the open overdue invoices of a customer, the oldest first, at most ${PAID_AT_ONCE} of them: first from credit, the rest with the default payment method. Each invoice is paid or fails independently of the others.`,
  input: builder.inputType('PayPastDueInvoicesInput', {
    description: 'Input of `payPastDueInvoices`.',
    fields: (t) => ({
      customerId: t.id({
        description: 'The customer. Required for merchants; a portal session uses its own customer by default.',
      }),
      restartSubscriptions: t.boolean({ description: RESTART_DESCRIPTION }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: builder.objectRef<{ paid: string[]; failed: Failure[] }>('PayPastDueInvoicesSuccess').implement({
    description: 'The result for each overdue invoice; both lists are empty if no invoice was overdue.',
    fields: (t) => ({
      paid: t.prismaField({
        type: [Invoice],
        description: 'The invoices that were paid, in the order of payment.',
        resolve: async (query, { paid }, _args, { db }) => {
          const invoices = await db.prisma.invoice.findMany({ ...query, where: { id: { in: paid } } });
          return invoices.sort((one, other) => paid.indexOf(one.id) - paid.indexOf(other.id));
        },
      }),
      failed: t.field({
        type: [PastDueFailure],
        description: 'The invoices that are still due, with the reason for each.',
        resolve: ({ failed }) => failed,
      }),
    }),
  }),
  errors: [NotFoundError, PortalFeatureDisabledError, IdempotencyKeyReusedError],
  run: payPastDueInvoices,
});
