/** Quoting a change and making it: a switch where the price changes, an update where only the quantity does. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type ChangePartsFragment,
  ChangeQuantityDocument,
  type InvoicePartsFragment,
  PreviewQuantityDocument,
  PreviewSwitchDocument,
  SwitchDocument,
} from '../../../graphql/generated/graphql.ts';
import { send } from '../../api/client.ts';
import type { Failure } from '../../api/failure.ts';
import { useAction } from '../../api/useAction.ts';
import type { Refused } from '../../ui/Trouble.tsx';
import type { Change } from './ChangeQuote.tsx';

export interface Settled {
  change: Change;
  quote: ChangePartsFragment;
  invoice: InvoicePartsFragment | null;
}

type Quoted = { quote: ChangePartsFragment; refused: null } | { quote: null; refused: Refused };

async function ask({ subscription, item, price, quantity }: Change, locale: string): Promise<Quoted> {
  const input = { subscriptionId: subscription.id, itemId: item.id, quantity };
  const preview =
    price.id === item.price.id
      ? (await send(PreviewQuantityDocument, { input, locale })).data.previewUpdateQuantity
      : (await send(PreviewSwitchDocument, { input: { ...input, priceId: price.id }, locale })).data.previewSwitchPlan;
  return preview.__typename === 'SubscriptionChangePreview'
    ? { quote: preview, refused: null }
    : { quote: null, refused: preview as Refused };
}

export function useChange(change: Change, locale: string) {
  const { subscription, item, price, quantity } = change;
  const preview = useQuery({
    queryKey: ['quote', subscription.id, item.id, price.id, quantity, locale],
    queryFn: () => ask(change, locale),
    gcTime: 0,
  });
  const switching = useAction(SwitchDocument, { idempotent: true });
  const updating = useAction(ChangeQuantityDocument, { idempotent: true });
  const action = price.id === item.price.id ? updating : switching;
  const [refused, setRefused] = useState<Refused | null>(null);
  /** The quote that was shown did not hold any longer, and there is a new one. */
  const [renewed, setRenewed] = useState(false);

  async function renew(): Promise<void> {
    // What was tried and not answered is tried again as it was: under another quote it would be another change.
    if (action.unanswered) return;
    await quoteAnew();
  }

  async function quoteAnew(): Promise<void> {
    await preview.refetch();
    setRenewed(true);
  }

  async function confirm(quote: ChangePartsFragment): Promise<Settled | null> {
    setRefused(null);
    setRenewed(false);
    const input = { subscriptionId: subscription.id, itemId: item.id, quantity, quote: quote.quote };
    const result =
      price.id === item.price.id
        ? (await updating.run(input))?.updateQuantity
        : (await switching.run({ ...input, priceId: price.id }))?.switchPlan;
    if (!result) return null;
    if (result.__typename === 'SwitchPlanSuccess' || result.__typename === 'UpdateQuantitySuccess')
      return { change, quote, invoice: result.invoice ?? null };
    if (result.__typename === 'QuoteExpiredError') await quoteAnew();
    else setRefused(result as Refused);
    return null;
  }

  return {
    quote: preview.data?.quote ?? null,
    /** Which answer it is: where a test clock stands still, the next quote is the same to the letter. */
    quotedAt: preview.dataUpdatedAt,
    impossible: preview.data?.refused ?? null,
    loading: preview.isPending,
    renewing: preview.isFetching && !preview.isPending,
    previewFailure: preview.error as Failure | null,
    ask: () => void preview.refetch(),
    renew,
    renewed,
    confirm,
    pending: action.pending,
    failure: action.failure,
    refused,
    /** Forgets that it was refused, when what stood against it is mended. */
    clear: () => setRefused(null),
  };
}
