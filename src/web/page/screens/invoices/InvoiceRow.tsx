/** An invoice in a list. */
import type { InvoicePartsFragment } from '../../../graphql/generated/graphql.ts';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Badge } from '../../ui/surfaces.tsx';
import { INVOICE_STATUS } from '../billingWords.ts';

export function InvoiceRow({ invoice }: { invoice: InvoicePartsFragment }) {
  const { t, money, dayShort } = useWords();
  const status = INVOICE_STATUS[invoice.status];
  return (
    <li>
      <Link to={`/invoices/${invoice.id}`} className="row">
        <span className="row-main">
          <span className="row-title">{dayShort(invoice.finalizedAt ?? invoice.createdAt)}</span>
          <span className="row-note">
            {t(invoice.isCreditNote ? 'invoice.creditNoteNumber' : 'invoice.number', { number: invoice.number ?? '' })}
          </span>
        </span>
        <Badge tone={status.tone}>
          {t(invoice.isCreditNote && invoice.status === 'PAID' ? 'invoiceStatus.settled' : status.words)}
        </Badge>
        <span className="row-amount">{money(invoice.total)}</span>
        <Icon name="next" className="flip row-go" />
      </Link>
    </li>
  );
}
