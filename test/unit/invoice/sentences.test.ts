import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language, localeOf } from '../../../src/i18n/locale.ts';
import type { BilledLine } from '../../../src/kernel/billedLines.ts';
import { type LineDraft, type PricedItem, periodLine } from '../../../src/kernel/lineDraft.ts';
import { Fraction } from '../../../src/kernel/money.ts';
import { type PlanChange, planCancellation, planChange } from '../../../src/kernel/proration.ts';
import {
  explanationSentence,
  lineTitle,
  needsExplanation,
} from '../../../src/modules/invoice/lineExplanations/explain.ts';
import type { ExplainedLine } from '../../../src/modules/invoice/lineExplanations/story.ts';
import { lineOf } from '../../../src/modules/invoice/lines.ts';

const at = (text: string) => new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
const JANUARY = { start: at('2026-01-01'), end: at('2026-02-01') };

const item = (priceId: string, unitAmount: bigint, quantity = 1, more: Partial<PricedItem> = {}): PricedItem => {
  const gross = unitAmount * BigInt(quantity);
  return { priceId, unitAmount, quantity, gross, net: Fraction.of(gross), ...more };
};
const BASIC = item('basic', 1000n);
const PRO = item('pro', 2000n, 2);
const PRO_PERCENT = item('pro', 2000n, 2, { net: Fraction.of(3000n), basisPointsOff: 2500 });
const PRO_AMOUNT = item('pro', 2000n, 2, { net: Fraction.of(3500n) });
const NAMES: Record<string, string> = { basic: 'Basic', pro: 'Pro' };

/** A line as the database returns it: the explanation has been serialized as JSON. */
function stored(draft: LineDraft | null | undefined, about: PricedItem, currency = 'EUR'): ExplainedLine {
  if (!draft) throw new Error('There is no such line.');
  const line = lineOf(draft, {
    productName: NAMES[about.priceId ?? ''] ?? about.priceId ?? '',
    quantity: about.quantity,
    unitAmount: about.unitAmount,
    itemId: 'item_1',
    priceId: 'price_1',
  });
  return { ...line, currency, explanation: JSON.parse(JSON.stringify(line.explanation)) };
}

function change(more: Partial<PlanChange>): LineDraft[] {
  const old = more.old ?? BASIC;
  return planChange({
    t: at('2026-01-17'),
    period: JANUARY,
    billedLines: [periodLine(old, JANUARY)],
    old,
    next: PRO,
    behavior: 'PRORATE',
    trialing: false,
    newCycle: null,
    ...more,
  });
}

const spaced = (text: string | null) => text?.replace(/[\u00A0\u202F\u2009]/g, ' ');
const inEnglish = (line: ExplainedLine) => spaced(explanationSentence(line, localeOf('en-GB')));

/** Switches back and forth, whose last unused value has `switches` parts. */
function billedBy(switches: number): BilledLine[] {
  const lines: LineDraft[] = [periodLine(BASIC, JANUARY)];
  let [old, next] = [BASIC, PRO];
  for (let day = 2; day < 2 + switches; day++) {
    lines.push(...change({ t: at(`2026-01-0${day}`), billedLines: [...lines], old, next }));
    [old, next] = [next, old];
  }
  return lines;
}
const unusedAfter = (switches: number) =>
  planCancellation({ t: at('2026-01-17'), period: JANUARY, billedLines: billedBy(switches), prorate: true });

const restoredDrafts = () => {
  const first = change({});
  return change({ billedLines: [periodLine(BASIC, JANUARY), ...first], old: PRO, next: BASIC });
};

const YEAR = { start: at('2026-01-17'), end: at('2027-01-17') };
const toYearly = (more: Partial<PlanChange> = {}) =>
  change({ old: PRO_PERCENT, next: BASIC, behavior: 'FULL_DIFFERENCE', newCycle: { period: YEAR }, ...more });

/** One line for each formula and each form of its sentence. */
const LINES: Record<string, ExplainedLine> = {
  'a full period': stored(periodLine(PRO, JANUARY), PRO),
  'a full period after a percentage': stored(periodLine(PRO_PERCENT, JANUARY), PRO_PERCENT),
  'a full period after an amount': stored(periodLine(PRO_AMOUNT, JANUARY), PRO_AMOUNT),
  'the rest of a period in days': stored(change({})[1], PRO),
  'the rest of a period in hours': stored(change({ t: at('2026-01-17T06:00:00Z') })[1], PRO),
  'the rest of a period in per cent': stored(change({ t: at('2026-01-17T06:30:11.123Z') })[1], PRO),
  'the rest of a period after a percentage': stored(change({ next: PRO_PERCENT })[1], PRO_PERCENT),
  'the rest of a period after an amount': stored(change({ next: PRO_AMOUNT })[1], PRO_AMOUNT),
  'unused days of one amount': stored(change({})[0], BASIC),
  'unused per cent of one amount': stored(change({ t: at('2026-01-17T06:30:11.123Z') })[0], BASIC),
  'unused days of three amounts': stored(unusedAfter(1)[0], PRO),
  'unused days of five amounts': stored(unusedAfter(2)[0], BASIC),
  'a restored credit': stored(restoredDrafts()[1], BASIC),
  'a full difference': stored(change({ behavior: 'FULL_DIFFERENCE', next: PRO_PERCENT })[0], PRO_PERCENT),
  'a full difference after a change without charge': stored(
    change({ behavior: 'FULL_DIFFERENCE', old: BASIC, next: PRO_PERCENT, billedLines: [periodLine(PRO, JANUARY)] })[0],
    PRO_PERCENT,
  ),
  "an old period's price": stored(toYearly()[0], PRO_PERCENT),
  "an old period's price, limited": stored(toYearly({ billedLines: [periodLine(BASIC, JANUARY)] })[0], PRO_PERCENT),
};

