/** Pausing with the end of the period, for as long as the portal allows. */
import { type FormEvent, useState } from 'react';
import { PauseDocument, type SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { useWords } from '../../i18n/words.tsx';
import { announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Refusal, type Refused, Trouble } from '../../ui/Trouble.tsx';

interface PausePlanProps {
  subscription: SubscriptionPartsFragment;
  /** How many days a pause may last; null: as long as one likes. */
  maximumDays: number | null;
  close(): void;
}

const DAY_MS = 86_400_000;
const dateOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

export default function PausePlan({ subscription, maximumDays, close }: PausePlanProps) {
  const { t, day } = useWords();
  const { run, pending, failure } = useAction(PauseDocument);
  const [date, setDate] = useState('');
  const [wrong, setWrong] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const begins = Date.parse(subscription.currentPeriodEnd);

  async function pause(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setRefused(null);
    // What was typed and is no date has no value either: it must not be taken for "without a date".
    const typed = event.currentTarget.querySelector('input')?.validity.badInput;
    if (typed || (!date && maximumDays !== null)) return setWrong(true);
    const result = (
      await run({ subscriptionId: subscription.id, ...(date ? { resumesAt: `${date}T00:00:00.000Z` } : {}) })
    )?.pauseSubscription;
    if (!result) return;
    if (result.__typename !== 'PauseSubscriptionSuccess') {
      if (result.path.includes('resumesAt')) setWrong(true);
      else setRefused(result as Refused);
      return;
    }
    close();
    announce(t('pause.planned', { date: day(result.subscription.pausesAt ?? subscription.currentPeriodEnd) }));
    await refresh();
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
      <Trouble failure={failure} safe />
      <Refusal refused={refused} />
    </Dialog>
  );
}
