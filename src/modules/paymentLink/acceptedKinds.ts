import type { PaymentMethodKind } from '../../db/generated/client/enums.ts';
import type { OpenLink } from './openPaymentLink.ts';

/** PayPal leaves the page for its own, and the way back leads into the portal. */
const LEAVES_PAGE: readonly PaymentMethodKind[] = ['PAYPAL'];

/** The kinds of payment methods with which a link can be paid: those that the portal accepts, in the page itself. */
export const acceptedKinds = ({ principal: { portal } }: Pick<OpenLink, 'principal'>): PaymentMethodKind[] =>
  portal.acceptedPaymentMethods.filter((kind) => !LEAVES_PAGE.includes(kind));
