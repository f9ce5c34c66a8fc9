/** A subscription in a list. */
import type { SubscriptionPartsFragment, SubscriptionsQuery } from '../../../graphql/generated/graphql.ts';
import { Badge } from '../../../ui/components/Badge.tsx';
import { Icon } from '../../../ui/components/Icon.tsx';
import { useWords, type Words } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { planNames, pricesWords, STATUS } from '../billingWords.ts';

/** The next event of a subscription, or the last one. */
export function outlook({ t, day }: Words, subscription: SubscriptionPartsFragment): string {
  const { status, cancelAtPeriodEnd, currentPeriodEnd, endedAt, trialEnd, pausesAt } = subscription;
  if (status === 'UNPAID') return t('subscription.unpaid');
  if (status === 'PAST_DUE') return t('outlook.overdue');
  if (status === 'CANCELED') return endedAt ? t('outlook.ended', { date: day(endedAt) }) : '';
  if (cancelAtPeriodEnd) return t('outlook.ends', { date: day(currentPeriodEnd) });
  if (pausesAt) return t('pause.planned', { date: day(pausesAt) });
  if (status === 'TRIALING') return t('plan.trialUntil', { date: day(trialEnd ?? currentPeriodEnd) });
  if (status === 'PAUSED') return t('outlook.paused');
  return t('outlook.renews', { date: day(currentPeriodEnd) });
}

type ListedSubscription = NonNullable<SubscriptionsQuery['currentCustomer']['subscriptions']>[number];

export function SubscriptionRow({ subscription }: { subscription: ListedSubscription }) {
  const words = useWords();
  const { t, money } = words;
  const { status, items, upcomingInvoice: next } = subscription;
  const [only] = items;
  return (
    <li>
      <Link to={`/subscriptions/${subscription.id}`} className="row row-plan">
        <span className="row-main">
          <span className="row-title">{planNames(words, subscription)}</span>
          {only && items.length === 1 ? (
            <span className="row-note">{pricesWords(words, only.price, only.quantity)}</span>
          ) : null}
          <span className="row-note">{outlook(words, subscription)}</span>
        </span>
        <Badge tone={STATUS[status].tone}>{t(STATUS[status].words)}</Badge>
        <span className="row-amount">
          {next ? (
            <>
              <span className="row-caption">{t(status === 'TRIALING' ? 'home.firstPayment' : 'home.nextPayment')}</span>{' '}
              {money(next.amountDue)}
            </>
          ) : null}
        </span>
        <Icon name="next" className="flip row-go" />
      </Link>
    </li>
  );
}
