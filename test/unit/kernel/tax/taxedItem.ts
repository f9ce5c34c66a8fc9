import type { BilledLine } from '../../../../src/kernel/billedLines.ts';
import type { Period } from '../../../../src/kernel/calendar.ts';
import { type LineDraft, type PricedItem, periodLine } from '../../../../src/kernel/lineDraft.ts';
import { type ProrationBehavior, planCancellation, planChange } from '../../../../src/kernel/proration.ts';
import { type TaxableLine, type TaxedDocument, taxDocument } from '../../../../src/kernel/tax/taxDocument.ts';
import type { TaxTreatment } from '../../../../src/kernel/tax/taxTreatment.ts';

/** A rate in percent, with up to four decimals, as parts per million. */
export const ppm = (percent: string): number => Math.round(Number(percent) * 10_000);

export const treatmentOf = (more: Partial<TaxTreatment>): TaxTreatment => ({
  category: 'S',
  ratePpm: 190_000,
  country: 'DE',
  region: null,
  behavior: 'EXCLUSIVE',
  reason: 'STANDARD',
  scheme: 'DOMESTIC',
  legalBasis: null,
  registrationId: null,
  taxDate: '2026-01-01',
  ...more,
});

/** A line for `taxDocument`. */
export function asTaxable({ amount, tax }: Pick<LineDraft, 'amount' | 'tax'>): TaxableLine {
  return {
    amount,
    terms: tax?.treatment ?? treatmentOf({ category: 'O', ratePpm: 0 }),
    tax: tax?.amount ?? (tax ? null : 0n),
  };
}

/** The lines with the taxes of their document, as the database returns them. */
export const billedWith = (drafts: readonly LineDraft[], document: TaxedDocument): BilledLine[] =>
  drafts.map(({ amount, start, end, explanation, tax }, index) => ({
    amount,
    start,
    end,
    explanation: JSON.parse(JSON.stringify(explanation)),
    ...(tax && { tax: { treatment: tax.treatment, amount: document.lines[index]?.taxAmount ?? 0n } }),
  }));

export interface Step {
  readonly drafts: readonly LineDraft[];
  readonly document: TaxedDocument;
}

/** An item that switches within one period. Each step is a document of its own. */
export class TaxedItem {
  readonly period: Period;
  readonly documents: Step[] = [];
  current: PricedItem;
  lines: BilledLine[] = [];

  constructor(first: PricedItem, period: Period) {
    this.period = period;
    this.current = first;
    this.write([periodLine(first, period)]);
  }

  private write(drafts: LineDraft[]): Step {
    const step = { drafts, document: taxDocument(drafts.map(asTaxable)) };
    this.documents.push(step);
    this.lines = [...this.lines, ...billedWith(drafts, step.document)];
    return step;
  }

  /** The instant at `share` of the period, `[0, 1)`. */
  at(share: number): Date {
    const start = this.period.start.getTime();
    return new Date(start + Math.floor((this.period.end.getTime() - start) * share));
  }

  switchTo(next: PricedItem, behavior: ProrationBehavior, t: Date): Step {
    const { period, lines: billedLines, current: old } = this;
    this.current = next;
    return this.write(planChange({ t, period, billedLines, old, next, behavior, trialing: false, newCycle: null }));
  }

  cancel(t: Date): Step {
    return this.write(planCancellation({ t, period: this.period, billedLines: this.lines, prorate: true }));
  }
}
