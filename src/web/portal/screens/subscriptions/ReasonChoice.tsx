/** The reasons for canceling that the merchant wants to know, one of which must be chosen. */
import type { Ref } from 'react';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';

/** A reason as the API takes it, and in the reader's language. */
export interface ReasonText {
  reason: string;
  text: string;
}

interface ReasonChoiceProps {
  ref: Ref<HTMLFieldSetElement>;
  reasons: readonly ReasonText[];
  chosen: string | undefined;
  choose(reason: string): void;
  missing: boolean;
}

export function ReasonChoice({ ref, reasons, chosen, choose, missing }: ReasonChoiceProps) {
  const { t } = useWords();
  return (
    <fieldset ref={ref} className="choices" aria-describedby={missing ? 'reason-missing' : undefined}>
      <legend className="label">{t('cancel.why')}</legend>
      {reasons.map(({ reason, text }) => (
        <label key={reason} className="choice">
          <input type="radio" name="reason" checked={chosen === reason} onChange={() => choose(reason)} />
          <span className="choice-name">{isolate(text)}</span>
        </label>
      ))}
      {missing ? (
        <p className="field-error" id="reason-missing" role="alert">
          {t('cancel.reasonMissing')}
        </p>
      ) : null}
    </fieldset>
  );
}
