/** One invoice or credit note: its lines, its settlements, its PDF, and paying it. */
import { InvoiceDetailDocument, type InvoiceDetailQuery } from '../../../graphql/generated/graphql.ts';
import { Badge } from '../../../ui/components/Badge.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { Fact, Facts } from '../../../ui/components/Facts.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { type MessageId, useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { useScreen } from '../../api/useScreen.ts';
import { NotFound, SwitchedOff } from '../../frame/NotFound.tsx';
import { invoiceStatus, numberWords } from '../billingWords.ts';
import { Lines } from '../Lines.tsx';
import type { ScreenProps } from '../screenProps.ts';
import { TaxRows } from '../TaxRows.tsx';
import { DownloadPdf } from './DownloadPdf.tsx';
import { PayInvoice } from './PayInvoice.tsx';
import { isProcessing, ProcessingNotice } from './ProcessingNotice.tsx';

type Invoice = NonNullable<InvoiceDetailQuery['invoice']>;

type Settlement = Invoice['settlements'][number];

const SETTLED_BY: Record<Settlement['kind'], MessageId> = {
  PAYMENT: 'settlement.payment',
  CREDIT_BALANCE: 'settlement.credit',
  CREDIT_NOTE: 'settlement.creditNote',
  OUT_OF_BAND: 'settlement.elsewhere',
};

const RECORDED: Record<NonNullable<Settlement['recordedPayment']>['method'], MessageId> = {
  BANK_TRANSFER: 'settlement.bankTransfer',
  CASH: 'settlement.cash',
  CHECK: 'settlement.check',
  OTHER: 'settlement.elsewhere',
};

const settledBy = ({ kind, recordedPayment }: Settlement): MessageId =>
  recordedPayment ? RECORDED[recordedPayment.method] : SETTLED_BY[kind];

function Totals({ invoice }: { invoice: Invoice }) {
  const { t, money, dayShort } = useWords();
  return (
    <Facts>
      <TaxRows tax={invoice.tax} />
      <Fact strong name={t('total.total')}>
        {money(invoice.total)}
      </Fact>
      {invoice.settlements.map((settlement) => (
        <Fact
          key={`${settlement.kind} ${settlement.createdAt} ${settlement.amount.amount}`}
          name={t('settlement.on', {
            what: t(settledBy(settlement)),
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

function Dates({ invoice }: { invoice: Invoice }) {
  const { t, day } = useWords();
  const { status, finalizedAt, createdAt, dueAt, paidAt, voidedAt, isCreditNote, corrects, purchaseOrder } = invoice;
  return (
    <Facts>
      <Fact name={t('invoice.date')}>{day(finalizedAt ?? createdAt)}</Fact>
      {dueAt && status === 'OPEN' ? <Fact name={t('invoice.dueAt')}>{day(dueAt)}</Fact> : null}
      {paidAt && !isCreditNote ? <Fact name={t('invoice.paidAt')}>{day(paidAt)}</Fact> : null}
      {voidedAt ? <Fact name={t('invoice.voidedAt')}>{day(voidedAt)}</Fact> : null}
      {purchaseOrder ? <Fact name={t('billing.purchaseOrder')}>{isolate(purchaseOrder)}</Fact> : null}
      {corrects ? (
        <Fact name={t('invoice.corrects')}>
          <Link to={`/invoices/${corrects.id}`}>{t('invoice.number', { number: corrects.number ?? '' })}</Link>
        </Fact>
      ) : null}
    </Facts>
  );
}

function InvoiceCard({ invoice }: { invoice: Invoice }) {
  const { t } = useWords();
  const status = invoiceStatus(invoice);
  return (
    <Card title={t('invoice.what')} action={<Badge tone={status.tone}>{t(status.words)}</Badge>}>
      <Dates invoice={invoice} />
      <div className="card-part">
        <Lines lines={invoice.lines} />
      </div>
      <Totals invoice={invoice} />
      {invoice.memo ? <p className="memo">{isolate(invoice.memo)}</p> : null}
    </Card>
  );
}

export default function InvoiceDetail({ params }: ScreenProps) {
  const { t, locale } = useWords();
  const { data, loading, failure, retry } = useScreen(InvoiceDetailDocument, { id: params.id ?? '', locale });
  const up = { to: '/invoices', name: t('nav.invoices') };
  if (failure?.kind === 'notFound') return <NotFound />;
  if (!data) return <Screen title={t('invoice.title')} up={up} {...{ loading, failure, retry }} />;
  if (!data.frameConfig.invoiceHistoryEnabled) return <SwitchedOff title={t('nav.invoices')} />;
  const { invoice } = data;
  if (!invoice) return <NotFound />;
  return (
    <Screen
      title={t(numberWords(invoice), { number: invoice.number ?? '' })}
      up={up}
      action={<DownloadPdf invoiceId={invoice.id} />}
    >
      {isProcessing(invoice) ? <ProcessingNotice invoice={invoice} /> : null}
      {invoice.status === 'OPEN' && invoice.amountDue.amount > 0 && !isProcessing(invoice) ? (
        <PayInvoice
          invoice={invoice}
          restartPrice={invoice.subscription?.restartInvoice?.total}
          method={data.currentCustomer.paymentMethods?.find(({ isDefault }) => isDefault)}
          methodsShown={data.frameConfig.paymentMethodsEnabled}
          instructions={invoice.paymentInstructions}
        />
      ) : null}
      <InvoiceCard invoice={invoice} />
    </Screen>
  );
}
