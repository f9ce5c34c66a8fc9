/** A customer's billing details on invoices: their validation and their columns. */
import { z } from 'zod';
import { CustomerEmailKind, type TaxIdStatus } from '../../db/generated/client/enums.ts';
import { ValidationError } from '../../kernel/errors.ts';
import { isPostalCode } from '../../kernel/postalCodes.ts';
import { checkTaxId } from '../../kernel/tax/taxIds.ts';
import { clearable, countryCode, email, line } from '../../kernel/validate.ts';

/** Any BCP 47 language tag, also of a language without translations. Stored in canonical form. */
const locale = z
  .string()
  .max(64, 'Must have at most 64 characters.')
  .transform((tag, check) => {
    try {
      const [canonical] = Intl.getCanonicalLocales(tag);
      if (canonical) return canonical;
    } catch {
      // Reported by the check below.
    }
    check.addIssue('Must be a BCP 47 language tag, such as `de-AT`.');
    return z.NEVER;
  });

export const addressInput = z.object({
  line1: clearable(line(200)),
  line2: clearable(line(200)),
  city: clearable(line(100)),
  state: clearable(line(100)),
  postalCode: clearable(line(20)),
  country: clearable(countryCode),
});

/** The address of electronic invoicing: a code of the scheme (EAS) and the identifier, as in `9930:DE123456789`. */
export const electronicAddress = line(100).refine(
  (given) => /^(?:\d{4}|[A-Z]{2}):\S+$/.test(given),
  'Must be the code of a scheme, a colon and an identifier, such as `9930:DE123456789`.',
);

const taxIdInput = z.object({
  type: z.string().regex(/^[a-z]{2}_[a-z0-9_]{2,20}$/, 'Must be a kind of tax id, such as `eu_vat`.'),
  value: line(40),
});

/** The e-mails that a customer may decline: the documents stay in the portal. Law or card networks require the others. */
export const DECLINABLE: readonly CustomerEmailKind[] = ['INVOICE', 'CREDIT_NOTE', 'RECEIPT'];

/** Bounds the number of mails that one invoice sends. */
export const MAXIMUM_BILLING_EMAILS = 5;

const unique = <Value>(values: readonly Value[]) => [...new Set(values)];

export const billingInput = z.object({
  billingEmails: z
    .array(email)
    .max(MAXIMUM_BILLING_EMAILS, `Must hold at most ${MAXIMUM_BILLING_EMAILS} addresses.`)
    .transform(unique)
    .nullish()
    .transform((given) => (given === null ? [] : given)),
  declinedEmails: z
    .array(
      z
        .enum(CustomerEmailKind)
        .refine(
          (kind) => DECLINABLE.includes(kind),
          `Must be one of ${DECLINABLE.join(', ')}. The others are required.`,
        ),
    )
    .transform(unique)
    .nullish()
    .transform((given) => (given === null ? [] : given)),
  purchaseOrder: clearable(line(100)),
  buyerReference: clearable(line(100)),
  electronicAddress: clearable(electronicAddress),
  name: clearable(line(200)),
  phone: clearable(line(40)),
  locale: clearable(locale),
  address: clearable(addressInput),
  taxId: clearable(taxIdInput),
});

/** The stored address of a customer or a company, as far as a postal code depends on it. */
export interface StoredPlace {
  addressPostalCode: string | null;
  addressCountry: string | null;
}

/**
 * Throws `ValidationError` for a postal code that the address's country does not write so. One that is already stored for
 * this country is accepted as it is: it may be older than the check, and a form sends all fields.
 */
export function refusePostalCode(
  address: z.output<typeof addressInput> | null | undefined,
  stored: StoredPlace | null,
): void {
  if (!address) return;
  const { postalCode: code = stored?.addressPostalCode, country = stored?.addressCountry } = address;
  if (!code || !country || (code === stored?.addressPostalCode && country === stored.addressCountry)) return;
  if (!isPostalCode(code, country))
    throw ValidationError.at(['input', 'address', 'postalCode'], `Must be a postal code of ${country}.`);
}

/** The columns of an address. Null clears the whole address; omitted fields are unchanged. */
export function addressColumns(address: z.output<typeof addressInput> | null | undefined) {
  if (address === undefined) return {};
  const given = address ?? { line1: null, line2: null, city: null, state: null, postalCode: null, country: null };
  return {
    addressLine1: given.line1,
    addressLine2: given.line2,
    addressCity: given.city,
    addressState: given.state,
    addressPostalCode: given.postalCode,
    addressCountry: given.country,
  };
}

/** The stored tax id of a customer. */
interface StoredTaxId {
  taxIdType: string | null;
  taxIdValue: string | null;
}

/** The columns of a number that no register has confirmed. `modules/tax` queries it at `due`. */
const unchecked = (taxIdStatus: TaxIdStatus | null, due: Date | null, changedAt: Date) => ({
  taxIdStatus,
  taxIdChangedAt: changedAt,
  taxIdCheckedAt: null,
  taxIdCheckDueAt: due,
  taxIdCheckAttempts: 0,
});

/**
 * The columns of a tax id, in its normal form. Throws `ValidationError` if its check digits are wrong. A number that is
 * already stored is accepted as it is: it may be older than the check, and a form sends all fields of the customer.
 */
function taxIdColumns(taxId: z.output<typeof taxIdInput> | null | undefined, stored: StoredTaxId | null, now: Date) {
  if (taxId === undefined) return {};
  if (taxId === null)
    return stored?.taxIdType === null ? {} : { taxIdType: null, taxIdValue: null, ...unchecked(null, null, now) };
  const { type, value } = taxId;
  if (stored?.taxIdType === type && stored.taxIdValue === value) return { taxIdType: type, taxIdValue: value };
  const checked = checkTaxId(type, value);
  if (checked?.valid === false) throw ValidationError.at(['input', 'taxId', 'value'], checked.message);
  const columns = { taxIdType: type, taxIdValue: checked?.value ?? value };
  if (stored?.taxIdType === type && stored.taxIdValue === columns.taxIdValue) return columns;
  return {
    ...columns,
    ...(type === 'eu_vat' ? unchecked('PENDING', now, now) : unchecked('NOT_CHECKABLE', null, now)),
  };
}

/** An address that is set again may receive mail again. */
export function bounceColumns(
  given: readonly string[] | undefined,
  stored: { bouncedEmails: string[] } | null,
): { bouncedEmails?: string[] } {
  if (!given || !stored?.bouncedEmails.some((address) => given.includes(address))) return {};
  return { bouncedEmails: stored.bouncedEmails.filter((address) => !given.includes(address)) };
}

/** The columns of validated billing details; `stored` is the customer before a change. */
export function billingColumns(
  { address, taxId, ...rest }: z.output<typeof billingInput>,
  stored: (StoredTaxId & StoredPlace & { bouncedEmails: string[] }) | null,
  now: Date,
) {
  refusePostalCode(address, stored);
  return {
    ...rest,
    ...bounceColumns(rest.billingEmails, stored),
    ...addressColumns(address),
    ...taxIdColumns(taxId, stored, now),
  };
}
