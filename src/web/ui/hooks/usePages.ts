/** A list that is loaded page by page: the first page comes with the screen, the others on demand. */
import { useState } from 'react';
import { asFailure, type Failure } from '../api/failure.ts';
import { page } from '../page.ts';

export interface Page<Node> {
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

export interface Pages<Node> {
  nodes: Node[];
  hasMore: boolean;
  loadMore(): Promise<void>;
  pending: boolean;
  failure: Failure | null;
}

export function usePages<Node>(
  first: Page<Node> | null | undefined,
  load: (after: string) => Promise<Page<Node> | null | undefined>,
): Pages<Node> {
  // Later pages belong to the first page after which they were loaded; a new first page discards them.
  const [later, setLater] = useState<{ first: Page<Node>; pages: Page<Node>[] }>();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const pages = first ? [first, ...(later?.first === first ? later.pages : [])] : [];
  const last = pages.at(-1)?.pageInfo;

  async function loadMore() {
    if (pending || !first || !last?.endCursor) return;
    setPending(true);
    setFailure(null);
    try {
      const next = await load(last.endCursor);
      if (next) setLater({ first, pages: [...pages.slice(1), next] });
    } catch (error) {
      const cause = asFailure(error);
      if (cause.kind === 'unauthenticated') page().sessionLost();
      else setFailure(cause);
    } finally {
      setPending(false);
    }
  }
  return {
    nodes: pages.flatMap(({ nodes }) => nodes),
    hasMore: last?.hasNextPage ?? false,
    loadMore,
    pending,
    failure,
  };
}
