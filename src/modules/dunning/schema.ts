/** Dunning in GraphQL: its configuration, and the progress of an invoice. */
import type {
  DunningTerminalAction as Actions,
  DisputeAction as DisputeActions,
} from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { mutation } from '../../graphql/mutation.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { isOverdue } from '../collection/overdue.ts';
import { Invoice } from '../invoice/nodes.ts';
import { PaymentMethod } from '../payment/schema.ts';
import { IN_FLIGHT } from '../payment/status.ts';
import { type PaymentMethodExpiry as Expiries, expiryOf } from './cardExpiry.ts';
import {
  MAXIMUM_RETRIES,
  MAXIMUM_RETRY_DAY,
  MAXIMUM_SENT_DAYS,
  MAXIMUM_WARNING_DAYS,
  type UpdateDunningConfigInput,
  updateDunningConfig,
} from './updateDunningConfig.ts';

const DunningTerminalAction = builder.enumType('DunningTerminalAction', {
  description: 'The change of a subscription when the last retry of an invoice has failed.',
  values: {
    CANCEL: { description: 'It ends immediately, without credit.' },
    UNPAID: {
      description:
        'It becomes `UNPAID`, and no further periods are billed. Payment of all overdue invoices reactivates it within its period; after that, `restartSubscription` of `payPastDueInvoices` does.',
    },
    PAST_DUE: { description: 'It stays `PAST_DUE`, and further periods are billed.' },
    PAUSE: { description: 'It is paused, and no further periods are billed until all overdue invoices are paid.' },
  } satisfies Record<keyof typeof Actions, { description: string }>,
});

const DisputeAction = builder.enumType('DisputeAction', {
  description:
    'The change of a subscription when a customer disputes a payment of it at the bank and the bank takes the money.',
  values: {
    NOTHING: { description: 'It continues as it is.' },
    PAUSE: {
      description:
        'It is paused, and no further periods are billed until the dispute is won or its invoice is paid in another way.',
    },
    CANCEL: { description: 'It ends immediately, without credit.' },
  } satisfies Record<keyof typeof DisputeActions, { description: string }>,
});

/** The meaning of each setting, for reading and for changing. */
const MEANS = {
  retryDays: `The days after the first failure on which a failed payment is retried: ascending, each from 1 to ${MAXIMUM_RETRY_DAY}, at most ${MAXIMUM_RETRIES}. Empty: no retries. By default 3, 5 and 7.`,
  debitRetryDays:
    'The days after the first failure on which a failed debit of a bank account is retried, in the form of `retryDays`: few, because a retry costs a fee and takes days. By default 5.',
  emailsEnabled: 'Whether customers get e-mails about failed payments and cards that expire soon; true by default.',
  cardExpiryWarningDays: `The number of days before the expiry of a card at which its owner is warned, 0 to ${MAXIMUM_WARNING_DAYS}; 0: no warning. By default 30.`,
  paymentFailedCustomLinkUrl:
    'The target of the buttons in these e-mails: an https address in normalized form; null: the payment methods in the portal.',
  sentInvoicePastDueDays: `The number of days after the due date of an unpaid invoice that was sent (\`SEND_INVOICE\`) after which its subscription becomes \`PAST_DUE\`, 0 to ${MAXIMUM_SENT_DAYS}; null: never. By default 0.`,
  sentInvoiceTerminalDays: `The number of days after that due date after which \`terminalAction\` follows, not less than \`sentInvoicePastDueDays\`; null: never. By default null.`,
  terminalAction: 'The change of the subscription when the last retry has failed; `UNPAID` by default.',
  disputeAction:
    'The change of the subscription when the bank takes a payment of it back by a dispute; `NOTHING` by default.',
};

