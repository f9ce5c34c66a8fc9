/**
 * Generates the Prisma client and the Pothos types (`npm run generate`; runs after every installation).
 * The Prisma CLI would first download an engine that generating does not use; naming any existing
 * executable avoids the download, so an installation needs the npm registry only.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url));
const schema = fileURLToPath(new URL('./schema.prisma', import.meta.url));

const { status } = spawnSync(process.execPath, [cli, 'generate', `--schema=${schema}`, '--no-hints'], {
  stdio: ['ignore', process.env.npm_config_loglevel === 'silent' ? 'ignore' : 'inherit', 'inherit'],
  env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', ...process.env },
});
process.exit(status ?? 1);
