/** The rules of a portal's configuration that one field alone cannot tell: combinations, and what ids lead to. */
import type { FieldIssue } from '../../kernel/errors.ts';
import type { Op } from '../../op.ts';
import { unknownProducts } from '../catalog/product.ts';
import type { PortalFields } from './configFields.ts';

type Given = Partial<PortalFields>;
/** The settings of which some combinations make no sense. */
type Combined = Pick<
  PortalFields,
  'paymentMethodsEnabled' | 'acceptedPaymentMethods' | 'cancellationReasonsEnabled' | 'cancellationReasons'
>;
type Reads = Pick<Op, 'tx' | 'principal'>;

/**
 * Checks settings as they would be after the update. An issue stands at a field that the caller has given; a list
 * that is wrong in itself makes no second one.
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
      'While reasons are asked for, at least one must be configured.',
    );
  return issues;
}

/** Follows the ids that were given. One that belongs to another company is answered like one that does not exist. */
export async function referenceIssues(op: Reads, given: Given): Promise<FieldIssue[]> {
  return [
    ...(await unknownProducts(op, given.subscriptionProductIds ?? [], ['input', 'subscriptionProductIds'])),
    ...(await about(op, 'retentionCouponId', given.retentionCouponId, couponIssue)),
    ...(await about(op, 'customDomainId', given.customDomainId, domainIssue)),
  ];
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

/** An amount off helps only customers who pay in its currency, so it must be one in which the company sells. */
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
