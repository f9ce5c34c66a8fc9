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
import { useWords } from '../../../ui/i18n/useWords.ts';
import { useScreen } from '../../api/useScreen.ts';
import { NotFound, SwitchedOff } from '../../frame/NotFound.tsx';
import type { ScreenProps } from '../screenProps.ts';
import { CancelDone } from './CancelDone.tsx';
import { CancelForm } from './CancelForm.tsx';
import { CancelReason } from './CancelReason.tsx';
import type { Answer } from './change.ts';
import { KeepPlan } from './KeepPlan.tsx';
import type { ReasonText } from './ReasonChoice.tsx';
import { Unavailable } from './Unavailable.tsx';

interface Canceled {
  subscription: SubscriptionPartsFragment;
  total: MoneyPartsFragment;
  mailed: boolean;
}

/** Whether the portal's configuration hides canceling. */
const isSwitchedOff = ({ frameConfig }: CancelFormQuery) =>
  !frameConfig.subscriptionsEnabled || !frameConfig.cancellationsEnabled;

/** The reasons to choose from; empty if the portal has none. */
const askedReasons = ({ cancelConfig }: CancelFormQuery): readonly ReasonText[] =>
  cancelConfig.cancellationReasonsEnabled ? cancelConfig.cancellationReasonTexts : [];

export default function CancelPlan({ params }: ScreenProps) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  /** The answer while the customer is back at the first step. */
  const [before, setBefore] = useState<Answer>({});
  const [done, setDone] = useState<Canceled>();
  if (done) return <CancelDone {...done} />;
  const steps: Steps = {
    answer,
    before,
    answered: setAnswer,
    back: () => {
      setBefore(answer ?? {});
      setAnswer(null);
    },
  };
  // Each reason is a screen of its own: the offer for another one is never shown meanwhile.
  return <CancelStep key={answer?.reason ?? ''} id={params.id ?? ''} steps={steps} canceled={setDone} />;
}

interface CancelStepProps {
  id: string;
  steps: Steps;
  canceled(done: Canceled): void;
}

function CancelStep({ id, steps, canceled }: CancelStepProps) {
  const { locale } = useWords();
  const reason = steps.answer?.reason;
  const screen = useScreen(CancelFormDocument, {
    id,
    input: { subscriptionId: id, ...(reason ? { reason } : {}) },
    locale,
  });
  const mailed = screen.data?.cancelConfig.cancellationEmailsEnabled ?? false;
  return <CancelScreen id={id} screen={screen} steps={steps} canceled={(result) => canceled({ ...result, mailed })} />;
}

/** The answer of the first step, and the functions that lead from step to step. */
interface Steps {
  answer: Answer | null;
  before: Answer;
  answered(answer: Answer): void;
  back(): void;
}

interface CancelScreenProps {
  id: string;
  steps: Steps;
  screen: ScreenData<CancelFormQuery>;
  canceled(done: Omit<Canceled, 'mailed'>): void;
}

function CancelScreen({ id, steps, screen: { data, loading, failure, retry }, canceled }: CancelScreenProps) {
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
  const reasons = askedReasons(data);
  const asks = reasons.length > 0;
  if (asks && !steps.answer) return <CancelReason key="reason" {...{ subscription, reasons, title, up }} {...steps} />;
  return (
    <CancelForm
      key="confirm"
      {...{ data, subscription, preview, title, up, canceled }}
      answer={steps.answer ?? {}}
      back={asks ? steps.back : undefined}
    />
  );
}
