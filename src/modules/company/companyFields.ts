/** A company's own data: their validation and their columns. */
import { z } from 'zod';
import { currency } from '../../kernel/currency.ts';
import { parseReturnUrl } from '../../kernel/returnUrl.ts';
import { clearable, email, line, text } from '../../kernel/validate.ts';
import { addressColumns, addressInput, electronicAddress } from '../customer/billingFields.ts';

/** A page to which customers are sent, normalized. */
const webPage = z.string().transform((text, check) => {
  const url = parseReturnUrl(text);
  if (url) return url.href;
  check.addIssue('Must be an https address, such as `https://example.com/`.');
  return z.NEVER;
});

/** An IBAN without blanks; its two check digits make the number 1 modulo 97 (ISO 13616). */
const iban = z
  .string()
  .transform((given) => given.replace(/\s/g, '').toUpperCase())
  .refine(isIban, 'Must be an IBAN with correct check digits.');

function isIban(given: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(given)) return false;
  const turned = given.slice(4) + given.slice(0, 4);
  return BigInt(turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) % 97n === 1n;
}

/** The rule of each field. The first two are required when a company is created. */
export const companyFields = z.object({
  name: line(200),
  defaultCurrency: currency,
  supportEmail: clearable(email),
  websiteUrl: clearable(webPage),
  address: clearable(addressInput),
  taxId: clearable(line(40)),
  legalName: clearable(line(200)),
  legalNotice: clearable(text(1000)),
  taxNumber: clearable(line(40)),
  phone: clearable(line(40)),
  bankAccountHolder: clearable(line(200)),
  iban: clearable(iban),
  bic: clearable(
    z.string().regex(/^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, 'Must be a BIC of 8 or 11 capital letters and digits.'),
  ),
  paymentTerms: clearable(text(1000)),
  electronicAddress: clearable(electronicAddress),
  paymentInstructions: clearable(text(500)),
  hybridInvoices: z.boolean('Must not be null. Omit it to leave it unchanged.').optional(),
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
