/** Quoting a change and making it: a switch where the price changes, an update where only the quantity does. */
import {
  type ChangePartsFragment,
  ChangeQuantityDocument,
  PreviewQuantityDocument,
  PreviewSwitchDocument,
  SwitchDocument,
} from '../../../graphql/generated/graphql.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { useAction } from '../../../ui/hooks/useAction.ts';
import type { Change, ConfirmedChange } from './change.ts';
import { type Quoted, quoteWithCode, useQuote } from './useQuote.ts';

const codeOf = (promotionCode: string | null | undefined) => (promotionCode ? { promotionCode } : {});

async function ask(
  { subscription, item, price, quantity, promotionCode }: Change,
  locale: string,
): Promise<Quoted<ChangePartsFragment>> {
  const input = { subscriptionId: subscription.id, itemId: item.id };
  const preview =
    price.id === item.price.id
      ? (await send(PreviewQuantityDocument, { input: { ...input, quantity: quantity ?? item.quantity }, locale })).data
          .previewUpdateQuantity
      : (
          await send(PreviewSwitchDocument, {
            input: {
              ...{ ...input, ...codeOf(promotionCode), priceId: price.id },
              ...(quantity === undefined ? {} : { quantity }),
            },
            locale,
          })
        ).data.previewSwitchPlan;
  return preview.__typename === 'SubscriptionChangePreview'
    ? { quote: preview, refused: null }
    : { quote: null, refused: preview as UserError };
}

export function useChange(change: Change, locale: string) {
  const { subscription, item, price, quantity, retention, promotionCode } = change;
  const switching = useAction(SwitchDocument, { idempotent: true });
  const updating = useAction(ChangeQuantityDocument, { idempotent: true });
  const samePrice = price.id === item.price.id;

  async function make(quote: ChangePartsFragment, payment?: { paymentId: string }) {
    const ids = { subscriptionId: subscription.id, itemId: item.id };
    const input = { ...ids, quantity: quote.quantity, quote: quote.quote.token };
    const result = samePrice
      ? (await updating.run({ ...input, ...payment }))?.updateQuantity
      : (
          await switching.run({
            ...input,
            // Without a coupon, the quote is one without the code.
            ...(quote.coupon ? codeOf(promotionCode) : {}),
            priceId: price.id,
            ...(retention ? { retention } : {}),
            ...payment,
          })
        )?.switchPlan;
    return result ?? null;
  }

  const { confirm, ...state } = useQuote({
    key: [subscription.id, item.id, price.id, quantity, promotionCode ?? null, locale],
    ask: () => quoteWithCode((withCode) => ask(withCode ? change : { ...change, promotionCode: null }, locale)),
    action: samePrice ? updating : switching,
    make,
  });
  return {
    ...state,
    async confirm(quote: ChangePartsFragment): Promise<ConfirmedChange | null> {
      const result = await confirm(quote);
      return result && 'invoice' in result ? { change, quote, invoice: result.invoice ?? null } : null;
    },
  };
}
