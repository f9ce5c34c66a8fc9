/** The field for a quantity, with two buttons. */
import { useEffect, useId, useState } from 'react';
import { Icon } from '../../../ui/components/Icon.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { countOf, type Quantities, stepped } from './quantities.ts';

/** The delay after the last key, so that typing "12" requests one quote instead of two. */
const SETTLE_MS = 450;

/** The value of the field: a number, one that is still being entered, or no valid one. */
export type EnteredQuantity = number | 'changing' | 'invalid';

interface QuantityStepperProps {
  quantity: number;
  quantities: Quantities;
  change(entered: EnteredQuantity): void;
}

export function QuantityStepper({ quantity, quantities, change }: QuantityStepperProps) {
  const { t } = useWords();
  const id = useId();
  const [text, setText] = useState(String(quantity));
  const [timer, setTimer] = useState<ReturnType<typeof setTimeout>>();
  const count = countOf(text, quantities);
  const { minimum, maximum, step } = quantities;
  useEffect(() => () => clearTimeout(timer), [timer]);

  function become(next: string) {
    setText(next);
    clearTimeout(timer);
    const entered = countOf(next, quantities);
    change(entered === null ? 'invalid' : 'changing');
    if (entered !== null) setTimer(setTimeout(() => change(entered), SETTLE_MS));
  }
  /** The next quantity in the direction; the same one at the end. */
  const next = (by: 1 | -1) => stepped(quantities, count ?? (Number.parseInt(text, 10) || quantity), by);
  const button = (by: 1 | -1, name: string, icon: 'minus' | 'plus') => (
    <button
      type="button"
      aria-label={name}
      aria-disabled={next(by) === count}
      onClick={() => next(by) !== count && become(String(next(by)))}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <div className="quantity">
      <label htmlFor={id} className="label">
        {t('switch.quantity')}
      </label>
      <div className="stepper">
        {button(-1, t('switch.fewer'), 'minus')}
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          dir="ltr"
          value={text}
          aria-invalid={count === null || undefined}
          aria-describedby={`${id}-steps ${id}-wrong`}
          onChange={(event) => become(event.target.value.trim())}
        />
        {button(1, t('switch.more'), 'plus')}
      </div>
      {step > 1 ? (
        <p className="small" id={`${id}-steps`}>
          {t('switch.quantityStep', { step, minimum, second: minimum + step })}
        </p>
      ) : null}
      {count !== null ? null : (
        <p className="field-error" id={`${id}-wrong`} role="alert">
          {maximum === null
            ? t('switch.quantityWrong', { minimum })
            : t('switch.quantityBetween', { minimum, maximum })}
        </p>
      )}
    </div>
  );
}
