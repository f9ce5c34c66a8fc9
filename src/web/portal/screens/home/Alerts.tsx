/** Everything that needs attention, the most urgent first, each with its remedy. */
import type { HomeQuery } from '../../../graphql/generated/graphql.ts';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { methodName } from '../billingWords.ts';
import { DueAlert } from '../invoices/DueAlert.tsx';
import { Planned } from '../subscriptions/Planned.tsx';

export function Alerts({ customer }: { customer: HomeQuery['currentCustomer'] }) {
  const words = useWords();
  const { t, month } = words;
  const method = customer.paymentMethods?.find(({ isDefault }) => isDefault);
  return (
    <>
      <DueAlert due={customer.due?.nodes ?? []} />
      {method?.expiry && method.expiry !== 'VALID' ? (
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
            {t(method.expiry === 'EXPIRED' ? 'alert.cardExpired.text' : 'alert.card.text', {
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
