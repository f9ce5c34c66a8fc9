/** The form that cancels a subscription: the consequences, an offer to stay, the reason and a comment. */
import { type FormEvent, useRef, useState } from 'react';
import {
  CancelDocument,
  type MoneyPartsFragment,
  type SubscriptionPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { Button, buttonClass } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { TextArea } from '../../../ui/components/fields.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/words.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { LeaveFlow } from '../../frame/flow.tsx';
import { planNames } from '../billingWords.ts';
import { type CancellationPreview, CancellationTerms } from './CancellationTerms.tsx';
import { OfferToStay } from './OfferToStay.tsx';
import { ReasonChoice } from './ReasonChoice.tsx';

const MAXIMUM_COMMENT_LENGTH = 1000;

interface CancelFormProps {
  subscription: SubscriptionPartsFragment;
  preview: CancellationPreview;
  /** The reasons to choose from; empty if the portal does not ask. */
  reasons: readonly string[];
  title: string;
  up: { to: string; name: string };
  canceled(done: { subscription: SubscriptionPartsFragment; total: MoneyPartsFragment }): void;
}

export function CancelForm({ subscription, preview, reasons, title, up, canceled }: CancelFormProps) {
  const words = useWords();
  const { t } = words;
  const action = useAction(CancelDocument, { idempotent: true });
  const [reason, setReason] = useState<string>();
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const [refused, setRefused] = useState<UserError | null>(null);
  const choice = useRef<HTMLFieldSetElement>(null);
  const answer = { ...(reason ? { reason } : {}), ...(comment.trim() ? { comment: comment.trim() } : {}) };

  /** Whether a required reason was chosen; otherwise the form marks it as missing. */
  function complete(): boolean {
    if (reasons.length === 0 || reason) return true;
    setMissing(true);
    choice.current?.querySelector('input')?.focus();
    return false;
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setRefused(null);
    if (!complete()) return;
    const result = (await action.run({ subscriptionId: subscription.id, ...answer }))?.cancelSubscription;
    if (!result) return;
    if (result.__typename === 'CancelSubscriptionSuccess')
      canceled({ subscription: result.subscription, total: result.invoice?.total ?? preview.total });
    else setRefused(result as UserError);
  }

  function choose(chosen: string) {
    setReason(chosen);
    setMissing(false);
  }

  return (
    <Screen title={title} up={up} lead={planNames(words, subscription)}>
      {preview.retentionOffer ? (
        <OfferToStay offer={preview.retentionOffer} subscriptionId={subscription.id} answer={answer} />
      ) : null}
      <form onSubmit={submit} noValidate className="stack">
        <CancellationTerms preview={preview} />
        <Card>
          <div className="card-body">
            {reasons.length > 0 ? (
              <ReasonChoice ref={choice} reasons={reasons} chosen={reason} choose={choose} missing={missing} />
            ) : null}
            <TextArea
              label={t('cancel.comment')}
              optional={t('field.optional')}
              maxLength={MAXIMUM_COMMENT_LENGTH}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
            <FailureNotice failure={action.failure} safe />
            <UserErrorNotice refused={refused} />
            <div className="actions">
              <Button look="danger" type="submit" pending={action.pending}>
                {t(preview.mode === 'IMMEDIATELY' ? 'cancel.confirmNow' : 'cancel.confirm')}
              </Button>
              <Link to={up.to} className={buttonClass()}>
                {t('action.keepPlan')}
              </Link>
              <LeaveFlow name="cancel_subscription" />
            </div>
          </div>
        </Card>
      </form>
    </Screen>
  );
}
