/** The currencies in which something can be sold; their decimals are in money.ts. */
import { z } from 'zod';

/** Codes for metals, units of account, tests and "no currency"; the currencies shared by several countries stay. */
const NOT_MONEY = /^X(?!AF|CD|CG|OF|PF)/;
const KNOWN = new Set(Intl.supportedValuesOf('currency').filter((code) => !NOT_MONEY.test(code)));

export const currency = z
  .string()
  .refine((code) => KNOWN.has(code), 'Must be an ISO 4217 code in capitals, such as `EUR`.');
