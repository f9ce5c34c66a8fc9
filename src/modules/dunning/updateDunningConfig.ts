/** Configures the reaction to failed payments: retries, mails, and the state of the subscription after the last one. */
import { z } from 'zod';
import type { DunningConfig } from '../../db/generated/client/client.ts';
import { DisputeAction, DunningTerminalAction } from '../../db/generated/client/enums.ts';
import { changedFields } from '../../kernel/changedFields.ts';
import { ValidationError } from '../../kernel/errors.ts';
import { parseReturnUrl } from '../../kernel/returnUrl.ts';
import { validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { dunningConfig } from './dunningConfig.ts';

export const MAXIMUM_RETRIES = 8;

export const MAXIMUM_RETRY_DAY = 60;

export const MAXIMUM_WARNING_DAYS = 90;
export const MAXIMUM_SENT_DAYS = 365;

/** GraphQL has checked the types, so null is the only wrong type left. */
const NOT_NULL = 'Must not be null. Omit it to leave it unchanged.';

const link = z.string().transform((text, check) => {
  const url = parseReturnUrl(text);
  if (url) return url.href;
  check.addIssue(
    'Must be an https address without a user name (http only for localhost), such as `https://example.com/billing`.',
  );
  return z.NEVER;
});

const retryDays = z
  .array(
    z
      .number()
      .int('Must be a whole number of days.')
      .min(1, 'Must be at least 1.')
      .max(MAXIMUM_RETRY_DAY, `Must be at most ${MAXIMUM_RETRY_DAY}.`),
    NOT_NULL,
  )
  .max(MAXIMUM_RETRIES, `Must hold at most ${MAXIMUM_RETRIES} days.`)
  .refine((days) => days.every((day, index) => index === 0 || day > (days[index - 1] ?? 0)), 'Must be ascending.');

/** After the due date of an invoice that was sent. */
const sentDays = z
  .number()
  .int('Must be a whole number of days.')
  .min(0, 'Must not be negative.')
  .max(MAXIMUM_SENT_DAYS, `Must be at most ${MAXIMUM_SENT_DAYS}.`)
  .nullable();

const updateInput = z
  .object({
    retryDays,
    debitRetryDays: retryDays,
    emailsEnabled: z.boolean(NOT_NULL),
    cardExpiryWarningDays: z
      .number(NOT_NULL)
      .int('Must be a whole number of days.')
      .min(0, 'Must not be negative.')
      .max(MAXIMUM_WARNING_DAYS, `Must be at most ${MAXIMUM_WARNING_DAYS}.`),
    paymentFailedCustomLinkUrl: link.nullable(),
    sentInvoicePastDueDays: sentDays,
    sentInvoiceTerminalDays: sentDays,
    terminalAction: z.enum(DunningTerminalAction, NOT_NULL),
    disputeAction: z.enum(DisputeAction, NOT_NULL),
  })
  .partial();

type Settings = z.output<typeof updateInput>;

export type UpdateDunningConfigInput = { [Name in keyof Settings]: z.input<typeof updateInput>[Name] | null };

/** Throws `ValidationError` if the terminal action would come before the subscription is past due. */
function refuseEarlyEnd(settings: Pick<DunningConfig, 'sentInvoicePastDueDays' | 'sentInvoiceTerminalDays'>): void {
  const { sentInvoicePastDueDays: pastDue, sentInvoiceTerminalDays: terminal } = settings;
  if (terminal === null || (pastDue !== null && pastDue <= terminal)) return;
  throw ValidationError.at(['input', 'sentInvoiceTerminalDays'], 'Must not be less than `sentInvoicePastDueDays`.');
}

/** Merges the given settings; they apply to failures from now on. Throws one `ValidationError` with every issue. */
export async function updateDunningConfig(
  ctx: OpContext<MerchantPrincipal>,
  input: UpdateDunningConfigInput,
): Promise<{ companyId: string }> {
  const given = validate(updateInput, input);
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    await op.tx.$queryRaw`SELECT 1 AS locked FROM dunning_config WHERE company_id = ${companyId} FOR UPDATE`;
    const before = await dunningConfig(op.tx, companyId);
    refuseEarlyEnd({ ...before, ...given });
    const changed = changedFields(given, before);
    if (changed.length === 0) return { companyId };
    await op.tx.dunningConfig.update({ where: { companyId }, data: { ...given, updatedAt: op.now } });
    op.emit('dunning.config_updated', { objectId: companyId, data: { changed } });
    return { companyId };
  });
}
