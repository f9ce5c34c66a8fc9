/** A change that a customer has chosen, and what came of it. */
import type {
  ChangePartsFragment,
  InvoicePartsFragment,
  PricePartsFragment,
  SubscriptionPartsFragment,
} from '../../../graphql/generated/graphql.ts';

export interface Change {
  subscription: SubscriptionPartsFragment;
  item: SubscriptionPartsFragment['items'][number];
  price: PricePartsFragment;
  quantity: number;
}

export interface ConfirmedChange {
  change: Change;
  quote: ChangePartsFragment;
  invoice: InvoicePartsFragment | null;
}
