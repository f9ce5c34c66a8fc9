/** Losing and ending a session: the customer's data is dropped, the path to return to is preserved. */
import { queries } from '../../ui/api/queries.ts';
import { page } from '../../ui/page.ts';
import { boot } from '../boot.ts';
import { currentPlace, navigate, type PortalState } from '../portalPlace.ts';
import { currentFrame, setFrame } from './frame.ts';

export function forget(): void {
  setFrame(null);
  queries.clear();
}

/** The session is over, or there never was one: the customer signs in and then continues here. */
export function sessionLost(): void {
  const { path, state } = currentPlace();
  if (path === '/sign-in') return;
  const reason = currentFrame() ? ('expired' as const) : undefined;
  forget();
  navigate('/sign-in', { replace: true, from: path, flow: state.flow, ...(reason ? { reason } : {}) });
}

export function sessionEnded(reason: NonNullable<PortalState['reason']>): void {
  // An embedded page has no sign-in of its own.
  if (boot.embed) page().sessionLost();
  else {
    forget();
    navigate('/sign-in', { reason, flow: undefined });
  }
}
