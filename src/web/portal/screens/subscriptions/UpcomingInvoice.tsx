/** The next invoice of a subscription. */
import type { PaymentMethodPartsFragment, UpcomingPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Card } from '../../../ui/components/Card.tsx';
import { Fact, Facts } from '../../../ui/components/Facts.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { methodName } from '../billingWords.ts';
import { Lines } from '../Lines.tsx';
import { TaxRows } from '../TaxRows.tsx';

interface UpcomingInvoiceProps {
  invoice: UpcomingPartsFragment;
  method: PaymentMethodPartsFragment | undefined;
}

export function UpcomingInvoice({ invoice, method }: UpcomingInvoiceProps) {
  const words = useWords();
  const { t, day, money, negative, unsigned } = words;
  const { billsAt, dueAt, lines, total, creditApplied, amountDue } = invoice;
  return (
    <Card title={t('subscription.upcoming', { date: day(billsAt) })}>
      <Lines lines={lines} />
      <Facts>
        <TaxRows tax={invoice.tax} />
        {creditApplied.amount !== 0 ? (
          <>
            <Fact name={t('total.total')}>{money(total)}</Fact>
            <Fact name={t('total.credit')}>{negative(creditApplied)}</Fact>
          </>
        ) : null}
        {total.amount < 0 ? (
          <Fact strong name={t('cancel.credit')}>
            {unsigned(total)}
          </Fact>
        ) : (
          <Fact strong name={t(dueAt ? 'total.willBeInvoiced' : 'total.willBeCharged')}>
            {money(amountDue)}
          </Fact>
        )}
      </Facts>
      {dueAt && amountDue.amount > 0 ? <p className="small">{t('home.byInvoice', { date: day(dueAt) })}</p> : null}
      {method && !dueAt && amountDue.amount > 0 ? (
        <p className="small">{t('total.chargedTo', { method: methodName(words, method) })}</p>
      ) : null}
    </Card>
  );
}
