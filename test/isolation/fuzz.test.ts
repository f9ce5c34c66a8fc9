/**
 * Operations generated from the schema, valid and broken, with hostile values, as each kind of caller: no failure of the
 * server, no unmasked message, no record of another tenant, no submitted value in a response, and bounded CPU time.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../support/random.ts';
import { repetitions } from '../support/repetition.ts';
import { type Caller, openWorld, WORLD_TAKES, type World } from '../support/world.ts';
import { documentFor, type FieldName, rootFields } from './fields.ts';
import { requiredOf, textPlaces, withTextAt } from './values.ts';

const ROUNDS = repetitions(2, 25);
const MAXIMUM_MEDIAN_MS = 100;
const MARK = 'qqfuzzqq';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, WORLD_TAKES);
afterAll(() => world.close());

type Random = () => number;
const pick = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

const texts = (foreign: readonly string[], random: Random): string =>
  pick(random, [
    ...[
      MARK,
      `${MARK}\u202e\u2066`,
      `'; DROP TABLE customer; -- ${MARK}`,
      `${MARK}%s%n\${7*7}{{7*7}}`,
      MARK.repeat(1000),
    ],
    ...[
      `\ud800${MARK}`,
      `${MARK}\0`,
      `<script>${MARK}</script>`,
      `${MARK}@example.com\r\nBcc: x@y.example`,
      '../../etc/passwd',
    ],
    ...[
      '__proto__',
      'constructor',
      '',
      ' ',
      '\u{1f4b3}'.repeat(50),
      `http://169.254.169.254/${MARK}`,
      'NaN',
      '-0',
      '9'.repeat(400),
    ],
    ...[
      Buffer.from('GPC:S:cus_x').toString('base64'),
      Buffer.from(`GPC:S:${pick(random, foreign)}`).toString('base64'),
    ],
    ...foreign,
  ]);

const others = (random: Random): unknown =>
  pick(random, [
    null,
    0,
    -1,
    2 ** 31,
    2 ** 53,
    1e308,
    -1e308,
    0.1,
    true,
    [],
    {},
    [[[]]],
    { a: { b: MARK } },
    Array(200).fill(MARK),
    '2026-02-30T25:61:00Z',
  ]);

/** Replaces one value somewhere in the variables. */
function withOneReplaced(value: unknown, random: Random): unknown {
  if (Array.isArray(value) && value.length > 0 && random() < 0.8)
    return value.map((entry, index) => (index === 0 ? withOneReplaced(entry, random) : entry));
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && random() < 0.9) {
    const key = pick(random, Object.keys(value));
    return { ...value, [key]: withOneReplaced((value as Record<string, unknown>)[key], random) };
  }
  return others(random);
}

/** A document with some of its characters removed, doubled or replaced. */
function broken(document: string, random: Random): string {
  const at = Math.floor(random() * document.length);
  return pick(random, [
    document.slice(0, at),
    document.slice(0, at) + document.slice(at + 3),
    document.slice(0, at) +
      pick(random, ['{', '}', '"', '...', '@', '$', '\u0000', '\ud800', '#', MARK]) +
      document.slice(at),
    document.replace(/(\w+)\(/, `${MARK}: $1(`),
    document.replace('{', `@${MARK} {`),
    document + document,
  ]);
}

const CALLERS: readonly Caller[] = ['nobody', 'customer A1', 'merchant A', 'customer B1', 'revoked key of A'];
/** The marks of records that a caller must never read. */
const foreignMarks = ({ A1, A2, B1 }: World, caller: Caller): string[] => {
  if (caller === 'customer A1') return [A2.mark, B1.mark];
  if (caller === 'merchant A') return [B1.mark];
  if (caller === 'customer B1') return [A1.mark, A2.mark];
  return [A1.mark, A2.mark, B1.mark];
};

test.each([...rootFields()])('%s survives hostile values of every caller', async (name: FieldName, field) => {
  const random = seededRandom();
  const { A1, B1 } = world;
  const foreign = [...Object.values(B1.records), ...Object.values(A1.records)].filter((id) => typeof id === 'string');
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const caller of CALLERS) {
      const places = textPlaces(field.args);
      const place = places.length > 0 ? pick(random, places) : null;
      const id = pick(random, foreign);
      const base = place ? withTextAt(field.args, place, texts(foreign, random), id) : requiredOf(field.args, id);
      const variables = random() < 0.5 ? base : (withOneReplaced(base, random) as object);
      const valid = documentFor(name, base, '__typename');
      const document = random() < 0.3 ? broken(valid, random) : valid;
      const before = process.cpuUsage();
      const { status, text } = await world.ask(caller, document, variables);
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
      const what = `round ${round}, ${caller}: ${document} ${JSON.stringify(variables).slice(0, 500)}`;
      expect(status, what).toBeLessThan(500);
      expect(text, what).not.toMatch(/INTERNAL_SERVER_ERROR|prisma|postgres|SELECT |node_modules|\.ts:\d/i);
      for (const mark of foreignMarks(world, caller)) expect(text, what).not.toContain(mark);
      // Names in a broken document may be repeated; values never are.
      if (document === valid) expect(text, what).not.toContain(MARK);
    }
  times.sort((a, b) => a - b);
  expect(times[times.length >> 1]).toBeLessThan(MAXIMUM_MEDIAN_MS);
});

test('the log contains no unexpected failure of any operation', () => {
  expect(world.t.warnings().filter((line) => line.includes('unexpectedly'))).toEqual([]);
});
