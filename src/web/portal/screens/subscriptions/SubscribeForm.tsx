/** The choice of the plans and quantities of a new subscription, with a quote once everything is chosen. */
import { useState } from 'react';
import type { PaymentMethodKind, PaymentMethodPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Notice } from '../../../ui/components/Notice.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { Skeleton } from '../../../ui/components/Skeleton.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { planName } from '../billingWords.ts';
import { PriceChoice } from './PriceChoice.tsx';
import type { Offer, Purchase, StartedSubscription } from './purchase.ts';
import { type EnteredQuantity, QuantityStepper } from './QuantityStepper.tsx';
import { fitting, quantitiesOf } from './quantities.ts';
import { SubscribeQuote } from './SubscribeQuote.tsx';

/** The choice for an item. */
interface Chosen {
  priceId?: string;
  quantity?: EnteredQuantity;
}

interface SubscribeFormProps {
  title: string;
  lead: string;
  up: { to: string; name: string };
  subscriptionId: string | null;
  offers: readonly Offer[];
  methods: readonly PaymentMethodPartsFragment[];
  /** The kinds of payment methods that can be added; none if the portal hides payment methods. */
  kinds: readonly PaymentMethodKind[];
  /** The portal's own maximum. */
  maximum: number | null;
  /** Whether another quantity than that of the ended subscription may be chosen. */
  anyQuantity: boolean;
  /** Whether the portal takes promotion codes here. */
  takesCodes: boolean;
  started(done: StartedSubscription): void;
}

/** The price that is chosen, or else the ended one if it is still sold. */
const priceOf = ({ prices, ended }: Offer, chosen: Chosen | undefined) =>
  prices.find(({ id }) => id === (chosen?.priceId ?? ended?.price.id)) ?? null;

/** The purchase; a word while it is incomplete. */
function purchaseOf(
  offers: readonly Offer[],
  chosen: Readonly<Record<string, Chosen>>,
): Purchase['items'] | 'changing' | 'invalid' {
  const sold = offers.filter(({ prices }) => prices.length > 0);
  const items = sold.map((offer) => ({
    price: priceOf(offer, chosen[offer.id]),
    quantity: chosen[offer.id]?.quantity,
  }));
  if (items.some(({ price, quantity }) => !price || quantity === 'invalid')) return 'invalid';
  if (items.some(({ quantity }) => quantity === 'changing')) return 'changing';
  return items.flatMap(({ price, quantity }) =>
    price ? [{ price, ...(typeof quantity === 'number' ? { quantity } : {}) }] : [],
  );
}

interface OfferChoiceProps extends Pick<SubscribeFormProps, 'maximum' | 'anyQuantity'> {
  offer: Offer;
  /** Whether there are several. */
  named: boolean;
  chosen: Chosen | undefined;
  choose(chosen: Chosen): void;
}

function OfferChoice({ offer, named, chosen, choose, maximum, anyQuantity }: OfferChoiceProps) {
  const { t } = useWords();
  const { id, prices, ended } = offer;
  const price = priceOf(offer, chosen);
  const present = ended?.quantity ?? 1;
  const quantities = price && anyQuantity ? quantitiesOf(price, ended?.quantity ?? 0, maximum) : null;
  return (
    <>
      <PriceChoice
        name={id}
        legend={named && ended ? planName(ended.price) : null}
        prices={prices}
        present={ended ? { price: ended.price, label: t('subscribe.last') } : null}
        chosen={price?.id ?? null}
        choose={({ id: priceId }) => choose({ priceId })}
      />
      {price && quantities ? (
        <QuantityStepper
          key={price.id}
          quantity={typeof chosen?.quantity === 'number' ? chosen.quantity : fitting(quantities, present)}
          quantities={quantities}
          change={(quantity) => choose({ priceId: price.id, quantity })}
        />
      ) : null}
    </>
  );
}

export function SubscribeForm(props: SubscribeFormProps) {
  const { title, lead, up, subscriptionId, offers, methods, kinds, maximum, anyQuantity, takesCodes, started } = props;
  const { t, list } = useWords();
  const [chosen, setChosen] = useState<Readonly<Record<string, Chosen>>>({});
  /** The quote in a few words, for screen readers: it appears away from the choice. */
  const [quoted, tellQuote] = useState('');
  const [promotionCode, enterCode] = useState<string | null>(null);
  const sold = offers.filter(({ prices }) => prices.length > 0);
  const gone = offers.flatMap(({ prices, ended }) => (prices.length === 0 && ended ? [planName(ended.price)] : []));
  const items = purchaseOf(offers, chosen);
  return (
    <Screen title={title} up={up} lead={lead}>
      <p className="hidden" role="status">
        {quoted}
      </p>
      {gone.length > 0 ? (
        <Notice tone="info" title={t('subscribe.gone', { plans: list(gone), count: gone.length })} />
      ) : null}
      <div className="change">
        <div className="change-choices">
          {sold.map((offer) => (
            <OfferChoice
              key={offer.id}
              offer={offer}
              named={sold.length > 1}
              chosen={chosen[offer.id]}
              choose={(next) => setChosen((before) => ({ ...before, [offer.id]: next }))}
              {...{ maximum, anyQuantity }}
            />
          ))}
        </div>
        <div className="change-review">
          {items === 'changing' ? (
            <Skeleton lines={6} />
          ) : items === 'invalid' ? (
            <p className="hint">{t('subscribe.chooseFirst')}</p>
          ) : (
            <SubscribeQuote
              key={JSON.stringify([promotionCode, items.map(({ price, quantity }) => [price.id, quantity])])}
              purchase={{ subscriptionId, items, promotionCode }}
              enterCode={takesCodes ? enterCode : null}
              method={methods.find(({ isDefault }) => isDefault)}
              kinds={kinds}
              started={started}
              quoted={tellQuote}
            />
          )}
        </div>
      </div>
    </Screen>
  );
}
