/** The subscription has ended, or will; and as long as it has not, that can be taken back. */
import { useEffect } from 'react';
import type { InvoicePartsFragment, SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { useFrame } from '../../api/frame.ts';
import { refresh } from '../../api/useScreen.ts';
import { flowDone } from '../../frame/flow.tsx';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Done } from '../../ui/Done.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Fact, Facts } from '../../ui/surfaces.tsx';
import { planNames } from '../billingWords.ts';
import { KeepPlan } from './KeepPlan.tsx';

interface CancelDoneProps {
  subscription: SubscriptionPartsFragment;
  invoice: InvoicePartsFragment | null;
  /** Whether the company confirms cancellations by mail. */
  mailed: boolean;
}

export function CancelDone({ subscription, invoice, mailed }: CancelDoneProps) {
  const words = useWords();
  const { t, day, size } = words;
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
          {invoice ? (
            <Fact name={t(invoice.isCreditNote ? 'cancel.credit' : 'cancel.finalInvoice')}>{size(invoice.total)}</Fact>
          ) : null}
        </Facts>
        {mailed && frame ? <p className="small">{t('cancel.mailed', { email: frame.frameCustomer.email })}</p> : null}
        {ended ? null : <p className="small">{t('cancel.undo')}</p>}
      </Done>
    </Screen>
  );
}
