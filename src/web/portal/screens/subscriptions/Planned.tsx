/** Notices about a planned end, change or pause of a subscription, each of which can be revoked. */
import { lazy, useState } from 'react';
import { RevokeChangeDocument, type SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { LazyDialog } from '../../../ui/components/LazyDialog.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useButtonNotice } from '../../../ui/hooks/useButtonNotice.tsx';
import { useWords, type Words } from '../../../ui/i18n/useWords.ts';
import { lazyPart } from '../../../ui/router/lazyPart.ts';
import { isUsable, planNames, planTimes, priceWords } from '../billingWords.ts';
import { KeepPlan } from './KeepPlan.tsx';

const ResumePlan = lazy(lazyPart(() => import('./ResumePlan.tsx')));

function RevokeChange({ subscription }: { subscription: SubscriptionPartsFragment }) {
  const { t } = useWords();
  const { run, pending, failure } = useAction(RevokeChangeDocument);
  const trouble = useButtonNotice(failure);
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
        <LazyDialog close={() => setOpen(false)}>
          <ResumePlan subscription={subscription} close={() => setOpen(false)} />
        </LazyDialog>
      ) : null}
    </>
  );
}

interface NoticeProps {
  subscription: SubscriptionPartsFragment;
}

function EndingNotice({ subscription }: NoticeProps) {
  const words = useWords();
  const { t, day } = words;
  return (
    <Notice
      tone="warning"
      icon="calendar"
      title={t('alert.ending.title', { date: day(subscription.currentPeriodEnd) })}
      actions={<KeepPlan subscription={subscription} />}
    >
      <p>
        {isUsable(subscription)
          ? t('alert.ending.text', { plan: planNames(words, subscription) })
          : t('alert.ending.keep')}
      </p>
    </Notice>
  );
}

function ChangeNotice({ subscription }: NoticeProps) {
  const words = useWords();
  const { t, day } = words;
  const effectiveAt = subscription.scheduledChanges[0]?.effectiveAt;
  return (
    <Notice
      tone="info"
      icon="swap"
      title={effectiveAt ? t('planned.change', { date: day(effectiveAt) }) : t('planned.changeLater')}
      actions={<RevokeChange subscription={subscription} />}
    >
      {subscription.scheduledChanges.map(({ item, price, quantity }) => (
        <p key={item.id}>
          {t('planned.becomes', { name: planTimes(words, price, quantity), price: priceWords(words, price) })}
        </p>
      ))}
    </Notice>
  );
}

/** The text about the length of a pause. */
const pauseText = ({ t, day }: Words, { resumesAt, pauseReason }: SubscriptionPartsFragment) => {
  if (pauseReason === 'PAYMENT_FAILED') return t('pause.unpaid');
  return resumesAt ? t('pause.until', { date: day(resumesAt) }) : t('pause.open');
};

function PauseNotice({ subscription, pausesAt }: NoticeProps & { pausesAt: string | null }) {
  const words = useWords();
  const { t, day } = words;
  return (
    <Notice
      tone={pausesAt ? 'info' : 'warning'}
      icon="pause"
      title={
        pausesAt
          ? t('pause.planned', { date: day(pausesAt) })
          : t('pause.now', { plan: planNames(words, subscription) })
      }
      actions={<Resume subscription={subscription} />}
    >
      <p>{pauseText(words, subscription)}</p>
    </Notice>
  );
}

export function Planned({ subscription }: NoticeProps) {
  const { status, cancelAtPeriodEnd, scheduledChanges, pausesAt } = subscription;
  // The end of the subscription makes what else was planned for that date pointless.
  if (cancelAtPeriodEnd && status !== 'CANCELED')
    return (
      <>
        <EndingNotice subscription={subscription} />
        {status === 'PAUSED' ? <PauseNotice subscription={subscription} pausesAt={null} /> : null}
      </>
    );
  return (
    <>
      {scheduledChanges.length > 0 && !cancelAtPeriodEnd ? <ChangeNotice subscription={subscription} /> : null}
      {pausesAt && !cancelAtPeriodEnd ? <PauseNotice subscription={subscription} pausesAt={pausesAt} /> : null}
      {status === 'PAUSED' ? <PauseNotice subscription={subscription} pausesAt={null} /> : null}
    </>
  );
}
