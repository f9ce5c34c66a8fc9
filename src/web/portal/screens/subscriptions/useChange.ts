/** Quoting a change and making it: a switch where the price changes, an update where only the quantity does. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type ChangePartsFragment,
  ChangeQuantityDocument,
  PreviewQuantityDocument,
  PreviewSwitchDocument,
  SwitchDocument,
} from '../../../graphql/generated/graphql.ts';
import type { Failure } from '../../../ui/api/failure.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useConfirmation } from '../../providers/useConfirmation.tsx';
import type { Change, ConfirmedChange } from './change.ts';

type Quoted = { quote: ChangePartsFragment; refused: null } | { quote: null; refused: UserError };

async function ask({ subscription, item, price, quantity }: Change, locale: string): Promise<Quoted> {
  const input = { subscriptionId: subscription.id, itemId: item.id };
  const preview =
    price.id === item.price.id
      ? (await send(PreviewQuantityDocument, { input: { ...input, quantity: quantity ?? item.quantity }, locale })).data
          .previewUpdateQuantity
      : (
          await send(PreviewSwitchDocument, {
            input: { ...input, priceId: price.id, ...(quantity === undefined ? {} : { quantity }) },
            locale,
          })
        ).data.previewSwitchPlan;
  return preview.__typename === 'SubscriptionChangePreview'
    ? { quote: preview, refused: null }
    : { quote: null, refused: preview as UserError };
}

export function useChange(change: Change, locale: string) {
  const { subscription, item, price, quantity, retention } = change;
  const preview = useQuery({
    queryKey: ['quote', subscription.id, item.id, price.id, quantity, locale],
    queryFn: () => ask(change, locale),
    gcTime: 0,
  });
  const switching = useAction(SwitchDocument, { idempotent: true });
  const updating = useAction(ChangeQuantityDocument, { idempotent: true });
  const action = price.id === item.price.id ? updating : switching;
  const { confirmed, dialog } = useConfirmation();
  const [refused, setRefused] = useState<UserError | null>(null);
  /** The quote had expired and was replaced by a new one. */
  const [renewed, setRenewed] = useState(false);

  async function renew(): Promise<void> {
    // An attempt without a response is repeated as it was: under another quote it would be another change.
    if (action.unanswered) return;
    await quoteAnew();
  }

  async function quoteAnew(): Promise<void> {
    await preview.refetch();
    setRenewed(true);
  }

  async function confirm(quote: ChangePartsFragment): Promise<ConfirmedChange | null> {
    setRefused(null);
    setRenewed(false);
    const ids = { subscriptionId: subscription.id, itemId: item.id };
    const input = { ...ids, quantity: quote.quantity, quote: quote.quote.token };
    const make = async (payment?: { paymentId: string }) => {
      const result =
        price.id === item.price.id
          ? (await updating.run({ ...input, ...payment }))?.updateQuantity
          : (await switching.run({ ...input, priceId: price.id, ...(retention ? { retention } : {}), ...payment }))
              ?.switchPlan;
      return result ?? null;
    };
    const result = await confirmed(await make(), make);
    if (!result) return null;
    if (result.__typename === 'SwitchPlanSuccess' || result.__typename === 'UpdateQuantitySuccess')
      return { change, quote, invoice: result.invoice ?? null };
    if (result.__typename === 'QuoteExpiredError') await quoteAnew();
    else setRefused(result as UserError);
    return null;
  }

  return {
    quote: preview.data?.quote ?? null,
    /** Identifies the quote: while a test clock does not move, the next quote is the same to the letter. */
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
    /** The bank's dialog, while it is open. */
    dialog,
    /** Forgets the refusal, for example after a payment method was added. */
    clear: () => setRefused(null),
  };
}
