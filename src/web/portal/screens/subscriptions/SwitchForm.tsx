/** The choice of an item, a price and a quantity, with a quote for every change from the present plan. */
import { useState } from 'react';
import type { PricePartsFragment, SwitchChoicesQuery } from '../../../graphql/generated/graphql.ts';
import { Screen } from '../../../ui/components/Screen.tsx';
import { Skeleton } from '../../../ui/components/Skeleton.tsx';
import { useWords } from '../../../ui/i18n/words.ts';
import { LeaveFlow } from '../../frame/flow.tsx';
import { planNames } from '../billingWords.ts';
import { ChangeQuote } from './ChangeQuote.tsx';
import type { Change, ConfirmedChange } from './change.ts';
import { ItemChoice } from './ItemChoice.tsx';
import { PriceChoice } from './PriceChoice.tsx';
import { type EnteredQuantity, QuantityStepper } from './QuantityStepper.tsx';

type Subscription = NonNullable<SwitchChoicesQuery['subscription']>;

interface Chosen {
  itemId?: string;
  priceId?: string;
  quantity?: EnteredQuantity;
}

interface SwitchFormProps {
  data: SwitchChoicesQuery;
  /** Has at least one item. */
  subscription: Subscription;
  title: string;
  up: { to: string; name: string };
  confirmed(done: ConfirmedChange): void;
}

/** The change that the form describes, and whether it differs from the present plan. */
function chosenChange(chosen: Chosen, subscription: Subscription, others: readonly PricePartsFragment[]) {
  const [first] = subscription.items as [Change['item'], ...Change['item'][]];
  const item = subscription.items.find(({ id }) => id === chosen.itemId) ?? first;
  const price = others.find(({ id }) => id === chosen.priceId) ?? item.price;
  const entered = chosen.quantity ?? item.quantity;
  const quantity = typeof entered === 'number' ? entered : item.quantity;
  const changed = price.id !== item.price.id || quantity !== item.quantity;
  return { change: { subscription, item, price, quantity } satisfies Change, entered, changed };
}

export function SwitchForm({ data, subscription, title, up, confirmed }: SwitchFormProps) {
  const words = useWords();
  const { t } = words;
  const [chosen, choose] = useState<Chosen>({});
  /** The quote in a few words, for screen readers: it appears away from the choice. */
  const [quoted, tellQuote] = useState('');
  const { switchPlan, updateQuantity } = subscription.portalActions;
  const prices = switchPlan.allowed ? (data.subscription?.availablePrices ?? []) : [];
  const { change, entered, changed } = chosenChange(chosen, subscription, prices);
  const { item, price, quantity } = change;
  return (
    <Screen title={title} up={up} lead={t('switch.lead', { plan: planNames(words, subscription) })}>
      <p className="hidden" role="status">
        {quoted}
      </p>
      <div className="change">
        <div className="change-choices">
          <ItemChoice items={subscription.items} chosen={item.id} choose={(itemId) => choose({ itemId })} />
          {switchPlan.allowed ? (
            <PriceChoice
              key={`price ${item.id}`}
              current={item.price}
              others={prices.filter(({ id }) => id !== item.price.id)}
              chosen={price.id}
              choose={(priceId) => choose((before) => ({ ...before, itemId: item.id, priceId }))}
            />
          ) : null}
          {updateQuantity.allowed ? (
            <QuantityStepper
              key={`quantity ${item.id}`}
              quantity={quantity}
              change={(next) => choose((before) => ({ ...before, itemId: item.id, quantity: next }))}
            />
          ) : null}
        </div>
        <div className="change-review">
          {entered === 'changing' ? (
            <Skeleton lines={6} />
          ) : entered === 'invalid' || !changed ? (
            <p className="hint">{t(switchPlan.allowed ? 'switch.chooseFirst' : 'switch.chooseQuantity')}</p>
          ) : (
            <ChangeQuote
              key={`${item.id} ${price.id} ${quantity}`}
              change={change}
              method={data.currentCustomer.paymentMethods?.find(({ isDefault }) => isDefault)}
              kinds={data.frameConfig.paymentMethodsEnabled ? data.methodConfig.acceptedPaymentMethods : []}
              confirmed={confirmed}
              quoted={tellQuote}
            />
          )}
        </div>
      </div>
      <LeaveFlow name="switch_plan" />
    </Screen>
  );
}
