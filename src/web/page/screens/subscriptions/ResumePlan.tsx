/** Ending a pause: what it costs now, before it is done. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  PreviewResumeDocument,
  ResumeDocument,
  type SubscriptionPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import { send } from '../../api/client.ts';
import type { Failure } from '../../api/failure.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { useWords } from '../../i18n/words.tsx';
import { announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Fact, Facts, Skeleton } from '../../ui/surfaces.tsx';
import { Refusal, type Refused, Trouble } from '../../ui/Trouble.tsx';
import { Lines } from '../Lines.tsx';

export default function ResumePlan({
  subscription,
  close,
}: {
  subscription: SubscriptionPartsFragment;
  close(): void;
}) {
  const { t, money, day, locale } = useWords();
  const input = { subscriptionId: subscription.id };
  const { run, pending, failure } = useAction(ResumeDocument);
  const [refused, setRefused] = useState<Refused | null>(null);
  const query = useQuery({
    queryKey: ['resume', subscription.id, locale],
    queryFn: async () => (await send(PreviewResumeDocument, { input, locale })).data.previewResumeSubscription,
    gcTime: 0,
  });
  const preview = query.data?.__typename === 'ResumptionPreview' ? query.data : null;
  const impossible = query.data && !preview ? (query.data as Refused) : null;

  async function resume() {
    setRefused(null);
    const result = (await run(input))?.resumeSubscription;
    if (!result) return;
    if (result.__typename !== 'ResumeSubscriptionSuccess') return setRefused(result as Refused);
    close();
    announce(t('keepPlan.done'));
    await refresh();
  }
  const pays = preview && preview.amountDue.amount > 0;
  return (
    <Dialog
      title={t(subscription.status === 'PAUSED' ? 'pause.resume' : 'pause.takeBack')}
      close={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button look="primary" pending={pending} aria-disabled={!preview || undefined} onClick={() => void resume()}>
            {pays ? t('pause.resumePay', { amount: money(preview.amountDue) }) : t('pause.resume')}
          </Button>
        </>
      }
    >
      {query.isPending ? <Skeleton lines={3} /> : null}
      <Trouble failure={query.error as Failure | null} retry={() => void query.refetch()} />
      <Refusal refused={impossible} />
      {preview ? (
        <>
          <p>{t(preview.invoice ? 'pause.resumeText' : 'pause.resumeFree')}</p>
          {preview.invoice ? <Lines lines={preview.invoice.lines} /> : null}
          <Facts>
            <Fact strong name={t('switch.dueNow')}>
              {money(preview.amountDue)}
            </Fact>
            {preview.nextInvoice ? (
              <Fact name={t('switch.nextInvoice', { date: day(preview.nextInvoice.at) })}>
                {money(preview.nextInvoice.amountDue)}
              </Fact>
            ) : null}
          </Facts>
        </>
      ) : null}
      <Trouble failure={failure} safe />
      <Refusal refused={refused} />
    </Dialog>
  );
}
