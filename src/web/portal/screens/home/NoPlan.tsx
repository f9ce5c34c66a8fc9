/** Shown when no subscription is running: the last one, with its end and the way to its details. */
import type { HomeQuery } from '../../../graphql/generated/graphql.ts';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Empty } from '../../../ui/components/Empty.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { planNames } from '../billingWords.ts';

type Subscriptions = NonNullable<HomeQuery['currentCustomer']['subscriptions']>;

/** The list of ended subscriptions is newest first by creation; the last to end is what the customer had last. */
export function NoPlan({ ended, canStart }: { ended: Subscriptions; canStart: boolean }) {
  const words = useWords();
  const { t, day } = words;
  const [last] = ended.toSorted((one, other) => (other.endedAt ?? '').localeCompare(one.endedAt ?? ''));
  return (
    <div className="card">
      <Empty icon="plan" title={t('home.noPlan')}>
        {last?.endedAt ? (
          <>
            <p>{t('home.lastPlan', { plan: planNames(words, last), date: day(last.endedAt) })}</p>
            <div className="empty-actions">
              {last.portalActions.resubscribe.allowed ? (
                <Link to={`/subscriptions/${last.id}/resubscribe`} className={buttonClass('primary')}>
                  {t('action.resubscribe')}
                </Link>
              ) : null}
              <Link to={`/subscriptions/${last.id}`} className={buttonClass()}>
                {t('action.details')}
              </Link>
            </div>
          </>
        ) : null}
        {canStart ? (
          <Link to="/subscribe" className={buttonClass(last?.portalActions.resubscribe.allowed ? 'quiet' : 'primary')}>
            {t('action.subscribe')}
          </Link>
        ) : null}
      </Empty>
    </div>
  );
}
