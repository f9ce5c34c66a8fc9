/** Amounts as text. The page formats amounts and never computes any. */

/** An amount in the currency's minor unit, such as cents. */
export interface Money {
  amount: number;
  currency: string;
}

/** ISO 4217, not what `Intl` shows by habit: an amount's unit must not change with the browser. */
const EXPONENTS: Record<string, number> = Object.fromEntries(
  [
    ['BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF', 0] as const,
    ['BHD IQD JOD KWD LYD OMR TND', 3] as const,
    ['CLF UYW', 4] as const,
  ].flatMap(([codes, digits]) => codes.split(' ').map((code) => [code, digits])),
);

/** 1234 EUR → "12.34": exact, because no fraction is ever a number. */
function decimal({ amount, currency }: Money): string {
  const digits = EXPONENTS[currency] ?? 2;
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${amount < 0 ? '-' : ''}${whole}${digits ? `.${text.slice(-digits)}` : ''}`;
}

export function amountText(money: Money, locale: string): string {
  const digits = EXPONENTS[money.currency] ?? 2;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(decimal(money) as Intl.StringNumericLiteral);
}
