/** Ending a pause, with the amount that it costs now. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  PreviewResumeDocument,
  type PreviewResumeQuery,
  ResumeDocument,
  type SubscriptionPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import type { Failure } from '../../../ui/api/failure.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { Dialog } from '../../../ui/components/Dialog.tsx';
import { Fact, Facts } from '../../../ui/components/Facts.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Skeleton } from '../../../ui/components/Skeleton.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Lines } from '../Lines.tsx';

type Preview = Extract<PreviewResumeQuery['previewResumeSubscription'], { __typename: 'ResumptionPreview' }>;

function ResumptionAmounts({ preview: { invoice, amountDue, nextInvoice } }: { preview: Preview }) {
  const { t, money, day } = useWords();
  return (
    <>
      {invoice ? <Lines lines={invoice.lines} /> : null}
      <Facts>
        {invoice ? (
          <Fact strong name={t(invoice.dueAt ? 'switch.invoicedNow' : 'switch.dueNow')}>
            {money(amountDue)}
          </Fact>
        ) : null}
        {invoice?.dueAt && amountDue.amount > 0 ? <Fact name={t('invoice.dueAt')}>{day(invoice.dueAt)}</Fact> : null}
        {nextInvoice ? (
          <Fact name={t('switch.nextInvoice', { date: day(nextInvoice.billsAt) })}>{money(nextInvoice.amountDue)}</Fact>
        ) : null}
      </Facts>
    </>
  );
}

export default function ResumePlan({
  subscription,
  close,
}: {
  subscription: SubscriptionPartsFragment;
  close(): void;
}) {
  const { t, money, locale } = useWords();
  const input = { subscriptionId: subscription.id };
  const { run, pending, failure } = useAction(ResumeDocument, { idempotent: true });
  const [refused, setRefused] = useState<UserError | null>(null);
  const query = useQuery({
    queryKey: ['resume', subscription.id, locale],
    queryFn: async () => (await send(PreviewResumeDocument, { input, locale })).data.previewResumeSubscription,
    gcTime: 0,
  });
  const preview = query.data?.__typename === 'ResumptionPreview' ? query.data : null;
  const impossible = query.data && !preview ? (query.data as UserError) : null;

  async function resume() {
    setRefused(null);
    const result = (await run(input))?.resumeSubscription;
    if (!result) return;
    if (result.__typename !== 'ResumeSubscriptionSuccess') return setRefused(result as UserError);
    close();
    announce(t('keepPlan.done'));
    await refresh();
  }
  const pays = preview && preview.amountDue.amount > 0 && !preview.invoice?.dueAt;
  const action = subscription.status === 'PAUSED' ? 'pause.resume' : 'pause.takeBack';
  return (
    <Dialog
      title={t(action)}
      close={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button look="primary" pending={pending} aria-disabled={!preview || undefined} onClick={() => void resume()}>
            {pays ? t('pause.resumePay', { amount: money(preview.amountDue) }) : t(action)}
          </Button>
        </>
      }
    >
      {query.isPending ? <Skeleton lines={3} /> : null}
      <FailureNotice failure={query.error as Failure | null} retry={() => void query.refetch()} />
      <UserErrorNotice refused={impossible} />
      {preview ? (
        <>
          <p>{t(preview.invoice ? 'pause.resumeText' : 'pause.resumeFree')}</p>
          <ResumptionAmounts preview={preview} />
        </>
      ) : null}
      <FailureNotice failure={failure} safe />
      <UserErrorNotice refused={refused} />
    </Dialog>
  );
}
