/** The unpaid invoices, and paying all that are past due at once. Each succeeds or fails by itself. */
import { type ReactNode, useState } from 'react';
import { type InvoicePartsFragment, PayAllDocument, type PayAllMutation } from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button, buttonClass } from '../../../ui/components/Button.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { declineText, UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { type MessageId, useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { flowDone } from '../../frame/flow.tsx';
import { dueWords } from './DueAlert.tsx';

type Settled = Extract<PayAllMutation['payPastDueInvoices'], { __typename: 'PayPastDueInvoicesSuccess' }>;

const REASONS: Record<Exclude<Settled['failed'][number]['reason'], 'DECLINED'>, MessageId> = {
  AUTHENTICATION_REQUIRED: 'refusal.authentication',
  CHANGED: 'refusal.conflict',
  PAYMENT_METHOD_REQUIRED: 'refusal.methodRequired',
  PROVIDER_UNAVAILABLE: 'refusal.providerUnavailable',
};

interface DueProps {
  tone: 'warning' | 'info';
  due: readonly InvoicePartsFragment[];
  /** The button that pays several at once. */
  all?: ReactNode;
}

function Due({ tone, due, all }: DueProps) {
  const words = useWords();
  const { t } = words;
  const [first] = due;
  if (!first) return null;
  const one = due.length === 1;
  return (
    <Notice
      tone={tone}
      title={one && first.pastDue ? t('alert.due.title') : t('alert.due.open', { count: due.length })}
      actions={
        one ? (
          <Link to={`/invoices/${first.id}`} className={buttonClass('primary')}>
            {t('action.payNow')}
          </Link>
        ) : (
          all
        )
      }
    >
      {one ? (
        <p>{dueWords(words, first)}</p>
      ) : (
        <ul>
          {due.map((invoice) => (
            <li key={invoice.id}>
              <Link to={`/invoices/${invoice.id}`}>{dueWords(words, invoice)}</Link>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

export function DueCard({ due }: { due: readonly InvoicePartsFragment[] }) {
  const words = useWords();
  const { t } = words;
  const { run, pending, failure } = useAction(PayAllDocument, { idempotent: true });
  const [refused, setRefused] = useState<UserError | null>(null);
  const [failed, setFailed] = useState<Settled['failed']>([]);
  const pastDue = due.filter((invoice) => invoice.pastDue);
  const later = due.filter((invoice) => !invoice.pastDue);

  async function pay() {
    setRefused(null);
    setFailed([]);
    const result = (await run({}))?.payPastDueInvoices;
    if (!result) return;
    if (result.__typename !== 'PayPastDueInvoicesSuccess') setRefused(result as UserError);
    else {
      setFailed(result.failed);
      if (result.paid.length > 0) announce(t('pay.paidMany', { count: result.paid.length }));
    }
    await refresh();
    if (result.__typename === 'PayPastDueInvoicesSuccess' && result.failed.length === 0) flowDone('pay_invoice');
  }
  return (
    <>
      <Due
        tone="warning"
        due={pastDue}
        all={
          <Button look="primary" pending={pending} onClick={() => void pay()}>
            {t('pay.all')}
          </Button>
        }
      />
      <Due tone="info" due={later} />
      <FailureNotice failure={failure} safe retry={() => void pay()} />
      <UserErrorNotice refused={refused} />
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
          <p>{reason === 'DECLINED' ? declineText(words, declineCode) : t(REASONS[reason])}</p>
        </Notice>
      ))}
    </>
  );
}
