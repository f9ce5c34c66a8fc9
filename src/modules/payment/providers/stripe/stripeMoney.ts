/**
 * Amounts at Stripe, as of 2026-11-30 (docs.stripe.com/currencies). Stripe counts some currencies in other units than
 * ISO 4217 does, requires whole tens of others, and charges at least about half a dollar and at most eight digits.
 */
import { currencyExponent } from '../../../../kernel/money.ts';
import { AmountNotChargeable, type Chargeable } from '../../port.ts';

/** The presentment currencies of Stripe. */
const OFFERED = new Set(
  [
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNY',
    'COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD',
    'JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD',
    'NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL',
    'THB TJS TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW',
  ].flatMap((row) => row.split(' ')),
);

/** Currencies whose unit at Stripe differs from that of ISO 4217: our exponent is another. */
const EXPONENTS_AT_STRIPE = new Map([
  ['ISK', 2],
  ['UGX', 2],
  ['MGA', 0],
]);

/** Their last digit at Stripe must be zero. */
const IN_TENS = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** In Stripe's units. Where none is listed, the minimum depends on the account's own currency and is refused by Stripe. */
const MINIMUMS = new Map<string, bigint>([
  ...['USD', 'AUD', 'BRL', 'CAD', 'CHF', 'EUR', 'INR', 'JPY', 'NZD', 'SGD'].map((code) => [code, 50n] as const),
  ...(['AED', 'MYR', 'PLN', 'RON'] as const).map((code) => [code, 200n] as const),
  ...(['MXN', 'THB'] as const).map((code) => [code, 1000n] as const),
  ...(['NOK', 'SEK'] as const).map((code) => [code, 300n] as const),
  ['BGN', 100n],
  ['CZK', 1500n],
  ['DKK', 250n],
  ['GBP', 30n],
  ['HKD', 400n],
  ['HUF', 17_500n],
]);

const MAXIMUM = 99_999_999n;

interface Units {
  /** Our units × `times` ÷ `over` = Stripe's units. */
  times: bigint;
  over: bigint;
  /** In Stripe's units. */
  step: bigint;
}

function unitsOf(currency: string): Units {
  const ours = currencyExponent(currency);
  const theirs = EXPONENTS_AT_STRIPE.get(currency) ?? ours;
  return {
    times: 10n ** BigInt(Math.max(0, theirs - ours)),
    over: 10n ** BigInt(Math.max(0, ours - theirs)),
    step: IN_TENS.has(currency) ? 10n : 10n ** BigInt(Math.max(0, theirs - ours)),
  };
}

/** The chargeable amounts of a currency in our minor units; null if Stripe does not offer the currency. */
export function chargeable(currency: string): Chargeable | null {
  if (!OFFERED.has(currency)) return null;
  const { times, over, step } = unitsOf(currency);
  const ourStep = (step * over) / times;
  const up = (amount: bigint) => (((amount * over + times - 1n) / times + ourStep - 1n) / ourStep) * ourStep;
  const maximum = ((MAXIMUM / step) * step * over) / times;
  return { step: ourStep, minimum: up(MINIMUMS.get(currency) ?? step), maximum };
}

/** Our amount in Stripe's units. Throws `AmountNotChargeable` rather than round: what was quoted is charged. */
export function toStripe(amount: bigint, currency: string): number {
  const limits = chargeable(currency);
  if (!limits || amount < limits.minimum || amount > limits.maximum || amount % limits.step !== 0n)
    throw new AmountNotChargeable(`Stripe cannot charge this amount of ${currency}.`);
  return exact(amount, currency);
}

/** Part of a charged amount, such as a refund, in Stripe's units: the minimum does not apply. */
export function partToStripe(amount: bigint, currency: string): number {
  const limits = chargeable(currency);
  if (!limits || amount <= 0n || amount > limits.maximum || amount % limits.step !== 0n)
    throw new AmountNotChargeable(`Stripe cannot move this amount of ${currency}.`);
  return exact(amount, currency);
}

function exact(amount: bigint, currency: string): number {
  const { times, over } = unitsOf(currency);
  return Number((amount * times) / over);
}

/** Stripe's amount in our minor units. Throws if it is no whole number of them. `currency` in capitals. */
export function fromStripe(amount: number, currency: string): bigint {
  const { times, over } = unitsOf(currency);
  const ours = BigInt(amount) * over;
  if (ours % times !== 0n) throw new RangeError('An amount at Stripe is no whole number of minor units.');
  return ours / times;
}
