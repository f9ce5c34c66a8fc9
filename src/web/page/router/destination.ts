/** Places in the page as the API names them, and back: a link in a mail leads where it was asked for. */
import type { PortalDestination } from '../../../graphql/generated/graphql.ts';

export interface Destination {
  destination: PortalDestination;
  destinationContext?: string | null;
}

/** The schema's destinations; some with the id that they are about. */
const PLACES: readonly { destination: string; path: (id: string) => string; shape: RegExp }[] = [
  {
    destination: 'SWITCH_PLAN',
    path: (id) => `/subscriptions/${id}/switch`,
    shape: /^\/subscriptions\/(\w+)\/switch$/,
  },
  {
    destination: 'CANCEL_SUBSCRIPTION',
    path: (id) => `/subscriptions/${id}/cancel`,
    shape: /^\/subscriptions\/(\w+)\/cancel$/,
  },
  { destination: 'PAY_INVOICE', path: (id) => `/invoices/${id}`, shape: /^\/invoices\/(\w+)$/ },
  {
    destination: 'SUBSCRIPTIONS',
    path: (id) => (id ? `/subscriptions/${id}` : '/subscriptions'),
    shape: /^\/subscriptions(?:\/(\w+))?$/,
  },
  { destination: 'INVOICES', path: () => '/invoices', shape: /^\/invoices$/ },
  { destination: 'PAYMENT_METHODS', path: () => '/payment-methods', shape: /^\/payment-methods$/ },
  { destination: 'BILLING_INFORMATION', path: () => '/billing', shape: /^\/billing$/ },
];
/** What an id looks like; a context that is something else is the merchant's own, and leads nowhere. */
const ID = /^[a-z]+_\w+$/;

export function destinationOf(path: string | undefined): Destination {
  for (const { destination, shape } of PLACES) {
    const found = shape.exec(path ?? '');
    if (found)
      return { destination: destination as PortalDestination, ...(found[1] ? { destinationContext: found[1] } : {}) };
  }
  return { destination: 'HOME' };
}

export function pathOf({ destination, destinationContext }: Destination): string {
  const place = PLACES.find((one) => one.destination === destination);
  if (!place) return '/';
  const id = destinationContext && ID.test(destinationContext) ? destinationContext : '';
  const needsId = place.path('') !== place.path('x') && place.destination !== 'SUBSCRIPTIONS';
  if (!needsId || id) return place.path(id);
  return place.destination === 'PAY_INVOICE' ? '/invoices' : '/subscriptions';
}

export const FLOWS: Partial<Record<string, 'switch_plan' | 'cancel_subscription' | 'pay_invoice'>> = {
  SWITCH_PLAN: 'switch_plan',
  CANCEL_SUBSCRIPTION: 'cancel_subscription',
  PAY_INVOICE: 'pay_invoice',
};
