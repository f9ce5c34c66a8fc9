/** All subscriptions: those that run, and those that are over. */
import { useEffect } from 'react';
import { SubscriptionsDocument } from '../../../graphql/generated/graphql.ts';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { Empty } from '../../../ui/components/Empty.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { useScreen } from '../../api/useScreen.ts';
import { SwitchedOff } from '../../frame/NotFound.tsx';
import { navigate, usePlace } from '../../portalPlace.ts';
import { SubscriptionRow } from './SubscriptionRow.tsx';

export default function Subscriptions() {
  const { t } = useWords();
  const { data, loading, failure, retry } = useScreen(SubscriptionsDocument, {});
  const all = data?.currentCustomer.subscriptions ?? [];
  const running = all.filter(({ status }) => status !== 'CANCELED');
  const over = all.filter(({ status }) => status === 'CANCELED');
  const [only] = running;
  const { flow, arriving } = usePlace().state;
  const goOn = data && arriving && only && running.length === 1 ? flow?.name : undefined;
  // A link that names no subscription means the only one.
  useEffect(() => {
    if (!goOn || !only) return;
    const step = goOn === 'switch_plan' ? 'switch' : goOn === 'cancel_subscription' ? 'cancel' : null;
    if (step) navigate(`/subscriptions/${only.id}/${step}`, { replace: true });
  }, [goOn, only]);
  if (data && !data.frameConfig.subscriptionsEnabled) return <SwitchedOff title={t('nav.subscriptions')} />;
  return (
    <Screen
      title={t('nav.subscriptions')}
      action={
        data?.frameConfig.subscriptionCreateEnabled ? (
          <Link to="/subscribe" className={buttonClass()}>
            {t('action.subscribe')}
          </Link>
        ) : undefined
      }
      {...{ loading, failure, retry }}
    >
      <Card>
        {running.length > 0 ? (
          <ul className="rows rows-bare">
            {running.map((one) => (
              <SubscriptionRow key={one.id} subscription={one} />
            ))}
          </ul>
        ) : (
          <Empty icon="plan" title={t('home.noPlan')} />
        )}
      </Card>
      {over.length > 0 ? (
        <Card title={t('subscriptions.over')}>
          <ul className="rows">
            {over.map((one) => (
              <SubscriptionRow key={one.id} subscription={one} />
            ))}
          </ul>
        </Card>
      ) : null}
    </Screen>
  );
}
