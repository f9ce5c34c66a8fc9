/** Coming back after a subscription has ended: the same plan, or another one that the portal allows. */
import { useState } from 'react';
import { ResubscribeChoicesDocument, type ResubscribeChoicesQuery } from '../../../graphql/generated/graphql.ts';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { useScreen } from '../../api/useScreen.ts';
import { NotFound, SwitchedOff } from '../../frame/NotFound.tsx';
import { planTimes } from '../billingWords.ts';
import type { ScreenProps } from '../screenProps.ts';
import type { Offer, StartedSubscription } from './purchase.ts';
import { SubscribeDone } from './SubscribeDone.tsx';
import { SubscribeForm } from './SubscribeForm.tsx';
import { Unavailable } from './Unavailable.tsx';

type Ended = NonNullable<ResubscribeChoicesQuery['subscription']>;

const offersOf = ({ items }: Ended): Offer[] =>
  items.map(({ id, price, quantity, resubscribePrices }) => ({
    id,
    prices: resubscribePrices ?? [],
    ended: { price, quantity },
  }));

export default function Resubscribe({ params }: ScreenProps) {
  const words = useWords();
  const { t, list, day } = words;
  const id = params.id ?? '';
  const { data, disabled, loading, failure, retry } = useScreen(ResubscribeChoicesDocument, { id });
  const [done, setDone] = useState<StartedSubscription | null>(null);
  const title = t('subscribe.againTitle');
  const up = { to: `/subscriptions/${id}`, name: t('subscription.title') };
  if (done) return <SubscribeDone done={done} title={title} />;
  if (failure?.kind === 'notFound') return <NotFound />;
  if (!data) return <Screen title={title} up={up} {...{ loading, failure, retry }} />;
  const { subscription, methodConfig, frameConfig, currentCustomer } = data;
  if (disabled.includes('subscriptionsEnabled')) return <SwitchedOff title={title} />;
  if (!subscription) return <NotFound />;
  const { resubscribe } = subscription.portalActions;
  if (!resubscribe.allowed && resubscribe.blockedBy !== 'status') return <SwitchedOff title={title} />;
  if (subscription.successor)
    return (
      <Unavailable title={title} up={up} icon="plan" reason={t('subscribe.already')}>
        <Link to={`/subscriptions/${subscription.successor.id}`} className={buttonClass('primary')}>
          {t('switch.toSubscription')}
        </Link>
      </Unavailable>
    );
  const offers = offersOf(subscription);
  if (!resubscribe.allowed) return <Unavailable title={title} up={up} icon="plan" reason={t('subscribe.notEnded')} />;
  if (offers.every(({ prices }) => prices.length === 0))
    return <Unavailable title={title} up={up} icon="plan" reason={t('subscribe.notNow')} />;
  const plan = list(subscription.items.map(({ price, quantity }) => planTimes(words, price, quantity)));
  return (
    <SubscribeForm
      title={title}
      lead={t('subscribe.againLead', { plan, date: day(subscription.endedAt ?? '') })}
      up={up}
      subscriptionId={id}
      offers={offers}
      methods={currentCustomer.paymentMethods ?? []}
      kinds={frameConfig.paymentMethodsEnabled ? methodConfig.acceptedPaymentMethods : []}
      maximum={methodConfig.maximumQuantity ?? null}
      anyQuantity={methodConfig.allowQuantityUpdates}
      takesCodes={methodConfig.promotionCodes.includes('SUBSCRIBE')}
      started={setDone}
    />
  );
}
