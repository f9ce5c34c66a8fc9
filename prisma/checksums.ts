/** The checksums of migrations that databases may have applied: prisma/migrations.sha256, in the format of sha256sum. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';

const MIGRATIONS = new URL('./migrations/', import.meta.url);
const FILE = new URL('./migrations.sha256', import.meta.url);

/** SHA-256 of each migration's SQL by its name, oldest first. Prisma records the same sum when it applies one. */
export async function currentChecksums(): Promise<Map<string, string>> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  const sums = await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, MIGRATIONS));
      return [name, createHash('sha256').update(sql).digest('hex')] as const;
    }),
  );
  return new Map(sums);
}

/** The sealed checksums by migration, in the order of the file. */
export async function sealedChecksums(): Promise<Map<string, string>> {
  const lines = (await readFile(FILE, 'utf8')).split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [, sum, name] = /^([0-9a-f]{64}) {2}prisma\/migrations\/(\w+)\/migration\.sql$/.exec(line) ?? [];
      if (!sum || !name) throw new Error('prisma/migrations.sha256 has a line that is no checksum.');
      return [name, sum];
    }),
  );
}

/** Adds the checksums of migrations that have none, and returns their names. Never changes a checksum. */
export async function seal(): Promise<string[]> {
  const sealed = await sealedChecksums();
  const added = [...(await currentChecksums())].filter(([name]) => !sealed.has(name));
  const lines = [...sealed, ...added].map(([name, sum]) => `${sum}  prisma/migrations/${name}/migration.sql\n`);
  await writeFile(FILE, lines.join(''));
  return added.map(([name]) => name);
}
