import type { PGlite } from '@electric-sql/pglite';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

/**
 * Corrects what both adapters get wrong about scripts, which only migrating uses: adapter-pg cuts them at every
 * semicolon, even inside the body of a trigger function, and pglite-prisma-adapter does not wait for them, so that a
 * failing migration would look applied. Sent whole, a script is also one implicit transaction: all of it or nothing.
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

/**
 * For the engine. A shadow database is where it rehearses the migrations in order to compare them with the schema; it
 * must be empty, and is only needed for that.
 */
export function pgliteMigrationAdapter(pglite: PGlite, shadow?: PGlite): SqlMigrationAwareDriverAdapterFactory {
  const connect = async (to: PGlite) =>
    withWholeScripts(await new PrismaPGlite(to).connect(), (script) => to.exec(script));
  return {
    provider: 'postgres',
    adapterName: 'pglite-prisma-adapter',
    connect: () => connect(pglite),
    connectToShadowDb: () =>
      shadow ? connect(shadow) : Promise.reject(new Error('Applying needs no shadow database.')),
  };
}
