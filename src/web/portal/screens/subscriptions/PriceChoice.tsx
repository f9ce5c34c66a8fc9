/** The prices to choose from, cheapest first; the one that the customer has or had is marked. */
import { useState } from 'react';
import type { PlanPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Badge } from '../../../ui/components/Badge.tsx';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords, type Words } from '../../../ui/i18n/useWords.ts';
import { everyInterval, planName, priceWords, savingWords } from '../billingWords.ts';
import { FeatureList } from './FeatureList.tsx';

interface PriceChoiceProps {
  /** Of the radio buttons, if there are several choices on a screen. */
  name?: string;
  /** Shown above the choice; by default it is only announced. */
  legend?: string | null;
  prices: readonly PlanPartsFragment[];
  /** The price that the customer has or had, and how it is marked. */
  present: { price: PlanPartsFragment; label: string } | null;
  chosen: string | null;
  choose(price: PlanPartsFragment): void;
}

/** Prices of one cycle are compared with each other; another cycle is a choice of its own. */
const cycleOf = ({ interval, intervalCount }: PlanPartsFragment) => `${intervalCount} ${interval}`;

/** The saving of a whole cycle, if it is the same for each of its prices that is not free. */
function savingOfCycle(words: Words, prices: readonly PlanPartsFragment[]): string | null {
  const savings = new Set(
    prices.filter(({ unitAmount }) => unitAmount.amount > 0).map((price) => savingWords(words, price)),
  );
  const [only = null] = savings;
  return savings.size === 1 ? only : null;
}

const CycleSaving = ({ text }: { text: string | null }) =>
  text === null ? null : <span className="cycle-saving">{text}</span>;

/** Plans by price, and the shorter cycles first. */
const byPrice = (one: PlanPartsFragment, other: PlanPartsFragment) => one.unitAmount.amount - other.unitAmount.amount;

export function PriceChoice({ name = 'price', legend = null, prices, present, chosen, choose }: PriceChoiceProps) {
  const words = useWords();
  const { t } = words;
  const all = prices.toSorted(byPrice);
  const cycles = [...new Map(all.map((price) => [cycleOf(price), price])).values()];
  const [cycle, setCycle] = useState(() => {
    const first = all.find(({ id }) => id === chosen) ?? present?.price;
    const shown = first && cycles.find((price) => cycleOf(price) === cycleOf(first));
    return shown ? cycleOf(shown) : cycles[0] ? cycleOf(cycles[0]) : '';
  });
  return (
    <div className="choices">
      {cycles.length > 1 ? (
        <fieldset className="cycles">
          <legend className="hidden">{t('switch.cycle')}</legend>
          {cycles.map((price) => (
            <label key={cycleOf(price)}>
              <input
                type="radio"
                name={`${name} cycle`}
                checked={cycleOf(price) === cycle}
                onChange={() => setCycle(cycleOf(price))}
              />
              <span className="cycle-name">{everyInterval(words, price)}</span>
              <CycleSaving
                text={savingOfCycle(
                  words,
                  all.filter((other) => cycleOf(other) === cycleOf(price)),
                )}
              />
            </label>
          ))}
        </fieldset>
      ) : null}
      <fieldset className="choices">
        <legend className={legend === null ? 'hidden' : 'label'}>{legend ?? t('switch.choose')}</legend>
        {all
          .filter((price) => cycleOf(price) === cycle)
          .map((price) => (
            <label key={price.id} className="choice">
              <input type="radio" name={name} checked={price.id === chosen} onChange={() => choose(price)} />
              <span className="choice-text">
                <span className="choice-name">
                  {planName(price)}
                  {price.id === present?.price.id ? <Badge>{present.label}</Badge> : null}
                </span>
                {price.product.description ? (
                  <span className="choice-note">{isolate(price.product.description)}</span>
                ) : null}
              </span>
              <span className="choice-price">
                {priceWords(words, price)}
                {savingWords(words, price) ? <span className="choice-saving">{savingWords(words, price)}</span> : null}
              </span>
              <FeatureList
                lines={price.product.marketingFeatures}
                left={
                  present && price.id === chosen && price.id !== present.price.id
                    ? present.price.product.marketingFeatures
                    : undefined
                }
              />
            </label>
          ))}
      </fieldset>
    </div>
  );
}
