/** E-mails to customers in GraphQL: the settings, what was sent about an invoice, and sending one again. */
import type { CustomerEmailStatus as Statuses } from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { mutation } from '../../graphql/mutation.ts';
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { CustomerEmailKind } from '../customer/emailKindSchema.ts';
import { Invoice, invoicePayload } from '../invoice/nodes.ts';
import { type EmailSettings, emailConfig } from './emailConfig.ts';
import { sendInvoiceEmail } from './sendInvoiceEmail.ts';
import {
  MAXIMUM_DUE_DAYS,
  MAXIMUM_DUE_REMINDERS,
  MAXIMUM_LONG_DAYS,
  MAXIMUM_SHORT_DAYS,
  MAXIMUM_TRIAL_DAYS,
  type UpdateEmailConfigInput,
  updateEmailConfig,
} from './updateEmailConfig.ts';

/** The meaning of each setting, for reading and for changing. */
const MEANS = {
  enabled:
    'The e-mails that customers get; none by default. An invoice that the customer must pay by a date (`SEND_INVOICE`) is always sent. E-mails about failed payments, expiring cards and requested cancellations have their own settings.',
  longPeriodReminderDays: `The number of days before the renewal of a period of six months or more at which customers are reminded, 0 to ${MAXIMUM_LONG_DAYS}; 0: never. By default 30.`,
  shortPeriodReminderDays: `The number of days before the renewal of a shorter period, of at least a month, at which customers are reminded, 0 to ${MAXIMUM_SHORT_DAYS}. By default 0: never. Periods of days or weeks have no reminder.`,
  trialReminderDays: `The number of days before the end of a trial at which customers are reminded, 0 to ${MAXIMUM_TRIAL_DAYS}; 0: never. By default 7. A shorter trial is announced when it begins.`,
  dueReminderDays: `The days, counted from the due date, on which customers are reminded of an unpaid invoice that was sent (\`SEND_INVOICE\`): ascending, each from -${MAXIMUM_DUE_DAYS} (before it) to ${MAXIMUM_DUE_DAYS} (after it), at most ${MAXIMUM_DUE_REMINDERS}. By default -3, 1, 7 and 14.`,
};

const EmailConfig = builder.objectRef<EmailSettings>('EmailConfig').implement({
  authScopes: { merchant: true },
  description: 'The settings for e-mails to customers. Merchants only.',
  fields: (t) => ({
    enabled: t.expose('enabled', { type: [CustomerEmailKind], description: MEANS.enabled }),
    longPeriodReminderDays: t.exposeInt('longPeriodReminderDays', { description: MEANS.longPeriodReminderDays }),
    shortPeriodReminderDays: t.exposeInt('shortPeriodReminderDays', { description: MEANS.shortPeriodReminderDays }),
    trialReminderDays: t.exposeInt('trialReminderDays', { description: MEANS.trialReminderDays }),
    dueReminderDays: t.exposeIntList('dueReminderDays', { description: MEANS.dueReminderDays }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the settings were last changed; null: never.',
    }),
  }),
});

builder.queryFields((t) => ({
  emailConfig: t.field({
    type: EmailConfig,
    authScopes: { merchant: true },
    description: 'The settings for e-mails to customers. Merchants only.',
    resolve: (_root, _args, { db, principal }) => emailConfig(db.prisma, visibleToMerchant(principal).companyId),
  }),
}));

mutation('updateEmailConfig', {
  caller: 'merchant',
  description:
    'Changes the settings for e-mails to customers. Omitted fields stay unchanged. If a value is invalid, nothing changes and all problems are reported. Merchants only.',
  input: builder.inputType('UpdateEmailConfigInput', {
    description: 'Input of `updateEmailConfig`.',
    fields: (t) => ({
      enabled: t.field({ type: [CustomerEmailKind], description: MEANS.enabled }),
      longPeriodReminderDays: t.int({ description: MEANS.longPeriodReminderDays }),
      shortPeriodReminderDays: t.int({ description: MEANS.shortPeriodReminderDays }),
      trialReminderDays: t.int({ description: MEANS.trialReminderDays }),
      dueReminderDays: t.intList({ description: MEANS.dueReminderDays }),
    }),
  }),
  success: builder.objectRef<{ companyId: string }>('UpdateEmailConfigSuccess').implement({
    description: 'The settings were changed.',
    fields: (t) => ({
      emailConfig: t.field({
        type: EmailConfig,
        description: 'The settings as they are now.',
        resolve: ({ companyId }, _args, { db }) => emailConfig(db.prisma, companyId),
      }),
    }),
  }),
  errors: [],
  run: (ctx, input) => updateEmailConfig(ctx, input as UpdateEmailConfigInput),
});

const CustomerEmailStatus = builder.enumType('CustomerEmailStatus', {
  description: 'The status of an e-mail to a customer.',
  values: {
    PLANNED: { description: 'Recorded with its event. It is queued within seconds.' },
    QUEUED: { description: 'Waiting to be sent, or to be sent again after a failed attempt.' },
    SENT: { description: 'Accepted by the mail service for at least one address.' },
    SKIPPED: {
      description:
        'Not sent: the customer has declined such e-mails or was deleted, or the e-mail was out of date by then.',
    },
    BOUNCED: {
      description:
        'Not sent: the mail service refused it permanently for every address, because of the address or the content, or had refused the addresses before.',
    },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

const CustomerEmail = builder.prismaObject('CustomerEmail', {
  authScopes: { merchant: true },
  description: 'An e-mail to a customer. It does not contain the address. Merchants only.',
  fields: (t) => ({
    kind: t.expose('kind', { type: CustomerEmailKind, description: 'The kind of the e-mail.' }),
    status: t.expose('status', { type: CustomerEmailStatus, description: 'Whether it was sent.' }),
    attachmentHash: t.exposeString('attachmentHash', {
      nullable: true,
      description: 'The SHA-256 of the attached PDF, in hexadecimal; null if it was sent without one.',
    }),
    sentAt: t.expose('sentAt', { type: 'DateTime', nullable: true, description: 'When it was sent; null before.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was planned.' }),
  }),
});

/** Bounds the list, because merchants can send e-mails again. */
const SHOWN = 50;

builder.prismaObjectField(Invoice, 'emails', (t) =>
  t.prismaField({
    type: [CustomerEmail],
    authScopes: { merchant: true },
    select: { id: true, companyId: true },
    description: `The e-mails about it, newest first; at most ${SHOWN}. Merchants only.`,
    resolve: (query, { id, companyId }, _args, { db }) =>
      db.prisma.customerEmail.findMany({
        ...query,
        where: { companyId, objectId: id },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: SHOWN,
      }),
  }),
);

mutation('sendInvoiceEmail', {
  caller: 'merchant',
  description:
    'Sends a final invoice or credit note by e-mail once more, also if the e-mail is switched off or the customer has declined it. It is sent within seconds. Merchants only.',
  input: builder.inputType('SendInvoiceEmailInput', {
    description: 'Input of `sendInvoiceEmail`.',
    fields: (t) => ({ invoiceId: t.id({ required: true, description: 'The id of the invoice or credit note.' }) }),
  }),
  success: invoicePayload('SendInvoiceEmailSuccess', 'The e-mail was planned.'),
  errors: [NotFoundError, ConflictError],
  run: (ctx, input) => sendInvoiceEmail(ctx, input),
});
