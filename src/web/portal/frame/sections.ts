/** The sections of the portal, as far as the configuration shows them. */
import type { FrameFragment } from '../../graphql/generated/graphql.ts';
import type { IconName } from '../../ui/components/Icon.tsx';
import type { MessageId } from '../../ui/i18n/useWords.ts';

export interface Section {
  path: string;
  name: MessageId;
  short: MessageId;
  icon: IconName;
  /** Whether it is part of the bar at the bottom of a small screen. */
  first: boolean;
  shown(frame: FrameFragment): boolean;
}

export const SECTIONS: readonly Section[] = [
  { path: '/', name: 'nav.home', short: 'nav.short.home', icon: 'home', first: true, shown: () => true },
  {
    ...{
      path: '/subscriptions',
      name: 'nav.subscriptions',
      short: 'nav.short.subscriptions',
      icon: 'plan',
      first: true,
    },
    shown: ({ frameConfig }) => frameConfig.subscriptionsEnabled,
  },
  {
    ...{ path: '/payment-methods', name: 'nav.paymentMethods', short: 'nav.short.paymentMethods', icon: 'card' },
    first: true,
    shown: ({ frameConfig }) => frameConfig.paymentMethodsEnabled,
  },
  {
    ...{ path: '/invoices', name: 'nav.invoices', short: 'nav.short.invoices', icon: 'invoice', first: true },
    shown: ({ frameConfig }) => frameConfig.invoiceHistoryEnabled,
  },
  { path: '/billing', name: 'nav.billing', short: 'nav.billing', icon: 'address', first: false, shown: () => true },
  { path: '/credit', name: 'nav.credit', short: 'nav.credit', icon: 'credit', first: false, shown: () => true },
  { path: '/security', name: 'nav.security', short: 'nav.security', icon: 'security', first: false, shown: () => true },
];

export const inSection = (path: string, section: Section): boolean =>
  section.path === '/' ? path === '/' : path === section.path || path.startsWith(`${section.path}/`);
