/** The cancellation report in GraphQL. For merchants only. */
import { builder } from '../../../graphql/builder.ts';
import type { Context } from '../../../graphql/context.ts';
import { Money } from '../../../graphql/moneyType.ts';
import type { MerchantPrincipal } from '../../../operation/operation.ts';
import { CancellationOfferKind } from '../../portal/enums.ts';
import {
  cancellationReport,
  type OfferCount,
  type ReasonCount,
  type CancellationReport as Report,
  type Retained,
} from '../cancel/cancellationFigures.ts';

const CancellationReasonFigures = builder.objectRef<ReasonCount>('CancellationReasonFigures').implement({
  description: 'The cancellations for one reason. `count` is the sum of the three others.',
  fields: (t) => ({
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason as it was given; null if none was given.',
    }),
    count: t.exposeInt('count', { description: 'The number of requested cancellations.' }),
    scheduled: t.exposeInt('scheduled', {
      description: 'The number of them that are still scheduled for the end of the period.',
    }),
    ended: t.exposeInt('ended', { description: 'The number of them whose subscription has ended.' }),
    undone: t.exposeInt('undone', { description: 'The number of them that were undone.' }),
  }),
});

const RetainedFigures = builder.objectRef<Retained>('RetainedFigures').implement({
  description: 'How many accepted offers retained their subscription for a number of days.',
  fields: (t) => ({
    elapsed: t.exposeInt('elapsed', { description: 'The number of accepted offers for which that time has passed.' }),
    retained: t.exposeInt('retained', {
      description: 'The number of them whose subscription had not ended when it had passed.',
    }),
  }),
});

const CancellationOfferFigures = builder.objectRef<OfferCount>('CancellationOfferFigures').implement({
  description: 'The offers of one type.',
  fields: (t) => ({
    type: t.expose('type', { type: CancellationOfferKind, description: 'The kind of the counted offers.' }),
    shown: t.exposeInt('shown', {
      description:
        'The number of times that one was shown: once per type until one is accepted or the subscription is canceled.',
    }),
    accepted: t.exposeInt('accepted', { description: 'The number of accepted offers of the type.' }),
    declined: t.exposeInt('declined', {
      description: 'The number of subscriptions that were canceled after the offer for their reason was shown.',
    }),
    after30Days: t.expose('after30Days', {
      type: RetainedFigures,
      description: 'The accepted offers, 30 days after they were accepted.',
    }),
    after90Days: t.expose('after90Days', {
      type: RetainedFigures,
      description: 'The accepted offers, 90 days after they were accepted.',
    }),
  }),
});

const CancellationFigures = builder.objectRef<Report>('CancellationFigures').implement({
  description:
    'The cancellations and retention offers of a time range, by the time of the request, and in their present state. Cancellations by dunning are not included. Merchants only.',
  fields: (t) => ({
    from: t.expose('from', { type: 'DateTime', description: 'The start of the range, inclusive.' }),
    to: t.expose('to', { type: 'DateTime', description: 'The end of the range, exclusive.' }),
    reasons: t.field({
      type: [CancellationReasonFigures],
      description:
        'The cancellations by reason, the most frequent first, including those by the merchant. A cancellation that is undone and requested again counts twice.',
      resolve: ({ reasons }) => reasons,
    }),
    offers: t.field({
      type: [CancellationOfferFigures],
      description: 'The offers by type, at most one entry for each; none for a type that occurs in no offer.',
      resolve: ({ offers }) => offers,
    }),
    offersShown: t.exposeInt('offersShown', {
      description:
        'The number of times that a retention offer was shown to a customer who started to cancel: once from the first `recordRetentionOfferShown` until it is accepted or the subscription is canceled.',
    }),
    offersAccepted: t.exposeInt('offersAccepted', { description: 'The number of accepted offers.' }),
    offersDeclined: t.exposeInt('offersDeclined', {
      description:
        'The number of subscriptions that were canceled after an offer was shown. Offers that were neither accepted nor declined are still open.',
    }),
    retainedRevenue: t.field({
      type: [Money],
      description:
        'The retained revenue by currency: for each subscription whose offer was accepted in the range, and that is neither canceled nor scheduled to be, the discounted amount of the first full period after accepting, as calculated at that time. Periods of all lengths are summed. The amount is 0 for a currency whose subscriptions were all canceled later.',
      resolve: ({ revenueKept }) => revenueKept,
    }),
  }),
});

builder.queryField('cancellationFigures', (t) =>
  t.field({
    type: CancellationFigures,
    authScopes: { merchant: true },
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'The start of the range, inclusive.' }),
      to: t.arg({
        type: 'DateTime',
        required: true,
        description: 'The end of the range, exclusive: after `from`, by at most two years.',
      }),
    },
    description: 'The number of cancellations, their reasons, and the effect of retention offers. Merchants only.',
    resolve: (_root, range, ctx) => cancellationReport(ctx as Context<MerchantPrincipal>, range),
  }),
);
