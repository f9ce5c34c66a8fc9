/** What a company says about itself: its rules, and the columns it is kept in. */
import { z } from 'zod';
import { currency } from '../../kernel/currency.ts';
import { clearable, email, line } from '../../kernel/validate.ts';
import { addressColumns, addressInput } from '../customer/billingFields.ts';
import { parseReturnUrl } from '../portal/returnUrl.ts';

/** A page that customers are sent to, in the form in which it is stored. */
const webPage = z.string().transform((text, check) => {
  const url = parseReturnUrl(text);
  if (url) return url.href;
  check.addIssue('Must be an https address, such as `https://example.com/`.');
  return z.NEVER;
});

/** Every field as it must be when it is given; who makes a company must give the first two. */
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

/** The columns of what was accepted. */
export function companyColumns<Fields extends { address?: z.output<typeof addressInput> | null }>({
  address,
  ...rest
}: Fields) {
  return { ...rest, ...addressColumns(address) };
}
