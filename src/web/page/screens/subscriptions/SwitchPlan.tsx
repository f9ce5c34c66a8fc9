/** Changing a plan or a quantity: what there is to choose from, and what the change costs before it is made. */
import { useState } from 'react';
import { SwitchChoicesDocument } from '../../../graphql/generated/graphql.ts';
import { useScreen } from '../../api/useScreen.ts';
import { LeaveFlow } from '../../frame/flow.tsx';
import { NotFound, SwitchedOff } from '../../frame/NotFound.tsx';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import type { Params } from '../../router/routes.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Empty, Skeleton } from '../../ui/surfaces.tsx';
import { planNames, planTimes } from '../billingWords.ts';
import { ChangeDone } from './ChangeDone.tsx';
import { type Change, ChangeQuote } from './ChangeQuote.tsx';
import { PriceChoice } from './PriceChoice.tsx';
import { type Meant, QuantityStepper } from './QuantityStepper.tsx';
import type { Settled } from './useChange.ts';

interface Chosen {
  itemId?: string;
  priceId?: string;
  quantity?: Meant;
}

export default function SwitchPlan({ params }: { params: Params }) {
  const words = useWords();
  const { t } = words;
  const id = params.id ?? '';
  const { data, disabled, loading, failure, retry } = useScreen(SwitchChoicesDocument, { id });
  const [chosen, choose] = useState<Chosen>({});
  const [settled, setSettled] = useState<Settled | null>(null);
  const title = t('switch.title');
  const up = { to: `/subscriptions/${id}`, name: t('subscription.title') };

  if (settled) return <ChangeDone settled={settled} subscriptionId={id} />;
  const subscription = data?.subscription;
  const actions = subscription?.portalActions;
  if (
    data &&
    (disabled.includes('subscriptionsEnabled') ||
      (actions &&
        !actions.switchPlan.allowed &&
        !actions.updateQuantity.allowed &&
        actions.switchPlan.blockedBy !== 'status'))
  )
    return <SwitchedOff title={title} />;
  if (failure?.kind === 'notFound' || (data && !subscription)) return <NotFound />;
  if (!data || !subscription || !actions) return <Screen title={title} up={up} {...{ loading, failure, retry }} />;

  const item = subscription.items.find((one) => one.id === chosen.itemId) ?? subscription.items[0];
  if (!item || !(actions.switchPlan.allowed || actions.updateQuantity.allowed))
    return (
      <Screen title={title} up={up}>
        <div className="card">
          <Empty icon="plan" title={t('switch.notNow')}>
            <Link to={up.to} className={buttonClass()}>
              {t('action.back')}
            </Link>
          </Empty>
        </div>
      </Screen>
    );
  const others = actions.switchPlan.allowed
    ? (data.availablePrices ?? []).filter((price) => price.id !== item.price.id)
    : [];
  const price = others.find((one) => one.id === chosen.priceId) ?? item.price;
  // Nothing can be confirmed that the fields above do not say.
  const meant = chosen.quantity ?? item.quantity;
  const quantity = typeof meant === 'number' ? meant : item.quantity;
  const change: Change = { subscription, item, price, quantity };
  const kinds = data.frameConfig.paymentMethodsEnabled ? data.methodConfig.acceptedPaymentMethods : [];
  const method = data.currentCustomer.paymentMethods?.find(({ isDefault }) => isDefault);
  return (
    <Screen title={title} up={up} lead={t('switch.lead', { plan: planNames(words, subscription) })}>
      {subscription.items.length > 1 ? (
        <fieldset className="choices">
          <legend className="label">{t('switch.whichItem')}</legend>
          {subscription.items.map((one) => (
            <label key={one.id} className="choice">
              <input
                type="radio"
                name="item"
                checked={one.id === item.id}
                onChange={() => choose({ itemId: one.id })}
              />
              <span className="choice-name">{planTimes(words, one.price, one.quantity)}</span>
            </label>
          ))}
        </fieldset>
      ) : null}
      {actions.switchPlan.allowed ? (
        <PriceChoice
          key={`price ${item.id}`}
          current={item.price}
          others={others}
          chosen={price.id}
          choose={(priceId) => choose((before) => ({ ...before, itemId: item.id, priceId }))}
        />
      ) : null}
      {actions.updateQuantity.allowed ? (
        <QuantityStepper
          key={`quantity ${item.id}`}
          quantity={quantity}
          change={(next) => choose((before) => ({ ...before, itemId: item.id, quantity: next }))}
        />
      ) : null}
      {meant === 'soon' ? (
        <Skeleton lines={6} />
      ) : meant === 'unclear' || (price.id === item.price.id && quantity === item.quantity) ? (
        <p className="hint">{t(actions.switchPlan.allowed ? 'switch.chooseFirst' : 'switch.chooseQuantity')}</p>
      ) : (
        <ChangeQuote
          key={`${item.id} ${price.id} ${quantity}`}
          change={change}
          method={method}
          settled={setSettled}
          kinds={kinds}
        />
      )}
      <LeaveFlow name="switch_plan" />
    </Screen>
  );
}
