/** The overview: the plans, the next payment, and everything that needs attention. */
import { HomeDocument } from '../../../graphql/generated/graphql.ts';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { useScreen } from '../../api/useScreen.ts';
import { Alerts } from './Alerts.tsx';
import { NoPlan } from './NoPlan.tsx';
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
      windowTitle={t('home.title')}
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
              due={customer.due?.nodes}
              alone={running.length === 1}
            />
          ))}
          {data.frameConfig.subscriptionsEnabled && running.length === 0 ? (
            <NoPlan ended={customer.subscriptions ?? []} canStart={data.frameConfig.subscriptionCreateEnabled} />
          ) : null}
          <Shortcuts customer={customer} config={data.frameConfig} />
        </>
      ) : null}
    </Screen>
  );
}
