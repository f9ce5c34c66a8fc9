/** An invoice in a list. */
import type { InvoicePartsFragment } from '../../../graphql/generated/graphql.ts';
import { Badge } from '../../../ui/components/Badge.tsx';
import { Icon } from '../../../ui/components/Icon.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { invoiceStatus, numberWords } from '../billingWords.ts';

export function InvoiceRow({ invoice }: { invoice: InvoicePartsFragment }) {
  const { t, money, dayShort } = useWords();
  const status = invoiceStatus(invoice);
  return (
    <li>
      <Link to={`/invoices/${invoice.id}`} className="row">
        <span className="row-main">
          <span className="row-title">{dayShort(invoice.finalizedAt ?? invoice.createdAt)}</span>
          <span className="row-note">{t(numberWords(invoice), { number: invoice.number ?? '' })}</span>
        </span>
        <Badge tone={status.tone}>{t(status.words)}</Badge>
        <span className="row-amount">{money(invoice.total)}</span>
        <Icon name="next" className="flip row-go" />
      </Link>
    </li>
  );
}
