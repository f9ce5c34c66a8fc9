/** A company's own data: their validation and their columns. */
import { z } from 'zod';
import { currency } from '../../kernel/currency.ts';
import { parseReturnUrl } from '../../kernel/returnUrl.ts';
import { clearable, email, line } from '../../kernel/validate.ts';
import { addressColumns, addressInput } from '../customer/billingFields.ts';

/** A page to which customers are sent, normalized. */
const webPage = z.string().transform((text, check) => {
  const url = parseReturnUrl(text);
  if (url) return url.href;
  check.addIssue('Must be an https address, such as `https://example.com/`.');
  return z.NEVER;
});

/** The rule of each field. The first two are required when a company is created. */
export const companyFields = z.object({
  name: line(200),
  defaultCurrency: currency,
  supportEmail: clearable(email),
  websiteUrl: clearable(webPage),
  address: clearable(addressInput),
  taxId: clearable(line(40)),
  invoicePrefix: z
    .string()
    .regex(/^[A-Z0-9]{1,12}$/, 'Must be 1 to 12 capital letters and digits.')
    .optional(),
});

/** The columns of validated data. */
export function companyColumns<Fields extends { address?: z.output<typeof addressInput> | null }>({
  address,
  ...rest
}: Fields) {
  return { ...rest, ...addressColumns(address) };
}
