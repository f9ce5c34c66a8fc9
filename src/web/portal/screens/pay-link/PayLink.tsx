/** The page of a payment link: one invoice, for a visitor who is not signed in. */
import { PayLinkDocument, type PayLinkPartsFragment } from '../../../graphql/generated/graphql.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import { Notice } from '../../../ui/components/Notice.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useScreenQuery } from '../../../ui/hooks/useScreenQuery.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { LinkedInvoice } from './LinkedInvoice.tsx';
import { LinkPdf } from './LinkPdf.tsx';
import { useLinkToken } from './linkToken.ts';
import { PayCard } from './PayCard.tsx';
import { UselessLink } from './UselessLink.tsx';

/** The outcome of an invoice that needs no payment. */
function Outcome({ link }: { link: PayLinkPartsFragment }) {
  const { t, money, day } = useWords();
  const amount = money(link.amountDue);
  if (link.status === 'PROCESSING')
    return (
      <Notice live tone="info" title={t('pay.processing.title')}>
        <p>
          {link.expectedAt
            ? t('pay.processing.until', { amount, date: day(link.expectedAt) })
            : t('pay.processing.soon', { amount })}
        </p>
      </Notice>
    );
  if (link.status === 'PAID')
    return (
      <Notice live tone="good" title={t('payLink.paid.title')}>
        <p>
          {link.paidAt
            ? t('payLink.paid.on', { amount: money(link.amountPaid), date: day(link.paidAt) })
            : t('payLink.paid.text')}
        </p>
      </Notice>
    );
  if (link.status === 'DISPUTED')
    return (
      <Notice live tone="info" title={t('payLink.disputed.title')}>
        <p>{t('payLink.disputed.text')}</p>
      </Notice>
    );
  if (link.status === 'VOID')
    return (
      <Notice live tone="neutral" title={t('payLink.void.title')}>
        <p>{t('payLink.void.text')}</p>
      </Notice>
    );
  return null;
}

export default function PayLink() {
  const { t, locale } = useWords();
  const token = useLinkToken();
  const { data, loading, failure, retry } = useScreenQuery(PayLinkDocument, { token, locale }, send);
  if (!data) return <Screen title={t('invoice.title')} {...{ loading, failure, retry }} />;
  const link = data.paymentLink;
  if (!link) return <UselessLink key={token} token={token} />;
  return (
    <Screen
      title={link.number ? t('invoice.number', { number: link.number }) : t('invoice.title')}
      lead={t('payLink.from', { company: link.sellerName })}
      action={<LinkPdf token={token} />}
    >
      <Outcome link={link} />
      {link.status === 'PAYABLE' ? <PayCard key={token} link={link} token={token} /> : null}
      <LinkedInvoice link={link} />
    </Screen>
  );
}
