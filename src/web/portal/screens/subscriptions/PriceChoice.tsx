/** The prices that a subscription can be switched to, and the present one, cheapest first. */
import { useState } from 'react';
import type { PricePartsFragment } from '../../../graphql/generated/graphql.ts';
import { Badge } from '../../../ui/components/Badge.tsx';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords } from '../../../ui/i18n/words.ts';
import { everyInterval, planName, priceWords } from '../billingWords.ts';
import { FeatureList } from './FeatureList.tsx';

interface PriceChoiceProps {
  current: PricePartsFragment;
  others: readonly PricePartsFragment[];
  chosen: string;
  choose(priceId: string): void;
}

/** Prices of one cycle are compared with each other; another cycle is a choice of its own. */
const cycleOf = ({ interval, intervalCount }: PricePartsFragment) => `${intervalCount} ${interval}`;

export function PriceChoice({ current, others, chosen, choose }: PriceChoiceProps) {
  const words = useWords();
  const { t } = words;
  const all = [current, ...others].sort((one, other) => one.unitAmount.amount - other.unitAmount.amount);
  const cycles = [...new Map(all.map((price) => [cycleOf(price), price])).values()];
  const [cycle, setCycle] = useState(cycleOf(all.find(({ id }) => id === chosen) ?? current));
  return (
    <div className="choices">
      {cycles.length > 1 ? (
        <fieldset className="cycles">
          <legend className="hidden">{t('switch.cycle')}</legend>
          {cycles.map((price) => (
            <label key={cycleOf(price)}>
              <input
                type="radio"
                name="cycle"
                checked={cycleOf(price) === cycle}
                onChange={() => setCycle(cycleOf(price))}
              />
              <span>{everyInterval(words, price)}</span>
            </label>
          ))}
        </fieldset>
      ) : null}
      <fieldset className="choices">
        <legend className="hidden">{t('switch.choose')}</legend>
        {all
          .filter((price) => cycleOf(price) === cycle)
          .map((price) => (
            <label key={price.id} className="choice">
              <input type="radio" name="price" checked={price.id === chosen} onChange={() => choose(price.id)} />
              <span className="choice-text">
                <span className="choice-name">
                  {planName(price)}
                  {price.id === current.id ? <Badge>{t('switch.current')}</Badge> : null}
                </span>
                {price.product.description ? (
                  <span className="choice-note">{isolate(price.product.description)}</span>
                ) : null}
              </span>
              <span className="choice-price">{priceWords(words, price)}</span>
              <FeatureList
                lines={price.product.marketingFeatures}
                left={price.id === chosen && price.id !== current.id ? current.product.marketingFeatures : undefined}
              />
            </label>
          ))}
      </fieldset>
    </div>
  );
}
