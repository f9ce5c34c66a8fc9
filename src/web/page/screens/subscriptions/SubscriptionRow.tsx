/** A subscription in a list. */
import type { SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { useWords, type Words } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Badge } from '../../ui/surfaces.tsx';
import { planNames, STATUS } from '../billingWords.ts';

/** What happens to it next, or what has happened to it. */
export function outlook({ t, day }: Words, subscription: SubscriptionPartsFragment): string {
  const { status, cancelAtPeriodEnd, currentPeriodEnd, endedAt, trialEnd, pausesAt } = subscription;
  if (status === 'CANCELED') return endedAt ? t('outlook.ended', { date: day(endedAt) }) : '';
  if (cancelAtPeriodEnd) return t('outlook.ends', { date: day(currentPeriodEnd) });
  if (pausesAt) return t('pause.planned', { date: day(pausesAt) });
  if (status === 'TRIALING') return t('plan.trialUntil', { date: day(trialEnd ?? currentPeriodEnd) });
  if (status === 'PAUSED') return t('outlook.paused');
  return t('outlook.renews', { date: day(currentPeriodEnd) });
}

export function SubscriptionRow({ subscription }: { subscription: SubscriptionPartsFragment }) {
  const words = useWords();
  const { status } = subscription;
  return (
    <li>
      <Link to={`/subscriptions/${subscription.id}`} className="row">
        <span className="row-main">
          <span className="row-title">{planNames(words, subscription)}</span>
          <span className="row-note">{outlook(words, subscription)}</span>
        </span>
        <Badge tone={STATUS[status].tone}>{words.t(STATUS[status].words)}</Badge>
        <Icon name="next" className="flip row-go" />
      </Link>
    </li>
  );
}
