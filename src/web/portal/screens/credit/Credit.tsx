/** The customer's credit: the balances, and the entries that led to them. */
import { CreditDocument, type CreditQuery } from '../../../graphql/generated/graphql.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { Empty } from '../../../ui/components/Empty.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { usePages } from '../../../ui/hooks/usePages.ts';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { type MessageId, useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { useScreen } from '../../api/useScreen.ts';

type Entry = CreditQuery['currentCustomer']['creditEntries']['nodes'][number];

const REASONS: Record<Entry['reason'], MessageId> = {
  CREDIT_NOTE: 'creditCause.creditNote',
  IMPORT: 'creditCause.import',
  INVOICE_PAYMENT: 'creditCause.invoicePayment',
  INVOICE_VOIDED: 'creditCause.invoiceVoided',
  MERCHANT_DEDUCTION: 'creditCause.deduction',
  MERCHANT_GRANT: 'creditCause.grant',
  OVERPAYMENT: 'creditCause.overpayment',
  PAYMENT_VOIDED: 'creditCause.paymentVoided',
  REFUND: 'creditCause.refund',
};

const loadAfter = async (after: string) => (await send(CreditDocument, { after })).data.currentCustomer.creditEntries;

function EntryRow({ entry }: { entry: Entry }) {
  const { t, money, dayShort } = useWords();
  const { description, amount, invoice } = entry;
  const reason = t(REASONS[entry.reason]);
  return (
    <li className="row">
      <span className="row-main">
        <span className="row-title">{description ? isolate(description) : reason}</span>
        <span className="row-note">
          {dayShort(entry.createdAt)}
          {description ? ` · ${reason}` : ''}
          {invoice ? (
            <>
              {' · '}
              <Link to={`/invoices/${invoice.id}`} className="number">
                {invoice.number}
              </Link>
            </>
          ) : null}
        </span>
      </span>
      <span className={amount.amount > 0 ? 'row-amount plus' : 'row-amount'}>
        {amount.amount > 0 ? t('total.plus', { amount: money(amount) }) : money(amount)}
      </span>
    </li>
  );
}

export default function Credit() {
  const { t, money } = useWords();
  const { data, loading, failure, retry } = useScreen(CreditDocument, { after: null });
  const entries = usePages(data?.currentCustomer.creditEntries, loadAfter);
  const balances = data?.currentCustomer.creditBalances ?? [];
  const any = entries.nodes.length > 0;
  return (
    <Screen title={t('nav.credit')} lead={t('credit.lead')} {...{ loading, failure, retry }}>
      {balances.length > 0 ? (
        <Card>
          <p className="plan-next-name">{t('credit.balance')}</p>
          {balances.map((balance) => (
            <p key={balance.currency} className="plan-next-amount">
              {money(balance)}
            </p>
          ))}
        </Card>
      ) : null}
      <Card title={any ? t('credit.entries') : undefined}>
        {any ? (
          <ul className="rows">
            {entries.nodes.map((entry) => (
              <EntryRow key={entry.id} entry={entry} />
            ))}
          </ul>
        ) : (
          <Empty icon="credit" title={t('credit.none')} />
        )}
      </Card>
      <FailureNotice failure={entries.failure} />
      {entries.hasMore ? (
        <div className="more">
          <Button pending={entries.pending} onClick={() => void entries.loadMore()}>
            {t('action.loadMore')}
          </Button>
        </div>
      ) : null}
    </Screen>
  );
}
