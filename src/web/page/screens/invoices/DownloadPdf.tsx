/** The PDF of an invoice, at an address that is made for this one download. */
import { InvoicePdfDocument } from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useButtonTrouble } from '../../ui/useButtonTrouble.tsx';

export function DownloadPdf({ invoiceId }: { invoiceId: string }) {
  const { t } = useWords();
  const { run, pending, failure } = useAction(InvoicePdfDocument);
  const trouble = useButtonTrouble(failure);

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
