/** What cancellations come to, in GraphQL. For merchants only. */
import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { Money } from '../../graphql/money.ts';
import type { MerchantPrincipal } from '../../op.ts';
import { cancellationFigures, type CancellationFigures as Figures, type ReasonFigures } from './figures.ts';

const CancellationReasonFigures = builder.objectRef<ReasonFigures>('CancellationReasonFigures').implement({
  description: 'The cancellations for one reason. `count` is the sum of the three others.',
  fields: (t) => ({
    reason: t.exposeString('reason', { nullable: true, description: 'The reason as it was given; null: none was.' }),
    count: t.exposeInt('count', { description: 'How many cancellations were asked for.' }),
    scheduled: t.exposeInt('scheduled', { description: 'How many of them wait for the end of the period now.' }),
    ended: t.exposeInt('ended', { description: 'Of how many the subscription has ended.' }),
    undone: t.exposeInt('undone', { description: 'How many of them were taken back.' }),
  }),
});

const CancellationFigures = builder.objectRef<Figures>('CancellationFigures').implement({
  description:
    'Cancellations and retention offers of a stretch of time, counted by when they were asked for, shown or answered, and told as things stand now. A cancellation by dunning is none of them. Merchants only.',
  fields: (t) => ({
    from: t.expose('from', { type: 'DateTime', description: 'The first instant that is counted.' }),
    to: t.expose('to', { type: 'DateTime', description: 'The first instant that is not counted any longer.' }),
    reasons: t.field({
      type: [CancellationReasonFigures],
      description:
        "The cancellations by reason, the most frequent first; the merchant's own are among them. A cancellation that is taken back and asked for again counts twice.",
      resolve: ({ reasons }) => reasons,
    }),
    offersShown: t.exposeInt('offersShown', {
      description:
        'How often a retention offer was shown to a customer who was about to cancel: once from the first `previewCancelSubscription` that holds it until it is accepted or the subscription is cancelled.',
    }),
    offersAccepted: t.exposeInt('offersAccepted', { description: 'How many offers were accepted.' }),
    offersDeclined: t.exposeInt('offersDeclined', {
      description:
        'How many subscriptions were cancelled after an offer had been shown. What was shown and neither accepted nor declined is still open.',
    }),
    revenueKept: t.field({
      type: [Money],
      description:
        'By currency, what the offers kept: for each subscription whose offer was accepted in this time, and that is neither cancelled nor about to be, what the first full period after accepting comes to, less the discount, as it was told when the offer was accepted. Periods of all lengths are added up. A currency in which nothing was kept of what was accepted has an amount of 0.',
      resolve: ({ revenueKept }) => revenueKept,
    }),
  }),
});

builder.queryField('cancellationFigures', (t) =>
  t.field({
    type: CancellationFigures,
    authScopes: { merchant: true },
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'The first instant that counts.' }),
      to: t.arg({
        type: 'DateTime',
        required: true,
        description: 'The first instant that does not count any longer: after `from`, by two years at most.',
      }),
    },
    description:
      'How many cancellations there were and why, and what the retention offer did about them. Merchants only.',
    resolve: (_root, range, ctx) => cancellationFigures(ctx as Context<MerchantPrincipal>, range),
  }),
);