describe('line explanations in English', () => {
  it.each([
    ['a full period', 'Pro (2 × €20.00) for the full period, 1 – 31 January 2026: €40.00'],
    ['a full period after a percentage', 'Pro (2 × €20.00 less 25%) for the full period, 1 – 31 January 2026: €30.00'],
    ['a full period after an amount', 'Pro (2 × €20.00 less €5.00) for the full period, 1 – 31 January 2026: €35.00'],
    ['the rest of a period in days', '15 of 31 days of Pro (2 × €20.00), 17 – 31 January 2026: €19.35'],
    [
      'the rest of a period in hours',
      '14 days and 18 hours of 31 days of Pro (2 × €20.00), 17 – 31 January 2026: €19.03',
    ],
    ['the rest of a period in per cent', '≈ 47.51% of a period of Pro (2 × €20.00), 17 – 31 January 2026: €19.01'],
    [
      'the rest of a period after a percentage',
      '15 of 31 days of Pro (2 × €20.00 less 25%), 17 – 31 January 2026: €14.52',
    ],
    [
      'the rest of a period after an amount',
      '15 of 31 days of Pro (2 × €20.00 less €5.00), 17 – 31 January 2026: €16.94',
    ],
    [
      'unused days of one amount',
      'Credit for unused time on Basic, 17 – 31 January 2026 (15 of 31 days of the €10.00 billed): -€4.84',
    ],
    [
      'unused per cent of one amount',
      'Credit for unused time on Basic, 17 – 31 January 2026 (≈ 47.51% of the €10.00 billed): -€4.75',
    ],
    [
      'unused days of three amounts',
      'Credit for unused time on 2 × Pro, 17 – 31 January 2026, from what was billed (15 of 31 days of €10.00; 15 of 30 days of -€9.68; 15 of 30 days of €38.71): -€19.35',
    ],
    [
      'unused days of five amounts',
      'Credit for unused time on Basic, 17 – 31 January 2026, from 5 amounts billed, €10.96 in total: -€4.83',
    ],
    [
      'a restored credit',
      'Back to Basic (€10.00), 17 – 31 January 2026, at the amount that was credited before: €4.84',
    ],
    [
      'a full difference',
      'Pro (2 × €20.00 less 25%) for the full period, 1 – 31 January 2026, at €30.00 instead of €10.00: €20.00',
    ],
    [
      'a full difference after a change without charge',
      'Pro (2 × €20.00 less 25%) for the full period, 1 – 31 January 2026, at €30.00 instead of €40.00: -€10.00',
    ],
    ["an old period's price", 'Credit for the full period of Pro (2 × €20.00 less 25%), 1 – 31 January 2026: -€30.00'],
    [
      "an old period's price, limited",
      'Credit for the full period of Pro (2 × €20.00 less 25%), 1 – 31 January 2026: -€10.00 (limited to what was billed)',
    ],
  ])('the English sentence is correct for %s', (name, sentence) => {
    expect(inEnglish(LINES[name] as ExplainedLine)).toBe(sentence);
  });
});

