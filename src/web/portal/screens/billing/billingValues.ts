/** The values of the billing form: what the server has, what was edited, and what is sent. */
import type { BillingQuery, UpdateBillingInformationInput } from '../../../graphql/generated/graphql.ts';
import type { UserError } from '../../../ui/api/userError.ts';

export const ADDRESS_FIELDS = ['line1', 'line2', 'postalCode', 'city', 'state', 'country'] as const;
export type AddressField = (typeof ADDRESS_FIELDS)[number];
type Field = AddressField | 'name' | 'phone' | 'taxIdType' | 'taxIdValue' | 'purchaseOrder' | 'locale';
export type BillingValues = Record<Field, string>;

export const DEFAULT_TAX_ID_TYPE = 'eu_vat';

export function billingValues(customer: BillingQuery['currentCustomer']): BillingValues {
  const { name, phone, locale, address, taxId, purchaseOrder } = customer;
  const lines = Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, address[field] ?? '']));
  return {
    ...(lines as Record<AddressField, string>),
    name: name ?? '',
    phone: phone ?? '',
    locale: locale ?? '',
    taxIdType: taxId?.type ?? '',
    taxIdValue: taxId?.value ?? '',
    purchaseOrder: purchaseOrder ?? '',
  };
}

export function billingInput(values: BillingValues): UpdateBillingInformationInput {
  const clean = (field: keyof BillingValues) => values[field].trim() || null;
  const taxId = clean('taxIdValue');
  return {
    name: clean('name'),
    phone: clean('phone'),
    purchaseOrder: clean('purchaseOrder'),
    ...(values.locale ? { locale: values.locale } : {}),
    address: Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, clean(field)])),
    taxId: taxId ? { type: values.taxIdType || DEFAULT_TAX_ID_TYPE, value: taxId } : null,
  };
}

/** The form's fields to which the server's paths lead: the last name of a path, qualified for the tax id. */
export function wrongFields(refused: UserError | null): Set<string> {
  const paths = refused?.issues?.map(({ path }) => path) ?? (refused ? [refused.path] : []);
  return new Set(paths.map((path) => (path.includes('taxId') ? `taxId.${path.at(-1)}` : (path.at(-1) ?? ''))));
}
