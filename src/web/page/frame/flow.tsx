/** A flow that the merchant sent the customer into has an end, and a way back that tells the merchant about it. */
import { currentFrame } from '../api/frame.ts';
import { boot, companyName } from '../boot.ts';
import { useWords } from '../i18n/words.tsx';
import { type Flow, usePlace } from '../router/place.ts';
import { buttonClass } from '../ui/Button.tsx';
import { safeAddress } from './address.ts';

export type Outcome = 'completed' | 'abandoned';

/** The merchant's address, with what became of the flow. */
export function wayBack(flow: Flow, outcome: Outcome): string | null {
  const address = safeAddress(flow.returnUrl ?? currentFrame()?.frameConfig.returnUrl ?? boot.company?.returnUrl);
  if (!address) return null;
  const url = new URL(address);
  url.searchParams.set('portico_flow', flow.name);
  url.searchParams.set('portico_outcome', outcome);
  return url.href;
}

/** Back to the merchant after a flow; nothing where nobody was sent into one. */
export function ReturnAfterFlow({ outcome, name }: { outcome: Outcome; name: Flow['name'] }) {
  const { t } = useWords();
  const { flow } = usePlace().state;
  const address = flow?.name === name ? wayBack(flow, outcome) : null;
  if (!address) return null;
  return (
    <a className={buttonClass('primary')} href={address} rel="noreferrer">
      {t('frame.returnTo', { company: companyName })}
    </a>
  );
}
