/** Dunning in GraphQL: its configuration, how far it is with an invoice, and paying everything at once. */
import type { DunningTerminalAction as Actions } from '../../db/generated/client/enums.ts';
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, IDEMPOTENT, mutation } from '../../graphql/mutation.ts';
import { PortalFeatureDisabledError } from '../../kernel/errors.ts';
import { visibleToMerchant } from '../../op.ts';
import { Invoice } from '../invoice/nodes.ts';
import { PaymentMethod } from '../payment/schema.ts';
import {
  MAXIMUM_RETRIES,
  MAXIMUM_RETRY_DAY,
  MAXIMUM_WARNING_DAYS,
  type UpdateDunningConfigInput,
  updateDunningConfig,
} from './config.ts';
import { type PaymentMethodExpiry as Expiries, expiryOf } from './expiring.ts';
import { isOverdue } from './overdue.ts';
import {
  type PastDueFailure as Failure,
  PAID_AT_ONCE,
  payPastDueInvoices,
  type PastDueFailureReason as Reasons,
} from './payPastDue.ts';

const DunningTerminalAction = builder.enumType('DunningTerminalAction', {
  description: 'What becomes of a subscription when the last retry of an invoice has failed.',
  values: {
    CANCEL: { description: 'It ends at once, without credit.' },
    UNPAID: { description: 'It rests, and no further periods are billed, until everything overdue is paid.' },
    PAST_DUE: { description: 'It stays past due, and further periods are billed.' },
    PAUSE: { description: 'It is paused, and no further periods are billed, until everything overdue is paid.' },
  } satisfies Record<keyof typeof Actions, { description: string }>,
});

/** What each setting means, for reading and for changing. */
const MEANS = {
  retryDays: `When a failed payment is tried again, in days after the first failure: ascending, each from 1 to ${MAXIMUM_RETRY_DAY}, at most ${MAXIMUM_RETRIES}. Empty: never.`,
  emailsEnabled: 'Whether customers are told by e-mail of payments that failed and of cards that are about to expire.',
  cardExpiryWarningDays: `How many days before a card expires its owner is told, 0 to ${MAXIMUM_WARNING_DAYS}; 0: never.`,
  paymentFailedCustomLinkUrl:
    'Where the buttons of these mails lead: an https address, in normalised form; null: the payment methods in the portal.',
  terminalAction: 'What becomes of the subscription when the last retry has failed.',
};

