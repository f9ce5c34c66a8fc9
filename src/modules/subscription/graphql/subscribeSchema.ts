/** Coming back after a subscription has ended, and starting another one, in GraphQL. */
import { builder } from '../../../graphql/builder.ts';
import type { SignedInContext } from '../../../graphql/context.ts';
import { Money } from '../../../graphql/moneyType.ts';
import {
  CHARGES,
  CONFIRMED_PAYMENT_DESCRIPTION,
  IDEMPOTENCY_KEY_DESCRIPTION,
  mutation,
  preview,
} from '../../../graphql/mutation.ts';
import { ConflictError, NotFoundError, PortalFeatureDisabledError, QuoteExpiredError } from '../../../kernel/errors.ts';
import { settingsOf } from '../../../operation/portalPolicy.ts';
import { Price } from '../../catalog/nodes.ts';
import { countPromotionCode } from '../../coupon/codeGuessing.ts';
import { Coupon } from '../../coupon/schema.ts';
import { Customer } from '../../customer/schema.ts';
import { PreviewLine } from '../../invoice/lineNodes.ts';
import { DocumentTax, documentTax } from '../../invoice/taxNodes.ts';
import type { Quote } from '../change/signedQuote.ts';
import type { SubscribePlan } from '../start/startQuote.ts';
import { lacksMethod, previewSubscribe, type SubscribeInput as Subscribing, subscribe } from '../start/subscribe.ts';
import { buyingCurrency, returnRefusal, startRefusal } from '../start/subscribePolicy.ts';
import {
  activePrices,
  type Candidate,
  PRESENT,
  WITH_KIND,
  type WithConfig,
  withConfig,
} from './availablePricesSchema.ts';
import { billedPayload, Subscription, SubscriptionItem } from './nodes.ts';
import { QuoteType, UpcomingInvoice, withCurrency } from './previews.ts';

const SubscribeItemInput = builder.inputType('SubscribeItemInput', {
  description: 'An item of the subscription that a customer starts.',
  fields: (t) => ({
    priceId: t.id({ required: true, description: 'The price of one unit.' }),
    quantity: t.int({
      description:
        "The number of units; by default that of the ended item or the next larger one at which the price is sold, or the price's minimum.",
    }),
  }),
});

const SubscribeInput = builder.inputType('SubscribeInput', {
  description: 'Input of `subscribe` and of its preview.',
  fields: (t) => ({
    subscriptionId: t.id({
      description:
        'The ended subscription after which the customer comes back, which `PortalConfig.resubscribeEnabled` allows once. Null: another subscription, which `PortalConfig.subscriptionCreateEnabled` allows.',
    }),
    items: t.field({
      type: [SubscribeItemInput],
      description:
        'The items. By default those of the ended subscription; each given one replaces one of those, of the same product or another plan. For another subscription exactly one plan.',
    }),
    promotionCode: t.string({
      description:
        'A promotion code, in any case, where `PortalConfig.promotionCodes` allows it for `SUBSCRIBE`: its discount applies from the first period on. A code that cannot be used fails with `ValidationError`, whatever the reason.',
    }),
    quote: t.string({
      description:
        'The quote of a preview. The mutation charges exactly the quoted amount or fails with `QuoteExpiredError`. By default the amount is calculated anew. Previews ignore it.',
    }),
    paymentId: t.id({ description: CONFIRMED_PAYMENT_DESCRIPTION }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
  }),
});

type Previewed = SubscribePlan & { quote: Quote };
const moneyOf = (name: 'total' | 'creditApplied' | 'amountDue', description: string) => ({
  type: Money,
  description,
  resolve: (plan: Previewed) => ({ amount: plan[name], currency: plan.columns.currency }),
});

const SubscribePreview = builder.objectRef<Previewed>('SubscribePreview').implement({
  description: 'The exact effect of subscribing.',
  fields: (t) => ({
    periodStart: t.field({
      type: 'DateTime',
      description: 'When the subscription and its first period start.',
      resolve: ({ period }) => period.start,
    }),
    periodEnd: t.field({
      type: 'DateTime',
      description: 'The end of the first period, exclusive.',
      resolve: ({ period }) => period.end,
    }),
    quantities: t.intList({
      description: 'The number of units of each item, in the order of the items.',
      resolve: ({ items }) => items.map(({ quantity }) => quantity),
    }),
    lines: t.field({
      type: [PreviewLine],
      description: 'The lines of the first invoice.',
      resolve: ({ lines, columns }) => withCurrency(lines, columns.currency),
    }),
    coupon: t.field({
      type: Coupon,
      nullable: true,
      description: 'The coupon of the promotion code, which discounts from the first period on; null without a code.',
      resolve: ({ promotion }) => promotion?.coupon ?? null,
    }),
    total: t.field(moneyOf('total', 'The total of the first invoice, with its tax.')),
    tax: t.field({
      type: DocumentTax,
      nullable: true,
      description: 'The tax that the total contains; null if the company charges none.',
      resolve: ({ lines, columns }) => documentTax(lines, columns.currency),
    }),
    creditApplied: t.field(moneyOf('creditApplied', 'The part of `total` that credit pays.')),
    amountDue: t.field(
      moneyOf(
        'amountDue',
        'The amount that is charged immediately or, with `dueAt`, that is invoiced immediately and paid later.',
      ),
    ),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description:
        "By when the customer must pay `amountDue`, if the customer's invoices are sent; null if it is charged immediately, and if nothing is due.",
    }),
    nextInvoice: t.field({
      type: UpcomingInvoice,
      nullable: true,
      description: 'The invoice of the first renewal.',
      resolve: ({ renewal }) => renewal,
    }),
    paymentMethodRequired: t.boolean({
      description:
        'True if the first period or the one after it is to be paid and the customer has no payment method: the mutation fails with `PaymentMethodRequiredError` until one is added. The quote remains valid meanwhile.',
      resolve: (plan, _args, { db, principal }) =>
        principal.kind === 'customer' ? lacksMethod({ db, principal }, plan) : false,
    }),
    quote: t.field({
      type: QuoteType,
      description: 'A promise of exactly this effect for ten minutes.',
      resolve: ({ quote }) => quote,
    }),
  }),
});

