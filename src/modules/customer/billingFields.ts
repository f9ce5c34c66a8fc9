/** What stands on invoices about a customer: its rules, and the columns it is kept in. */
import { z } from 'zod';
import { clearable, countryCode, line } from '../../kernel/validate.ts';

/** Any language may be given, also one without words yet: what is known about the customer is kept. Stored as BCP 47 writes it. */
const locale = z
  .string()
  .max(64, 'Must have at most 64 characters.')
  .transform((tag, check) => {
    try {
      const [canonical] = Intl.getCanonicalLocales(tag);
      if (canonical) return canonical;
    } catch {
      // said below
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

const taxIdInput = z.object({
  type: z.string().regex(/^[a-z]{2}_[a-z0-9_]{2,20}$/, 'Must be a kind of tax id, such as `eu_vat`.'),
  value: line(40),
});

export const billingInput = z.object({
  name: clearable(line(200)),
  phone: clearable(line(40)),
  locale: clearable(locale),
  address: clearable(addressInput),
  taxId: clearable(taxIdInput),
});

/** The columns of an address; null clears all of it, and what is left out stays as it is. */
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

/** The columns of what `billingInput` accepted. */
export function billingColumns({ address, taxId, ...rest }: z.output<typeof billingInput>) {
  return {
    ...rest,
    ...addressColumns(address),
    ...(taxId === undefined ? {} : { taxIdType: taxId?.type ?? null, taxIdValue: taxId?.value ?? null }),
  };
}
