/** That something is to be paid, as the overview and the payment methods say it; the list of invoices says more. */
import type { InvoicePartsFragment } from '../../../graphql/generated/graphql.ts';
import { useWords, type Words } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Notice } from '../../ui/surfaces.tsx';

/** "€30.00 for invoice A-1.", and by when, where that is not over. */
export const dueWords = ({ t, money, day }: Words, { amountDue, number, pastDue, dueAt }: InvoicePartsFragment) =>
  pastDue || !dueAt
    ? t('alert.due.one', { amount: money(amountDue), number })
    : t('alert.due.until', { amount: money(amountDue), number, date: day(dueAt) });

interface DueAlertProps {
  due: readonly InvoicePartsFragment[];
  /** Whether it is just being tried with another payment method. */
  retrying?: boolean;
  /** Whether the portal shows invoices, so that one can go there and pay. */
  payable?: boolean;
}

export function DueAlert({ due, retrying = false, payable = true }: DueAlertProps) {
  const words = useWords();
  const { t, day } = words;
  const [first] = due;
  if (!first) return null;
  if (retrying)
    return (
      <Notice live tone="info" title={t('alert.retrying.title')}>
        <p>{t('alert.retrying.text')}</p>
      </Notice>
    );
  const failed = due.some(({ attemptCount }) => attemptCount > 0);
  const pastDue = due.some((invoice) => invoice.pastDue);
  const one = due.length === 1;
  return (
    <Notice
      tone={failed ? 'bad' : pastDue ? 'warning' : 'info'}
      title={
        failed ? t('alert.failed.title') : pastDue ? t('alert.due.title') : t('alert.due.many', { count: due.length })
      }
      actions={
        payable ? (
          <Link to={one ? `/invoices/${first.id}` : '/invoices'} className={buttonClass('primary')}>
            {t('action.payNow')}
          </Link>
        ) : null
      }
    >
      <p>
        {one ? dueWords(words, first) : failed || pastDue ? t('alert.due.many', { count: due.length }) : null}
        {first.nextAttemptAt ? ` ${t('alert.nextAttempt', { date: day(first.nextAttemptAt) })}` : ''}
      </p>
    </Notice>
  );
}
