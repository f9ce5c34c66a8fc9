/** One subscription at a glance: what it is, what it costs, and what is paid when. */
import type { HomeQuery, PaymentMethodPartsFragment } from '../../../graphql/generated/graphql.ts';
import { own } from '../../i18n/own.ts';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Badge } from '../../ui/surfaces.tsx';
import { couponWords, methodName, planName, planNames, pricesWords, priceWords, STATUS } from '../billingWords.ts';

type HomeSubscription = NonNullable<HomeQuery['currentCustomer']['subscriptions']>[number];

interface PlanCardProps {
  subscription: HomeSubscription;
  /** Whether it is the only one: among several, no button is the most important. */
  alone: boolean;
  methods: readonly PaymentMethodPartsFragment[] | null | undefined;
}

function NextPayment({ subscription, methods }: Omit<PlanCardProps, 'alone'>) {
  const words = useWords();
  const { t, money, day } = words;
  const next = subscription.upcomingInvoice;
  const method = methods?.find(({ isDefault }) => isDefault);
  if (!next)
    return (
      <div className="plan-next">
        <p className="plan-next-name">{t(subscription.cancelAtPeriodEnd ? 'home.endsOn' : 'home.nextPayment')}</p>
        <p className="plan-next-none">
          {subscription.cancelAtPeriodEnd ? day(subscription.currentPeriodEnd) : t('home.noPayment')}
        </p>
        {subscription.cancelAtPeriodEnd ? <p className="plan-next-note">{t('home.noFurtherPayment')}</p> : null}
      </div>
    );
  return (
    <div className="plan-next">
      <p className="plan-next-name">
        {t(subscription.status === 'TRIALING' ? 'home.firstPayment' : 'home.nextPayment')}
      </p>
      <p className="plan-next-amount">{money(next.amountDue)}</p>
      <p className="plan-next-note">{t('home.onDate', { date: day(next.at) })}</p>
      {method ? <p className="plan-next-note">{methodName(words, method)}</p> : null}
      {next.creditApplied.amount > 0 ? (
        <p className="plan-next-note">{t('home.creditApplied', { amount: money(next.creditApplied) })}</p>
      ) : null}
    </div>
  );
}

export function PlanCard({ subscription, methods, alone }: PlanCardProps) {
  const words = useWords();
  const { t, day } = words;
  const { status, items, portalActions, coupon } = subscription;
  const path = `/subscriptions/${subscription.id}`;
  const [only] = items;
  return (
    <article className="card plan" aria-label={planNames(words, subscription)}>
      <div className="plan-what">
        <div className="plan-head">
          <h2 className="plan-name">{planNames(words, subscription)}</h2>
          <Badge tone={STATUS[status].tone}>{t(STATUS[status].words)}</Badge>
        </div>
        {items.length === 1 && only ? (
          <p className="plan-price">{pricesWords(words, only.price, only.quantity)}</p>
        ) : (
          <ul className="plan-items">
            {items.map((item) => (
              <li key={item.id}>
                {t('plan.item', {
                  name: planName(item.price),
                  quantity: item.quantity,
                  price: priceWords(words, item.price),
                })}
              </li>
            ))}
          </ul>
        )}
        {only?.price.product.description && items.length === 1 ? (
          <p className="plan-note">{own(only.price.product.description)}</p>
        ) : null}
        {status === 'TRIALING' && subscription.trialEnd ? (
          <p className="plan-note">{t('plan.trialUntil', { date: day(subscription.trialEnd) })}</p>
        ) : null}
        {coupon ? <p className="plan-note plan-coupon">{couponWords(words, coupon)}</p> : null}
      </div>
      <NextPayment subscription={subscription} methods={methods} />
      <div className="plan-actions">
        {portalActions.switchPlan.allowed ? (
          <Link to={`${path}/switch`} className={buttonClass(alone ? 'primary' : 'secondary')}>
            {t('action.changePlan')}
          </Link>
        ) : null}
        <Link to={path} className={buttonClass()}>
          {t('action.details')}
        </Link>
      </div>
    </article>
  );
}
