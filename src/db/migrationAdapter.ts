import type { PGlite } from '@electric-sql/pglite';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { withoutConcurrency } from './migrationScript.ts';

/**
 * Fixes how both adapters run scripts, which only migrations use: adapter-pg splits them at every semicolon, even inside
 * a trigger function, and pglite-prisma-adapter does not await them, so a failed migration would look applied. Sent as a
 * whole, a script is one implicit transaction.
 */
export function withWholeScripts(
  adapter: SqlDriverAdapter,
  run: (script: string) => Promise<unknown>,
): SqlDriverAdapter {
  return Object.assign(adapter, {
    async executeScript(script: string) {
      await run(script);
    },
  });
}

/** The engine's access to PGlite. To compare migrations with the schema it applies them to `shadow`, which must be empty. */
export function pgliteMigrationAdapter(pglite: PGlite, shadow?: PGlite): SqlMigrationAwareDriverAdapterFactory {
  const connect = async (to: PGlite) =>
    withWholeScripts(await new PrismaPGlite(to).connect(), (script) => to.exec(withoutConcurrency(script)));
  return {
    provider: 'postgres',
    adapterName: 'pglite-prisma-adapter',
    connect: () => connect(pglite),
    connectToShadowDb: () =>
      shadow ? connect(shadow) : Promise.reject(new Error('Applying needs no shadow database.')),
  };
}
