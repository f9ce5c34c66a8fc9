/** The choice of an item, a price and a quantity, with a quote for every change from the present plan. */
import { useState } from 'react';
import type { PlanPartsFragment, SwitchChoicesQuery } from '../../../graphql/generated/graphql.ts';
import { Screen } from '../../../ui/components/Screen.tsx';
import { Skeleton } from '../../../ui/components/Skeleton.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { LeaveFlow } from '../../frame/flow.tsx';
import { planNames } from '../billingWords.ts';
import { ChangeQuote } from './ChangeQuote.tsx';
import type { Change, ChangedSubscription, ConfirmedChange } from './change.ts';
import { ItemChoice } from './ItemChoice.tsx';
import { PriceChoice } from './PriceChoice.tsx';
import { type EnteredQuantity, QuantityStepper } from './QuantityStepper.tsx';
import { countOf, fitting, quantitiesOf } from './quantities.ts';

type Item = ChangedSubscription['items'][number];

interface Chosen {
  itemId?: string;
  priceId?: string;
  quantity?: EnteredQuantity;
  promotionCode?: string | null;
}

interface SwitchFormProps {
  data: SwitchChoicesQuery;
  /** Has at least one item. */
  subscription: ChangedSubscription;
  title: string;
  up: { to: string; name: string };
  confirmed(done: ConfirmedChange): void;
}

/** The change that the form describes, and whether it differs from the present plan. */
function chosenChange(chosen: Chosen, subscription: ChangedSubscription) {
  const [first] = subscription.items as [Item, ...Item[]];
  const item = subscription.items.find(({ id }) => id === chosen.itemId) ?? first;
  const prices = subscription.portalActions.switchPlan.allowed ? (item.availablePrices ?? []) : [];
  const price = prices.find(({ id }) => id === chosen.priceId) ?? item.price;
  const entered = chosen.quantity;
  const changed = price.id !== item.price.id || (typeof entered === 'number' && entered !== item.quantity);
  const switches = price.id !== item.price.id;
  const promotionCode = switches ? (chosen.promotionCode ?? null) : null;
  const change = {
    subscription,
    item,
    price,
    promotionCode,
    ...(typeof entered === 'number' ? { quantity: entered } : {}),
  };
  return { change, prices, entered, changed };
}

/** An entered quantity stays with the next price if that one is sold at it. */
const keptQuantity = (entered: EnteredQuantity | undefined, price: PlanPartsFragment, present: number) => {
  const quantities = quantitiesOf(price, present, null);
  const kept = typeof entered === 'number' && quantities && countOf(String(entered), quantities) !== null;
  return kept ? { quantity: entered } : {};
};

interface QuantityProps {
  subscription: ChangedSubscription;
  change: Change<PlanPartsFragment>;
  /** The portal's own maximum. */
  maximum: number | null;
  enter(quantity: EnteredQuantity): void;
}

/** The field for the quantity, if the price is sold by units and the portal allows another one. */
function Quantity({ subscription, change: { item, price, quantity }, maximum, enter }: QuantityProps) {
  const { updateQuantity } = subscription.portalActions;
  const quantities = updateQuantity.allowed ? quantitiesOf(price, item.quantity, maximum) : null;
  if (!quantities) return null;
  const unchanged = price.id === item.price.id ? item.quantity : fitting(quantities, item.quantity);
  return <QuantityStepper quantity={quantity ?? unchanged} quantities={quantities} change={enter} />;
}

export function SwitchForm({ data, subscription, title, up, confirmed }: SwitchFormProps) {
  const words = useWords();
  const { t } = words;
  const [chosen, choose] = useState<Chosen>({});
  /** The quote in a few words, announced to screen readers because the visible quote is far from the choice. */
  const [quoted, tellQuote] = useState('');
  const { switchPlan } = subscription.portalActions;
  const { change, prices, entered, changed } = chosenChange(chosen, subscription);
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
              prices={[item.price, ...prices.filter(({ id }) => id !== item.price.id)]}
              present={{ price: item.price, label: t('switch.current') }}
              chosen={price.id}
              choose={(next) =>
                choose((before) => ({
                  itemId: item.id,
                  priceId: next.id,
                  ...keptQuantity(before.quantity, next, item.quantity),
                }))
              }
            />
          ) : null}
          <Quantity
            key={`quantity ${item.id} ${price.id}`}
            subscription={subscription}
            change={change}
            maximum={data.methodConfig.maximumQuantity}
            enter={(next) => choose((before) => ({ ...before, itemId: item.id, quantity: next }))}
          />
        </div>
        <div className="change-review">
          {entered === 'changing' ? (
            <Skeleton lines={6} />
          ) : entered === 'invalid' || !changed ? (
            <p className="hint">{t(switchPlan.allowed ? 'switch.chooseFirst' : 'switch.chooseQuantity')}</p>
          ) : (
            <ChangeQuote
              key={`${item.id} ${price.id} ${quantity} ${change.promotionCode}`}
              change={change}
              method={data.currentCustomer.paymentMethods?.find(({ isDefault }) => isDefault)}
              kinds={data.frameConfig.paymentMethodsEnabled ? data.methodConfig.acceptedPaymentMethods : []}
              confirmed={confirmed}
              enterCode={
                price.id !== item.price.id && data.methodConfig.promotionCodes.includes('SWITCH_PLAN')
                  ? (promotionCode) => choose((before) => ({ ...before, itemId: item.id, promotionCode }))
                  : null
              }
              quoted={tellQuote}
            />
          )}
        </div>
      </div>
      <LeaveFlow name="switch_plan" />
    </Screen>
  );
}
