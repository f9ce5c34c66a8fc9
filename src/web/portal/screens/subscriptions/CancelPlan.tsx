/** Canceling a subscription: loads the preview, then shows the form and, after it, the confirmation. */
import { useState } from 'react';
import {
  CancelFormDocument,
  type CancelFormQuery,
  type MoneyPartsFragment,
  type SubscriptionPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import { Screen } from '../../../ui/components/Screen.tsx';
import type { ScreenData } from '../../../ui/hooks/useScreenQuery.ts';
import { useWords } from '../../../ui/i18n/words.ts';
import { useScreen } from '../../api/useScreen.ts';
import { NotFound, SwitchedOff } from '../../frame/NotFound.tsx';
import type { ScreenProps } from '../screenProps.ts';
import { CancelDone } from './CancelDone.tsx';
import { CancelForm } from './CancelForm.tsx';
import { KeepPlan } from './KeepPlan.tsx';
import { Unavailable } from './Unavailable.tsx';

interface Canceled {
  subscription: SubscriptionPartsFragment;
  total: MoneyPartsFragment;
}

/** Whether the portal's configuration hides canceling. */
const isSwitchedOff = ({ frameConfig }: CancelFormQuery) =>
  !frameConfig.subscriptionsEnabled || !frameConfig.cancellationsEnabled;

export default function CancelPlan({ params }: ScreenProps) {
  const { locale } = useWords();
  const id = params.id ?? '';
  const screen = useScreen(CancelFormDocument, { id, input: { subscriptionId: id }, locale });
  const [done, setDone] = useState<Canceled>();
  if (done) return <CancelDone {...done} mailed={screen.data?.cancelConfig.cancellationEmailsEnabled ?? false} />;
  return <CancelScreen id={id} screen={screen} canceled={setDone} />;
}

interface CancelScreenProps {
  id: string;
  screen: ScreenData<CancelFormQuery>;
  canceled(done: Canceled): void;
}

function CancelScreen({ id, screen: { data, loading, failure, retry }, canceled }: CancelScreenProps) {
  const { t, day } = useWords();
  const title = t('cancel.title');
  const up = { to: `/subscriptions/${id}`, name: t('subscription.title') };
  if (failure?.kind === 'notFound') return <NotFound />;
  if (!data) return <Screen title={title} up={up} {...{ loading, failure, retry }} />;
  if (isSwitchedOff(data)) return <SwitchedOff title={title} />;
  const { subscription, previewCancelSubscription: preview } = data;
  if (!subscription) return <NotFound />;
  if (!preview) return <Screen title={title} up={up} {...{ loading, failure, retry }} />;
  if (preview.__typename !== 'CancellationPreview' || !subscription.portalActions.cancel.allowed) {
    const reason = t(subscription.cancelAtPeriodEnd ? 'cancel.already' : 'cancel.notNow', {
      date: day(subscription.currentPeriodEnd),
    });
    return (
      <Unavailable title={title} up={up} icon="calendar" reason={reason}>
        {subscription.cancelAtPeriodEnd ? <KeepPlan subscription={subscription} then={up.to} /> : null}
      </Unavailable>
    );
  }
  return (
    <CancelForm
      subscription={subscription}
      preview={preview}
      reasons={data.cancelConfig.cancellationReasonsEnabled ? data.cancelConfig.cancellationReasons : []}
      title={title}
      up={up}
      canceled={canceled}
    />
  );
}
