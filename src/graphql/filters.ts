/** The filters that lists have in common. A filter that is null, and an empty list of values, admits every row. */
import { builder } from './builder.ts';

type Range = { from?: Date | null; to?: Date | null };

export const DateTimeRange = builder.inputType('DateTimeRange', {
  description: 'A range of time. Without `from` it has no start, without `to` no end.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'The start of the range, inclusive; no start by default.' }),
    to: t.field({ type: 'DateTime', description: 'The end of the range, exclusive; no end by default.' }),
  }),
});

/** The condition for rows that were created within the range. */
export function createdWithin(range: Range | null | undefined): { createdAt?: { gte?: Date; lt?: Date } } {
  const { from, to } = range ?? {};
  return from || to ? { createdAt: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } } : {};
}

/** The condition for one of several values. A single one is compared for equality, which hot reads support for enums. */
export function oneOf<Value>(values: readonly Value[] | null | undefined): Value | { in: Value[] } | undefined {
  const distinct = [...new Set(values)];
  return distinct.length > 1 ? { in: distinct } : distinct[0];
}
