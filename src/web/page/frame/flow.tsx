/** A flow that the merchant sent the customer into has an end, and a way back that tells the merchant about it. */
import { currentFrame } from '../api/frame.ts';
import { boot, companyName } from '../boot.ts';
import { useWords } from '../i18n/words.tsx';
import type { FlowName } from '../router/destination.ts';
import { currentPlace, endFlow, type Flow, usePlace } from '../router/place.ts';
import { buttonClass } from '../ui/Button.tsx';
import { safeAddress } from './address.ts';

/** In the words of the schema. */
type Outcome = 'completed' | 'canceled';

/** The merchant's address: the one that the customer was sent here with, or else the portal's own. */
export const returnAddress = (flow: Flow | undefined): string | null =>
  safeAddress(flow?.returnUrl ?? currentFrame()?.frameConfig.returnUrl ?? boot.company?.returnUrl);

/** The merchant's address, with what became of the flow while there is one. */
export function wayBack(flow: Flow | undefined, outcome: Outcome): string | null {
  const address = returnAddress(flow);
  if (!address || !flow?.name) return address;
  const url = new URL(address);
  url.searchParams.set('portico_flow', flow.name);
  url.searchParams.set('portico_outcome', outcome);
  return url.href;
}

/** What the merchant sent the customer here for is done: back to the merchant, if that was it and there is a way. */
export function flowDone(name: FlowName): void {
  const { flow } = currentPlace().state;
  if (flow?.name !== name) return;
  const address = wayBack(flow, 'completed');
  endFlow();
  if (address) location.assign(address);
}

/** For who thinks better of it: back to the merchant; nothing where nobody was sent into this flow. */
export function LeaveFlow({ name, quiet = false }: { name: FlowName; quiet?: boolean }) {
  const { t } = useWords();
  const { flow } = usePlace().state;
  const address = flow?.name === name ? wayBack(flow, 'canceled') : null;
  if (!address) return null;
  return (
    <a className={buttonClass(quiet ? 'quiet' : 'secondary')} href={address} rel="noreferrer">
      {t('frame.returnTo', { company: companyName })}
    </a>
  );
}
