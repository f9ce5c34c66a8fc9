/** Payment links in GraphQL: the page behind a link, for everybody who has it, and the links themselves, for merchants. */
import { builder } from '../../graphql/builder.ts';
import {
  CHARGES,
  CONFIRMED_PAYMENT_DESCRIPTION,
  IDEMPOTENCY_KEY_DESCRIPTION,
  mutation,
} from '../../graphql/mutation.ts';
import { LOCALE_DESCRIPTION } from '../../graphql/readerLocale.ts';
import {
  ConflictError,
  InvalidPaymentLinkError,
  NotFoundError,
  PaymentProviderNotConnectedError,
  PaymentProviderUnavailableError,
} from '../../kernel/errors.ts';
import { Invoice, invoicePayload } from '../invoice/nodes.ts';
import { paymentLinkEnd, paymentUrl } from '../invoice/paymentLink.ts';
import type { SetupForm } from '../payment/createSetupIntent.ts';
import { createPaymentLinkPdf } from './createPaymentLinkPdf.ts';
import { createPaymentLinkSetupIntent } from './createPaymentLinkSetupIntent.ts';
import { limitTries } from './limitTries.ts';
import { openPaymentLink } from './openPaymentLink.ts';
import { payByPaymentLink } from './payByPaymentLink.ts';
import { PaymentLink } from './paymentLinkNodes.ts';
import { paymentLinkView } from './paymentLinkView.ts';
import { requestPaymentLink } from './requestPaymentLink.ts';
import { requireLink } from './requireLink.ts';
import { revokePaymentLink } from './revokePaymentLink.ts';

const TOKEN = 'The token from the fragment of the link.';

builder.queryField('paymentLink', (t) =>
  t.field({
    type: PaymentLink,
    nullable: true,
    description:
      'The invoice of a payment link. Null if the link is unknown, revoked or expired. No credential is required besides the link, and reading has no effect.',
    args: {
      token: t.arg.string({ required: true, description: TOKEN }),
      locale: t.arg.string({ description: LOCALE_DESCRIPTION }),
    },
    resolve: async (_root, { token, locale }, ctx) => {
      const link = await openPaymentLink(ctx, token);
      return link && paymentLinkView(ctx, link, locale);
    },
  }),
);

const tokenInput = (name: string) =>
  builder.inputType(name, {
    description: `Input of \`${name[0]?.toLowerCase()}${name.slice(1).replace(/Input$/, '')}\`.`,
    fields: (t) => ({ token: t.string({ required: true, description: TOKEN }) }),
  });

mutation('createPaymentLinkSetupIntent', {
  caller: 'anyone',
  description:
    "Prepares the payment provider's form for a payment method that pays the invoice of a payment link once and is not stored. Ten tries an hour for each invoice, together with the payments; then `RATE_LIMITED`.",
  input: tokenInput('CreatePaymentLinkSetupIntentInput'),
  success: builder.objectRef<SetupForm>('CreatePaymentLinkSetupIntentSuccess').implement({
    description: 'The form can be opened.',
    fields: (t) => ({
      provider: t.exposeString('provider', { description: 'The payment provider of the form, such as `sandbox`.' }),
      clientSecret: t.exposeString('clientSecret', { description: 'The secret that the form is opened with.' }),
      publishableKey: t.exposeString('publishableKey', {
        description: "The provider's public key, with which its script is opened.",
      }),
      connectedAccount: t.exposeString('connectedAccount', {
        nullable: true,
        description: 'The connected account that the script must name; null for the account of the key.',
      }),
    }),
  }),
  errors: [InvalidPaymentLinkError, ConflictError, PaymentProviderNotConnectedError, PaymentProviderUnavailableError],
  run: async (ctx, { token }) => {
    const link = await requireLink(ctx, token);
    await limitTries(ctx, link);
    return createPaymentLinkSetupIntent(ctx, link);
  },
});

