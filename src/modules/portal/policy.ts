/**
 * What a portal's configuration allows its customers. Pure; anyone may ask. Merchants are not bound by it:
 * they own the configuration.
 */
import type { PortalConfig } from '../../db/generated/client/client.ts';
import type { ChangeDirection } from '../../kernel/changeDirection.ts';
import { PortalFeatureDisabledError } from '../../kernel/errors.ts';

/** What the page is dressed in, and what is mailed: nothing that decides what a customer may do. */
type Dress =
  | 'portalHeader'
  | 'logoUrl'
  | 'faviconUrl'
  | 'accentColor'
  | 'backgroundColor'
  | 'termsUrl'
  | 'privacyUrl'
  | 'supportEmail'
  | 'defaultLocale'
  | 'returnUrl'
  | 'customDomainId'
  | 'cancellationEmailsEnabled';

/** The configuration as it was when the request was authenticated. */
export type PortalSettings = Omit<PortalConfig, 'createdAt' | 'updatedAt' | Dress>;

/** The settings that are switches. */
export type PortalSwitch = {
  [Name in keyof PortalSettings]: PortalSettings[Name] extends boolean ? Name : never;
}[keyof PortalSettings];

type Caller = { kind: 'anonymous' | 'merchant' | 'system' } | { kind: 'customer'; portal: PortalSettings };

/** Switches that work only while another one is on: the section as a whole. */
const SECTION: Partial<Record<PortalSwitch, PortalSwitch>> = {
  allowPlanSwitch: 'subscriptionsEnabled',
  allowQuantityUpdates: 'subscriptionsEnabled',
  cancellationsEnabled: 'subscriptionsEnabled',
  pauseEnabled: 'subscriptionsEnabled',
};

/** The first switch that is off among those a feature needs, or null when the feature is on. */
export function switchedOff(settings: PortalSettings, feature: PortalSwitch): PortalSwitch | null {
  const section = SECTION[feature];
  if (section && !settings[section]) return section;
  return settings[feature] ? null : feature;
}

/** Throws `PortalFeatureDisabled`, with the setting's name, when a customer asks for what the portal does not offer. */
export function requireFeature(caller: Caller, feature: PortalSwitch): void {
  if (caller.kind !== 'customer') return;
  const setting = switchedOff(caller.portal, feature);
  if (setting) throw new PortalFeatureDisabledError(setting);
}

/** Whether customers may choose a product; an empty list allows every active one. */
export function productAllowed(settings: PortalSettings, productId: string): boolean {
  return settings.subscriptionProductIds.length === 0 || settings.subscriptionProductIds.includes(productId);
}

/** How the portal bills a change, and when it takes effect: the direction's own settings, where they are set. */
export function portalTerms(settings: PortalSettings, direction: ChangeDirection) {
  const own = {
    UPGRADE: [settings.upgradeProrationBehavior, settings.upgradeChargeTiming, settings.upgradeEffective],
    DOWNGRADE: [settings.downgradeProrationBehavior, settings.downgradeChargeTiming, settings.downgradeEffective],
    EVEN: [null, null, null],
  } as const;
  const [behavior, timing, effective] = own[direction];
  return {
    behavior: behavior ?? settings.subscriptionProrationBehavior,
    timing: timing ?? settings.subscriptionChargeTiming,
    effective: effective ?? ('IMMEDIATELY' as const),
  };
}
