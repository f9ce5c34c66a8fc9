/** Promotion codes: words with which customers attach a coupon themselves. */
import { z } from 'zod';
import { currency } from '../../kernel/currency.ts';
import { ConflictError, NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { randomCode } from '../../kernel/secrets.ts';
import { amount, clearable, metadata, validate } from '../../kernel/validate.ts';
import { violatedConstraint } from '../../kernel/violatedConstraint.ts';
import { idempotent } from '../../operation/idempotency.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';

const REDEMPTIONS = 'Must be 1 to 1,000,000.';
const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$/, 'Must be 3 to 40 letters, digits, dots, underscores or hyphens.');

const createInput = z.object({
  couponId: z.string(),
  code: code.nullish(),
  active: z.boolean().nullish(),
  customerId: z.string().nullish(),
  expiresAt: z.date().nullish(),
  maxRedemptions: z.int('Must be a whole number.').min(1, REDEMPTIONS).max(1_000_000, REDEMPTIONS).nullish(),
  firstTimeTransaction: z.boolean().nullish(),
  minimumAmount: z
    .object({ amount: amount.refine((value) => value > 0n, 'Must be more than nothing.'), currency })
    .nullish(),
  metadata: clearable(metadata),
});
export type CreatePromotionCodeInput = z.input<typeof createInput>;

/** Customers type codes in any case. */
export const codeKey = (text: string): string => text.trim().toLowerCase();

/** Too many to guess, with the limits of attempts. */
const GENERATED_LENGTH = 12;

/**
 * Creates a code for an active coupon; without `code`, one that cannot be guessed. Throws `ConflictError` if the company has
 * it already, in any case, and `NotFoundError` or `ValidationError` for a coupon or customer that it cannot be for.
 */
export async function createPromotionCode(
  ctx: OpContext<MerchantPrincipal>,
  input: CreatePromotionCodeInput,
  key?: string | null,
): Promise<{ id: string }> {
  const given = validate(createInput, input);
  if (given.expiresAt && given.expiresAt <= ctx.now)
    throw ValidationError.at(['input', 'expiresAt'], 'Must be in the future.');
  return idempotent(ctx, { operation: 'createPromotionCode', key, input }, (claim) =>
    transact(ctx, async (op) => {
      const id = newId('PromotionCode', op.now);
      await claim(op, { id });
      await requireParties(op, given);
      const text = given.code ?? randomCode(GENERATED_LENGTH);
      const { minimumAmount, metadata: labels, active, firstTimeTransaction, ...rest } = given;
      await op.tx.promotionCode
        .create({
          data: {
            ...rest,
            ...{ id, companyId: op.principal.companyId, code: text, codeKey: codeKey(text) },
            ...{ active: active ?? true, firstTimeTransaction: firstTimeTransaction ?? false },
            minimumAmount: minimumAmount?.amount ?? null,
            minimumAmountCurrency: minimumAmount?.currency ?? null,
            metadata: labels ?? {},
            ...{ createdAt: op.now, updatedAt: op.now },
          },
        })
        .catch((error: unknown) => {
          if (violatedConstraint(error) === 'promotion_code_company_id_code_key_key')
            throw new ConflictError('PROMOTION_CODE_TAKEN', 'The company has this code already.', ['input', 'code']);
          throw error;
        });
      op.emit('promotion_code.created', { objectId: id, data: { couponId: given.couponId } });
      return { id };
    }),
  );
}

async function requireParties(op: Op, { couponId, customerId }: z.output<typeof createInput>): Promise<void> {
  const { companyId } = op.principal;
  const coupon = await op.tx.coupon.findFirst({ where: { id: couponId, companyId } });
  if (!coupon) throw new NotFoundError('coupon', ['input', 'couponId']);
  if (!coupon.active) throw ValidationError.at(['input', 'couponId'], 'This coupon is no longer active.');
  if (!customerId) return;
  const customer = await op.tx.customer.count({ where: { id: customerId, companyId, deletedAt: null } });
  if (customer === 0) throw new NotFoundError('customer', ['input', 'customerId']);
}
