/** The confirmation of a cancellation; one at the end of the period can be undone here. */
import { useEffect } from 'react';
import type { MoneyPartsFragment, SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Done } from '../../../ui/components/Done.tsx';
import { Fact, Facts } from '../../../ui/components/Facts.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { useFrame } from '../../api/frame.ts';
import { flowDone } from '../../frame/flow.tsx';
import { planNames } from '../billingWords.ts';
import { KeepPlan } from './KeepPlan.tsx';

interface CancelDoneProps {
  subscription: SubscriptionPartsFragment;
  /** The total of the final document, made now or when the subscription ends; negative for a credit. */
  total: MoneyPartsFragment;
  /** Whether the company confirms cancellations by mail. */
  mailed: boolean;
}

export function CancelDone({ subscription, total, mailed }: CancelDoneProps) {
  const words = useWords();
  const { t, day, unsigned } = words;
  const frame = useFrame();
  useEffect(() => {
    void refresh().then(() => flowDone('cancel_subscription'));
  }, []);
  const ended = subscription.status === 'CANCELED';
  return (
    <Screen title={t('cancel.title')} up={{ to: '/subscriptions', name: t('nav.subscriptions') }}>
      <Done
        title={t(ended ? 'cancel.doneNow' : 'cancel.done', {
          date: day(subscription.endedAt ?? subscription.currentPeriodEnd),
        })}
        actions={
          <>
            {ended ? null : <KeepPlan subscription={subscription} then={`/subscriptions/${subscription.id}`} />}
            <Link to="/" className={buttonClass()}>
              {t('action.toOverview')}
            </Link>
          </>
        }
      >
        <Facts>
          <Fact name={t('cancel.plan')}>{planNames(words, subscription)}</Fact>
          {total.amount === 0 ? null : (
            <Fact name={t(total.amount < 0 ? 'cancel.credit' : 'cancel.finalInvoice')}>{unsigned(total)}</Fact>
          )}
        </Facts>
        {mailed && frame ? <p className="small">{t('cancel.mailed', { email: frame.frameCustomer.email })}</p> : null}
        {ended ? null : <p className="small">{t('cancel.undo')}</p>}
      </Done>
    </Screen>
  );
}
