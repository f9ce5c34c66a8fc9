/** Lists that grow are Relay connections, newest first, by keyset. This file holds their common parts. */

import { topLevelError } from './maskedErrors.ts';
import { MAXIMUM_PAGE_SIZE } from './pageSize.ts';

/** Newest first; the id breaks ties, and is itself ordered by time. A fresh copy of the type that Prisma expects. */
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
 * The entry after or before which a page begins, to be spread after Pothos' `query`. A cursor is an id, and Prisma accepts
 * the id of any row. This adds the condition that the caller can see the row, so that a cursor made from another caller's
 * id behaves like one made from an unknown id.
 */
export function startingAt<Visible extends object>(
  { after, before }: PageArguments,
  visible: Visible,
): { cursor?: Visible & { id: string } } {
  const [, id] = /^GPC:S:(.+)$/.exec(Buffer.from(before ?? after ?? '', 'base64').toString()) ?? [];
  return id === undefined ? {} : { cursor: { ...visible, id } };
}

/** Refuses page sizes out of range. Pothos would silently serve a smaller page. */
export function refuseHugePages({ first, last }: PageArguments): void {
  for (const size of [first, last]) {
    if (size !== null && size !== undefined && (size < 0 || size > MAXIMUM_PAGE_SIZE))
      throw topLevelError('BAD_USER_INPUT', `A page holds 0 to ${MAXIMUM_PAGE_SIZE} entries.`);
  }
}
