/** How many: by two buttons, or typed. */
import { useEffect, useId, useState } from 'react';
import { Icon } from '../../../ui/components/Icon.tsx';
import { useWords } from '../../../ui/i18n/words.ts';

/** Typing "12" requests one quote instead of two. */
const SETTLE_MS = 450;
const MOST = 100_000;

/** The value of the field: a number, one that is still being entered, or no valid one. */
export type EnteredQuantity = number | 'changing' | 'invalid';

interface QuantityStepperProps {
  quantity: number;
  change(entered: EnteredQuantity): void;
}

const countOf = (text: string): number | null => {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= MOST ? count : null;
};

export function QuantityStepper({ quantity, change }: QuantityStepperProps) {
  const { t } = useWords();
  const id = useId();
  const [text, setText] = useState(String(quantity));
  const [timer, setTimer] = useState<ReturnType<typeof setTimeout>>();
  const count = countOf(text);
  useEffect(() => () => clearTimeout(timer), [timer]);

  function become(next: string) {
    setText(next);
    clearTimeout(timer);
    const entered = countOf(next);
    change(entered === null ? 'invalid' : 'changing');
    if (entered !== null) setTimer(setTimeout(() => change(entered), SETTLE_MS));
  }
  const step = (by: number) => become(String(Math.min(MOST, Math.max(1, (count ?? quantity) + by))));
  return (
    <div className="quantity">
      <label htmlFor={id} className="label">
        {t('switch.quantity')}
      </label>
      <div className="stepper">
        <button
          type="button"
          aria-label={t('switch.fewer')}
          aria-disabled={count === 1}
          onClick={() => count !== 1 && step(-1)}
        >
          <Icon name="minus" />
        </button>
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          dir="ltr"
          value={text}
          aria-invalid={count === null || undefined}
          onChange={(event) => become(event.target.value.trim())}
        />
        <button type="button" aria-label={t('switch.more')} onClick={() => step(1)}>
          <Icon name="plus" />
        </button>
      </div>
      {count !== null ? null : <p className="field-error">{t('switch.quantityWrong')}</p>}
    </div>
  );
}
