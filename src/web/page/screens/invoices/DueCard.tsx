/** What is to be paid, and paying all of it at once. Each invoice is paid, or not, by itself. */
import { useState } from 'react';
import { type InvoicePartsFragment, PayAllDocument, type PayAllMutation } from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { flowDone } from '../../frame/flow.tsx';
import { type MessageId, useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { announce } from '../../ui/announce.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Notice } from '../../ui/surfaces.tsx';
import { declineWords, Refusal, type Refused, Trouble } from '../../ui/Trouble.tsx';

type Settled = Extract<PayAllMutation['payPastDueInvoices'], { __typename: 'PayPastDueInvoicesSuccess' }>;

const REASONS: Record<Exclude<Settled['failed'][number]['reason'], 'DECLINED'>, MessageId> = {
  AUTHENTICATION_REQUIRED: 'refusal.authentication',
  CHANGED: 'refusal.conflict',
  PAYMENT_METHOD_REQUIRED: 'refusal.methodRequired',
  PROVIDER_UNAVAILABLE: 'refusal.providerUnavailable',
};

export function DueCard({ due }: { due: readonly InvoicePartsFragment[] }) {
  const words = useWords();
  const { t, money } = words;
  const { run, pending, failure } = useAction(PayAllDocument, { idempotent: true });
  const [refused, setRefused] = useState<Refused | null>(null);
  const [failed, setFailed] = useState<Settled['failed']>([]);
  const [only] = due;

  async function pay() {
    setRefused(null);
    setFailed([]);
    const result = (await run({}))?.payPastDueInvoices;
    if (!result) return;
    if (result.__typename !== 'PayPastDueInvoicesSuccess') setRefused(result as Refused);
    else {
      setFailed(result.failed);
      if (result.paid.length > 0) announce(t('pay.paidMany', { count: result.paid.length }));
    }
    await refresh();
    if (result.__typename === 'PayPastDueInvoicesSuccess' && result.failed.length === 0) flowDone('pay_invoice');
  }
  return (
    <>
      <Notice
        tone="warning"
        title={due.length === 1 ? t('alert.due.title') : t('alert.due.many', { count: due.length })}
        actions={
          due.length === 1 && only ? (
            <Link to={`/invoices/${only.id}`} className={buttonClass('primary')}>
              {t('action.payNow')}
            </Link>
          ) : (
            <Button look="primary" pending={pending} onClick={() => void pay()}>
              {t('pay.all')}
            </Button>
          )
        }
      >
        {due.length === 1 && only ? (
          <p>{t('alert.due.one', { amount: money(only.amountDue), number: only.number ?? '' })}</p>
        ) : (
          <ul>
            {due.map((invoice) => (
              <li key={invoice.id}>
                {t('alert.due.one', { amount: money(invoice.amountDue), number: invoice.number ?? '' })}
              </li>
            ))}
          </ul>
        )}
      </Notice>
      <Trouble failure={failure} safe retry={() => void pay()} />
      <Refusal refused={refused} />
      {failed.map(({ invoice, reason, declineCode }) => (
        <Notice
          key={invoice.id}
          live
          tone="bad"
          title={t('pay.notPaid', { number: invoice.number ?? '' })}
          actions={
            <Link to="/payment-methods" className={buttonClass()}>
              {t('action.updateMethod')}
            </Link>
          }
        >
          <p>{reason === 'DECLINED' ? declineWords(words, declineCode) : t(REASONS[reason])}</p>
        </Notice>
      ))}
    </>
  );
}
