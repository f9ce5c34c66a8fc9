/** The PDF of an invoice, at an address that is made for this one download. */
import { InvoicePdfDocument } from '../../../graphql/generated/graphql.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Icon } from '../../../ui/components/Icon.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useButtonNotice } from '../../../ui/hooks/useButtonNotice.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';

export function DownloadPdf({ invoiceId }: { invoiceId: string }) {
  const { t } = useWords();
  const { run, pending, failure } = useAction(InvoicePdfDocument);
  const trouble = useButtonNotice(failure);

  async function download() {
    const result = (await run({ invoiceId }))?.createInvoicePdfLink;
    if (!result) return;
    if (result.__typename !== 'CreateInvoicePdfLinkSuccess') return trouble.refuse(result);
    // The answer is an attachment: the page stays where it is.
    location.assign(result.url);
  }
  return (
    <>
      <Button pending={pending} onClick={() => void download()}>
        <Icon name="download" /> {t('invoice.pdf')}
      </Button>
      {trouble.shown}
    </>
  );
}
