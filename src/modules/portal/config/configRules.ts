/** Rules of the portal configuration that span fields or other records: combinations, and ids. */
import type { FieldIssue } from '../../../kernel/errors.ts';
import type { Op } from '../../../operation/operation.ts';
import { type PortalSettings, portalTerms } from '../../../operation/portalPolicy.ts';
import { unknownProducts } from '../../catalog/unknownProducts.ts';
import type { PortalFields } from './configFields.ts';

type Given = Partial<PortalFields>;
/** The settings that occur in combination rules. */
type Combined = Pick<
  PortalFields,
  | 'paymentMethodsEnabled'
  | 'acceptedPaymentMethods'
  | 'cancellationReasonsEnabled'
  | 'cancellationReasons'
  | 'cancellationOffers'
>;
type Reads = Pick<Op, 'tx' | 'principal'>;

/**
 * Validates the settings as they would be after the update. An issue is reported at a field that the caller has given;
 * a list that is already invalid gets no second issue.
 */
export function combinationIssues(merged: Combined, given: Given, wrong: ReadonlySet<string>): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const refuse = (list: keyof Combined, toggle: keyof Combined, message: string) => {
    const field = given[list] === undefined ? toggle : list;
    if (given[field] !== undefined && !wrong.has(list)) issues.push({ path: ['input', field], message });
  };
  if (merged.paymentMethodsEnabled && merged.acceptedPaymentMethods.length === 0)
    refuse(
      'acceptedPaymentMethods',
      'paymentMethodsEnabled',
      'While payment methods are enabled, at least one kind must be accepted.',
    );
  if (merged.cancellationReasonsEnabled && merged.cancellationReasons.length === 0)
    refuse(
      'cancellationReasons',
      'cancellationReasonsEnabled',
      'At least one reason is required while reasons are enabled.',
    );
  if (!wrong.has('cancellationOffers')) issues.push(...offerIssues(merged, given));
  return issues;
}

/** An offer for a reason that customers cannot give would never be made. */
function offerIssues({ cancellationOffers, cancellationReasons }: Combined, given: Given): FieldIssue[] {
  const unknown = cancellationOffers.flatMap(({ reason }, index) =>
    reason === null || cancellationReasons.includes(reason) ? [] : [index],
  );
  if (given.cancellationOffers !== undefined)
    return unknown.map((index) => ({
      path: ['input', 'cancellationOffers', String(index), 'reason'],
      message: 'Must be one of the cancellation reasons.',
    }));
  return unknown.length > 0 && given.cancellationReasons !== undefined
    ? [{ path: ['input', 'cancellationReasons'], message: 'Must have the reasons of all cancellation offers.' }]
    : [];
}

/** A combination of settings that is allowed and probably not intended, and the setting to look at. */
export interface ConfigWarning {
  setting: keyof PortalFields;
  message: string;
}

/** Warns of terms by which switching there and back gains or costs the customer money. */
export function changeWarnings(settings: PortalSettings): ConfigWarning[] {
  const [up, down] = [portalTerms(settings, 'UPGRADE'), portalTerms(settings, 'DOWNGRADE')];
  const now = (terms: typeof up) => terms.effective === 'IMMEDIATELY';
  const warnings: ConfigWarning[] = [];
  const mixed = new Set([up.behavior, down.behavior]);
  if (now(up) && now(down) && mixed.has('FULL_DIFFERENCE') && mixed.has('PRORATE'))
    warnings.push({
      setting: 'downgradeProrationBehavior',
      message:
        'A full difference in one direction and proration in the other are not neutral: a change there and back costs something, or earns it.',
    });
  if (now(down) && down.behavior === 'FULL_DIFFERENCE')
    warnings.push({
      setting: 'downgradeEffective',
      message:
        "Credits the whole period, however much of it was used. Customers' downgrades therefore take effect at the period's end.",
    });
  if (now(up) && up.behavior === 'NONE')
    warnings.push({
      setting: 'upgradeProrationBehavior',
      message:
        'Customers use an upgrade without charge until the renewal. They can take it back only after the renewal has billed it.',
    });
  return warnings;
}

