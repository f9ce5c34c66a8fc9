/** Reports to the merchant's page that another screen was opened. */
import { currentPlace } from '../portalPlace.ts';
import { tellParent } from './parentPage.ts';

let key: string | undefined;

/** Another screen begins at its top, wherever the merchant's page is scrolled to. */
export function reportScreen(): void {
  const { by, state } = currentPlace();
  if (by === 'push' && key !== undefined && key !== state.key) tellParent({ type: 'screen' });
  key = state.key;
}