const DunningConfig = builder.prismaObject('DunningConfig', {
  authScopes: { merchant: true },
  description: 'The settings for failed payments. Merchants only.',
  fields: (t) => ({
    retryDays: t.exposeIntList('retryDays', { description: MEANS.retryDays }),
    debitRetryDays: t.exposeIntList('debitRetryDays', { description: MEANS.debitRetryDays }),
    emailsEnabled: t.exposeBoolean('emailsEnabled', { description: MEANS.emailsEnabled }),
    cardExpiryWarningDays: t.exposeInt('cardExpiryWarningDays', { description: MEANS.cardExpiryWarningDays }),
    paymentFailedCustomLinkUrl: t.exposeString('paymentFailedCustomLinkUrl', {
      nullable: true,
      description: MEANS.paymentFailedCustomLinkUrl,
    }),
    sentInvoicePastDueDays: t.exposeInt('sentInvoicePastDueDays', {
      nullable: true,
      description: MEANS.sentInvoicePastDueDays,
    }),
    sentInvoiceTerminalDays: t.exposeInt('sentInvoiceTerminalDays', {
      nullable: true,
      description: MEANS.sentInvoiceTerminalDays,
    }),
    terminalAction: t.expose('terminalAction', { type: DunningTerminalAction, description: MEANS.terminalAction }),
    disputeAction: t.expose('disputeAction', { type: DisputeAction, description: MEANS.disputeAction }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the configuration was last changed.' }),
  }),
});

builder.prismaObjectFields(Invoice, (t) => ({
  pastDue: t.boolean({
    select: {
      ...{ status: true, amountDue: true, dueAt: true, disputePending: true },
      payments: { where: { status: { in: [...IN_FLIGHT] } }, select: { id: true }, take: 1 },
    },
    description:
      'Whether it is open, has an amount due, `dueAt` has passed, no payment is under way, and the bank has decided every dispute about it. `payPastDueInvoices` pays these invoices only.',
    resolve: (invoice, _args, { now }) => isOverdue(invoice, now),
  }),
  attemptCount: t.exposeInt('attemptCount', {
    description: 'The number of failed automatic attempts to charge it to the default payment method.',
  }),
  nextAttemptAt: t.field({
    type: 'DateTime',
    nullable: true,
    select: { status: true, nextAttemptAt: true },
    description: 'When it is charged again automatically; null if no retry is scheduled.',
    resolve: ({ status, nextAttemptAt }) => (status === 'OPEN' ? nextAttemptAt : null),
  }),
}));

const PaymentMethodExpiry = builder.enumType('PaymentMethodExpiry', {
  description: 'The validity of a payment method that expires.',
  values: {
    VALID: { description: 'It expires after the warning time of `DunningConfig.cardExpiryWarningDays`.' },
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
    description: 'Whether it expires soon; null if it does not expire.',
    resolve: (method, _args, { now }) =>
      expiryOf(method, method.company.dunningConfig?.cardExpiryWarningDays ?? 0, now),
  }),
);

builder.queryFields((t) => ({
  dunningConfig: t.prismaField({
    type: DunningConfig,
    authScopes: { merchant: true },
    description: 'The settings for failed payments. Merchants only.',
    resolve: (query, _root, _args, { db, principal }) =>
      db.prisma.dunningConfig.findUniqueOrThrow({ ...query, where: visibleToMerchant(principal) }),
  }),
}));

mutation('updateDunningConfig', {
  caller: 'merchant',
  description:
    'Changes the settings for failed payments. Omitted fields stay unchanged; null clears a nullable field. If a value is invalid, nothing changes and all problems are reported. Retries that are already scheduled do not move. Merchants only.',
  input: builder.inputType('UpdateDunningConfigInput', {
    description: 'Input of `updateDunningConfig`.',
    fields: (t) => ({
      retryDays: t.intList({ description: MEANS.retryDays }),
      debitRetryDays: t.intList({ description: MEANS.debitRetryDays }),
      emailsEnabled: t.boolean({ description: MEANS.emailsEnabled }),
      cardExpiryWarningDays: t.int({ description: MEANS.cardExpiryWarningDays }),
      paymentFailedCustomLinkUrl: t.string({ description: MEANS.paymentFailedCustomLinkUrl }),
      sentInvoicePastDueDays: t.int({ description: MEANS.sentInvoicePastDueDays }),
      sentInvoiceTerminalDays: t.int({ description: MEANS.sentInvoiceTerminalDays }),
      terminalAction: t.field({ type: DunningTerminalAction, description: MEANS.terminalAction }),
      disputeAction: t.field({ type: DisputeAction, description: MEANS.disputeAction }),
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
  errors: [],
  run: (ctx, input) => updateDunningConfig(ctx, input as UpdateDunningConfigInput),
});
