/** The cache of query results. A screen sends one query when it is opened, and the page sends no others. */
import { QueryClient } from '@tanstack/react-query';
import type { Failure } from './failure.ts';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 0,
      gcTime: 5 * 60_000,
      refetchOnMount: 'always',
      refetchOnWindowFocus: false,
      // A query that failed is repeated when the connection is back; useScreenQuery decides about those that succeeded.
      refetchOnReconnect: ({ state }) => state.status === 'error',
      networkMode: 'always',
      retryDelay: 800,
      retry: (failures, error) => failures < 1 && ['network', 'server'].includes((error as Failure).kind),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** After a change: the queries of the present screen are repeated, the results of others are dropped. */
export async function refresh(): Promise<void> {
  queries.removeQueries({ type: 'inactive' });
  await queries.invalidateQueries();
}
