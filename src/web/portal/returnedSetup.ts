/** A bank that sends the customer away to confirm a payment method returns them here, with the form in the address. */
import { boot } from './boot.ts';

export interface ReturnedSetup {
  /** The reference of the form, whose state the server reads, because the address can be forged. */
  token: string;
  makeDefault: boolean;
}

export const SETUP_RETURN_PATH = '/payment-methods';
const FORM = /^seti_\w{1,200}$/;
const DEFAULT = 'make_default';

/** The address to which the bank returns the customer: this portal's own, as it was reached. */
export const setupReturnAddress = (makeDefault: boolean): string =>
  `${location.origin}${boot.base}${SETUP_RETURN_PATH}${makeDefault ? `?${DEFAULT}=1` : ''}`;

/** The form in an address; null if there is none. */
export function returnedSetupIn(parameters: URLSearchParams): ReturnedSetup | null {
  const token = parameters.get('setup_intent') ?? '';
  return FORM.test(token) ? { token, makeDefault: parameters.get(DEFAULT) === '1' } : null;
}
