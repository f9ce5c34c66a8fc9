/**
 * The permissions that a portal's configuration gives to customers. Pure. Merchants are not bound by it.
 */
import type { PortalConfig } from '../db/generated/client/client.ts';
import type { CancellationOfferType } from '../db/generated/client/enums.ts';
import type { ChangeDirection } from '../kernel/changeDirection.ts';
import { PortalFeatureDisabledError } from '../kernel/errors.ts';

/** Settings of presentation and mail, which do not affect permissions. */
type PresentationSetting =
  | 'portalHeader'
  | 'embedOrigins'
  | 'translations'
  | 'logoUrl'
  | 'darkLogoUrl'
  | 'font'
  | 'corners'
  | 'footerText'
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
export type PortalSettings = Omit<PortalConfig, 'createdAt' | 'updatedAt' | PresentationSetting>;

/** The settings that are switches. */
export type PortalSwitch = {
  [Name in keyof PortalSettings]: PortalSettings[Name] extends boolean ? Name : never;
}[keyof PortalSettings];

/** An offer to customers who start to cancel; one without a reason fits every reason. */
export interface ConfiguredOffer {
  reason: string | null;
  type: CancellationOfferType;
  couponId: string | null;
}

/** The offers as stored: configFields.ts validates what is written. */
export const offersOf = ({ cancellationOffers }: Pick<PortalSettings, 'cancellationOffers'>): ConfiguredOffer[] =>
  cancellationOffers as unknown as ConfiguredOffer[];

type Caller = { kind: 'anonymous' | 'merchant' | 'system' } | { kind: 'customer'; portal: PortalSettings };

/** Switches that take effect only while their section is on. */
const SECTION: Partial<Record<PortalSwitch, PortalSwitch>> = {
  allowPlanSwitch: 'subscriptionsEnabled',
  allowQuantityUpdates: 'subscriptionsEnabled',
  allowPlanDowngrades: 'subscriptionsEnabled',
  allowFreePlans: 'subscriptionsEnabled',
  cancellationsEnabled: 'subscriptionsEnabled',
  pauseEnabled: 'subscriptionsEnabled',
  resubscribeEnabled: 'subscriptionsEnabled',
  subscriptionCreateEnabled: 'subscriptionsEnabled',
};

/**
 * The settings of the portal: a session contains them; for a merchant they are those of the company, which must then be
 * selected with the record.
 */
export function settingsOf(
  caller: Caller,
  record: { company?: { portalConfig: PortalSettings | null } },
): PortalSettings {
  const settings = caller.kind === 'customer' ? caller.portal : record.company?.portalConfig;
  if (!settings) throw new Error('A company has no portal configuration.');
  return settings;
}

/** The first switch that is off among those a feature needs, or null when the feature is on. */
export function switchedOff(settings: PortalSettings, feature: PortalSwitch): PortalSwitch | null {
  const section = SECTION[feature];
  if (section && !settings[section]) return section;
  return settings[feature] ? null : feature;
}

/** Throws `PortalFeatureDisabledError` with the setting's name if the caller is a customer and the feature is off. */
export function requireFeature(caller: Caller, feature: PortalSwitch): void {
  if (caller.kind !== 'customer') return;
  const setting = switchedOff(caller.portal, feature);
  if (setting) throw new PortalFeatureDisabledError(setting);
}

/** True if customers may choose the product. An empty list allows every active product. */
export function productAllowed(settings: PortalSettings, productId: string): boolean {
  return settings.subscriptionProductIds.length === 0 || settings.subscriptionProductIds.includes(productId);
}

/** The terms of a customer's change: the direction's own settings, or the general ones where those are not set. */
export function portalTerms(settings: PortalSettings, direction: ChangeDirection) {
  const own = {
    UPGRADE: [settings.upgradeProrationBehavior, settings.upgradeChargeTiming, settings.upgradeEffective],
    DOWNGRADE: [settings.downgradeProrationBehavior, settings.downgradeChargeTiming, settings.downgradeEffective],
    NEUTRAL: [null, null, null],
  } as const;
  const [behavior, timing, effective] = own[direction];
  return {
    behavior: behavior ?? settings.subscriptionProrationBehavior,
    timing: timing ?? settings.subscriptionChargeTiming,
    effective: effective ?? ('IMMEDIATELY' as const),
  };
}
