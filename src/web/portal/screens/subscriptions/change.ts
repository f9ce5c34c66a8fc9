/** A change that a customer has chosen, and what came of it. */
import type {
  ChangePartsFragment,
  InvoicePartsFragment,
  PlanPartsFragment,
  SwitchChoicesQuery,
} from '../../../graphql/generated/graphql.ts';

export type ChangedSubscription = NonNullable<SwitchChoicesQuery['subscription']>;

export interface Change {
  subscription: ChangedSubscription;
  item: ChangedSubscription['items'][number];
  price: PlanPartsFragment;
  /** The quantity that was entered; undefined: the server moves the item to one at which the price is sold. */
  quantity?: number;
}

export interface ConfirmedChange {
  change: Change;
  quote: ChangePartsFragment;
  invoice: InvoicePartsFragment | null;
}
