/** The catalogue of events says what is emitted, no more and no less, and the README shows it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ID_PREFIX } from '../../src/kernel/ids.ts';
import { describeEvent, EVENT_TYPES, isEventType } from '../../src/modules/event/catalogue.ts';
import { eventTable, withEventTable } from '../../src/modules/event/table.ts';
import type { Op } from '../../src/op.ts';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const DESCRIPTIONS = /^modules\/event\/\w*(?:Events|catalogue)\.ts$/;

const code = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('db/generated') && !DESCRIPTIONS.test(path))
  .map((path) => readFileSync(join(SRC, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''))
  .filter((text) => /\bemit\(|\bevent\.create/.test(text))
  .join('\n');

describe('the catalogue', () => {
  test.each(EVENT_TYPES)('%s is emitted somewhere', (type) => {
    expect(code).toContain(`'${type}'`);
  });

  test('whatever is emitted stands in it', () => {
    const emitted = [...code.matchAll(/\bop\.emit\(([^{]*?),\s*\{/g)].map(([, type]) => type as string);
    expect(emitted.length).toBeGreaterThanOrEqual(40);
    const literals = emitted.flatMap((type) => [...type.matchAll(/'([^']+\.[^']+)'/g)].map(([, text]) => text));
    expect(literals.filter((type) => !isEventType(type as string))).toEqual([]);
    // A type that is worked out is taken from a table of literals, which the compiler holds against the catalogue.
    const computed = emitted.filter((type) => !type.includes("'"));
    expect(computed.filter((type) => !/^[A-Z_]+\[\w+\]$/.test(type))).toEqual([]);
  });

  test.each(EVENT_TYPES)('%s says when it happens and what it is about', (type) => {
    const { objects, when, data } = describeEvent(type);
    expect(type).toMatch(/^[a-z_]+\.[a-z_]+$/);
    expect(when).toMatch(/^[A-Z].*\.$/);
    expect(objects.length).toBeGreaterThan(0);
    expect(objects.filter((kind) => !(kind in ID_PREFIX))).toEqual([]);
    for (const text of [when, ...Object.values(data)]) expect(text).not.toMatch(/[|\n]/);
  });

  test('neither an unknown type nor an unknown key of its data compiles', () => {
    // Checked by `npm run check`: an expectation that is not met is an error there.
    const emitting = (op: Op) => {
      op.emit('invoice.voided', { objectId: 'in_1' });
      op.emit('price.created', { objectId: 'price_1', data: { productId: 'prod_1' } });
      // @ts-expect-error There is no such type.
      op.emit('invoice.forgotten', { objectId: 'in_1' });
      // @ts-expect-error There is no such key.
      op.emit('price.created', { objectId: 'price_1', data: { product: 'prod_1' } });
      // @ts-expect-error This type has no data.
      op.emit('invoice.voided', { objectId: 'in_1', data: { reason: 'none' } });
    };
    expect(emitting).toBeTypeOf('function');
  });
});

describe('the table in the README', () => {
  test('is that of the catalogue', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(eventTable());
    expect(withEventTable(readme)).toBe(readme);
  });

  test('is written between its marks and nowhere else', () => {
    const before = 'above\n<!-- events:begin -->\nold\n<!-- events:end -->\nbelow';
    expect(withEventTable(before)).toBe(`above\n<!-- events:begin -->\n${eventTable()}\n<!-- events:end -->\nbelow`);
    expect(withEventTable('nothing')).toBe('nothing');
  });
});
