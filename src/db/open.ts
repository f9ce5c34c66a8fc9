import type { Db, ObservationOptions } from './client.ts';
import type { PostgresOptions } from './postgres.ts';

export type DbOptions =
  | PostgresOptions
  | (({ dataDir: string } | { memory: true; snapshot?: Blob }) & ObservationOptions);

/** Opens the database; does not migrate it (see migrate.ts). Loads only the driver that is needed. */
export async function openDb(options: DbOptions): Promise<Db> {
  if ('url' in options) {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres(options);
  }
  const { openEmbedded } = await import('./embedded.ts');
  return openEmbedded(options);
}