/** Checks that given ids exist. An id of another company is treated as one that does not exist. */
export async function referenceIssues(op: Reads, given: Given): Promise<FieldIssue[]> {
  return [
    ...(await unknownProducts(op, given.subscriptionProductIds ?? [], ['input', 'subscriptionProductIds'])),
    ...(await planIssues(op, given)),
    ...(await offeredCoupons(op, given)),
    ...(await about(op, 'retentionCouponId', given.retentionCouponId, couponIssue)),
    ...(await about(op, 'customDomainId', given.customDomainId, domainIssue)),
  ];
}

/** Issues for products of groups and rules that do not exist or are add-ons, which no plan changes to. */
async function planIssues(op: Reads, { planGroups = [], planRules = [] }: Given): Promise<FieldIssue[]> {
  const named = [
    ...planGroups.flatMap((ids, group) =>
      ids.map((id, index) => ({ id, path: ['input', 'planGroups', `${group}`, 'productIds', `${index}`] })),
    ),
    ...planRules.flatMap(({ from, to }, rule) => [
      { id: from, path: ['input', 'planRules', `${rule}`, 'fromProductId'] },
      ...to.map((id, index) => ({ id, path: ['input', 'planRules', `${rule}`, 'toProductIds', `${index}`] })),
    ]),
  ];
  if (named.length === 0) return [];
  const products = await op.tx.product.findMany({
    where: { companyId: op.principal.companyId, id: { in: [...new Set(named.map(({ id }) => id))] } },
    select: { id: true, kind: true },
  });
  const kinds = new Map(products.map(({ id, kind }) => [id, kind]));
  return named.flatMap(({ id, path }) => {
    const kind = kinds.get(id);
    if (kind === 'PLAN') return [];
    return [{ path, message: kind ? 'Add-ons are no plans.' : 'There is no such product.' }];
  });
}

async function offeredCoupons(op: Reads, { cancellationOffers = [] }: Given): Promise<FieldIssue[]> {
  const issues: FieldIssue[] = [];
  for (const [index, { couponId }] of cancellationOffers.entries()) {
    const message = couponId ? await couponIssue(op, couponId) : null;
    if (message) issues.push({ path: ['input', 'cancellationOffers', String(index), 'couponId'], message });
  }
  return issues;
}

async function about(
  op: Reads,
  field: keyof PortalFields,
  id: string | null | undefined,
  issueWith: (op: Reads, id: string) => Promise<string | null>,
): Promise<FieldIssue[]> {
  const message = typeof id === 'string' ? await issueWith(op, id) : null;
  return message === null ? [] : [{ path: ['input', field], message }];
}

/** A fixed discount is useful only in a currency in which the company has prices. */
async function couponIssue({ tx, principal }: Reads, id: string): Promise<string | null> {
  const { companyId } = principal;
  const coupon = await tx.coupon.findFirst({ where: { id, companyId } });
  if (!coupon) return 'There is no such coupon.';
  if (!coupon.active) return 'The coupon is not active.';
  const { currency } = coupon;
  if (currency === null) return null;
  const sold =
    (await tx.company.count({ where: { id: companyId, defaultCurrency: currency } })) > 0 ||
    (await tx.price.findFirst({ where: { companyId, currency }, select: { id: true } })) !== null;
  return sold ? null : 'The coupon is in a currency in which nothing is sold.';
}

async function domainIssue({ tx, principal }: Reads, id: string): Promise<string | null> {
  const domain = await tx.customDomain.findFirst({ where: { id, companyId: principal.companyId } });
  if (!domain) return 'There is no such domain.';
  return domain.verifiedAt === null ? 'The domain is not verified.' : null;
}
