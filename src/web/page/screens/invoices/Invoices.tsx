/** All invoices and credit notes, newest first, page by page; what is due stands above. */
import { useEffect, useState } from 'react';
import {
  type InvoicePartsFragment,
  InvoicesDocument,
  MoreInvoicesDocument,
} from '../../../graphql/generated/graphql.ts';
import { send } from '../../api/client.ts';
import { type Failure, toFailure } from '../../api/failure.ts';
import { sessionLost } from '../../api/session.ts';
import { useScreen } from '../../api/useScreen.ts';
import { SwitchedOff } from '../../frame/NotFound.tsx';
import { useWords } from '../../i18n/words.tsx';
import { navigate, usePlace } from '../../router/place.ts';
import { Button } from '../../ui/Button.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Card, Empty } from '../../ui/surfaces.tsx';
import { Trouble } from '../../ui/Trouble.tsx';
import { DueCard } from './DueCard.tsx';
import { InvoiceRow } from './InvoiceRow.tsx';

interface Page {
  nodes: readonly InvoicePartsFragment[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

function useMore(first: Page | null | undefined) {
  const [more, setMore] = useState<{ after: Page; pages: Page[] }>();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // What follows belongs to the first page that it was asked after.
  const pages = first ? [first, ...(more?.after === first ? more.pages : [])] : [];
  const last = pages.at(-1)?.pageInfo;

  async function load() {
    if (pending || !first || !last?.endCursor) return;
    setPending(true);
    setFailure(null);
    try {
      const next = (await send(MoreInvoicesDocument, { after: last.endCursor })).data.currentCustomer.invoices;
      if (next) setMore({ after: first, pages: [...pages.slice(1), next] });
    } catch (error) {
      const cause = toFailure(error);
      if (cause.kind === 'unauthenticated') sessionLost();
      else setFailure(cause);
    } finally {
      setPending(false);
    }
  }
  return { invoices: pages.flatMap(({ nodes }) => nodes), hasMore: last?.hasNextPage ?? false, load, pending, failure };
}

export default function Invoices() {
  const { t } = useWords();
  const { data, loading, failure, retry } = useScreen(InvoicesDocument, {});
  const more = useMore(data?.currentCustomer.invoices);
  const title = t('nav.invoices');
  const due = data?.currentCustomer.due?.nodes ?? [];
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
        {more.invoices.length > 0 ? (
          <ul className="rows rows-bare">
            {more.invoices.map((invoice) => (
              <InvoiceRow key={invoice.id} invoice={invoice} />
            ))}
          </ul>
        ) : (
          <Empty icon="invoice" title={t('invoices.none')} />
        )}
      </Card>
      <Trouble failure={more.failure} />
      {more.hasMore ? (
        <div className="more">
          <Button pending={more.pending} onClick={() => void more.load()}>
            {t('action.loadMore')}
          </Button>
        </div>
      ) : null}
    </Screen>
  );
}
