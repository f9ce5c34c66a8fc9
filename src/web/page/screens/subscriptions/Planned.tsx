/** What is planned for a subscription and can still be taken back: an end, a change, a pause. */
import { lazy, useState } from 'react';
import { RevokeChangeDocument, type SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { useWords } from '../../i18n/words.tsx';
import { part } from '../../router/part.ts';
import { Apart } from '../../ui/Apart.tsx';
import { announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/surfaces.tsx';
import { useButtonTrouble } from '../../ui/useButtonTrouble.tsx';
import { planNames, planTimes, priceWords } from '../billingWords.ts';
import { KeepPlan } from './KeepPlan.tsx';

const ResumePlan = lazy(part(() => import('./ResumePlan.tsx')));

function RevokeChange({ subscription }: { subscription: SubscriptionPartsFragment }) {
  const { t } = useWords();
  const { run, pending, failure } = useAction(RevokeChangeDocument);
  const trouble = useButtonTrouble(failure);
  if (!subscription.portalActions.cancelScheduledChange.allowed) return null;

  async function revoke() {
    const result = (await run({ subscriptionId: subscription.id }))?.cancelScheduledChange;
    if (!result) return;
    if (result.__typename === 'CancelScheduledChangeSuccess') announce(t('planned.revoked'));
    else trouble.refuse(result);
    await refresh();
  }
  return (
    <>
      <Button pending={pending} onClick={() => void revoke()}>
        {t('planned.revoke')}
      </Button>
      {trouble.shown}
    </>
  );
}

function Resume({ subscription }: { subscription: SubscriptionPartsFragment }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  if (!subscription.portalActions.resume.allowed) return null;
  return (
    <>
      <Button look={subscription.status === 'PAUSED' ? 'primary' : 'secondary'} onClick={() => setOpen(true)}>
        {t(subscription.status === 'PAUSED' ? 'pause.resume' : 'pause.takeBack')}
      </Button>
      {open ? (
        <Apart close={() => setOpen(false)}>
          <ResumePlan subscription={subscription} close={() => setOpen(false)} />
        </Apart>
      ) : null}
    </>
  );
}

export function Planned({ subscription }: { subscription: SubscriptionPartsFragment }) {
  const words = useWords();
  const { t, day } = words;
  const { status, scheduledChanges, pausesAt, resumesAt, pauseCause } = subscription;
  const plan = planNames(words, subscription);
  const [change] = scheduledChanges;
  return (
    <>
      {subscription.cancelAtPeriodEnd && status !== 'CANCELED' ? (
        <Notice
          tone="warning"
          icon="calendar"
          title={t('alert.ending.title', { date: day(subscription.currentPeriodEnd) })}
          actions={<KeepPlan subscription={subscription} />}
        >
          <p>{t('alert.ending.text', { plan })}</p>
        </Notice>
      ) : null}
      {change && !subscription.cancelAtPeriodEnd ? (
        <Notice
          tone="info"
          icon="swap"
          title={change.effectiveAt ? t('planned.change', { date: day(change.effectiveAt) }) : t('planned.changeLater')}
          actions={<RevokeChange subscription={subscription} />}
        >
          {scheduledChanges.map(({ item, price, quantity }) => (
            <p key={item.id}>
              {t('planned.becomes', {
                name: planTimes(words, price, quantity),
                price: priceWords(words, price),
              })}
            </p>
          ))}
        </Notice>
      ) : null}
      {pausesAt && !subscription.cancelAtPeriodEnd ? (
        <Notice
          tone="info"
          icon="pause"
          title={t('pause.planned', { date: day(pausesAt) })}
          actions={<Resume subscription={subscription} />}
        >
          <p>{resumesAt ? t('pause.until', { date: day(resumesAt) }) : t('pause.open')}</p>
        </Notice>
      ) : null}
      {status === 'PAUSED' ? (
        <Notice
          tone="warning"
          icon="pause"
          title={t('pause.now', { plan })}
          actions={<Resume subscription={subscription} />}
        >
          <p>
            {pauseCause === 'PAYMENT_FAILED'
              ? t('pause.unpaid')
              : resumesAt
                ? t('pause.until', { date: day(resumesAt) })
                : t('pause.open')}
          </p>
        </Notice>
      ) : null}
    </>
  );
}
