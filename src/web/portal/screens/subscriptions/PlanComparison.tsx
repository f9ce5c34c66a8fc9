/** The plan before and after a change, side by side. */
import type { PricePartsFragment } from '../../../graphql/generated/graphql.ts';
import { Icon } from '../../../ui/components/Icon.tsx';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { planTimes, pricesWords } from '../billingWords.ts';
import type { Change } from './change.ts';

interface SideProps {
  title: string;
  price: PricePartsFragment;
  quantity: number;
  next?: boolean;
}

function Side({ title, price, quantity, next }: SideProps) {
  const words = useWords();
  return (
    <div className={next ? 'side side-next' : 'side'}>
      <p className="side-title">{title}</p>
      <p className="side-name">{planTimes(words, price, quantity)}</p>
      <p className="side-price">{pricesWords(words, price, quantity)}</p>
      {price.product.description ? <p className="side-note">{isolate(price.product.description)}</p> : null}
    </div>
  );
}

export function PlanComparison({ change: { item, price }, quantity }: { change: Change; quantity: number }) {
  const { t } = useWords();
  return (
    <div className="sides">
      <Side title={t('switch.now')} price={item.price} quantity={item.quantity} />
      <span className="sides-arrow" aria-hidden="true">
        <Icon name="next" className="flip" />
      </span>
      <Side next title={t('switch.then')} price={price} quantity={quantity} />
    </div>
  );
}
