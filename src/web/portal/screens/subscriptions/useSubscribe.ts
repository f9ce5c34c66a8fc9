/** Quoting a new subscription and starting it. */
import {
  PreviewSubscribeDocument,
  SubscribeDocument,
  type SubscribeQuotePartsFragment,
} from '../../../graphql/generated/graphql.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { useAction } from '../../../ui/hooks/useAction.ts';
import type { Purchase, StartedSubscription } from './purchase.ts';
import { type Quoted, quoteWithCode, useQuote } from './useQuote.ts';

/** The purchase in the terms of the API. */
const inputOf = ({ subscriptionId, items, promotionCode }: Purchase) => ({
  ...(promotionCode === null ? {} : { promotionCode }),
  ...(subscriptionId === null ? {} : { subscriptionId }),
  items: items.map(({ price, quantity }) => ({ priceId: price.id, ...(quantity === undefined ? {} : { quantity }) })),
});

async function ask(purchase: Purchase, locale: string): Promise<Quoted<SubscribeQuotePartsFragment>> {
  const { data } = await send(PreviewSubscribeDocument, { input: inputOf(purchase), locale });
  const preview = data.previewSubscribe;
  return preview.__typename === 'SubscribePreview'
    ? { quote: preview, refused: null }
    : { quote: null, refused: preview as UserError };
}

export function useSubscribe(purchase: Purchase, locale: string) {
  const action = useAction(SubscribeDocument, { idempotent: true });
  const { confirm, ...state } = useQuote({
    key: ['subscribe', inputOf(purchase), locale],
    ask: () => quoteWithCode((withCode) => ask(withCode ? purchase : { ...purchase, promotionCode: null }, locale)),
    action,
    make: async ({ quote, coupon }: SubscribeQuotePartsFragment, payment?: { paymentId: string }) => {
      // Without a coupon, the quote is one without the code.
      const quoted = coupon ? purchase : { ...purchase, promotionCode: null };
      return (await action.run({ ...inputOf(quoted), quote: quote.token, ...payment }))?.subscribe ?? null;
    },
  });
  return {
    ...state,
    async confirm(quote: SubscribeQuotePartsFragment): Promise<StartedSubscription | null> {
      const result = await confirm(quote);
      return result && 'subscription' in result
        ? { purchase, quote, subscriptionId: result.subscription.id, invoice: result.invoice ?? null }
        : null;
    },
  };
}
