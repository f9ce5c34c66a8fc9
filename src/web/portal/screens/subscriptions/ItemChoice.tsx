/** The items of a subscription, if there are several, of which one is changed at a time. */
import type { SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { planTimes } from '../billingWords.ts';

interface ItemChoiceProps {
  items: SubscriptionPartsFragment['items'];
  chosen: string;
  choose(itemId: string): void;
}

export function ItemChoice({ items, chosen, choose }: ItemChoiceProps) {
  const words = useWords();
  if (items.length < 2) return null;
  return (
    <fieldset className="choices">
      <legend className="label">{words.t('switch.whichItem')}</legend>
      {items.map(({ id, price, quantity }) => (
        <label key={id} className="choice">
          <input type="radio" name="item" checked={id === chosen} onChange={() => choose(id)} />
          <span className="choice-name">{planTimes(words, price, quantity)}</span>
        </label>
      ))}
    </fieldset>
  );
}
