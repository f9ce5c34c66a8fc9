/** A change that a customer has chosen, and its result. */
import type {
  ChangePartsFragment,
  InvoicePartsFragment,
  PricePartsFragment,
  SwitchChoicesQuery,
} from '../../../graphql/generated/graphql.ts';

export type ChangedSubscription = NonNullable<SwitchChoicesQuery['subscription']>;

/** The reason and comment of a customer who started to cancel. */
export interface Answer {
  reason?: string;
  comment?: string;
}

/** `Price` has more fields where a price is chosen. */
export interface Change<Price extends PricePartsFragment = PricePartsFragment> {
  subscription: { id: string };
  item: { id: string; quantity: number; price: PricePartsFragment };
  price: Price;
  /** The quantity that was entered; undefined: the server moves the item to one at which the price is sold. */
  quantity?: number;
  promotionCode?: string | null;
  /** Given if the change is made instead of canceling. */
  retention?: Answer;
}

export interface ConfirmedChange {
  change: Change;
  quote: ChangePartsFragment;
  invoice: InvoicePartsFragment | null;
}
