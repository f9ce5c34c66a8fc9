/** The net amount and a row for each tax, among the sums of an invoice or a preview; nothing without tax. */
import type { TaxPartsFragment } from '../../graphql/generated/graphql.ts';
import { Fact } from '../../ui/components/Facts.tsx';
import { useWords } from '../../ui/i18n/useWords.ts';

export function TaxRows({ tax }: { tax: TaxPartsFragment | null | undefined }) {
  const { t, money } = useWords();
  if (!tax) return null;
  return (
    <>
      <Fact name={t('total.net')}>{money(tax.totalExcludingTax)}</Fact>
      {tax.rates.map(({ name, taxableAmount, amount }) => (
        <Fact key={name} name={t('total.taxOn', { tax: name, base: money(taxableAmount) })}>
          {money(amount)}
        </Fact>
      ))}
    </>
  );
}
