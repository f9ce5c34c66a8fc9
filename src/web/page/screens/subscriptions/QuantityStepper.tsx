/** How many: by two buttons, or typed. */
import { useId, useState } from 'react';
import { useWords } from '../../i18n/words.tsx';
import { Icon } from '../../ui/Icon.tsx';

/** Typing "12" asks for one quote, not for two. */
const SETTLE_MS = 450;
const MOST = 100_000;

interface QuantityStepperProps {
  quantity: number;
  /** Null while what is typed is no quantity. */
  change(quantity: number | null): void;
}

export function QuantityStepper({ quantity, change }: QuantityStepperProps) {
  const { t } = useWords();
  const id = useId();
  const [text, setText] = useState(String(quantity));
  const [timer, setTimer] = useState<ReturnType<typeof setTimeout>>();
  const typed = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  const valid = typed >= 1 && typed <= MOST;

  function become(next: string) {
    setText(next);
    clearTimeout(timer);
    const count = /^\d{1,6}$/.test(next) ? Number(next) : 0;
    if (count >= 1 && count <= MOST) setTimer(setTimeout(() => change(count), SETTLE_MS));
    else change(null);
  }
  const step = (by: number) => become(String(Math.min(MOST, Math.max(1, (valid ? typed : quantity) + by))));
  return (
    <div className="quantity">
      <label htmlFor={id} className="label">
        {t('switch.quantity')}
      </label>
      <div className="stepper">
        <button
          type="button"
          aria-label={t('switch.fewer')}
          aria-disabled={typed <= 1}
          onClick={() => typed > 1 && step(-1)}
        >
          <Icon name="minus" />
        </button>
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          dir="ltr"
          value={text}
          aria-invalid={!valid || undefined}
          onChange={(event) => become(event.target.value.trim())}
        />
        <button type="button" aria-label={t('switch.more')} onClick={() => step(1)}>
          <Icon name="plus" />
        </button>
      </div>
      {valid ? null : <p className="field-error">{t('switch.quantityWrong')}</p>}
    </div>
  );
}