describe('line explanations in other languages', () => {
  const said = (language: string, name: keyof typeof LINES) =>
    spaced(explanationSentence(LINES[name] as ExplainedLine, localeOf(language)));

  it.each([
    ['de', '15 von 31 Tagen mit Pro (2 × 20,00 €), 17.–31. Januar 2026: 19,35 €'],
    ['de-AT', '15 von 31 Tagen mit Pro (2 × € 20,00), 17.–31. Jänner 2026: € 19,35'],
    ['fr', '15 jours sur 31 avec Pro (2 × 20,00 €), 17–31 janvier 2026 : 19,35 €'],
    ['es', '15 de 31 días de Pro (2 × 20,00 €), 17–31 de enero de 2026: 19,35 €'],
    ['pt-BR', '15 de 31 dias de Pro (2 × € 20,00), 17 – 31 de janeiro de 2026: € 19,35'],
    ['it', '15 giorni su 31 di Pro (2 × 20,00 €), 17–31 gennaio 2026: 19,35 €'],
    ['nl', '15 van 31 dagen Pro (2 × € 20,00), 17–31 januari 2026: € 19,35'],
    ['pl', 'Pro (2 × 20,00 €) za 15 z 31 dni, 17–31 stycznia 2026: 19,35 €'],
    ['ja', 'Pro（2 × €20.00）の31日間のうち15日間（2026/01/17～2026/01/31）：€19.35'],
  ])('the sentence in %s is correct', (language, sentence) => {
    expect(said(language, 'the rest of a period in days')).toBe(sentence);
  });

  it('the Arabic sentence is correct apart from its direction marks', () => {
    const sentence = said('ar', 'the rest of a period in days')?.replace(/[\u200E\u200F]/g, '');
    expect(sentence).toBe('15 يومًا من أصل 31 يومًا من Pro (2 × 20.00 €)، 17–31 يناير 2026: 19.35 €');
  });

  it.each([
    [1, 1, { en: '1 of 1 day', pl: '1 z 1 dnia', ar: 'يوم من أصل يوم', de: '1 von 1 Tag', fr: '1 jour sur 1' }],
    [2, 3, { en: '2 of 3 days', pl: '2 z 3 dni', ar: 'يومان من أصل 3 أيام', de: '2 von 3 Tagen', fr: '2 jours sur 3' }],
    [1, 2, { en: '1 of 2 days', pl: '1 z 2 dni', ar: 'يوم من أصل يومين', de: '1 von 2 Tagen', fr: '1 jour sur 2' }],
    [
      100,
      365,
      { en: '100 of 365 days', pl: '100 z 365 dni', ar: '100 يوم من أصل 365 يومًا', ja: '365日間のうち100日間' },
    ],
  ] as const)('%i of %i days have the right plural forms in every language', (left, total, forms) => {
    const end = new Date(JANUARY.start.getTime() + total * 86_400_000);
    const period = { start: JANUARY.start, end };
    const t = new Date(end.getTime() - left * 86_400_000);
    const [, charge] = change({ t, period, billedLines: [periodLine(BASIC, period)] });
    for (const [language, words] of Object.entries(forms))
      expect(explanationSentence(stored(charge, PRO), localeOf(language))).toContain(words);
  });

  const ENGLISH = /\b(?:of|for|the|and|less|billed|credit|unused|period|days?|hours?|instead|limited|time|back)\b/i;
  const others = LANGUAGES.filter((language): language is Exclude<Language, 'en'> => language !== 'en');
  it.each(others)('each sentence in %s contains product and amount and no English word', (language) => {
    const sentences = Object.entries(LINES).map(([name, line]) => {
      const sentence = explanationSentence(line, localeOf(language)) ?? '';
      expect(sentence, name).toMatch(/Pro|Basic/);
      expect(sentence, name).toContain('2026');
      expect(sentence, name).not.toMatch(/undefined|null|NaN|\{|\}/);
      expect(sentence, name).not.toMatch(ENGLISH);
      expect(lineTitle(line, localeOf(language)), name).not.toMatch(ENGLISH);
      return sentence;
    });
    // Different formulas have different sentences.
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it('amounts are formatted in the currency of the line', () => {
    const yen = stored(change({})[1], PRO, 'JPY');
    expect(explanationSentence(yen, localeOf('ja'))).toContain('2 × ￥2,000');
    expect(explanationSentence({ ...yen, currency: 'KWD' }, localeOf('en'))).toMatch(/2 × KWD\s2\.000/);
  });
});

describe('line titles', () => {
  it('the English title equals the stored description', () => {
    for (const line of Object.values(LINES)) expect(lineTitle(line, localeOf('en'))).toBe(line.description);
  });

  it('the title is in the language of the reader', () => {
    const line = LINES['unused days of three amounts'] as ExplainedLine;
    expect(lineTitle(line, localeOf('de'))).toBe('Nicht genutzte Zeit mit 2 × Pro');
    expect(lineTitle(line, localeOf('ja'))).toBe('2 × Proの未使用期間');
  });
});

describe('lines without an explanation', () => {
  const line = LINES['a full period'] as ExplainedLine;
  it.each([
    ['a manual line', { kind: 'MANUAL', explanation: { formula: 'unit_amount_times_quantity' } }],
    ['an imported line', { kind: 'IMPORT' }],
    ['a line with an empty explanation', { explanation: {} }],
    ['a line whose explanation is not an object', { explanation: 'once' }],
  ])('%s has no sentence and the same description in every language', (_name, more) => {
    for (const language of LANGUAGES) {
      const plain = { ...line, ...more, description: 'Setup on site' };
      expect(explanationSentence(plain, localeOf(language))).toBeNull();
      expect(lineTitle(plain, localeOf(language))).toBe('Setup on site');
      expect(needsExplanation(plain)).toBe(false);
    }
  });

  it('only the line of a full period needs no explanation on the PDF', () => {
    const silent = Object.entries(LINES).filter(([, other]) => !needsExplanation(other));
    expect(silent.map(([name]) => name)).toEqual([
      'a full period',
      'a full period after a percentage',
      'a full period after an amount',
    ]);
  });
});
