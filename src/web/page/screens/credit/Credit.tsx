/** The credit: what there is, and every entry that made it so. */
import { useState } from 'react';
import { CreditDocument, type CreditQuery } from '../../../graphql/generated/graphql.ts';
import { send } from '../../api/client.ts';
import { type Failure, toFailure } from '../../api/failure.ts';
import { sessionLost } from '../../api/session.ts';
import { useScreen } from '../../api/useScreen.ts';
import { own } from '../../i18n/own.ts';
import { type MessageId, useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { Button } from '../../ui/Button.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Card, Empty } from '../../ui/surfaces.tsx';
import { Trouble } from '../../ui/Trouble.tsx';

type Entries = CreditQuery['currentCustomer']['creditEntries'];

const CAUSES: Record<Entries['nodes'][number]['cause'], MessageId> = {
  CREDIT_NOTE: 'creditCause.creditNote',
  IMPORT: 'creditCause.import',
  INVOICE_PAYMENT: 'creditCause.invoicePayment',
  INVOICE_VOIDED: 'creditCause.invoiceVoided',
  MERCHANT_DEDUCTION: 'creditCause.deduction',
  MERCHANT_GRANT: 'creditCause.grant',
};

export default function Credit() {
  const { t, money, dayShort } = useWords();
  const { data, loading, failure, retry } = useScreen(CreditDocument, { after: null });
  const [more, setMore] = useState<{ after: Entries; pages: Entries[] }>();
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<Failure | null>(null);
  const first = data?.currentCustomer.creditEntries;
  const pages = first ? [first, ...(more?.after === first ? more.pages : [])] : [];
  const last = pages.at(-1)?.pageInfo;
  const balances = data?.currentCustomer.creditBalances ?? [];

  async function load() {
    if (pending || !first || !last?.endCursor) return;
    setPending(true);
    setTrouble(null);
    try {
      const next = (await send(CreditDocument, { after: last.endCursor })).data.currentCustomer.creditEntries;
      setMore({ after: first, pages: [...pages.slice(1), next] });
    } catch (error) {
      const cause = toFailure(error);
      if (cause.kind === 'unauthenticated') sessionLost();
      else setTrouble(cause);
    } finally {
      setPending(false);
    }
  }

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
      <Card title={pages.some(({ nodes }) => nodes.length > 0) ? t('credit.entries') : undefined}>
        {pages.some(({ nodes }) => nodes.length > 0) ? (
          <ul className="rows">
            {pages
              .flatMap(({ nodes }) => nodes)
              .map((entry) => (
                <li key={entry.id} className="row">
                  <span className="row-main">
                    <span className="row-title">
                      {entry.description ? own(entry.description) : t(CAUSES[entry.cause])}
                    </span>
                    <span className="row-note">
                      {dayShort(entry.createdAt)}
                      {entry.description ? ` · ${t(CAUSES[entry.cause])}` : ''}
                      {entry.invoice ? (
                        <>
                          {' · '}
                          <Link to={`/invoices/${entry.invoice.id}`} className="number">
                            {entry.invoice.number}
                          </Link>
                        </>
                      ) : null}
                    </span>
                  </span>
                  <span className={entry.amount.amount > 0 ? 'row-amount plus' : 'row-amount'}>
                    {entry.amount.amount > 0 ? t('total.plus', { amount: money(entry.amount) }) : money(entry.amount)}
                  </span>
                </li>
              ))}
          </ul>
        ) : (
          <Empty icon="credit" title={t('credit.none')} />
        )}
      </Card>
      <Trouble failure={trouble} />
      {last?.hasNextPage ? (
        <div className="more">
          <Button pending={pending} onClick={() => void load()}>
            {t('action.loadMore')}
          </Button>
        </div>
      ) : null}
    </Screen>
  );
}
