/** How a mail names a payment method. */
import type { Translate } from '../../i18n/translate.ts';

export interface NamedMethod {
  kind: 'CARD' | 'SEPA_DEBIT' | 'US_BANK_ACCOUNT' | 'BACS_DEBIT' | 'PAYPAL';
  brand: string | null;
  lastFour: string | null;
}

/** The values by which a sentence chooses its form: what is known of the method, and what it is. */
export interface MethodForm {
  method: 'paypal' | 'cardBrandLast4' | 'cardBrand' | 'cardLast4' | 'card' | 'bankLast4' | 'bank';
  brand: string;
  lastFour: string;
}

export function methodForm({ kind, brand, lastFour }: NamedMethod, t: Translate<'mail'>): MethodForm {
  const name = t('layout.cardBrand', { brand: brand ?? '' });
  return { method: formOf(kind, name !== '', Boolean(lastFour)), brand: name, lastFour: lastFour ?? '' };
}

function formOf(kind: NamedMethod['kind'], hasBrand: boolean, hasLastFour: boolean): MethodForm['method'] {
  if (kind === 'PAYPAL') return 'paypal';
  if (kind !== 'CARD') return hasLastFour ? 'bankLast4' : 'bank';
  if (hasBrand) return hasLastFour ? 'cardBrandLast4' : 'cardBrand';
  return hasLastFour ? 'cardLast4' : 'card';
}
