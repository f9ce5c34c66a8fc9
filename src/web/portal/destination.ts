/** Converts between paths of the page and the destinations of the API, so that a link in a mail leads to the right path. */
import type { PortalDestination } from '../graphql/generated/graphql.ts';

/** The tasks for which a merchant can send a customer here. A customer who came without such a link is in no flow. */
export type FlowName =
  | 'switch_plan'
  | 'cancel_subscription'
  | 'pay_invoice'
  | 'payment_methods'
  | 'billing_information';

export interface Destination {
  destination: PortalDestination;
  destinationContext?: string | null;
}

interface NamedPlace {
  destination: PortalDestination;
  /** The flow that begins there. */
  flow?: FlowName;
  /** The path, with the id of the record that the destination is about, if one is known. */
  path: (id: string) => string;
  shape: RegExp;
}

const PLACES: readonly NamedPlace[] = [
  {
    destination: 'SWITCH_PLAN',
    flow: 'switch_plan',
    path: (id) => (id ? `/subscriptions/${id}/switch` : '/subscriptions'),
    shape: /^\/subscriptions\/(\w+)\/switch$/,
  },
  {
    destination: 'CANCEL_SUBSCRIPTION',
    flow: 'cancel_subscription',
    path: (id) => (id ? `/subscriptions/${id}/cancel` : '/subscriptions'),
    shape: /^\/subscriptions\/(\w+)\/cancel$/,
  },
  {
    destination: 'PAY_INVOICE',
    flow: 'pay_invoice',
    path: (id) => (id ? `/invoices/${id}` : '/invoices'),
    shape: /^\/invoices\/(\w+)$/,
  },
  {
    destination: 'PAYMENT_METHODS',
    flow: 'payment_methods',
    path: () => '/payment-methods',
    shape: /^\/payment-methods$/,
  },
  { destination: 'BILLING_INFORMATION', flow: 'billing_information', path: () => '/billing', shape: /^\/billing$/ },
  {
    destination: 'SUBSCRIPTIONS',
    path: (id) => (id ? `/subscriptions/${id}` : '/subscriptions'),
    shape: /^\/subscriptions(?:\/(\w+))?$/,
  },
  {
    destination: 'INVOICES',
    path: (id) => (id ? `/invoices/${id}` : '/invoices'),
    shape: /^\/invoices(?:\/(\w+))?$/,
  },
];
/** The form of an id. Any other context is the merchant's own and is ignored. */
const ID = /^[a-z]+_\w+$/;

/**
 * The context of a link that returns a customer to an arbitrary path. Paths that could begin a flow use it as well if
 * there was no flow, because a customer who returns by such a link was not sent by the merchant.
 */
const RETURN_PATH = /^page((?:\.[\w-]+)+)$/;
const MAXIMUM_CONTEXT_LENGTH = 200;

export function destinationOf(path: string | undefined, flow: FlowName | null | undefined): Destination {
  for (const place of PLACES) {
    const found = place.shape.exec(path ?? '');
    if (found && (!place.flow || place.flow === flow))
      return { destination: place.destination, ...(found[1] ? { destinationContext: found[1] } : {}) };
  }
  const context = `page${path?.replaceAll('/', '.')}`;
  const known = RETURN_PATH.test(context) && context.length <= MAXIMUM_CONTEXT_LENGTH;
  return { destination: 'HOME', ...(known ? { destinationContext: context } : {}) };
}

export function pathOf({ destination, destinationContext }: Destination): string {
  const context = destinationContext ?? '';
  const place = PLACES.find((one) => one.destination === destination);
  if (place) return place.path(ID.test(context) ? context : '');
  return RETURN_PATH.exec(context)?.[1]?.replaceAll('.', '/') ?? '/';
}

export const flowOf = (destination: PortalDestination): FlowName | null =>
  PLACES.find((one) => one.destination === destination)?.flow ?? null;

/** The destination in an address, as mails and links name it; null if there is none. */
export function destinationIn(parameters: URLSearchParams): Destination | null {
  const name = parameters.get('destination');
  const destination = name === 'HOME' ? name : PLACES.find((one) => one.destination === name)?.destination;
  return destination ? { destination, destinationContext: parameters.get('context') } : null;
}
