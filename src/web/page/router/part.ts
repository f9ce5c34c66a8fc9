/**
 * Parts of the page that are files of their own. One that cannot be fetched is either out of reach, or gone because
 * a newer page has taken this one's place; then loading anew mends it.
 */
import { Failure } from '../api/failure.ts';
import { currentPlace } from './place.ts';

export class PartMissing extends Error {}

/** A part that says so when it cannot be fetched. */
export const part =
  <Part>(load: () => Promise<Part>) =>
  (): Promise<Part> =>
    load().catch((cause: unknown) => {
      throw new PartMissing('A part of the page could not be fetched.', { cause });
    });

const PATIENCE_MS = 10_000;

/** Why a part is missing, by whether the page itself can be had. */
export async function whyMissing(): Promise<Failure> {
  if (!navigator.onLine) return new Failure('offline');
  const served = await fetch(location.pathname, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
  return new Failure(served ? 'outdated' : 'network');
}

/** Loads the page anew, once for each step of the history, so that it never goes round in circles. Answers whether it does. */
export function renewOnce(): boolean {
  const { state } = currentPlace();
  if (state.renewed) return false;
  history.replaceState({ ...state, renewed: true }, '');
  location.reload();
  return true;
}
