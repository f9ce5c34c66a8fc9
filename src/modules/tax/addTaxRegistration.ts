/** Registrations of a company for tax are dated: a line is treated by those of its tax date. */
import { z } from 'zod';
import type { TaxRegistration } from '../../db/generated/client/client.ts';
import { TaxRegistrationScheme } from '../../db/generated/client/enums.ts';
import { ConflictError, type FieldIssue, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { RATED_COUNTRIES } from '../../kernel/tax/rates.ts';
import { isEuMember } from '../../kernel/tax/territories.ts';
import { clearable, countryCode, line, validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type Op, type OpContext, transact } from '../../operation/operation.ts';
import { homeArea } from './taxConfig.ts';

export const MAXIMUM_REGISTRATIONS = 100;

/** A day without a time, which PostgreSQL stores as a date and Prisma reads as midnight in UTC. */
export const day = z.iso.date('Must be a day, as in `2026-11-29`.').transform((text) => new Date(`${text}T00:00:00Z`));

export const NOT_BEFORE = 'Must not be before the first day.';

const addInput = z
  .object({
    country: countryCode.refine(
      (country) => RATED_COUNTRIES.includes(country),
      `Must be one of the countries whose rates are known: ${RATED_COUNTRIES.join(', ')}.`,
    ),
    scheme: z.enum(TaxRegistrationScheme),
    number: clearable(line(40)),
    validFrom: day,
    validUntil: clearable(day),
    belowThreshold: z.boolean().nullish(),
  })
  .refine(({ validFrom, validUntil }) => !validUntil || validUntil >= validFrom, {
    path: ['validUntil'],
    message: NOT_BEFORE,
  })
  .refine(({ scheme, belowThreshold }) => !belowThreshold || scheme === 'DOMESTIC', {
    path: ['belowThreshold'],
    message: 'Only a DOMESTIC registration can be below the threshold.',
  });

export type AddTaxRegistrationInput = z.input<typeof addInput>;

/** Where a scheme can be registered, relative to the company's own country; null if the country fits. */
function misplaced(scheme: TaxRegistrationScheme, country: string, home: string): string | null {
  switch (scheme) {
    case 'DOMESTIC':
    case 'SMALL_BUSINESS':
      return country === home ? null : "Must be the country of the company's address for this scheme.";
    case 'LOCAL':
      return country === home ? "Must not be the country of the company's address for this scheme." : null;
    case 'OSS_UNION':
      return isEuMember(country) ? null : 'Must be an EU country for this scheme.';
    case 'OSS_NON_UNION':
      if (isEuMember(home)) return 'This scheme is for companies outside the EU.';
      return isEuMember(country) ? null : 'Must be an EU country for this scheme.';
  }
}

/** The days of two registrations of one scheme and country never overlap: the line would have two. */
async function refuseOverlap(
  { tx, principal }: Op,
  one: Pick<TaxRegistration, 'country' | 'scheme' | 'validFrom' | 'validUntil'>,
) {
  const twin = await tx.taxRegistration.findFirst({
    where: {
      companyId: principal.companyId,
      scheme: one.scheme,
      ...(one.scheme.startsWith('OSS') ? {} : { country: one.country }),
      ...(one.validUntil ? { validFrom: { lte: one.validUntil } } : {}),
      OR: [{ validUntil: null }, { validUntil: { gte: one.validFrom } }],
    },
    select: { id: true },
  });
  if (twin)
    throw ValidationError.at(
      ['input', 'validFrom'],
      'Another registration of this scheme covers some of these days. End it first.',
    );
}

/** Adds a registration, from a day that can be past or future. */
export async function addTaxRegistration(
  ctx: OpContext<MerchantPrincipal>,
  input: AddTaxRegistrationInput,
): Promise<{ id: string }> {
  const { belowThreshold, ...given } = validate(addInput, input);
  const fields = { ...given, number: given.number ?? null, validUntil: given.validUntil ?? null };
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    await op.tx.$queryRaw`SELECT 1 AS locked FROM company WHERE id = ${companyId} FOR NO KEY UPDATE`;
    const home = await homeArea(op.tx, companyId);
    const issue: FieldIssue | null =
      home === null
        ? { path: ['input', 'country'], message: "Set the company's address with updateCompany first." }
        : countryIssue(misplaced(fields.scheme, fields.country, home));
    if (issue) throw new ValidationError([issue]);
    await refuseOverlap(op, fields);
    const count = await op.tx.taxRegistration.count({ where: { companyId } });
    if (count >= MAXIMUM_REGISTRATIONS)
      throw new ConflictError('LIMIT_REACHED', `A company has at most ${MAXIMUM_REGISTRATIONS} registrations.`);
    const id = newId('TaxRegistration', op.now);
    const stamps = { createdAt: op.now, updatedAt: op.now };
    await op.tx.taxRegistration.create({
      data: { ...fields, ...stamps, id, companyId, belowThreshold: belowThreshold ?? false },
    });
    const { country, scheme } = fields;
    op.emit('tax.registration_added', { objectId: companyId, data: { registrationId: id, country, scheme } });
    return { id };
  });
}

const countryIssue = (message: string | null): FieldIssue | null =>
  message === null ? null : { path: ['input', 'country'], message };
