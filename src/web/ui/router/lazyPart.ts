/**
 * Parts of the page that are files of their own. A part that cannot be fetched is temporarily unreachable, or gone
 * because a newer page was deployed; a reload resolves the latter.
 */
import { Failure } from '../api/failure.ts';
import { currentPlace, updateState } from './place.ts';

export class PartUnavailable extends Error {}

/** A loader that fails with `PartUnavailable`. */
export const lazyPart =
  <Part>(load: () => Promise<Part>) =>
  (): Promise<Part> =>
    load().catch((cause: unknown) => {
      throw new PartUnavailable('A part of the page could not be fetched.', { cause });
    });

const TIMEOUT_MS = 10_000;

/** The reason for a missing part: `outdated` if the server can be reached, since then only the part is gone. */
export async function whyUnavailable(): Promise<Failure> {
  if (!navigator.onLine) return new Failure('offline');
  const served = await fetch(location.pathname, { method: 'HEAD', signal: AbortSignal.timeout(TIMEOUT_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
  return new Failure(served ? 'outdated' : 'network');
}

/** Reloads the page, at most once for each history entry, so that it cannot reload endlessly. Returns whether it does. */
export function reloadOnce(): boolean {
  if (currentPlace().state.reloaded) return false;
  updateState({ reloaded: true });
  location.reload();
  return true;
}
