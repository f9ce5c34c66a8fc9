/** The calculation of a line's amount in GraphQL. The stored explanation has the same content as strings. */
import { builder } from '../../graphql/builder.ts';
import { Money, type MoneyShape } from '../../graphql/moneyType.ts';
import type { ExactAmount as Exact, Formula, ItemState, UnusedPart } from '../../kernel/explanation.ts';
import type { LineStory } from './lineExplanations/story.ts';

/** The stored explanation with the currency of its line, in which all of its amounts are. */
export interface StoryOfLine {
  story: LineStory;
  currency: string;
}

const inCurrency = (amount: string, currency: string): MoneyShape => ({ amount: BigInt(amount), currency });

/** The enum's values are the stored names in upper case. */
const LineFormula = builder.enumType('LineFormula', {
  description: 'The formula of the amount of a line, before rounding.',
  values: {
    FULL_PERIOD: { value: 'full_period', description: 'The price after discount, for a whole period.' },
    UNUSED_VALUE: {
      value: 'unused_value',
      description: 'Minus the billed value of the remaining time; `parts` lists the billed lines.',
    },
    NEW_PRICE_TIMES_FRACTION_LEFT: {
      value: 'new_price_times_fraction_left',
      description: 'The new price after discount × millisecondsLeft / millisecondsTotal.',
    },
    RESTORED_CREDIT: {
      value: 'restored_credit',
      description: 'The amount that an earlier change at the same instant credited, which this change reverses.',
    },
    FULL_DIFFERENCE: {
      value: 'full_difference',
      description:
        'The new price for a whole period after discount, rounded − what was billed for the item in the period, which `parts` lists.',
    },
    OLD_PERIOD_PRICE: {
      value: 'old_period_price',
      description: 'Minus the full price of the old billing period, when the interval changes.',
    },
  } satisfies Record<Uppercase<Formula>, { value: Formula; description: string }>,
});

const ExactAmount = builder.objectRef<Exact>('ExactAmount').implement({
  description: 'An exact number of minor units as a fraction.',
  fields: (t) => ({
    numerator: t.exposeString('numerator', { description: 'The numerator as a decimal string of any length.' }),
    denominator: t.exposeString('denominator', {
      description: 'The denominator as a decimal string of any length; positive.',
    }),
  }),
});

const UnusedPartType = builder.objectRef<UnusedPart & { currency: string }>('UnusedPart').implement({
  description:
    'The part of one billed line that counts: amount × millisecondsLeft / millisecondsTotal = value. It is the unused value, or in a full difference the whole line.',
  fields: (t) => ({
    amount: t.field({
      type: Money,
      description: 'The amount of the billed line, after discounts.',
      resolve: ({ amount, currency }) => inCurrency(amount, currency),
    }),
    start: t.field({
      type: 'DateTime',
      description: 'The start of the period that the line billed.',
      resolve: ({ start }) => new Date(start),
    }),
    end: t.field({
      type: 'DateTime',
      description: 'The end of the period that the line billed, exclusive.',
      resolve: ({ end }) => new Date(end),
    }),
    millisecondsLeft: t.expose('millisecondsLeft', {
      type: 'SafeInt',
      description: 'The milliseconds from the change to the end of the period.',
    }),
    millisecondsTotal: t.expose('millisecondsTotal', {
      type: 'SafeInt',
      description: 'The length of the period in milliseconds.',
    }),
    value: t.expose('value', { type: ExactAmount, description: 'The part that counts, before rounding.' }),
  }),
});

type Replaced = ItemState & { credited: string; currency: string };

const ReplacedItem = builder.objectRef<Replaced>('ReplacedItem').implement({
  description: 'The state of an item before a change, and the credit that the change gave for it.',
  fields: (t) => ({
    priceId: t.exposeID('priceId', { nullable: true, description: 'The id of its price; null if it had none.' }),
    unitAmount: t.field({
      type: Money,
      description: 'The price of one unit for a whole period, before discounts.',
      resolve: ({ unitAmount, currency }) => inCurrency(unitAmount, currency),
    }),
    quantity: t.exposeInt('quantity', { description: 'The number of units.' }),
    net: t.expose('net', {
      type: ExactAmount,
      description: 'The price of all its units for a whole period, after discounts.',
    }),
    credited: t.field({
      type: Money,
      description: 'The amount that was credited for it.',
      resolve: ({ credited, currency }) => inCurrency(credited, currency),
    }),
  }),
});

export const LineExplanation = builder.objectRef<StoryOfLine>('LineExplanation').implement({
  description:
    'The calculation of the amount of a line. A client can repeat it: the formula yields `exact`, which is rounded half away from zero to whole minor units, and limited to `limitedTo` if that is not null.',
  fields: (t) => ({
    formula: t.field({
      type: LineFormula,
      description: 'The formula of the amount.',
      resolve: ({ story }) => story.formula,
    }),
    productName: t.string({
      description: 'The name of the product when the line was created.',
      resolve: ({ story }) => story.productName,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'The time of the change; the start of the period if nothing changed.',
      resolve: ({ story }) => new Date(story.at),
    }),
    periodStart: t.field({
      type: 'DateTime',
      description:
        'The start of the billing period that the line belongs to, which may differ from the billed service period.',
      resolve: ({ story }) => new Date(story.period.start),
    }),
    periodEnd: t.field({
      type: 'DateTime',
      description: 'The end of that billing period, exclusive.',
      resolve: ({ story }) => new Date(story.period.end),
    }),
    millisecondsLeft: t.field({
      type: 'SafeInt',
      description: 'The milliseconds from `at` to the end of the billing period.',
      resolve: ({ story }) => story.millisecondsLeft,
    }),
    millisecondsTotal: t.field({
      type: 'SafeInt',
      description: 'The length of the billing period in milliseconds.',
      resolve: ({ story }) => story.millisecondsTotal,
    }),
    unitAmount: t.field({
      type: Money,
      nullable: true,
      description: 'The price of one unit in the formula; null if the formula uses billed lines only.',
      resolve: ({ story, currency }) => (story.unitAmount == null ? null : inCurrency(story.unitAmount, currency)),
    }),
    quantity: t.int({
      nullable: true,
      description: 'The number of units in the formula; null if the formula uses billed lines only.',
      resolve: ({ story }) => story.quantity ?? null,
    }),
    basisPointsOff: t.int({
      nullable: true,
      description:
        'The discount on that price in basis points: 2500 is 25 %. Null without a discount, or with one of a fixed amount.',
      resolve: ({ story }) => story.basisPointsOff ?? null,
    }),
    exact: t.field({
      type: ExactAmount,
      description: 'The result of the formula, before rounding and before `limitedTo`.',
      resolve: ({ story }) => story.exact,
    }),
    limitedTo: t.field({
      type: Money,
      nullable: true,
      description:
        'The amount after limiting: a credit lies between zero and the billed amount. Null if the limit did not apply.',
      resolve: ({ story, currency }) => (story.limitedTo == null ? null : inCurrency(story.limitedTo, currency)),
    }),
    parts: t.field({
      type: [UnusedPartType],
      description:
        'The billed lines that an `UNUSED_VALUE` credits or a `FULL_DIFFERENCE` replaces, a few per item; empty for other formulas.',
      resolve: ({ story, currency }) => (story.parts ?? []).map((part) => ({ ...part, currency })),
    }),
    replaced: t.field({
      type: ReplacedItem,
      nullable: true,
      description: 'The item before the change; null if the line does not replace one.',
      resolve: ({ story, currency }) => (story.replaced ? { ...story.replaced, currency } : null),
    }),
  }),
});
