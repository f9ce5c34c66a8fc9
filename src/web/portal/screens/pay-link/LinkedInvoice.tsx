/** The content of the invoice behind a payment link. */
import type { PayLinkPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Badge } from '../../../ui/components/Badge.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { Fact, Facts } from '../../../ui/components/Facts.tsx';
import type { Tone } from '../../../ui/components/tone.ts';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { type MessageId, useWords } from '../../../ui/i18n/useWords.ts';

type Link = PayLinkPartsFragment;

const STATUS: Record<Link['status'], { words: MessageId; tone: Tone }> = {
  PAYABLE: { words: 'invoiceStatus.open', tone: 'warning' },
  PROCESSING: { words: 'invoiceStatus.open', tone: 'info' },
  DISPUTED: { words: 'invoiceStatus.open', tone: 'info' },
  PAID: { words: 'invoiceStatus.paid', tone: 'good' },
  VOID: { words: 'invoiceStatus.void', tone: 'neutral' },
};

function Parties({ link }: { link: Link }) {
  const { t, day } = useWords();
  return (
    <Facts plain>
      <Fact name={t('payLink.seller')}>
        {[link.sellerName, ...link.sellerAddress].map((text) => (
          <span key={text} className="address-line">
            {isolate(text)}
          </span>
        ))}
      </Fact>
      {link.buyerName ? <Fact name={t('payLink.buyer')}>{isolate(link.buyerName)}</Fact> : null}
      {link.purchaseOrder ? <Fact name={t('billing.purchaseOrder')}>{isolate(link.purchaseOrder)}</Fact> : null}
      {link.issuedAt ? <Fact name={t('invoice.date')}>{day(link.issuedAt)}</Fact> : null}
      {link.dueAt && link.status === 'PAYABLE' ? <Fact name={t('invoice.dueAt')}>{day(link.dueAt)}</Fact> : null}
    </Facts>
  );
}

function Line({ line }: { line: Link['lines'][number] }) {
  const { money, days } = useWords();
  const period = line.periodStart && line.periodEnd ? days(line.periodStart, line.periodEnd) : null;
  return (
    <li className="line">
      <div className="line-text">
        <p className="line-name">
          {isolate(line.quantity > 1 ? `${line.quantity} × ${line.description}` : line.description)}
        </p>
        {line.explanation || period ? <p className="line-note">{line.explanation ?? period}</p> : null}
      </div>
      <p className="line-amount">{money(line.amount)}</p>
    </li>
  );
}

function Sums({ link }: { link: Link }) {
  const { t, money } = useWords();
  return (
    <Facts>
      {link.totalExcludingTax ? <Fact name={t('total.net')}>{money(link.totalExcludingTax)}</Fact> : null}
      {link.taxes.map(({ name, amount }) => (
        <Fact key={name} name={isolate(name)}>
          {money(amount)}
        </Fact>
      ))}
      <Fact strong name={t('total.total')}>
        {money(link.total)}
      </Fact>
      {link.amountPaid.amount !== 0 ? <Fact name={t('payLink.settled')}>{money(link.amountPaid)}</Fact> : null}
      {link.amountDue.amount !== 0 ? (
        <Fact strong name={t('total.due')}>
          {money(link.amountDue)}
        </Fact>
      ) : null}
    </Facts>
  );
}

export function LinkedInvoice({ link }: { link: Link }) {
  const { t } = useWords();
  const status = STATUS[link.status];
  return (
    <Card title={t('invoice.what')} action={<Badge tone={status.tone}>{t(status.words)}</Badge>}>
      <Parties link={link} />
      <div className="card-part">
        <ul className="lines">
          {link.lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a document have no id and keep their order.
            <Line key={at} line={line} />
          ))}
        </ul>
      </div>
      <Sums link={link} />
      {link.taxNotes.map((note) => (
        <p key={note} className="small">
          {isolate(note)}
        </p>
      ))}
      {link.memo ? <p className="memo">{isolate(link.memo)}</p> : null}
    </Card>
  );
}
