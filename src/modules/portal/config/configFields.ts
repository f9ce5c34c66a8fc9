/** The rules of the portal configuration that concern a single field. */
import { z } from 'zod';
import {
  CancellationMode,
  CancellationOfferType,
  ChangeEffective,
  ChargeTiming,
  DebitChanges,
  FreshCodeAction,
  PaymentMethodKind,
  PromotionCodeUse,
  ProrationBehavior,
} from '../../../db/generated/client/enums.ts';
import { type FieldIssue, ValidationError } from '../../../kernel/errors.ts';
import { parseReturnUrl } from '../../../kernel/returnUrl.ts';
import { clearable, line, quantity, validate } from '../../../kernel/validate.ts';
import { distinct, productIds } from '../../catalog/productIds.ts';
import { BRANDING_FIELDS, embedOrigins } from '../branding/brandingFields.ts';

const MAXIMUM_REASONS = 20;
/** As long as the longest billing period. */
const LONGEST_PAUSE_DAYS = 1095;
const PAUSE_DAYS = `Must be 1 to ${LONGEST_PAUSE_DAYS}.`;

const returnUrl = z.string().transform((text, check) => {
  const url = parseReturnUrl(text);
  if (url) return url.href;
  check.addIssue(
    'Must be an https address without a user name (http only for localhost), such as `https://example.com/account`.',
  );
  return z.NEVER;
});

const MAXIMUM_LISTS = 50;
const TOO_MANY_LISTS = `Must have at most ${MAXIMUM_LISTS} entries.`;
/** At least one product each; `distinct` refuses repetitions at their place. */
const someProducts = productIds.min(1, 'Must name at least one product.');
const planGroups = z
  .array(z.object({ productIds: someProducts }).transform(({ productIds: ids }) => ids))
  .max(MAXIMUM_LISTS, TOO_MANY_LISTS);
const planRules = z
  .array(
    z
      .object({ fromProductId: z.string(), toProductIds: productIds })
      .transform(({ fromProductId: from, toProductIds: to }) => ({ from, to })),
  )
  .max(MAXIMUM_LISTS, TOO_MANY_LISTS)
  .superRefine((rules, check) =>
    distinct(
      rules.map(({ from }) => from),
      check,
    ),
  );

const OFFERS_A_YEAR = 'Must be 1 to 100.';
const cancellationOffers = z
  .array(
    z
      .object({ reason: clearable(line(100)), type: z.enum(CancellationOfferType), couponId: z.string().nullish() })
      .refine(({ type, couponId }) => (type === 'COUPON') === Boolean(couponId), {
        path: ['couponId'],
        message: 'Must be given for the type COUPON, and for it only.',
      })
      .transform(({ reason = null, type, couponId = null }) => ({ reason, type, couponId })),
  )
  .max(MAXIMUM_LISTS, TOO_MANY_LISTS);

/** Each setting with its rule. Only nullable settings can be cleared. */
const FIELDS = {
  paymentMethodsEnabled: z.boolean(),
  acceptedPaymentMethods: z.array(z.enum(PaymentMethodKind)).superRefine(distinct),
  subscriptionsEnabled: z.boolean(),
  allowPlanSwitch: z.boolean(),
  allowQuantityUpdates: z.boolean(),
  subscriptionProductIds: productIds,
  planGroups,
  planRules,
  allowPlanDowngrades: z.boolean(),
  allowFreePlans: z.boolean(),
  cancellationsEnabled: z.boolean(),
  cancellationMode: z.enum(CancellationMode),
  cancellationProrationEnabled: z.boolean(),
  cancellationReasonsEnabled: z.boolean(),
  cancellationReasons: z
    .array(line(100))
    .max(MAXIMUM_REASONS, `Must hold at most ${MAXIMUM_REASONS} reasons.`)
    .superRefine(distinct),
  retentionCouponId: z.string().nullable(),
  cancellationOffers,
  retentionOffersPerYear: z.int('Must be a whole number.').min(1, OFFERS_A_YEAR).max(100, OFFERS_A_YEAR).nullable(),
  subscriptionProrationBehavior: z.enum(ProrationBehavior),
  subscriptionChargeTiming: z.enum(ChargeTiming),
  debitChanges: z.enum(DebitChanges),
  upgradeProrationBehavior: z.enum(ProrationBehavior).nullable(),
  upgradeChargeTiming: z.enum(ChargeTiming).nullable(),
  upgradeEffective: z.enum(ChangeEffective).nullable(),
  downgradeProrationBehavior: z.enum(ProrationBehavior).nullable(),
  downgradeChargeTiming: z.enum(ChargeTiming).nullable(),
  downgradeEffective: z.enum(ChangeEffective).nullable(),
  freshCodeActions: z.array(z.enum(FreshCodeAction)).superRefine(distinct),
  maximumQuantity: quantity.nullable(),
  promotionCodes: z.array(z.enum(PromotionCodeUse)).superRefine(distinct),
  resubscribeEnabled: z.boolean(),
  subscriptionCreateEnabled: z.boolean(),
  pauseEnabled: z.boolean(),
  pauseMaximumDays: z.int('Must be a whole number.').min(1, PAUSE_DAYS).max(LONGEST_PAUSE_DAYS, PAUSE_DAYS).nullable(),
  invoiceHistoryEnabled: z.boolean(),
  returnUrl: returnUrl.nullable(),
  embedOrigins,
  ...BRANDING_FIELDS,
  cancellationEmailsEnabled: z.boolean(),
  customDomainId: z.string().nullable(),
};

type FieldName = keyof typeof FIELDS;
/** The settings as stored. */
export type PortalFields = { [Name in FieldName]: z.output<(typeof FIELDS)[Name]> };
export type UpdatePortalConfigInput = { [Name in FieldName]?: z.input<(typeof FIELDS)[Name]> | null };

/** The given fields that are valid by themselves, and the issues of the others. */
export function readPortalFields(input: UpdatePortalConfigInput): {
  given: Partial<PortalFields>;
  issues: FieldIssue[];
} {
  const given: Record<string, unknown> = {};
  const issues: FieldIssue[] = [];
  for (const [name, rule] of Object.entries(FIELDS)) {
    const value = input[name as FieldName];
    if (value === undefined) continue;
    const path = ['input', name];
    if (value === null && !rule.safeParse(null).success) {
      issues.push({ path, message: 'Must not be null. Omit it to leave it unchanged.' });
      continue;
    }
    try {
      given[name] = validate(rule, value, path);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      issues.push(...error.issues);
    }
  }
  return { given: given as Partial<PortalFields>, issues };
}
