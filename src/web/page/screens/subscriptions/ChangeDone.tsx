/** A change was made: what was paid for it, and where to go from here. */
import { useEffect } from 'react';
import { refresh } from '../../api/useScreen.ts';
import { flowDone } from '../../frame/flow.tsx';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Done } from '../../ui/Done.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Fact, Facts } from '../../ui/surfaces.tsx';
import { planTimes, pricesWords } from '../billingWords.ts';
import type { Settled } from './useChange.ts';

export function ChangeDone({ settled, subscriptionId }: { settled: Settled; subscriptionId: string }) {
  const words = useWords();
  const { t, money, size, day } = words;
  const { change, quote, invoice } = settled;
  const plan = planTimes(words, change.price, change.quantity);
  useEffect(() => {
    void refresh().then(() => flowDone('switch_plan'));
  }, []);
  return (
    <Screen title={t('switch.title')} up={{ to: `/subscriptions/${subscriptionId}`, name: t('subscription.title') }}>
      <Done
        title={
          quote.effective === 'PERIOD_END'
            ? t('switch.doneLater', { plan, date: day(quote.effectiveAt) })
            : t('switch.done', { plan })
        }
        actions={
          <>
            <Link to={`/subscriptions/${subscriptionId}`} className={buttonClass()}>
              {t('switch.toSubscription')}
            </Link>
            {invoice ? (
              <Link to={`/invoices/${invoice.id}`} className={buttonClass()}>
                {t(invoice.isCreditNote ? 'invoice.showCreditNote' : 'invoice.show')}
              </Link>
            ) : null}
          </>
        }
      >
        <Facts>
          <Fact name={t('switch.then')}>{pricesWords(words, change.price, change.quantity)}</Fact>
          {quote.settledNow && invoice ? (
            <Fact name={t(invoice.isCreditNote ? 'switch.credited' : 'switch.paidNow')}>
              {invoice.isCreditNote ? size(invoice.total) : money(quote.amountDue)}
            </Fact>
          ) : null}
          {quote.nextInvoice ? (
            <Fact name={t('switch.nextInvoice', { date: day(quote.nextInvoice.at) })}>
              {money(quote.nextInvoice.amountDue)}
            </Fact>
          ) : null}
        </Facts>
      </Done>
    </Screen>
  );
}
