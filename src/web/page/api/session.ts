/** Losing and ending a session: everything that was known of the customer is forgotten, the way back is kept. */
import { QueryClient } from '@tanstack/react-query';
import { currentPlace, navigate, type StepState } from '../router/place.ts';
import type { Failure } from './failure.ts';
import { currentFrame, setFrame } from './frame.ts';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What is shown is what the server says now: one request for each screen that is opened, and none besides.
      staleTime: 0,
      gcTime: 5 * 60_000,
      refetchOnMount: 'always',
      refetchOnWindowFocus: false,
      // What could not be asked is asked when there is a connection again; see useScreen for what was answered.
      refetchOnReconnect: ({ state }) => state.status === 'error',
      networkMode: 'always',
      retryDelay: 800,
      retry: (failures, error) => failures < 1 && ['network', 'server'].includes((error as Failure).kind),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

function forget(): void {
  setFrame(null);
  queries.clear();
}

/** There is no session any longer, or there never was one: sign in, and then go on here. */
export function sessionLost(): void {
  const { path, state } = currentPlace();
  if (path === '/sign-in') return;
  const reason = currentFrame() ? ('expired' as const) : undefined;
  forget();
  navigate('/sign-in', { replace: true, from: path, flow: state.flow, ...(reason ? { reason } : {}) });
}

export function sessionEnded(reason: NonNullable<StepState['reason']>): void {
  forget();
  navigate('/sign-in', { reason, flow: undefined });
}
