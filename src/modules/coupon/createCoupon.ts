/** Creates coupons. The terms of a coupon never change after it is created. */
import { z } from 'zod';
import { CouponDuration } from '../../db/generated/client/enums.ts';
import { currency } from '../../kernel/currency.ts';
import { type FieldIssue, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { amount, clearable, line, metadata, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { productIds } from '../catalog/productIds.ts';
import { unknownProducts } from '../catalog/unknownProducts.ts';

const MONTHS = 'Must be 1 to 36.';

const createInput = z
  .object({
    name: line(100),
    basisPointsOff: z
      .int('Must be a whole number.')
      .min(1, 'Must be 1 to 10000.')
      .max(10_000, 'Must be 1 to 10000.')
      .nullish(),
    amountOff: z
      .object({ amount: amount.refine((value) => value > 0n, 'Must be more than nothing.'), currency })
      .nullish(),
    duration: z.enum(CouponDuration),
    durationMonths: z.int('Must be a whole number.').min(1, MONTHS).max(36, MONTHS).nullish(),
    productIds: productIds.nullish(),
    active: z.boolean().nullish(),
    metadata: clearable(metadata),
  })
  .superRefine(({ basisPointsOff, amountOff, duration, durationMonths }, check) => {
    const refuse = (field: string, message: string) => check.addIssue({ code: 'custom', path: [field], message });
    const given = [basisPointsOff, amountOff].filter((value) => value !== null && value !== undefined).length;
    if (given === 0) refuse('basisPointsOff', 'Either this or `amountOff` must be given.');
    if (given === 2) refuse('amountOff', 'Must not be given together with `basisPointsOff`.');
    const months = durationMonths !== null && durationMonths !== undefined;
    if (duration === 'REPEATING' && !months)
      refuse('durationMonths', 'Must be given when the duration is `REPEATING`.');
    if (duration !== 'REPEATING' && months)
      refuse('durationMonths', 'Must be given only when the duration is `REPEATING`.');
  });

export type CreateCouponInput = z.input<typeof createInput>;

export async function createCoupon(
  ctx: OpContext<MerchantPrincipal>,
  input: CreateCouponInput,
  key?: string | null,
): Promise<{ id: string }> {
  const { active, amountOff, metadata: labels, productIds: products, ...fields } = validate(createInput, input);
  return idempotent(ctx, { operation: 'createCoupon', key, input }, (claim) =>
    transact(ctx, async (op) => {
      const id = newId('Coupon', op.now);
      await claim(op, { id });
      const issues = await unknownProducts(op, products ?? [], ['input', 'productIds']);
      if (issues.length > 0) throw new ValidationError(issues as [FieldIssue, ...FieldIssue[]]);
      await op.tx.coupon.create({
        data: {
          ...fields,
          id,
          companyId: op.principal.companyId,
          amountOff: amountOff?.amount,
          currency: amountOff?.currency,
          productIds: products ?? [],
          active: active ?? true,
          metadata: labels ?? {},
          createdAt: op.now,
          updatedAt: op.now,
        },
      });
      op.emit('coupon.created', { objectId: id });
      return { id };
    }),
  );
}
