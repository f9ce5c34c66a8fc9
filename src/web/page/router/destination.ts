/** Places in the page as the API names them, and back: a link in a mail leads where it was asked for. */
import type { PortalDestination } from '../../graphql/generated/graphql.ts';

/** What a merchant sends customers here for; whoever came by themselves is in no flow. */
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
  /** The path, with the id of what it is about where one is known. */
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
/** What an id looks like; a context that is something else is the merchant's own, and leads nowhere. */
const ID = /^[a-z]+_\w+$/;

/**
 * The context of a link by which the page goes on where somebody was. Places that begin a flow are named like this too
 * when there was none: who comes back by such a link was not sent by the merchant.
 */
const WHERE_ONE_WAS = /^page((?:\.[\w-]+)+)$/;
const LONGEST_CONTEXT = 200;

export function destinationOf(path: string | undefined, flow: FlowName | null | undefined): Destination {
  for (const place of PLACES) {
    const found = place.shape.exec(path ?? '');
    if (found && (!place.flow || place.flow === flow))
      return { destination: place.destination, ...(found[1] ? { destinationContext: found[1] } : {}) };
  }
  const context = `page${path?.replaceAll('/', '.')}`;
  const known = WHERE_ONE_WAS.test(context) && context.length <= LONGEST_CONTEXT;
  return { destination: 'HOME', ...(known ? { destinationContext: context } : {}) };
}

export function pathOf({ destination, destinationContext }: Destination): string {
  const context = destinationContext ?? '';
  const place = PLACES.find((one) => one.destination === destination);
  if (place) return place.path(ID.test(context) ? context : '');
  return WHERE_ONE_WAS.exec(context)?.[1]?.replaceAll('.', '/') ?? '/';
}

export const flowOf = (destination: PortalDestination): FlowName | null =>
  PLACES.find((one) => one.destination === destination)?.flow ?? null;

/** A destination that stands in an address, as mails and links name it: nothing where it names none. */
export function destinationIn(parameters: URLSearchParams): Destination | null {
  const name = parameters.get('destination');
  const destination = name === 'HOME' ? name : PLACES.find((one) => one.destination === name)?.destination;
  return destination ? { destination, destinationContext: parameters.get('context') } : null;
}