preview('previewSubscribe', {
  caller: 'customer',
  description:
    'The effect of `subscribe` at this time, with a quote that is valid for ten minutes. Portal sessions only.',
  input: SubscribeInput,
  success: SubscribePreview,
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError],
  run: async (ctx, input) => {
    await countPromotionCode(ctx, input.promotionCode);
    return previewSubscribe(ctx, { ...(input as Subscribing), quote: null });
  },
});

mutation('subscribe', {
  caller: 'customer',
  description:
    'Starts a subscription of the customer and charges its first period, or invoices it to a customer whose invoices are sent, without a trial: again after one has ended, or another one. If the charge fails, no subscription is created. Fails with `ConflictError` (`INVOICE_OVERDUE`) while an invoice of the ended subscription, or before another one of any subscription, is overdue. Portal sessions only; merchants use `createSubscription`.',
  input: SubscribeInput,
  success: billedPayload('SubscribeSuccess', 'The subscription was started.'),
  errors: [NotFoundError, PortalFeatureDisabledError, QuoteExpiredError, ...CHARGES],
  run: async (ctx, input) => {
    await countPromotionCode(ctx, input.promotionCode);
    return subscribe(ctx, input as Subscribing);
  },
});

builder.prismaObjectField(SubscriptionItem, 'resubscribePrices', (t) =>
  t.prismaField({
    type: [Price],
    nullable: true,
    authScopes: { portalFeature: 'resubscribeEnabled' },
    select: (_args, context) => ({
      ...PRESENT,
      subscription: { select: { currency: true, ...withConfig(context) } },
    }),
    description:
      'The prices with which the customer can come back in the portal once the subscription has ended, cheapest first: its own, and with `allowPlanSwitch` those to which it could have been switched. Null, with an error, for customers whose portal does not allow it.',
    resolve: async (query, row, _args, context) => {
      const ctx = context as SignedInContext;
      const settings = settingsOf(ctx.principal, row.subscription as WithConfig);
      const { currency } = row.subscription;
      const prices = (await activePrices(ctx, currency, WITH_KIND)) as Candidate[];
      const ids = new Set(prices.flatMap((price) => (returnRefusal(settings, row, price) ? [] : [price.id])));
      return (await activePrices(ctx, currency, query)).filter(({ id }) => ids.has(id));
    },
  }),
);

builder.prismaObjectField(Customer, 'availablePrices', (t) =>
  t.prismaField({
    type: [Price],
    nullable: true,
    authScopes: { portalFeature: 'subscriptionCreateEnabled' },
    select: (_args, context) => ({ id: true, companyId: true, ...withConfig(context) }),
    description:
      'The prices of plans at which the customer can start another subscription in the portal, cheapest first, in the currency of the newest subscription or of the company. Null, with an error, for customers whose portal does not allow it.',
    resolve: async (query, row, _args, context) => {
      const ctx = context as SignedInContext;
      const settings = settingsOf(ctx.principal, row as unknown as WithConfig);
      const owner = { companyId: row.companyId, customerId: row.id };
      const currency = await buyingCurrency(ctx.db.prisma, owner);
      const prices = (await activePrices(ctx, currency, WITH_KIND)) as Candidate[];
      const ids = new Set(prices.flatMap((price) => (startRefusal(settings, price) ? [] : [price.id])));
      return (await activePrices(ctx, currency, query)).filter(({ id }) => ids.has(id));
    },
  }),
);

builder.prismaObjectField(Subscription, 'successor', (t) =>
  t.relation('successor', {
    type: Subscription,
    nullable: true,
    description: 'The subscription with which the customer came back after this one had ended; null if none.',
  }),
);
