/** Every screen by its path. Each is a file of its own, loaded when it is opened or about to be opened. */
import { type ComponentType, lazy } from 'react';
import { parse } from 'regexparam';
import { matchRoute } from 'wouter';
import { lazyPart } from '../ui/router/lazyPart.ts';
import type { ScreenProps } from './screens/screenProps.ts';

type Loader = () => Promise<{ default: ComponentType<ScreenProps> }>;

const LOADERS: Readonly<Record<string, Loader>> = {
  '/': () => import('./screens/home/Home.tsx'),
  '/sign-in': () => import('./screens/sign-in/SignIn.tsx'),
  '/pay': () => import('./screens/pay-link/PayLink.tsx'),
  '/subscriptions': () => import('./screens/subscriptions/Subscriptions.tsx'),
  '/subscriptions/:id': () => import('./screens/subscriptions/SubscriptionDetail.tsx'),
  '/subscriptions/:id/switch': () => import('./screens/subscriptions/SwitchPlan.tsx'),
  '/subscriptions/:id/cancel': () => import('./screens/subscriptions/CancelPlan.tsx'),
  '/subscriptions/:id/resubscribe': () => import('./screens/subscriptions/Resubscribe.tsx'),
  '/subscribe': () => import('./screens/subscriptions/StartSubscription.tsx'),
  '/payment-methods': () => import('./screens/payment-methods/PaymentMethods.tsx'),
  '/billing': () => import('./screens/billing/BillingInformation.tsx'),
  '/invoices': () => import('./screens/invoices/Invoices.tsx'),
  '/invoices/:id': () => import('./screens/invoices/InvoiceDetail.tsx'),
  '/credit': () => import('./screens/credit/Credit.tsx'),
  '/security': () => import('./screens/security/Security.tsx'),
};

export const ROUTES = Object.entries(LOADERS).map(([pattern, loader]) => {
  const load = lazyPart(loader);
  return { pattern, load, Screen: lazy(load) };
});

/** Fetches the screen behind a path before it is opened, but not its data. */
export function preload(path: string): void {
  const route = ROUTES.find(({ pattern }) => matchRoute(parse, pattern, path)[0]);
  // If the failure lasts, opening the screen reports it.
  route?.load().catch(() => undefined);
}
