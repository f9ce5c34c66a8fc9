import { isDeepStrictEqual } from 'node:util';

/** The names of the fields that were given and differ from those before. */
export function changedFields<Fields extends object>(
  given: Fields,
  before: { readonly [Name in keyof Fields]: unknown },
): (keyof Fields & string)[] {
  return (Object.keys(given) as (keyof Fields & string)[]).filter(
    (name) => given[name] !== undefined && !isDeepStrictEqual(given[name], before[name]),
  );
}
