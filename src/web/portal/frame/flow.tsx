/** The task that the merchant sent the customer for, and the return to the merchant's site with its outcome. */

import { buttonClass } from '../../ui/components/Button.tsx';
import { useWords } from '../../ui/i18n/useWords.ts';
import { currentFrame } from '../api/frame.ts';
import { boot, companyName } from '../boot.ts';
import type { FlowName } from '../destination.ts';
import { tellParent } from '../embed/parentPage.ts';
import { currentPlace, endFlow, type Flow, usePlace } from '../portalPlace.ts';
import { safeAddress } from './safeAddress.ts';

/** The outcomes of a flow, as the schema names them. */
type Outcome = 'completed' | 'canceled';

/** The return address of the link that the customer used, or else the portal's own. */
const returnAddress = (flow: Flow | undefined): string | null =>
  // The merchant's page is around an embedded portal already.
  boot.embed ? null : safeAddress(flow?.returnUrl ?? currentFrame()?.frameConfig.returnUrl ?? boot.company?.returnUrl);

/** The merchant's address, with the outcome of the flow if there is one. */
export function wayBack(flow: Flow | undefined, outcome: Outcome): string | null {
  const address = returnAddress(flow);
  if (!address || !flow?.name) return address;
  const url = new URL(address);
  url.searchParams.set('portico_flow', flow.name);
  url.searchParams.set('portico_outcome', outcome);
  return url.href;
}

const READING_MS = 2500;

/** Ends the flow if this was its task, and returns to the merchant's site if there is a return address. */
export function flowDone(name: FlowName): void {
  const { flow } = currentPlace().state;
  if (flow?.name !== name) return;
  const address = wayBack(flow, 'completed');
  endFlow();
  tellParent({ type: 'flowCompleted', flow: name });
  // The confirmation stays visible for a moment before the customer is sent on.
  if (address) setTimeout(() => location.assign(address), READING_MS);
}

/** The link that leaves a flow without completing it. Renders nothing outside of this flow. */
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
