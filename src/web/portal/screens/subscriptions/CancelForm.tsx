/** The last step of canceling: an offer that fits the reason, the consequences, and the confirmation. */
import { useState } from 'react';
import {
  CancelDocument,
  type CancelFormQuery,
  type MoneyPartsFragment,
  type SubscriptionPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { Button, buttonClass } from '../../../ui/components/Button.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { LeaveFlow } from '../../frame/flow.tsx';
import { planNames } from '../billingWords.ts';
import { CancellationOffer } from './CancellationOffer.tsx';
import { type CancellationPreview, CancellationTerms } from './CancellationTerms.tsx';
import type { Answer } from './change.ts';

interface CancelFormProps {
  data: CancelFormQuery;
  subscription: SubscriptionPartsFragment;
  preview: CancellationPreview;
  /** The reason and comment of the first step; empty if the portal has none. */
  answer: Answer;
  title: string;
  up: { to: string; name: string };
  /** Returns to the first step; undefined if there is none. */
  back: (() => void) | undefined;
  canceled(done: { subscription: SubscriptionPartsFragment; total: MoneyPartsFragment }): void;
}

export function CancelForm({ data, subscription, preview, answer, title, up, back, canceled }: CancelFormProps) {
  const words = useWords();
  const { t } = words;
  const action = useAction(CancelDocument, { idempotent: true });
  const [refused, setRefused] = useState<UserError | null>(null);

  async function cancel() {
    setRefused(null);
    const result = (await action.run({ subscriptionId: subscription.id, ...answer }))?.cancelSubscription;
    if (!result) return;
    if (result.__typename === 'CancelSubscriptionSuccess')
      canceled({ subscription: result.subscription, total: result.invoice?.total ?? preview.total });
    else setRefused(result as UserError);
  }

  return (
    <Screen title={title} up={up} lead={planNames(words, subscription)}>
      {preview.offer ? (
        <CancellationOffer data={data} offer={preview.offer} subscription={subscription} answer={answer} />
      ) : null}
      <CancellationTerms preview={preview} subscription={subscription}>
        <FailureNotice failure={action.failure} safe />
        <UserErrorNotice refused={refused} />
        <div className="card-actions">
          <Button look="danger" pending={action.pending} onClick={() => void cancel()}>
            {t(preview.mode === 'IMMEDIATELY' ? 'cancel.confirmNow' : 'cancel.confirm')}
          </Button>
          <Link to={up.to} className={buttonClass()}>
            {t('action.keepPlan')}
          </Link>
          {back ? <Button onClick={back}>{t('action.back')}</Button> : null}
          <LeaveFlow name="cancel_subscription" />
        </div>
      </CancellationTerms>
    </Screen>
  );
}
