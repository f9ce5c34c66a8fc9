/** The tax settings of a company. A company without a row has the defaults, with which its documents have no tax. */
import type { Tx } from '../../db/client.ts';
import type { TaxConfig } from '../../db/generated/client/client.ts';
import { territoryOf } from '../../kernel/tax/territories.ts';

type Settings = Pick<
  TaxConfig,
  'engine' | 'defaultBehavior' | 'unprovenTaxIdPolicy' | 'unknownLocationPolicy' | 'taxDate'
>;

export const DEFAULTS: Settings = {
  engine: 'NONE',
  defaultBehavior: 'EXCLUSIVE',
  unprovenTaxIdPolicy: 'CHARGE',
  unknownLocationPolicy: 'HOME',
  taxDate: 'PERIOD_START',
};

/** The settings, and when they were last changed; null: never. */
export type TaxSettings = Settings & { updatedAt: Date | null };

export async function taxConfig(tx: Pick<Tx, 'taxConfig'>, companyId: string): Promise<TaxSettings> {
  return (await tx.taxConfig.findUnique({ where: { companyId } })) ?? { ...DEFAULTS, updatedAt: null };
}

/** The area whose tax applies at the company's address; null without a country, or without shipped rates for it. */
export async function homeArea(tx: Pick<Tx, 'company'>, companyId: string): Promise<string | null> {
  const { addressCountry, addressPostalCode } = await tx.company.findUniqueOrThrow({
    where: { id: companyId },
    select: { addressCountry: true, addressPostalCode: true },
  });
  return addressCountry ? territoryOf(addressCountry, addressPostalCode).area : null;
}
