/** One subscription: what it is, what comes next, and what can be done with it. */
import { lazy, useState } from 'react';
import { SubscriptionDetailDocument } from '../../../graphql/generated/graphql.ts';
import { useScreen } from '../../api/useScreen.ts';
import { NotFound, SwitchedOff } from '../../frame/NotFound.tsx';
import { own } from '../../i18n/own.ts';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { part } from '../../router/part.ts';
import type { Params } from '../../router/routes.tsx';
import { Apart } from '../../ui/Apart.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Badge, Card, Fact, Facts, Notice } from '../../ui/surfaces.tsx';
import { couponWords, everyInterval, methodName, planNames, planTimes, pricesWords, STATUS } from '../billingWords.ts';
import { Lines } from '../Lines.tsx';
import { Planned } from './Planned.tsx';
import { outlook } from './SubscriptionRow.tsx';

const PausePlan = lazy(part(() => import('./PausePlan.tsx')));

export default function SubscriptionDetail({ params }: { params: Params }) {
  const words = useWords();
  const { t, day, dayShort, money, less, locale } = words;
  const { data, loading, failure, retry } = useScreen(SubscriptionDetailDocument, { id: params.id ?? '', locale });
  const [pausing, setPausing] = useState(false);
  const up = { to: '/subscriptions', name: t('nav.subscriptions') };
  if (data && !data.frameConfig.subscriptionsEnabled) return <SwitchedOff title={t('nav.subscriptions')} />;
  if (failure?.kind === 'notFound' || (data && !data.subscription)) return <NotFound />;
  const subscription = data?.subscription;
  if (!data || !subscription)
    return <Screen title={t('subscription.title')} up={up} {...{ loading, failure, retry }} />;

  const { status, portalActions, items, coupon, pendingLines } = subscription;
  const upcoming = data.upcomingInvoice;
  const method = data.currentCustomer.paymentMethods?.find(({ isDefault }) => isDefault);
  const path = `/subscriptions/${subscription.id}`;
  const changeable = portalActions.switchPlan.allowed || portalActions.updateQuantity.allowed;
  return (
    <Screen title={planNames(words, subscription)} up={up}>
      <Planned subscription={subscription} />
      {status === 'PAST_DUE' || status === 'UNPAID' ? (
        <Notice
          tone="bad"
          title={t('alert.failed.title')}
          actions={
            <Link to="/invoices" className={buttonClass('primary')}>
              {t('action.payNow')}
            </Link>
          }
        >
          <p>{t(status === 'PAST_DUE' ? 'subscription.pastDue' : 'subscription.unpaid')}</p>
        </Notice>
      ) : null}
      <Card
        title={t('subscription.yourPlan')}
        action={<Badge tone={STATUS[status].tone}>{t(STATUS[status].words)}</Badge>}
      >
        <ul className="items">
          {items.map(({ id, quantity, price }) => (
            <li key={id} className="item">
              <div className="line-text">
                <p className="line-name">{planTimes(words, price, quantity)}</p>
                {price.product.description ? <p className="line-note">{own(price.product.description)}</p> : null}
              </div>
              <p className="line-amount">{pricesWords(words, price, quantity)}</p>
            </li>
          ))}
        </ul>
        <Facts plain>
          <Fact name={t('subscription.billed')}>{everyInterval(words, subscription)}</Fact>
          <Fact name={t('subscription.period')}>
            {t('line.period', {
              start: dayShort(subscription.currentPeriodStart),
              end: dayShort(subscription.currentPeriodEnd),
            })}
          </Fact>
          <Fact name={t('subscription.next')}>{outlook(words, subscription)}</Fact>
          {coupon ? <Fact name={t('subscription.discount')}>{couponWords(words, coupon)}</Fact> : null}
        </Facts>
        {changeable || portalActions.cancel.allowed || portalActions.pause.allowed ? (
          <div className="card-actions">
            {changeable ? (
              <Link to={`${path}/switch`} className={buttonClass('primary')}>
                {t(portalActions.switchPlan.allowed ? 'action.changePlan' : 'action.changeQuantity')}
              </Link>
            ) : null}
            {portalActions.pause.allowed ? <Button onClick={() => setPausing(true)}>{t('pause.action')}</Button> : null}
            {portalActions.cancel.allowed ? (
              <Link to={`${path}/cancel`} className={buttonClass()}>
                {t('action.cancelSubscription')}
              </Link>
            ) : null}
          </div>
        ) : null}
      </Card>
      {upcoming ? (
        <Card title={t('subscription.upcoming', { date: day(upcoming.at) })}>
          <Lines lines={upcoming.lines} />
          <Facts>
            {upcoming.creditApplied.amount !== 0 ? (
              <>
                <Fact name={t('total.total')}>{money(upcoming.total)}</Fact>
                <Fact name={t('total.credit')}>{less(upcoming.creditApplied)}</Fact>
              </>
            ) : null}
            <Fact strong name={t('total.willBeCharged')}>
              {money(upcoming.amountDue)}
            </Fact>
          </Facts>
          {method ? <p className="small">{t('total.chargedTo', { method: methodName(words, method) })}</p> : null}
        </Card>
      ) : pendingLines.length > 0 ? (
        <Card title={t('subscription.pending')}>
          <Lines lines={pendingLines} />
        </Card>
      ) : null}
      {pausing ? (
        <Apart close={() => setPausing(false)}>
          <PausePlan
            subscription={subscription}
            maximumDays={data.pauseConfig.pauseMaximumDays ?? null}
            close={() => setPausing(false)}
          />
        </Apart>
      ) : null}
    </Screen>
  );
}
