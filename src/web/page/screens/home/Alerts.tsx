/** What needs attention, the most urgent first; each with what can be done about it. */
import type { HomeQuery } from '../../../graphql/generated/graphql.ts';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Notice } from '../../ui/surfaces.tsx';
import { methodName } from '../billingWords.ts';
import { Planned } from '../subscriptions/Planned.tsx';

export function Alerts({ customer }: { customer: HomeQuery['currentCustomer'] }) {
  const words = useWords();
  const { t, money, day, month } = words;
  const due = customer.due?.nodes ?? [];
  const [first] = due;
  const failed = due.some(({ attemptCount }) => attemptCount > 0);
  const method = customer.paymentMethods?.find(({ isDefault }) => isDefault);
  return (
    <>
      {first ? (
        <Notice
          tone={failed ? 'bad' : 'warning'}
          title={t(failed ? 'alert.failed.title' : 'alert.due.title')}
          actions={
            <Link to={due.length > 1 ? '/invoices' : `/invoices/${first.id}`} className={buttonClass('primary')}>
              {t('action.payNow')}
            </Link>
          }
        >
          <p>
            {due.length > 1
              ? t('alert.due.many', { count: due.length })
              : t('alert.due.one', { amount: money(first.amountDue), number: first.number ?? '' })}
            {first.nextAttemptAt ? ` ${t('alert.nextAttempt', { date: day(first.nextAttemptAt) })}` : ''}
          </p>
        </Notice>
      ) : null}
      {method?.expiry && method.expiry !== 'GOOD' ? (
        <Notice
          tone={method.expiry === 'EXPIRED' ? 'bad' : 'warning'}
          icon="card"
          title={t(method.expiry === 'EXPIRED' ? 'alert.cardExpired.title' : 'alert.cardExpiring.title')}
          actions={
            <Link to="/payment-methods" className={buttonClass()}>
              {t('action.updateMethod')}
            </Link>
          }
        >
          <p>
            {t('alert.card.text', {
              method: methodName(words, method),
              month: month(method.expiryYear ?? 0, method.expiryMonth ?? 0),
            })}
          </p>
        </Notice>
      ) : null}
      {customer.subscriptions?.map((subscription) => (
        <Planned key={subscription.id} subscription={subscription} />
      ))}
    </>
  );
}
