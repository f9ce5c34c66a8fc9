/** Starting another subscription, if the portal allows it. */
import { useState } from 'react';
import { SubscribeChoicesDocument } from '../../../graphql/generated/graphql.ts';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { useScreen } from '../../api/useScreen.ts';
import { SwitchedOff } from '../../frame/NotFound.tsx';
import type { StartedSubscription } from './purchase.ts';
import { SubscribeDone } from './SubscribeDone.tsx';
import { SubscribeForm } from './SubscribeForm.tsx';
import { Unavailable } from './Unavailable.tsx';

export default function StartSubscription() {
  const { t } = useWords();
  const { data, loading, failure, retry } = useScreen(SubscribeChoicesDocument, {});
  const [done, setDone] = useState<StartedSubscription | null>(null);
  const title = t('subscribe.title');
  const up = { to: '/subscriptions', name: t('nav.subscriptions') };
  if (done) return <SubscribeDone done={done} title={title} />;
  if (!data) return <Screen title={title} up={up} {...{ loading, failure, retry }} />;
  const { methodConfig, frameConfig, currentCustomer } = data;
  if (!frameConfig.subscriptionsEnabled || !frameConfig.subscriptionCreateEnabled) return <SwitchedOff title={title} />;
  const prices = currentCustomer.availablePrices ?? [];
  if (prices.length === 0) return <Unavailable title={title} up={up} icon="plan" reason={t('subscribe.noPlans')} />;
  return (
    <SubscribeForm
      title={title}
      lead={t('subscribe.lead')}
      up={up}
      subscriptionId={null}
      offers={[{ id: 'plan', prices, ended: null }]}
      methods={currentCustomer.paymentMethods ?? []}
      kinds={frameConfig.paymentMethodsEnabled ? methodConfig.acceptedPaymentMethods : []}
      maximum={methodConfig.maximumQuantity ?? null}
      anyQuantity
      takesCodes={methodConfig.promotionCodes.includes('SUBSCRIBE')}
      started={setDone}
    />
  );
}
