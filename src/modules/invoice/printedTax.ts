/** The tax of an invoice as its PDF prints it. */
import { formatsOf } from '../../i18n/formats.ts';
import { type Locale, localeOf } from '../../i18n/locale.ts';
import { translator } from '../../i18n/translate.ts';
import { groupName, legalNote, type Seller, taxSentence } from '../tax/taxSentence.ts';
import { type Taxed, taxGroups, taxTotal, totalOf, treatmentOf } from './lineTax.ts';
import type { InvoiceSnapshot } from './parties.ts';
import type { DocumentTax } from './pdf/document.ts';

interface Printed {
  readonly seller: InvoiceSnapshot['seller'];
  readonly locale: Locale;
  readonly currency: string;
}

const sellerOf = ({ seller }: Printed): Seller => ({ name: seller.name ?? '', country: seller.country ?? '' });

/** The words that law or courtesy requires for lines without tax, each once: also in the seller's language if it is another. */
function notesOf(lines: readonly Taxed[], printed: Printed): string[] {
  const { locale, seller } = printed;
  const own = seller.locale ? localeOf(seller.locale) : locale;
  const notes = lines.flatMap((line) => {
    const treatment = treatmentOf(line);
    if (!treatment || treatment.category === 'S') return [];
    const sentences = [taxSentence(treatment, sellerOf(printed), locale), legalNote(treatment, sellerOf(printed), own)];
    return sentences.filter((text) => text !== null);
  });
  const unique = [...new Set(notes)];
  // The legal words are often the beginning of the sentence.
  return unique.filter((note) => !unique.some((other) => other !== note && other.startsWith(note)));
}

/** The tax rows and notes; null if no line has a treatment: the document then does not mention tax. */
export function printedTax(lines: readonly Taxed[], printed: Printed): DocumentTax | null {
  const tax = taxTotal(lines);
  if (tax === null) return null;
  const { locale, currency } = printed;
  const t = translator('invoice', locale);
  const { money } = formatsOf(locale);
  return {
    net: totalOf(lines) - tax,
    rows: taxGroups(lines).map((group) => ({
      label: t('document.taxOn', {
        tax: groupName(group, sellerOf(printed), locale),
        base: money(group.base, currency),
      }),
      amount: group.tax,
    })),
    notes: notesOf(lines, printed),
  };
}

/** The words under each line: its tax if the document has several, or that the amount contains it; null without a need. */
export function lineTaxWords(lines: readonly Taxed[], printed: Printed): (string | null)[] {
  const several = taxGroups(lines).length > 1;
  const t = translator('invoice', printed.locale);
  return lines.map((line) => {
    const treatment = treatmentOf(line);
    if (!treatment) return null;
    const name = groupName(treatment, sellerOf(printed), printed.locale);
    if (treatment.behavior === 'INCLUSIVE' && treatment.ratePpm > 0) return t('document.taxIncluded', { tax: name });
    return several ? name : null;
  });
}
