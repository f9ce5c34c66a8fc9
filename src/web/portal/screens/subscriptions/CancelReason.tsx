/** The first step of canceling: the reason, and anything else that the customer wants to say. */
import { type FormEvent, useRef, useState } from 'react';
import type { SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Button, buttonClass } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { TextArea } from '../../../ui/components/fields.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { LeaveFlow } from '../../frame/flow.tsx';
import { planNames } from '../billingWords.ts';
import type { Answer } from './change.ts';
import { ReasonChoice, type ReasonText } from './ReasonChoice.tsx';

const MAXIMUM_COMMENT_LENGTH = 1000;

interface CancelReasonProps {
  subscription: SubscriptionPartsFragment;
  reasons: readonly ReasonText[];
  /** The previous answer, when the customer comes back to this step. */
  before: Answer;
  title: string;
  up: { to: string; name: string };
  answered(answer: Answer): void;
}

export function CancelReason({ subscription, reasons, before, title, up, answered }: CancelReasonProps) {
  const words = useWords();
  const { t } = words;
  const [reason, setReason] = useState(before.reason);
  const [comment, setComment] = useState(before.comment ?? '');
  const [missing, setMissing] = useState(false);
  const choice = useRef<HTMLFieldSetElement>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (reason) return answered({ reason, ...(comment.trim() ? { comment: comment.trim() } : {}) });
    setMissing(true);
    choice.current?.querySelector('input')?.focus();
  }

  return (
    <Screen title={title} up={up} lead={planNames(words, subscription)}>
      <form onSubmit={submit} noValidate className="stack">
        <Card>
          <div className="card-body">
            <ReasonChoice
              ref={choice}
              reasons={reasons}
              chosen={reason}
              choose={(chosen) => {
                setReason(chosen);
                setMissing(false);
              }}
              missing={missing}
            />
            <TextArea
              label={t('cancel.comment')}
              optional={t('field.optional')}
              maxLength={MAXIMUM_COMMENT_LENGTH}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
            <div className="actions">
              <Button look="primary" type="submit">
                {t('action.continue')}
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
