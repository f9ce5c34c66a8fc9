/** All invoices and credit notes, newest first, page by page, below the unpaid ones. */
import { useEffect } from 'react';
import { InvoicesDocument, MoreInvoicesDocument } from '../../../graphql/generated/graphql.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { Empty } from '../../../ui/components/Empty.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { usePages } from '../../../ui/hooks/usePages.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { useScreen } from '../../api/useScreen.ts';
import { SwitchedOff } from '../../frame/NotFound.tsx';
import { navigate, usePlace } from '../../portalPlace.ts';
import { DueCard } from './DueCard.tsx';
import { InvoiceRow } from './InvoiceRow.tsx';
import { isProcessing } from './ProcessingNotice.tsx';

const loadAfter = async (after: string) => (await send(MoreInvoicesDocument, { after })).data.currentCustomer.invoices;

export default function Invoices() {
  const { t } = useWords();
  const { data, loading, failure, retry } = useScreen(InvoicesDocument, {});
  const more = usePages(data?.currentCustomer.invoices, loadAfter);
  const title = t('nav.invoices');
  const due = (data?.currentCustomer.due?.nodes ?? []).filter((invoice) => !isProcessing(invoice));
  const { flow, arriving } = usePlace().state;
  const meant = arriving && flow?.name === 'pay_invoice' ? due.at(-1)?.id : undefined;
  // A link that names no invoice means the oldest that is due.
  useEffect(() => {
    if (meant) navigate(`/invoices/${meant}`, { replace: true });
  }, [meant]);
  if (data && !data.frameConfig.invoiceHistoryEnabled) return <SwitchedOff title={title} />;
  return (
    <Screen title={title} {...{ loading, failure, retry }} skeletons={[6]}>
      {due.length > 0 ? <DueCard due={due} /> : null}
      <Card>
        {more.nodes.length > 0 ? (
          <ul className="rows rows-bare">
            {more.nodes.map((invoice) => (
              <InvoiceRow key={invoice.id} invoice={invoice} />
            ))}
          </ul>
        ) : (
          <Empty icon="invoice" title={t('invoices.none')} />
        )}
      </Card>
      <FailureNotice failure={more.failure} />
      {more.hasMore ? (
        <div className="more">
          <Button pending={more.pending} onClick={() => void more.loadMore()}>
            {t('action.loadMore')}
          </Button>
        </div>
      ) : null}
    </Screen>
  );
}
