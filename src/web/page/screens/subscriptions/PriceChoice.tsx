/** The prices that a subscription can be switched to, the present one first. */
import type { PricePartsFragment } from '../../../graphql/generated/graphql.ts';
import { useWords } from '../../i18n/words.tsx';
import { Badge } from '../../ui/surfaces.tsx';
import { planName, priceWords } from '../billingWords.ts';

interface PriceChoiceProps {
  current: PricePartsFragment;
  others: readonly PricePartsFragment[];
  chosen: string;
  choose(priceId: string): void;
}

export function PriceChoice({ current, others, chosen, choose }: PriceChoiceProps) {
  const words = useWords();
  const { t } = words;
  return (
    <fieldset className="choices">
      <legend className="label">{t('switch.choose')}</legend>
      {[current, ...others].map((price) => (
        <label key={price.id} className="choice">
          <input type="radio" name="price" checked={price.id === chosen} onChange={() => choose(price.id)} />
          <span className="choice-text">
            <span className="choice-name">
              {planName(price)}
              {price.id === current.id ? <Badge>{t('switch.current')}</Badge> : null}
            </span>
            {price.product.description ? <span className="choice-note">{price.product.description}</span> : null}
          </span>
          <span className="choice-price">{priceWords(words, price)}</span>
        </label>
      ))}
    </fieldset>
  );
}
