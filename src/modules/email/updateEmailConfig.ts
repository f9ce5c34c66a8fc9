/** Configures which e-mails a company sends to its customers, and how early its reminders are. */
import { z } from 'zod';
import { CustomerEmailKind } from '../../db/generated/client/enums.ts';
import { changedFields } from '../../kernel/changedFields.ts';
import { validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { DEFAULTS, emailConfig } from './emailConfig.ts';

/** The longest warning times. A period is longer than its warning, so that none is sent for a period that has just begun. */
export const MAXIMUM_LONG_DAYS = 90;

export const MAXIMUM_SHORT_DAYS = 21;

export const MAXIMUM_TRIAL_DAYS = 30;
/** Of reminders before and after the due date of an invoice. */
export const MAXIMUM_DUE_DAYS = 90;
export const MAXIMUM_DUE_REMINDERS = 10;

/** GraphQL has checked the types, so null is the only wrong type left. */
const NOT_NULL = 'Must not be null. Omit it to leave it unchanged.';

const days = (most: number) =>
  z
    .number(NOT_NULL)
    .int('Must be a whole number of days.')
    .min(0, 'Must not be negative.')
    .max(most, `Must be at most ${most}.`);

const dueReminderDays = z
  .array(
    z
      .number()
      .int('Must be a whole number of days.')
      .min(-MAXIMUM_DUE_DAYS, `Must be at least -${MAXIMUM_DUE_DAYS}.`)
      .max(MAXIMUM_DUE_DAYS, `Must be at most ${MAXIMUM_DUE_DAYS}.`),
    NOT_NULL,
  )
  .max(MAXIMUM_DUE_REMINDERS, `Must hold at most ${MAXIMUM_DUE_REMINDERS} days.`)
  .refine((all) => all.every((day, index) => index === 0 || day > (all[index - 1] ?? 0)), 'Must be ascending.');

const updateInput = z
  .object({
    enabled: z.array(z.enum(CustomerEmailKind), NOT_NULL).transform((kinds) => [...new Set(kinds)].sort()),
    longPeriodReminderDays: days(MAXIMUM_LONG_DAYS),
    shortPeriodReminderDays: days(MAXIMUM_SHORT_DAYS),
    trialReminderDays: days(MAXIMUM_TRIAL_DAYS),
    dueReminderDays,
  })
  .partial();

type Settings = z.output<typeof updateInput>;

export type UpdateEmailConfigInput = { [Name in keyof Settings]: z.input<typeof updateInput>[Name] | null };

/** Merges the given settings; they apply to events from now on. Throws one `ValidationError` with every issue. */
export async function updateEmailConfig(
  ctx: OpContext<MerchantPrincipal>,
  input: UpdateEmailConfigInput,
): Promise<{ companyId: string }> {
  const given = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    await op.tx.$queryRaw`SELECT 1 AS locked FROM company WHERE id = ${companyId} FOR NO KEY UPDATE`;
    const before = await emailConfig(op.tx, companyId);
    const changed = changedFields(given, before);
    if (changed.length === 0) return { companyId };
    await op.tx.emailConfig.upsert({
      where: { companyId },
      create: { ...DEFAULTS, ...given, companyId, createdAt: op.now, updatedAt: op.now },
      update: { ...given, updatedAt: op.now },
    });
    op.emit('email.config_updated', { objectId: companyId, data: { changed } });
    return { companyId };
  });
}
