/** Cancelling: what it means to the day and the cent, an offer to stay if there is one, why, and the way back. */
import { type FormEvent, useRef, useState } from 'react';
import {
  CancelDocument,
  CancelFormDocument,
  type InvoicePartsFragment,
  type SubscriptionPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { useScreen } from '../../api/useScreen.ts';
import { LeaveFlow } from '../../frame/flow.tsx';
import { NotFound, SwitchedOff } from '../../frame/NotFound.tsx';
import { own } from '../../i18n/own.ts';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import type { Params } from '../../router/routes.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/fields.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Card, Empty, Fact, Facts } from '../../ui/surfaces.tsx';
import { Refusal, type Refused, Trouble } from '../../ui/Trouble.tsx';
import { planNames } from '../billingWords.ts';
import { Lines } from '../Lines.tsx';
import { CancelDone } from './CancelDone.tsx';
import { OfferToStay } from './OfferToStay.tsx';

const LONGEST_COMMENT = 1000;

export default function CancelPlan({ params }: { params: Params }) {
  const words = useWords();
  const { t, day, size, locale } = words;
  const id = params.id ?? '';
  const { data, loading, failure, retry } = useScreen(CancelFormDocument, {
    id,
    input: { subscriptionId: id },
    locale,
  });
  const action = useAction(CancelDocument, { idempotent: true });
  const [reason, setReason] = useState<string>();
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const reasons = useRef<HTMLFieldSetElement>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [done, setDone] = useState<{ subscription: SubscriptionPartsFragment; invoice: InvoicePartsFragment | null }>();
  const title = t('cancel.title');
  const up = { to: `/subscriptions/${id}`, name: t('subscription.title') };

  if (done) return <CancelDone {...done} mailed={data?.cancelConfig.cancellationEmailsEnabled ?? false} />;
  const subscription = data?.subscription;
  if (data && (!data.frameConfig.subscriptionsEnabled || !data.frameConfig.cancellationsEnabled))
    return <SwitchedOff title={title} />;
  if (failure?.kind === 'notFound' || (data && !subscription)) return <NotFound />;
  const preview = data?.previewCancelSubscription;
  if (!data || !subscription || !preview) return <Screen title={title} up={up} {...{ loading, failure, retry }} />;
  if (preview.__typename !== 'CancellationPreview' || !subscription.portalActions.cancel.allowed)
    return (
      <Screen title={title} up={up}>
        <div className="card">
          <Empty
            icon="calendar"
            title={t(subscription.cancelAtPeriodEnd ? 'cancel.already' : 'cancel.notNow', {
              date: day(subscription.currentPeriodEnd),
            })}
          >
            <Link to={up.to} className={buttonClass()}>
              {t('action.back')}
            </Link>
          </Empty>
        </div>
      </Screen>
    );

  const { cancellationReasonsEnabled, cancellationReasons } = data.cancelConfig;
  const asksWhy = cancellationReasonsEnabled && cancellationReasons.length > 0;
  const answer = { ...(reason ? { reason } : {}), ...(comment.trim() ? { comment: comment.trim() } : {}) };

  /** Whether everything is said that has to be; what is missing is asked for. */
  function complete(): boolean {
    if (!asksWhy || reason) return true;
    setMissing(true);
    reasons.current?.querySelector('input')?.focus();
    return false;
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setRefused(null);
    if (!complete()) return;
    const result = (await action.run({ subscriptionId: id, ...answer }))?.cancelSubscription;
    if (!result) return;
    if (result.__typename === 'CancelSubscriptionSuccess')
      setDone({ subscription: result.subscription, invoice: result.invoice ?? null });
    else setRefused(result as Refused);
  }

  const plan = planNames(words, subscription);
  const now = preview.mode === 'IMMEDIATELY';
  return (
    <Screen title={title} up={up} lead={plan}>
      {preview.retentionOffer ? (
        <OfferToStay offer={preview.retentionOffer} subscriptionId={id} answer={answer} complete={complete} />
      ) : null}
      <form onSubmit={submit} noValidate className="stack">
        <Card title={t('cancel.what')}>
          <Facts plain>
            <Fact name={t('cancel.ends')}>{now ? t('cancel.endsNow') : day(preview.endsAt)}</Fact>
            <Fact name={t(now ? 'cancel.afterwards' : 'cancel.use')}>
              {t(now ? 'cancel.useNot' : 'cancel.useUntil')}
            </Fact>
            {preview.total.amount < 0 ? <Fact name={t('cancel.credit')}>{size(preview.total)}</Fact> : null}
            {preview.total.amount > 0 ? <Fact name={t('cancel.finalInvoice')}>{size(preview.total)}</Fact> : null}
            {preview.total.amount === 0 ? <Fact name={t('cancel.money')}>{t('cancel.noMoney')}</Fact> : null}
          </Facts>
          {preview.lines.length > 0 ? (
            <details className="details">
              <summary>{t('cancel.lines')}</summary>
              <Lines lines={preview.lines} />
            </details>
          ) : null}
        </Card>
        <Card>
          <div className="card-body">
            {asksWhy ? (
              <fieldset ref={reasons} className="choices" aria-describedby={missing ? 'reason-missing' : undefined}>
                <legend className="label">{t('cancel.why')}</legend>
                {cancellationReasons.map((one) => (
                  <label key={one} className="choice">
                    <input
                      type="radio"
                      name="reason"
                      checked={reason === one}
                      onChange={() => {
                        setReason(one);
                        setMissing(false);
                      }}
                    />
                    <span className="choice-name">{own(one)}</span>
                  </label>
                ))}
                {missing ? (
                  <p className="field-error" id="reason-missing" role="alert">
                    {t('cancel.reasonMissing')}
                  </p>
                ) : null}
              </fieldset>
            ) : null}
            <TextArea
              label={t('cancel.comment')}
              optional={t('field.optional')}
              maxLength={LONGEST_COMMENT}
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
            <Trouble failure={action.failure} safe />
            <Refusal refused={refused} />
            <div className="actions">
              <Button look="danger" type="submit" pending={action.pending}>
                {t(now ? 'cancel.confirmNow' : 'cancel.confirm')}
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
