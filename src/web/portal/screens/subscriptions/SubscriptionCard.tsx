/** The plan of a subscription with its period, its discount, and the ways to change, pause or cancel it. */
import { lazy, useState } from 'react';
import type { SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Badge } from '../../../ui/components/Badge.tsx';
import { Button, buttonClass } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { Fact, Facts } from '../../../ui/components/Facts.tsx';
import { LazyDialog } from '../../../ui/components/LazyDialog.tsx';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { lazyPart } from '../../../ui/router/lazyPart.ts';
import { discountWords, everyInterval, planTimes, pricesWords, STATUS } from '../billingWords.ts';
import { outlook } from './SubscriptionRow.tsx';

const PausePlan = lazy(lazyPart(() => import('./PausePlan.tsx')));

interface SubscriptionCardProps {
  subscription: SubscriptionPartsFragment;
  /** Null if a pause may last for any time. */
  maximumPauseDays: number | null;
}

function Actions({ subscription, maximumPauseDays }: SubscriptionCardProps) {
  const { t } = useWords();
  const [pausing, setPausing] = useState(false);
  const { switchPlan, updateQuantity, pause, cancel, resubscribe } = subscription.portalActions;
  const path = `/subscriptions/${subscription.id}`;
  const changeable = switchPlan.allowed || updateQuantity.allowed;
  if (![changeable, pause.allowed, cancel.allowed, resubscribe.allowed].includes(true)) return null;
  return (
    <div className="card-actions">
      {changeable ? (
        <Link to={`${path}/switch`} className={buttonClass('primary')}>
          {t(switchPlan.allowed ? 'action.changePlan' : 'action.changeQuantity')}
        </Link>
      ) : null}
      {resubscribe.allowed ? (
        <Link to={`${path}/resubscribe`} className={buttonClass('primary')}>
          {t('action.resubscribe')}
        </Link>
      ) : null}
      {pause.allowed ? <Button onClick={() => setPausing(true)}>{t('pause.action')}</Button> : null}
      {cancel.allowed ? (
        <Link to={`${path}/cancel`} className={buttonClass()}>
          {t('action.cancelSubscription')}
        </Link>
      ) : null}
      {pausing ? (
        <LazyDialog close={() => setPausing(false)}>
          <PausePlan subscription={subscription} maximumDays={maximumPauseDays} close={() => setPausing(false)} />
        </LazyDialog>
      ) : null}
    </div>
  );
}

export function SubscriptionCard({ subscription, maximumPauseDays }: SubscriptionCardProps) {
  const words = useWords();
  const { t, days } = words;
  const { status, items, currentPeriodStart, currentPeriodEnd } = subscription;
  const discount = discountWords(words, subscription);
  return (
    <Card
      title={t('subscription.yourPlan')}
      action={<Badge tone={STATUS[status].tone}>{t(STATUS[status].words)}</Badge>}
    >
      <ul className="items">
        {items.map(({ id, quantity, price }) => (
          <li key={id} className="item">
            <div className="line-text">
              <p className="line-name">{planTimes(words, price, quantity)}</p>
              {price.product.description ? <p className="line-note">{isolate(price.product.description)}</p> : null}
            </div>
            <p className="line-amount">{pricesWords(words, price, quantity)}</p>
          </li>
        ))}
      </ul>
      <Facts plain>
        <Fact name={t('subscription.billed')}>{everyInterval(words, subscription)}</Fact>
        <Fact name={t('subscription.period')}>{days(currentPeriodStart, currentPeriodEnd)}</Fact>
        <Fact name={t('subscription.next')}>{outlook(words, subscription)}</Fact>
        {discount ? <Fact name={t('subscription.discount')}>{discount}</Fact> : null}
      </Facts>
      <Actions subscription={subscription} maximumPauseDays={maximumPauseDays} />
    </Card>
  );
}
