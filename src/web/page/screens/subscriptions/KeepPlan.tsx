/** Takes a scheduled cancellation back. */
import { type SubscriptionPartsFragment, UncancelDocument } from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { useWords } from '../../i18n/words.tsx';
import { navigate } from '../../router/place.ts';
import { announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/Button.tsx';
import { useButtonTrouble } from '../../ui/useButtonTrouble.tsx';

interface KeepPlanProps {
  subscription: SubscriptionPartsFragment;
  /** Where to go on. */
  then?: string;
}

export function KeepPlan({ subscription, then }: KeepPlanProps) {
  const { t } = useWords();
  const { run, pending, failure } = useAction(UncancelDocument);
  const trouble = useButtonTrouble(failure);
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
