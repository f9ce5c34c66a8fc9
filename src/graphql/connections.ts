/** Lists that grow are Relay connections, newest first, by keyset. What is the same for all of them stands here. */
import { MAXIMUM_PAGE_SIZE } from './builder.ts';
import { topLevelError } from './errors.ts';

/** Newest first; the id breaks ties, and is itself ordered by time. A fresh copy, in the shape that Prisma's types want. */
export function newestFirst(): [{ createdAt: 'desc' }, { id: 'desc' }] {
  return [{ createdAt: 'desc' }, { id: 'desc' }];
}

interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/**
 * The place in a list that a page begins at, to be spread after Pothos' `query`. A cursor is an id, and Prisma takes
 * the place of any row for one: here only of rows that the caller can see, so that a cursor made of somebody else's id
 * leads nowhere, as one that names nothing does.
 */
export function startingAt<Visible extends object>(
  { after, before }: PageArguments,
  visible: Visible,
): { cursor?: Visible & { id: string } } {
  const [, id] = /^GPC:S:(.+)$/.exec(Buffer.from(before ?? after ?? '', 'base64').toString()) ?? [];
  return id === undefined ? {} : { cursor: { ...visible, id } };
}

/** Refuses page sizes that are not served, instead of silently serving another. */
export function refuseHugePages({ first, last }: PageArguments): void {
  for (const size of [first, last]) {
    if (size !== null && size !== undefined && (size < 0 || size > MAXIMUM_PAGE_SIZE))
      throw topLevelError('BAD_USER_INPUT', `A page holds 0 to ${MAXIMUM_PAGE_SIZE} entries.`);
  }
}
