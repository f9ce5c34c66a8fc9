/** A subscription that a customer wants to start, and what came of it. */
import type {
  InvoicePartsFragment,
  PlanPartsFragment,
  SubscribeQuotePartsFragment,
} from '../../../graphql/generated/graphql.ts';

/** An item with the prices to choose from; of an ended subscription with what it was. */
export interface Offer {
  id: string;
  prices: readonly PlanPartsFragment[];
  ended: { price: PlanPartsFragment; quantity: number } | null;
}

export interface Purchase {
  /** The ended subscription after which the customer comes back; null for another one. */
  subscriptionId: string | null;
  /** Without a quantity, the server chooses the ended item's or the price's first. */
  items: readonly { price: PlanPartsFragment; quantity?: number }[];
  promotionCode: string | null;
}

export interface StartedSubscription {
  purchase: Purchase;
  quote: SubscribeQuotePartsFragment;
  subscriptionId: string;
  invoice: InvoicePartsFragment | null;
}
