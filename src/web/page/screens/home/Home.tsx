/** The overview: what one has, what is paid next, and what needs attention. */
import { HomeDocument } from '../../../graphql/generated/graphql.ts';
import { useScreen } from '../../api/useScreen.ts';
import { useWords } from '../../i18n/words.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Alerts } from './Alerts.tsx';
import { PlanCard } from './PlanCard.tsx';
import { Shortcuts } from './Shortcuts.tsx';

export default function Home() {
  const { t } = useWords();
  const { data, loading, failure, retry } = useScreen(HomeDocument, {});
  const customer = data?.currentCustomer;
  const running = customer?.subscriptions?.filter(({ status }) => status !== 'CANCELED') ?? [];
  const name = data?.frameCustomer.name;
  return (
    <Screen
      title={name ? t('home.greeting', { name }) : t('home.title')}
      {...{ loading, failure, retry }}
      skeletons={[5, 3]}
    >
      {customer ? (
        <>
          <Alerts customer={customer} />
          {running.map((subscription) => (
            <PlanCard
              key={subscription.id}
              subscription={subscription}
              methods={customer.paymentMethods}
              alone={running.length === 1}
            />
          ))}
          <Shortcuts customer={customer} config={data.frameConfig} hasPlan={running.length > 0} />
        </>
      ) : null}
    </Screen>
  );
}
