/** The event catalog lists exactly the emitted events, and src/modules/webhook/README.md contains its table. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { describeEvent, EVENT_TYPES, isEventType } from '../../../src/events/catalog.ts';
import { eventTable, withEventTable } from '../../../src/events/eventTable.ts';
import { ID_PREFIX } from '../../../src/kernel/ids.ts';
import type { Op } from '../../../src/operation/operation.ts';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));
const DESCRIPTIONS = /^modules\/event\/\w*(?:Events|catalog)\.ts$/;

const code = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('db/generated') && !DESCRIPTIONS.test(path))
  .map((path) => readFileSync(join(SRC, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''))
  .filter((text) => /\bemit\(|\bevent\.create/.test(text))
  .join('\n');

describe('event catalog', () => {
  test.each(EVENT_TYPES)('the event type %s is emitted in the code', (type) => {
    expect(code).toContain(`'${type}'`);
  });

  test('every emitted event type is in the catalog', () => {
    const emitted = [...code.matchAll(/\bop\.emit\(([^{]*?),\s*\{/g)].map(([, type]) => type as string);
    expect(emitted.length).toBeGreaterThanOrEqual(40);
    const literals = emitted.flatMap((type) => [...type.matchAll(/'([^']+\.[^']+)'/g)].map(([, text]) => text));
    expect(literals.filter((type) => !isEventType(type as string))).toEqual([]);
    // A computed type comes from a table of literals, which the compiler checks against the catalog.
    const computed = emitted.filter((type) => !type.includes("'"));
    expect(computed.filter((type) => !/^[A-Z_]+\[\w+\]$/.test(type))).toEqual([]);
  });

  test.each(EVENT_TYPES)('the event type %s has a description of its time and its objects', (type) => {
    const { objects, when, data } = describeEvent(type);
    expect(type).toMatch(/^[a-z_]+\.[a-z_]+$/);
    expect(when).toMatch(/^[A-Z].*\.$/);
    expect(objects.length).toBeGreaterThan(0);
    expect(objects.filter((kind) => !(kind in ID_PREFIX))).toEqual([]);
    for (const text of [when, ...Object.values(data)]) expect(text).not.toMatch(/[|\n]/);
  });

  test('a key inside an object is described as key.field', () => {
    expect(describeEvent('subscription.canceled').data).toMatchObject({
      retentionOffer: expect.any(String),
      'retentionOffer.shown': expect.stringContaining('shown'),
    });
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
      op.emit('subscription.canceled', {
        objectId: 'sub_1',
        data: { retentionOffer: { couponId: 'co_1', outcome: 'declined', shown: true } },
      });
      // @ts-expect-error An object has no key that is not described.
      op.emit('subscription.canceled', { objectId: 'sub_1', data: { retentionOffer: { seen: true } } });
      // @ts-expect-error A key that is described as a value holds no object.
      op.emit('subscription.canceled', { objectId: 'sub_1', data: { invoiceId: { id: 'in_1' } } });
      // @ts-expect-error This type has no data.
      op.emit('invoice.voided', { objectId: 'in_1', data: { reason: 'none' } });
    };
    expect(emitting).toBeTypeOf('function');
  });
});

describe('event table in the webhook README', () => {
  test('the table in the README equals the one that the catalog generates', () => {
    const readme = readFileSync(new URL('../../../src/modules/webhook/README.md', import.meta.url), 'utf8');
    expect(readme).toContain(eventTable());
    expect(withEventTable(readme)).toBe(readme);
  });

  test('the table is replaced between its markers, and a text without markers is unchanged', () => {
    const before = 'above\n<!-- events:begin -->\nold\n<!-- events:end -->\nbelow';
    expect(withEventTable(before)).toBe(`above\n<!-- events:begin -->\n${eventTable()}\n<!-- events:end -->\nbelow`);
    expect(withEventTable('nothing')).toBe('nothing');
  });
});
