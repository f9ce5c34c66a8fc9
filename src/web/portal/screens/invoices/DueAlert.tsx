/** A short notice about unpaid invoices, for the overview and the payment methods; the list of invoices has the details. */
import type { InvoicePartsFragment } from '../../../graphql/generated/graphql.ts';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { useWords, type Words } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { isProcessing } from './ProcessingNotice.tsx';

/** "€30.00 for invoice A-1.", with the due date if it has not passed. */
export const dueWords = ({ t, money, day }: Words, { amountDue, number, pastDue, dueAt }: InvoicePartsFragment) =>
  pastDue || !dueAt
    ? t('alert.due.one', { amount: money(amountDue), number })
    : t('alert.due.until', { amount: money(amountDue), number, date: day(dueAt) });

interface DueAlertProps {
  due: readonly InvoicePartsFragment[];
  /** Whether the payment is being retried with another payment method. */
  retrying?: boolean;
  /** Whether the portal shows invoices, so that the alert can link to paying them. */
  payable?: boolean;
}

function RetryingNotice() {
  const { t } = useWords();
  return (
    <Notice live tone="info" title={t('alert.retrying.title')}>
      <p>{t('alert.retrying.text')}</p>
    </Notice>
  );
}

/** A failed payment is worse than a missed date, and that is worse than a payment that is due later. */
function urgency(due: readonly InvoicePartsFragment[]) {
  if (due.some(({ attemptCount }) => attemptCount > 0)) return { tone: 'bad', title: 'alert.failed.title' } as const;
  if (due.some(({ pastDue }) => pastDue)) return { tone: 'warning', title: 'alert.due.title' } as const;
  return { tone: 'info', title: 'alert.due.open' } as const;
}

export function DueAlert({ due: open, retrying = false, payable = true }: DueAlertProps) {
  const words = useWords();
  const { t, day } = words;
  const due = open.filter((invoice) => !isProcessing(invoice));
  const [first] = due;
  if (!first) return null;
  if (retrying) return <RetryingNotice />;
  const { tone, title } = urgency(due);
  const one = due.length === 1;
  const many = tone === 'info' ? [] : [t('alert.due.many', { count: due.length })];
  const sentences = [
    ...(one ? [dueWords(words, first)] : many),
    ...(first.nextAttemptAt ? [t('alert.nextAttempt', { date: day(first.nextAttemptAt) })] : []),
  ];
  return (
    <Notice
      tone={tone}
      title={t(title, { count: due.length })}
      actions={
        payable ? (
          <Link to={one ? `/invoices/${first.id}` : '/invoices'} className={buttonClass('primary')}>
            {t('action.payNow')}
          </Link>
        ) : null
      }
    >
      {sentences.length > 0 ? <p>{sentences.join(' ')}</p> : null}
    </Notice>
  );
}
