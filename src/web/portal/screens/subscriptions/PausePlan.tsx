/** Pausing with the end of the period, for as long as the portal allows. */
import { type FormEvent, useState } from 'react';
import { PauseDocument, type SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { Dialog } from '../../../ui/components/Dialog.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { TextField } from '../../../ui/components/fields.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import type { Answer } from './change.ts';

interface PausePlanProps {
  subscription: SubscriptionPartsFragment;
  /** The most days that a pause may last; null for no limit. */
  maximumDays: number | null;
  /** Given if the pause is made instead of canceling. */
  retention?: Answer;
  close(): void;
  /** Called after the pause was planned. */
  paused?(): void;
}

const DAY_MS = 86_400_000;
const dateOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

const pauseUntil = (date: string) => (date ? { resumesAt: `${date}T00:00:00.000Z` } : {});

export default function PausePlan({ subscription, maximumDays, retention, close, paused }: PausePlanProps) {
  const { t, day } = useWords();
  const { run, pending, failure } = useAction(PauseDocument);
  const [date, setDate] = useState('');
  const [wrong, setWrong] = useState(false);
  const [refused, setRefused] = useState<UserError | null>(null);
  const begins = Date.parse(subscription.currentPeriodEnd);

  async function pause(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setRefused(null);
    // The value of an invalid date is empty; it must not pass for "without a date".
    const typed = event.currentTarget.querySelector('input')?.validity.badInput;
    if (typed || (!date && maximumDays !== null)) return setWrong(true);
    const result = (
      await run({ subscriptionId: subscription.id, ...pauseUntil(date), ...(retention && { retention }) })
    )?.pauseSubscription;
    if (!result) return;
    if (result.__typename !== 'PauseSubscriptionSuccess') {
      if (result.path.includes('resumesAt')) setWrong(true);
      else setRefused(result as UserError);
      return;
    }
    close();
    announce(t('pause.planned', { date: day(result.subscription.pausesAt ?? subscription.currentPeriodEnd) }));
    await refresh();
    paused?.();
  }
  return (
    <Dialog
      title={t('pause.title')}
      close={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" form="pause" pending={pending}>
            {t('pause.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('pause.text', { date: day(subscription.currentPeriodEnd) })}</p>
      <form id="pause" onSubmit={pause} noValidate>
        <TextField
          label={t('pause.date')}
          type="date"
          optional={maximumDays === null ? t('field.optional') : undefined}
          hint={maximumDays === null ? t('pause.dateHint') : t('pause.dateHintMaximum', { days: maximumDays })}
          error={wrong ? t('pause.dateWrong') : undefined}
          min={dateOf(begins + DAY_MS)}
          max={maximumDays === null ? undefined : dateOf(begins + maximumDays * DAY_MS)}
          value={date}
          onChange={(event) => {
            setDate(event.target.value);
            setWrong(false);
          }}
        />
      </form>
      <FailureNotice failure={failure} safe />
      <UserErrorNotice refused={refused} />
    </Dialog>
  );
}
