/**
 * The messages between the merchant's page and the portal in its frame. Both sides check the other's window and origin
 * before they look at a message; neither trusts its content.
 */

/** Marks our messages among those of other scripts; the version of this agreement. */
export const VERSION = 1;

/** Mutations whose success the merchant's page learns of, as the API names them. */
export const ACTIONS = [
  'switchPlan',
  'updateQuantity',
  'cancelScheduledChange',
  'cancelSubscription',
  'uncancelSubscription',
  'pauseSubscription',
  'resumeSubscription',
  'subscribe',
  'acceptRetentionOffer',
  'addPaymentMethod',
  'setDefaultPaymentMethod',
  'removePaymentMethod',
  'payInvoice',
  'payPastDueInvoices',
  'updateBillingInformation',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The report of an action: ids, and nothing that is not in the API's own events. */
export interface Outcome {
  action: Action;
  subscriptionId?: string;
  invoiceId?: string;
  paymentMethodId?: string;
}

export type ToFrame =
  | {
      type: 'session';
      /** The token of a link of `createPortalLink`, which opens one session. */
      token: string;
      /** Instead of the link's own destination. */
      destination: string | null;
      destinationContext: string | null;
      colorScheme: string | null;
      /** Whether the sections are shown; null: unless the destination is a task. */
      navigation: boolean | null;
    }
  /** The merchant's page could get no session. */
  | { type: 'noSession' }
  /** The part of the frame that can be seen, in pixels from its top. */
  | { type: 'seen'; top: number; height: number };

export type FromFrame =
  /** The page listens. Sent to any origin, since it contains nothing. */
  | { type: 'ready' }
  /** This site may not show the portal. */
  | { type: 'refused' }
  /** The session is over. */
  | { type: 'sessionNeeded' }
  | { type: 'signedIn' }
  | { type: 'height'; pixels: number }
  /** Another screen was opened, which begins at its top. */
  | { type: 'screen' }
  | { type: 'action'; outcome: Outcome }
  /** The task of the destination is done. */
  | { type: 'flowCompleted'; flow: string };

export type Framed<Message> = Message & { portico: typeof VERSION };
