/** The confirmation of a change: the amount that was paid, and links to other screens. */
import { useEffect } from 'react';
import { refresh } from '../../../ui/api/queries.ts';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Done } from '../../../ui/components/Done.tsx';
import { Fact, Facts } from '../../../ui/components/Facts.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { flowDone } from '../../frame/flow.tsx';
import { planTimes, pricesWords } from '../billingWords.ts';
import type { ConfirmedChange } from './change.ts';

/** The amount of the change: paid, invoiced or credited. */
function Settled({ quote, invoice }: Pick<ConfirmedChange, 'quote' | 'invoice'>) {
  const { t, money, unsigned, day } = useWords();
  if (!quote.settledNow || !invoice) return null;
  if (invoice.isCreditNote) return <Fact name={t('switch.credited')}>{unsigned(invoice.total)}</Fact>;
  if (quote.amountDue.amount === 0) return null;
  return (
    <>
      <Fact name={t(quote.dueAt ? 'switch.invoicedNow' : 'switch.paidNow')}>{money(quote.amountDue)}</Fact>
      {quote.dueAt ? <Fact name={t('invoice.dueAt')}>{day(quote.dueAt)}</Fact> : null}
    </>
  );
}

export function ChangeDone({ done, subscriptionId }: { done: ConfirmedChange; subscriptionId: string }) {
  const words = useWords();
  const { t, money, negative, day } = words;
  const { change, quote, invoice } = done;
  const plan = planTimes(words, change.price, quote.quantity);
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
          <Fact name={t('switch.then')}>{pricesWords(words, change.price, quote.quantity)}</Fact>
          {quote.creditApplied.amount > 0 ? (
            <Fact name={t('total.credit')}>{negative(quote.creditApplied)}</Fact>
          ) : null}
          <Settled quote={quote} invoice={invoice} />
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
