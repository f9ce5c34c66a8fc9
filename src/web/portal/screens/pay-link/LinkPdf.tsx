/** The PDF of the invoice behind a payment link, at an address that is made for this one download. */
import { PayLinkPdfDocument } from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Icon } from '../../../ui/components/Icon.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useButtonNotice } from '../../../ui/hooks/useButtonNotice.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';

export function LinkPdf({ token }: { token: string }) {
  const { t } = useWords();
  const { run, pending, failure } = useAction(PayLinkPdfDocument);
  const trouble = useButtonNotice(failure);

  async function download() {
    const result = (await run({ token }))?.createPaymentLinkPdf;
    if (!result) return;
    // The link was revoked meanwhile, as the page then states.
    if (result.__typename !== 'CreatePaymentLinkPdfSuccess') return refresh();
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
