/** One invoice or credit note: its lines, what settled it, its PDF, and paying it. */
import { InvoiceDetailDocument, type InvoiceDetailQuery } from '../../../graphql/generated/graphql.ts';
import { useScreen } from '../../api/useScreen.ts';
import { NotFound, SwitchedOff } from '../../frame/NotFound.tsx';
import { own } from '../../i18n/own.ts';
import { type MessageId, useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import type { Params } from '../../router/routes.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Badge, Card, Fact, Facts } from '../../ui/surfaces.tsx';
import { INVOICE_STATUS } from '../billingWords.ts';
import { Lines } from '../Lines.tsx';
import { DownloadPdf } from './DownloadPdf.tsx';
import { PayInvoice } from './PayInvoice.tsx';

type Invoice = NonNullable<InvoiceDetailQuery['invoice']>;

const SETTLED_BY: Record<Invoice['settlements'][number]['kind'], MessageId> = {
  PAYMENT: 'settlement.payment',
  CREDIT_BALANCE: 'settlement.credit',
  CREDIT_NOTE: 'settlement.creditNote',
  OUT_OF_BAND: 'settlement.elsewhere',
};

function Totals({ invoice }: { invoice: Invoice }) {
  const { t, money, dayShort } = useWords();
  return (
    <Facts>
      <Fact strong name={t('total.total')}>
        {money(invoice.total)}
      </Fact>
      {invoice.settlements.map((settlement) => (
        <Fact
          key={`${settlement.kind} ${settlement.createdAt} ${settlement.amount.amount}`}
          name={t('settlement.on', {
            what: t(SETTLED_BY[settlement.kind]),
            date: dayShort(settlement.createdAt),
          })}
        >
          {money(settlement.amount)}
        </Fact>
      ))}
      {invoice.amountDue.amount !== 0 ? (
        <Fact strong name={t('total.due')}>
          {money(invoice.amountDue)}
        </Fact>
      ) : null}
    </Facts>
  );
}

export default function InvoiceDetail({ params }: { params: Params }) {
  const { t, day, locale } = useWords();
  const { data, loading, failure, retry } = useScreen(InvoiceDetailDocument, { id: params.id ?? '', locale });
  const up = { to: '/invoices', name: t('nav.invoices') };
  if (data && !data.frameConfig.invoiceHistoryEnabled) return <SwitchedOff title={t('nav.invoices')} />;
  if (failure?.kind === 'notFound' || (data && !data.invoice)) return <NotFound />;
  const invoice = data?.invoice;
  if (!data || !invoice) return <Screen title={t('invoice.title')} up={up} {...{ loading, failure, retry }} />;

  const status = INVOICE_STATUS[invoice.status];
  const method = data.currentCustomer.paymentMethods?.find(({ isDefault }) => isDefault);
  return (
    <Screen
      title={t(invoice.isCreditNote ? 'invoice.creditNoteNumber' : 'invoice.number', { number: invoice.number ?? '' })}
      up={up}
      action={<DownloadPdf invoiceId={invoice.id} />}
    >
      {invoice.status === 'OPEN' && invoice.amountDue.amount > 0 ? (
        <PayInvoice invoice={invoice} method={method} methodsShown={data.frameConfig.paymentMethodsEnabled} />
      ) : null}
      <Card
        title={t('invoice.what')}
        action={
          <Badge tone={status.tone}>
            {t(invoice.isCreditNote && invoice.status === 'PAID' ? 'invoiceStatus.settled' : status.words)}
          </Badge>
        }
      >
        <Facts>
          <Fact name={t('invoice.date')}>{day(invoice.finalizedAt ?? invoice.createdAt)}</Fact>
          {invoice.dueAt && invoice.status === 'OPEN' ? (
            <Fact name={t('invoice.dueAt')}>{day(invoice.dueAt)}</Fact>
          ) : null}
          {invoice.paidAt && !invoice.isCreditNote ? (
            <Fact name={t('invoice.paidAt')}>{day(invoice.paidAt)}</Fact>
          ) : null}
          {invoice.voidedAt ? <Fact name={t('invoice.voidedAt')}>{day(invoice.voidedAt)}</Fact> : null}
          {invoice.corrects ? (
            <Fact name={t('invoice.corrects')}>
              <Link to={`/invoices/${invoice.corrects.id}`}>
                {t('invoice.number', { number: invoice.corrects.number ?? '' })}
              </Link>
            </Fact>
          ) : null}
        </Facts>
        <div className="card-part">
          <Lines lines={invoice.lines} />
        </div>
        <Totals invoice={invoice} />
        {invoice.memo ? <p className="memo">{own(invoice.memo)}</p> : null}
      </Card>
    </Screen>
  );
}
