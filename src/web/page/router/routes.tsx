/** Every screen by its path. Each is a file of its own that is loaded when somebody goes there. */
import { type ComponentType, lazy } from 'react';
import { part } from './part.ts';

export type Params = Record<string, string>;
type Screen = ComponentType<{ params: Params }>;
type Loader = () => Promise<{ default: Screen }>;

const TABLE: readonly (readonly [pattern: string, load: Loader])[] = [
  ['/', () => import('../screens/home/Home.tsx')],
  ['/sign-in', () => import('../screens/sign-in/SignIn.tsx')],
  ['/subscriptions', () => import('../screens/subscriptions/Subscriptions.tsx')],
  ['/subscriptions/:id', () => import('../screens/subscriptions/SubscriptionDetail.tsx')],
  ['/subscriptions/:id/switch', () => import('../screens/subscriptions/SwitchPlan.tsx')],
  ['/subscriptions/:id/cancel', () => import('../screens/subscriptions/CancelPlan.tsx')],
  ['/payment-methods', () => import('../screens/payment-methods/PaymentMethods.tsx')],
  ['/billing', () => import('../screens/billing/BillingInformation.tsx')],
  ['/invoices', () => import('../screens/invoices/Invoices.tsx')],
  ['/invoices/:id', () => import('../screens/invoices/InvoiceDetail.tsx')],
  ['/credit', () => import('../screens/credit/Credit.tsx')],
  ['/security', () => import('../screens/security/Security.tsx')],
];

const ROUTES = TABLE.map(([pattern, loader]) => {
  const load = part(loader);
  const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
  const shape = new RegExp(`^${pattern.replace(/:\w+/g, '([A-Za-z0-9_-]+)')}$`);
  return { pattern, names, shape, load, screen: lazy(load) };
});

export interface Match {
  pattern: string;
  screen: Screen;
  params: Params;
}

export function match(path: string): Match | null {
  for (const { pattern, shape, names, screen } of ROUTES) {
    const found = shape.exec(path);
    if (found)
      return { pattern, screen, params: Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])) };
  }
  return null;
}

/** Fetches the screen behind a path before it is opened; never its data. */
export function preload(path: string): void {
  const route = ROUTES.find(({ shape }) => shape.test(path));
  // Whoever goes there meets the error, if it lasts.
  route?.load().catch(() => undefined);
}
