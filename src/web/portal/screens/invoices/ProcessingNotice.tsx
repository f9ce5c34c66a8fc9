/** A payment that is under way: nothing has to be done. */
import type { InvoicePartsFragment } from '../../../graphql/generated/graphql.ts';
import { Notice } from '../../../ui/components/Notice.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';

/** True while a payment decides about the invoice; one that waits for the customer does not. */
export const isProcessing = ({ paymentInProgress }: Pick<InvoicePartsFragment, 'paymentInProgress'>): boolean =>
  paymentInProgress !== null && paymentInProgress.status !== 'NEEDS_CUSTOMER';

export function ProcessingNotice({ invoice }: { invoice: InvoicePartsFragment }) {
  const { t, money, day } = useWords();
  const amount = money(invoice.amountDue);
  const expectedAt = invoice.paymentInProgress?.expectedAt;
  return (
    <Notice live tone="info" title={t('pay.processing.title')}>
      <p>
        {expectedAt
          ? t('pay.processing.until', { amount, date: day(expectedAt) })
          : t('pay.processing.soon', { amount })}
      </p>
    </Notice>
  );
}