mutation('payByPaymentLink', {
  caller: 'anyone',
  description:
    "Pays what is due on the invoice of a payment link: the customer's credit first, the rest by the payment method of the form. The payment method is used once and not stored. A debit takes days: the link is then `PROCESSING`.",
  input: builder.inputType('PayByPaymentLinkInput', {
    description: 'Input of `payByPaymentLink`.',
    fields: (t) => ({
      token: t.string({ required: true, description: TOKEN }),
      methodToken: t.string({
        required: true,
        description: "The token of the provider's form: `seti_…` of Stripe, or for example `tok_visa` of the sandbox.",
      }),
      paymentId: t.id({ description: CONFIRMED_PAYMENT_DESCRIPTION }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: builder.objectRef<{ token: string }>('PayByPaymentLinkSuccess').implement({
    description: 'The invoice is paid, or its payment is under way.',
    fields: (t) => ({
      paymentLink: t.field({
        type: PaymentLink,
        nullable: true,
        args: { locale: t.arg.string({ description: LOCALE_DESCRIPTION }) },
        description: 'The invoice as it is now; null if the link was revoked meanwhile.',
        resolve: async ({ token }, { locale }, ctx) => {
          const link = await openPaymentLink(ctx, token);
          return link && paymentLinkView(ctx, link, locale);
        },
      }),
    }),
  }),
  errors: [InvalidPaymentLinkError, NotFoundError, ...CHARGES],
  run: async (ctx, { token, ...input }) => {
    const link = await requireLink(ctx, token);
    if (!input.paymentId) await limitTries(ctx, link);
    await payByPaymentLink(ctx, link, input);
    return { token };
  },
});

mutation('createPaymentLinkPdf', {
  caller: 'anyone',
  description:
    'Creates an address from which the PDF of the invoice of a payment link can be downloaded for five minutes without a credential.',
  input: tokenInput('CreatePaymentLinkPdfInput'),
  success: builder.objectRef<{ url: string; expiresAt: Date }>('CreatePaymentLinkPdfSuccess').implement({
    description: 'The address was created.',
    fields: (t) => ({
      url: t.exposeString('url', { description: 'The address of the PDF. It works for everyone who has it.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the address stops working.' }),
    }),
  }),
  errors: [InvalidPaymentLinkError],
  run: async (ctx, { token }) => createPaymentLinkPdf(ctx, await requireLink(ctx, token)),
});

mutation('requestPaymentLink', {
  caller: 'anyone',
  description:
    'Sends the invoice of a former payment link, with a new link, to the addresses on file. The response is the same whether or not an e-mail is sent: an unknown link, an invoice that is not to be paid, and the rate limits are not revealed.',
  input: tokenInput('RequestPaymentLinkInput'),
  success: builder.objectRef<{ accepted: true }>('RequestPaymentLinkSuccess').implement({
    description: 'The request was accepted.',
    fields: (t) => ({
      accepted: t.exposeBoolean('accepted', { description: 'Always true, whether or not an e-mail is sent.' }),
    }),
  }),
  errors: [],
  run: (ctx, { token }) => requestPaymentLink(ctx, token),
});

mutation('revokePaymentLink', {
  caller: 'merchant',
  description:
    'Revokes the payment links of an invoice that were given out. `Invoice.hostedInvoiceUrl` is another address from then on. Merchants only.',
  input: builder.inputType('RevokePaymentLinkInput', {
    description: 'Input of `revokePaymentLink`.',
    fields: (t) => ({ invoiceId: t.id({ required: true, description: 'The id of the invoice.' }) }),
  }),
  success: invoicePayload('RevokePaymentLinkSuccess', 'The former links are invalid.'),
  errors: [NotFoundError, ConflictError],
  run: revokePaymentLink,
});

builder.prismaObjectFields(Invoice, (t) => ({
  hostedInvoiceUrl: t.string({
    nullable: true,
    authScopes: { merchant: true },
    select: {
      status: true,
      total: true,
      paymentLinkVersion: true,
      company: { select: { testMode: true } },
    },
    description:
      'The payment link: the address of a page on which everybody who has it can see and pay this invoice without signing in. It is the same until `revokePaymentLink`. Null for drafts and credit notes. Merchants only.',
    resolve: (invoice, _args, { db, keys, publicUrl }) =>
      invoice.status === 'DRAFT' || invoice.total <= 0n
        ? null
        : paymentUrl({ tx: db.prisma, keys, publicUrl }, invoice),
  }),
  hostedInvoiceUrlExpiresAt: t.field({
    type: 'DateTime',
    nullable: true,
    authScopes: { merchant: true },
    select: { total: true, dueAt: true, finalizedAt: true, paymentLinkRenewedAt: true },
    description:
      'When the payment link expires: thirty days after the due date, or after the last e-mail that contained it. Null for drafts and credit notes. Merchants only.',
    resolve: (invoice) => (invoice.total <= 0n ? null : paymentLinkEnd(invoice)),
  }),
}));
