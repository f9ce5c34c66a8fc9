/** Types of `/embed/v1.js`, which defines the global `Portico`. */
declare namespace Portico {
  /** The version of the script. The number in its address changes only with an incompatible change. */
  const version: string;

  /** Shows the customer's portal in a frame inside the element. Throws a `TypeError` if an argument is unusable. */
  function mount(element: Element, options: MountOptions): Portal;

  interface MountOptions {
    /**
     * Resolves to the `url` of a fresh link from the API's `createPortalLink`, which your server requests for the customer
     * who is signed in there. Called once when the portal is mounted, and again whenever the session has ended.
     */
    getSession(): Promise<string>;
    /** The first screen, such as `SWITCH_PLAN`; by default the link's own destination. See `PortalDestination` in the API. */
    destination?: string;
    /** The id of the record that `destination` is about, such as that of a subscription. */
    destinationContext?: string;
    /** The colors of your page; by default those that the customer's device prefers. */
    colorScheme?: 'light' | 'dark';
    /** Whether the portal's sections are shown; by default unless the destination is a task, such as `SWITCH_PLAN`. */
    navigation?: boolean;
    /** The name of the frame for screen readers, in the language of your page; "Billing" by default. */
    title?: string;
    onEvent?(event: PortalEvent): void;
  }

  interface Portal {
    /** Removes the frame. Its session is not used again. */
    destroy(): void;
  }

  /**
   * For your page's display only. The record is in the API and its webhooks: a customer can make any script
   * of a page report anything.
   */
  type PortalEvent =
    /** The customer is signed in. Sent again after each renewed session. */
    | { type: 'ready' }
    /** The frame has a new height, which it already has on your page. */
    | { type: 'resized'; height: number }
    /** The customer has done something. `action` is the name of the mutation in the API. */
    | { type: 'action'; action: Action; subscriptionId?: string; invoiceId?: string; paymentMethodId?: string }
    /** The task of the destination is done; `flow` is the destination in lower case. */
    | { type: 'flow_completed'; flow: string }
    /** The session has ended, and `getSession` is called again. */
    | { type: 'session_ended' }
    /** The portal cannot be shown or continued. The message is for developers. */
    | { type: 'error'; code: ErrorCode; message: string };

  type ErrorCode =
    /** The origin of your page is not in the portal's `embedOrigins`. */
    | 'ORIGIN_NOT_ALLOWED'
    /** `getSession` rejected, or resolved to something else than the `url` of `createPortalLink`. */
    | 'NO_SESSION'
    /** The frame did not load in time. */
    | 'NOT_LOADED';

  type Action =
    | 'switchPlan'
    | 'updateQuantity'
    | 'cancelScheduledChange'
    | 'cancelSubscription'
    | 'uncancelSubscription'
    | 'pauseSubscription'
    | 'resumeSubscription'
    | 'subscribe'
    | 'acceptRetentionOffer'
    | 'addPaymentMethod'
    | 'setDefaultPaymentMethod'
    | 'removePaymentMethod'
    | 'payInvoice'
    | 'payPastDueInvoices'
    | 'updateBillingInformation';
}

interface Window {
  Portico: typeof Portico;
}
