import { z } from 'zod';
import { NotFoundError, ValidationError } from '../../kernel/errors.ts';
import { validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';
import { day, NOT_BEFORE } from './addTaxRegistration.ts';

export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const endInput = z.object({ validUntil: day });

export type EndTaxRegistrationInput = z.input<typeof endInput>;

/**
 * Sets the last day of a registration. Throws `ValidationError` if it is before the first day, or if a line with a later
 * tax date was made under the registration.
 */
export async function endTaxRegistration(
  ctx: OpContext<MerchantPrincipal>,
  registrationId: string,
  input: EndTaxRegistrationInput,
): Promise<{ id: string }> {
  const { validUntil } = validate(endInput, input);
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    await op.tx.$queryRaw`SELECT 1 AS locked FROM company WHERE id = ${companyId} FOR NO KEY UPDATE`;
    const registration = await op.tx.taxRegistration.findFirst({ where: { id: registrationId, companyId } });
    if (!registration) throw new NotFoundError('registration', ['input', 'registrationId']);
    if (registration.validUntil?.getTime() === validUntil.getTime()) return { id: registrationId };
    if (validUntil < registration.validFrom) throw ValidationError.at(['input', 'validUntil'], NOT_BEFORE);
    if (registration.validUntil && registration.validUntil < validUntil)
      throw ValidationError.at(['input', 'validUntil'], 'Must not be after its present end. Add another registration.');
    const used = await op.tx.invoiceLine.findFirst({
      where: { companyId, taxRegistrationId: registrationId, taxDate: { gt: validUntil } },
      select: { id: true },
    });
    if (used) throw ValidationError.at(['input', 'validUntil'], 'Invoices were made under it for later days.');
    await op.tx.taxRegistration.update({
      where: { id: registrationId, companyId },
      data: { validUntil, updatedAt: op.now },
    });
    op.emit('tax.registration_ended', {
      objectId: companyId,
      data: { registrationId, validUntil: dayOf(validUntil) },
    });
    return { id: registrationId };
  });
}
