/** The fields of a customer beside its billing information, which creating and updating share. */
import { z } from 'zod';
import { CustomerKind } from '../../db/generated/client/enums.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { clearable, line } from '../../kernel/validate.ts';
import { violatedConstraint } from '../../kernel/violatedConstraint.ts';

export const taxFields = {
  kind: z.enum(CustomerKind).optional(),
  taxExemption: clearable(
    z.object({
      certificate: line(100),
      validUntil: clearable(
        z.iso.date('Must be a day, as in `2026-11-29`.').transform((text) => new Date(`${text}T00:00:00Z`)),
      ),
    }),
  ),
};

/** The columns of an exemption; null ends it, and omitting it leaves it unchanged. */
export function exemptionColumns(exemption: z.output<typeof taxFields.taxExemption>) {
  if (exemption === undefined) return {};
  return {
    taxExemptionCertificate: exemption?.certificate ?? null,
    taxExemptionUntil: exemption?.validUntil ?? null,
  };
}

/** Converts a violated constraint into a validation error of its field. */
export function refuseTaken(error: unknown): never {
  const field = { customer_company_id_sign_in_key_key: 'email', customer_company_id_external_id_key: 'externalId' }[
    violatedConstraint(error) ?? ''
  ];
  if (field === 'email')
    throw new ConflictError('EMAIL_TAKEN', 'Another customer has this e-mail address.', ['input', field]);
  if (field) throw new ConflictError('EXTERNAL_ID_TAKEN', 'Another customer has this external id.', ['input', field]);
  throw error;
}
