/** How a mail names the items of a subscription. */
import { embedded } from '../../i18n/bidi.ts';
import { formatsOf } from '../../i18n/formats.ts';
import type { Locale } from '../../i18n/locale.ts';
import { oneLine } from './oneLine.ts';

/** An item, by the merchant's name of its product. */
export interface NamedPlan {
  name: string;
  quantity: number;
}

/** A name for each item, with the quantity if it is more than one. */
export const planNames = (items: readonly NamedPlan[], locale: Locale): string[] =>
  items.map(({ name, quantity }) => {
    const plan = embedded(oneLine(name), locale.direction);
    return quantity > 1 ? `${formatsOf(locale).count(quantity)} × ${plan}` : plan;
  });
