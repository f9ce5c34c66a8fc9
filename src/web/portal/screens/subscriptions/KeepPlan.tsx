/** Undoes a scheduled cancellation. */
import { type SubscriptionPartsFragment, UncancelDocument } from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useButtonNotice } from '../../../ui/hooks/useButtonNotice.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { navigate } from '../../portalPlace.ts';

interface KeepPlanProps {
  subscription: SubscriptionPartsFragment;
  /** The path that is opened afterwards. */
  then?: string;
}

export function KeepPlan({ subscription, then }: KeepPlanProps) {
  const { t } = useWords();
  const { run, pending, failure } = useAction(UncancelDocument);
  const trouble = useButtonNotice(failure);
  if (!subscription.portalActions.uncancel.allowed) return null;

  async function keep() {
    const result = (await run({ subscriptionId: subscription.id }))?.uncancelSubscription;
    if (!result) return;
    if (result.__typename === 'UncancelSubscriptionSuccess') announce(t('keepPlan.done'));
    else trouble.refuse(result);
    await refresh();
    if (then && result.__typename === 'UncancelSubscriptionSuccess') navigate(then);
  }
  return (
    <>
      <Button look={then ? 'primary' : 'secondary'} pending={pending} onClick={() => void keep()}>
        {t('action.keepPlan')}
      </Button>
      {trouble.shown}
    </>
  );
}
