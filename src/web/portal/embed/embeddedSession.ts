/**
 * The session of an embedded portal: handed over by the merchant's page, and only ever in this variable. When it has ended,
 * the merchant's page provides another one, and the customer continues on the same screen.
 */
import { useSyncExternalStore } from 'react';
import type { ToFrame } from '../../embed/frameMessages.ts';
import { OpenEmbeddedSessionDocument, type PortalDestination } from '../../graphql/generated/graphql.ts';
import { asFailure, isPassing } from '../../ui/api/failure.ts';
import { send } from '../../ui/api/graphqlClient.ts';
import { queries } from '../../ui/api/queries.ts';
import { updateState } from '../../ui/router/place.ts';
import { forget } from '../api/session.ts';
import { type Destination, destinationIn, flowOf, pathOf } from '../destination.ts';
import { currentPlace, navigate, type PortalState } from '../portalPlace.ts';
import { tellParent } from './parentPage.ts';

type Handover = Extract<ToFrame, { type: 'session' }>;
/** `missing`: the merchant's page gave no session, or one that does not work. */
type Phase = 'waiting' | 'open' | 'missing';

const ANSWERED_WITHIN_MS = 30_000;
const RETRY_MS = 1000;
/** Sessions that end as soon as they begin would be replaced without limit. */
const MOST_SESSIONS = 4;
const WITHIN_MS = 60_000;

let token: string | null = null;
let customerId: string | null = null;
let phase: Phase = 'waiting';
let timer: ReturnType<typeof setTimeout> | undefined;
let asked: number[] = [];
let showsSections = true;
const listeners = new Set<() => void>();

function become(next: Phase): void {
  phase = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const usePhase = (): Phase => useSyncExternalStore(subscribe, () => phase);

export const embeddedToken = (): string | null => token;
export const sectionsShown = (): boolean => showsSections;

export function awaitSession(): void {
  clearTimeout(timer);
  timer = setTimeout(noSession, ANSWERED_WITHIN_MS);
}

export function noSession(): void {
  clearTimeout(timer);
  timer = undefined;
  become('missing');
}

/** The session is over. The screen stays as it is while another one is on its way. */
export function renewSession(): void {
  if (timer !== undefined) return;
  token = null;
  const now = performance.now();
  asked = [...asked.filter((time) => now - time < WITHIN_MS), now];
  if (asked.length > MOST_SESSIONS) noSession();
  else {
    awaitSession();
    tellParent({ type: 'sessionNeeded' });
  }
}

/** Requests a session once more after `missing`, because the customer wants to. */
export function tryAgain(): void {
  asked = [];
  become('waiting');
  renewSession();
}

const newSecret = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The same secret makes the repetition of a lost response return the session that was opened. */
async function consume(link: string, attemptSecret = newSecret(), tries = 2) {
  try {
    return (await send(OpenEmbeddedSessionDocument, { input: { token: link, attemptSecret } })).data.consumePortalLink;
  } catch (error) {
    if (tries === 0 || !isPassing(asFailure(error))) return null;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return consume(link, attemptSecret, tries - 1);
  }
}

export async function takeSession(handover: Handover): Promise<void> {
  clearTimeout(timer);
  const opened = await consume(handover.token);
  if (opened?.__typename !== 'ConsumePortalLinkSuccess' || !opened.sessionToken) return noSession();
  timer = undefined;
  token = opened.sessionToken;
  const first = customerId === null;
  const another = !first && customerId !== opened.customer.id;
  customerId = opened.customer.id;
  if (another) forget();
  if (first || another) arrive(handover, opened);
  else void queries.resetQueries();
  become('open');
  tellParent({ type: 'signedIn' });
}

interface Opened {
  destination: PortalDestination;
  destinationContext?: string | null | undefined;
  returnUrl?: string | null | undefined;
}

/** Where the merchant's page wants to begin, or else the link. A frame that was reloaded continues where it was. */
function arrive({ destination, destinationContext, navigation }: Handover, opened: Opened): void {
  const wanted =
    destination === null
      ? null
      : destinationIn(new URLSearchParams({ destination, context: destinationContext ?? '' }));
  const chosen: Destination = wanted ?? opened;
  const flow = flowOf(chosen.destination);
  showsSections = navigation ?? flow === null;
  const { path } = currentPlace();
  const { returnUrl = null } = opened;
  if (path === '/' || path === '/sign-in')
    navigate(pathOf(chosen), { replace: true, arriving: true, flow: { name: flow, returnUrl } });
  else updateState<PortalState>({ flow: { name: null, returnUrl } });
}
