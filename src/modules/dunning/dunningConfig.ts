import type { Tx } from '../../db/client.ts';
import type { DunningConfig } from '../../db/generated/client/client.ts';

/** The configuration; every company is created with one. */
export function dunningConfig(tx: Pick<Tx, 'dunningConfig'>, companyId: string): Promise<DunningConfig> {
  return tx.dunningConfig.findUniqueOrThrow({ where: { companyId } });
}