const DunningConfig = builder.prismaObject('DunningConfig', {
  authScopes: { merchant: true },
  description: 'What happens after a payment has failed. Merchants only.',
  fields: (t) => ({
    retryDays: t.exposeIntList('retryDays', { description: MEANS.retryDays }),
    emailsEnabled: t.exposeBoolean('emailsEnabled', { description: MEANS.emailsEnabled }),
    cardExpiryWarningDays: t.exposeInt('cardExpiryWarningDays', { description: MEANS.cardExpiryWarningDays }),
    paymentFailedCustomLinkUrl: t.exposeString('paymentFailedCustomLinkUrl', {
      nullable: true,
      description: MEANS.paymentFailedCustomLinkUrl,
    }),
    terminalAction: t.expose('terminalAction', { type: DunningTerminalAction, description: MEANS.terminalAction }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the configuration was last changed.' }),
  }),
});

builder.prismaObjectFields(Invoice, (t) => ({
  pastDue: t.boolean({
    select: { status: true, amountDue: true, dueAt: true },
    description: 'Whether it is to be paid by now. `payPastDueInvoices` pays those, and no other.',
    resolve: (invoice, _args, { now }) => isOverdue(invoice, now),
  }),
  attemptCount: t.exposeInt('attemptCount', {
    description: 'How many attempts to collect it from the default payment method have failed.',
  }),
  nextAttemptAt: t.field({
    type: 'DateTime',
    nullable: true,
    select: { status: true, nextAttemptAt: true },
    description: 'When collecting it is tried again; null when it is not.',
    resolve: ({ status, nextAttemptAt }) => (status === 'OPEN' ? nextAttemptAt : null),
  }),
}));

const PaymentMethodExpiry = builder.enumType('PaymentMethodExpiry', {
  description: 'How long a card is still good.',
  values: {
    GOOD: { description: 'Longer than the time in which its owner is warned.' },
    EXPIRING: { description: 'It expires within the warning time of `DunningConfig.cardExpiryWarningDays`.' },
    EXPIRED: { description: 'Its month is over, in UTC.' },
  } satisfies Record<Expiries, { description: string }>,
});

builder.prismaObjectField(PaymentMethod, 'expiry', (t) =>
  t.field({
    type: PaymentMethodExpiry,
    nullable: true,
    select: {
      expiryMonth: true,
      expiryYear: true,
      company: { select: { dunningConfig: { select: { cardExpiryWarningDays: true } } } },
    },
    description: 'How long it is still good; null for what does not expire.',
    resolve: (method, _args, { now }) =>
      expiryOf(method, method.company.dunningConfig?.cardExpiryWarningDays ?? 0, now),
  }),
);

builder.queryFields((t) => ({
  dunningConfig: t.prismaField({
    type: DunningConfig,
    authScopes: { merchant: true },
    description: 'What happens after a payment has failed. Merchants only.',
    resolve: (query, _root, _args, { db, principal }) =>
      db.prisma.dunningConfig.findUniqueOrThrow({ ...query, where: visibleToMerchant(principal) }),
  }),
}));

mutation('updateDunningConfig', {
  caller: 'merchant',
  description:
    'Changes what happens after a payment has failed: what is left out stays as it is, null clears what may be empty. Nothing is changed when anything is wrong, and all that is wrong is told at once. Retries that are scheduled already keep their time. Merchants only.',
  input: builder.inputType('UpdateDunningConfigInput', {
    description: 'What changes.',
    fields: (t) => ({
      retryDays: t.intList({ description: MEANS.retryDays }),
      emailsEnabled: t.boolean({ description: MEANS.emailsEnabled }),
      cardExpiryWarningDays: t.int({ description: MEANS.cardExpiryWarningDays }),
      paymentFailedCustomLinkUrl: t.string({ description: MEANS.paymentFailedCustomLinkUrl }),
      terminalAction: t.field({ type: DunningTerminalAction, description: MEANS.terminalAction }),
    }),
  }),
  success: builder.objectRef<{ companyId: string }>('UpdateDunningConfigSuccess').implement({
    description: 'The configuration was changed.',
    fields: (t) => ({
      dunningConfig: t.prismaField({
        type: DunningConfig,
        description: 'The configuration as it is now.',
        resolve: (query, { companyId }, _args, { db }) =>
          db.prisma.dunningConfig.findUniqueOrThrow({ ...query, where: { companyId } }),
      }),
    }),
  }),
  run: (ctx, input) => updateDunningConfig(ctx, input as UpdateDunningConfigInput),
});

const PastDueFailureReason = builder.enumType('PastDueFailureReason', {
  description: 'Why an overdue invoice was not paid.',
  values: {
    DECLINED: { description: 'The payment was declined.' },
    AUTHENTICATION_REQUIRED: { description: 'The bank asks the customer to confirm the payment.' },
    PAYMENT_METHOD_REQUIRED: { description: 'The customer has no payment method.' },
    PROVIDER_UNAVAILABLE: { description: 'The payment provider does not answer.' },
    CHANGED: { description: 'What is due changed at the same moment; try again.' },
  } satisfies Record<Reasons, { description: string }>,
});

const PastDueFailure = builder.objectRef<Failure>('PastDueFailure').implement({
  description: 'An overdue invoice that could not be paid; nothing was changed about it.',
  fields: (t) => ({
    invoice: t.prismaField({
      type: Invoice,
      description: 'The invoice.',
      resolve: (query, { invoiceId }, _args, { db }) =>
        readOneOrThrow(db, 'Invoice', { ...query, where: { id: invoiceId } }),
    }),
    reason: t.expose('reason', { type: PastDueFailureReason, description: 'Why it was not paid.' }),
    declineCode: t.exposeString('declineCode', {
      nullable: true,
      description: "The provider's reason in its standard words, such as `insufficient_funds`, if it was declined.",
    }),
  }),
});

mutation('payPastDueInvoices', {
  caller: 'signedIn',
  description: `Pays the open overdue invoices of a customer, the oldest first, at most ${PAID_AT_ONCE} of them: from credit first, the rest by the default payment method. Each is paid, or not, by itself.`,
  input: builder.inputType('PayPastDueInvoicesInput', {
    description: 'Whose.',
    fields: (t) => ({
      customerId: t.id({ description: 'The customer; merchants must name one, a portal session is its own.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: builder.objectRef<{ paid: string[]; failed: Failure[] }>('PayPastDueInvoicesSuccess').implement({
    description: 'What was paid and what was not; nothing at all when nothing is overdue.',
    fields: (t) => ({
      paid: t.prismaField({
        type: [Invoice],
        description: 'The invoices that are paid now, in the order in which they were.',
        resolve: async (query, { paid }, _args, { db }) => {
          const invoices = await db.prisma.invoice.findMany({ ...query, where: { id: { in: paid } } });
          return invoices.sort((one, other) => paid.indexOf(one.id) - paid.indexOf(other.id));
        },
      }),
      failed: t.field({
        type: [PastDueFailure],
        description: 'The invoices that are still due, and why.',
        resolve: ({ failed }) => failed,
      }),
    }),
  }),
  errors: [PortalFeatureDisabledError, ...IDEMPOTENT],
  run: payPastDueInvoices,
});
