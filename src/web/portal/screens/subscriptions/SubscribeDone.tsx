/** A subscription has started: what was paid for it, and where to go from here. */
import { useEffect } from 'react';
import { refresh } from '../../../ui/api/queries.ts';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Done } from '../../../ui/components/Done.tsx';
import { Fact, Facts } from '../../../ui/components/Facts.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { planTimes } from '../billingWords.ts';
import { isProcessing } from '../invoices/ProcessingNotice.tsx';
import type { StartedSubscription } from './purchase.ts';

export function SubscribeDone({ done, title }: { done: StartedSubscription; title: string }) {
  const words = useWords();
  const { t, money, negative, day, list } = words;
  const { purchase, quote, invoice, subscriptionId } = done;
  const plan = list(purchase.items.map(({ price }, index) => planTimes(words, price, quote.quantities[index] ?? 1)));
  useEffect(() => {
    void refresh();
  }, []);
  return (
    <Screen title={title} up={{ to: '/', name: t('nav.home') }}>
      <Done
        title={t('subscribe.done', { plan })}
        actions={
          <>
            <Link to={`/subscriptions/${subscriptionId}`} className={buttonClass('primary')}>
              {t('switch.toSubscription')}
            </Link>
            {invoice ? (
              <Link to={`/invoices/${invoice.id}`} className={buttonClass()}>
                {t('invoice.show')}
              </Link>
            ) : null}
          </>
        }
      >
        <Facts>
          {quote.creditApplied.amount > 0 ? (
            <Fact name={t('total.credit')}>{negative(quote.creditApplied)}</Fact>
          ) : null}
          {quote.amountDue.amount > 0 && invoice && !isProcessing(invoice) ? (
            <Fact name={t(quote.dueAt ? 'switch.invoicedNow' : 'switch.paidNow')}>{money(quote.amountDue)}</Fact>
          ) : null}
          {quote.dueAt ? <Fact name={t('invoice.dueAt')}>{day(quote.dueAt)}</Fact> : null}
          {quote.nextInvoice ? (
            <Fact name={t('switch.nextInvoice', { date: day(quote.nextInvoice.billsAt) })}>
              {money(quote.nextInvoice.amountDue)}
            </Fact>
          ) : null}
        </Facts>
      </Done>
    </Screen>
  );
}
