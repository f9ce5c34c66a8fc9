/** The offers to customers who start to cancel, in GraphQL. */
import { builder } from '../../../graphql/builder.ts';
import { amountOf } from '../../../graphql/moneyType.ts';
import { Price } from '../../catalog/nodes.ts';
import { Coupon } from '../../coupon/schema.ts';
import { CancellationOfferKind } from '../../portal/enums.ts';
import type { CancellationOffer } from '../cancel/cancellationOffer.ts';
import type { RetentionOffer } from '../cancel/discountOffer.ts';
import { SubscriptionItem } from './nodes.ts';

export const RetentionOfferType = builder.objectRef<RetentionOffer>('RetentionOffer').implement({
  description: 'A discount that is offered to a customer who starts to cancel.',
  fields: (t) => ({
    coupon: t.field({
      type: Coupon,
      description: 'The coupon that `acceptRetentionOffer` attaches.',
      resolve: ({ coupon }) => coupon,
    }),
    invoices: t.exposeInt('invoices', {
      nullable: true,
      description: 'The number of invoices that it reduces; null: all later invoices.',
    }),
    nextSaving: t.field(amountOf('nextSaving', 'The reduction of the next invoice.')),
    totalSaving: t.field(
      amountOf('totalSaving', 'The reduction of all invoices; of the next twelve if the discount has no end.'),
    ),
  }),
});

export const CancellationOfferType = builder.objectRef<CancellationOffer>('CancellationOffer').implement({
  description: 'An offer to a customer who starts to cancel, which fits the reason.',
  fields: (t) => ({
    type: t.expose('type', { type: CancellationOfferKind, description: 'The kind of offer, and how it is accepted.' }),
    discount: t.field({
      type: RetentionOfferType,
      nullable: true,
      description: 'The discount of an offer of the type `COUPON`; null otherwise.',
      resolve: (offer) => (offer.type === 'COUPON' ? offer.discount : null),
    }),
    item: t.field({
      type: SubscriptionItem,
      nullable: true,
      description: 'The item that an offer of the type `PLAN` changes; null otherwise.',
      resolve: (offer) => (offer.type === 'PLAN' ? offer.item : null),
    }),
    price: t.field({
      type: Price,
      nullable: true,
      description: 'The cheaper price of an offer of the type `PLAN`; null otherwise.',
      resolve: (offer) => (offer.type === 'PLAN' ? offer.price : null),
    }),
    supportEmail: t.string({
      nullable: true,
      description: 'The e-mail address of an offer of the type `CONTACT`; null otherwise.',
      resolve: (offer) => (offer.type === 'CONTACT' ? offer.email : null),
    }),
  }),
});

export const RetentionAnswerInput = builder.inputType('RetentionAnswerInput', {
  description: 'Accepts the offer that the customer was made when starting to cancel.',
  fields: (t) => ({
    reason: t.string({
      description:
        'The `reason` with which the offer was previewed, one of `PortalConfig.cancellationReasons`; omitted if it was previewed without one.',
    }),
    comment: t.string({ description: 'A comment of the customer, at most 2000 characters; optional.' }),
  }),
});

export const RETENTION_ANSWER =
  'Given if the change accepts `CancellationPreview.offer`, which was made when the customer started to cancel. Fails with `ConflictError` if another offer or none applies. Portal sessions only; omitted for any other change.';
