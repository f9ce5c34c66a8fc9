/** The table of jobs in src/schedule.ts names the files that enqueue each job. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const modules = readdirSync(join(SRC, 'modules'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => [`modules/${path}`, readFileSync(join(SRC, 'modules', path), 'utf8')] as const);

const schedule = readFileSync(join(SRC, 'schedule.ts'), 'utf8');
const table = new Map(
  [...schedule.matchAll(/\[(\w+_JOB)\]: \{\s*senders: \[([^\]]*)\]/g)].map(([, job, senders]) => [
    job as string,
    [...(senders as string).matchAll(/'([^']+)'/g)].map(([, path]) => path as string),
  ]),
);

const sendersOf = (job: string) =>
  modules
    .filter(([, text]) => new RegExp(`\\benqueue(?:Now|All)?\\(\\s*(?:tx,\\s*)?${job}\\b`).test(text))
    .map(([path]) => path);

test('every job that a module declares is in the table', () => {
  const declared = modules.flatMap(([, text]) => [...text.matchAll(/export const (\w+_JOB)\b/g)].map(([, job]) => job));
  expect(declared.length).toBeGreaterThanOrEqual(9);
  expect([...table.keys()].filter((job) => job !== 'HOUSEKEEPING_JOB').sort()).toEqual(declared.sort());
});

test('the table names exactly the files that enqueue each job', () => {
  const named = Object.fromEntries([...table].map(([job, senders]) => [job, [...senders].sort()]));
  expect(named).toEqual(Object.fromEntries([...table.keys()].map((job) => [job, sendersOf(job).sort()])));
});
