import { describe, expect, test } from 'vitest';
import { ID_PREFIX, type IdKind, kindOfId, newId } from '../../src/kernel/ids.ts';

const now = new Date('2026-03-01T00:00:00.000Z');
const KINDS = Object.keys(ID_PREFIX) as IdKind[];

describe('ids', () => {
  test('tell their kind, and every kind has a prefix of its own', () => {
    expect(KINDS.length).toBeGreaterThan(15);
    expect(new Set(Object.values(ID_PREFIX))).toHaveLength(KINDS.length);
    for (const kind of KINDS) {
      const id = newId(kind, now);
      expect(id).toMatch(new RegExp(`^${ID_PREFIX[kind]}_[0-9a-hjkmnp-tv-z]{26}$`));
      expect(kindOfId(id)).toBe(kind);
    }
  });

  test('are sorted by time, and within one millisecond in the order in which they were made', () => {
    const made = Array.from({ length: 3000 }, (_, n) => newId('Event', new Date(now.getTime() + Math.floor(n / 1000))));
    expect([...made].sort()).toEqual(made);
    expect(new Set(made)).toHaveLength(3000);
  });

  test('of different milliseconds have nothing in common that could be guessed', () => {
    const tails = Array.from({ length: 500 }, (_, n) => newId('Customer', new Date(now.getTime() + n)).slice(-16));
    expect(new Set(tails)).toHaveLength(500);
    expect(new Set(tails.map((tail) => tail.slice(0, 4))).size).toBeGreaterThan(480);
  });

  test('far in the future still fit', () => {
    expect(newId('Customer', new Date('9999-12-31T23:59:59.999Z'))).toMatch(/^cus_[0-9a-z]{26}$/);
  });

  test.each([
    '',
    'cus_',
    'cus',
    'nope_01kjkb3q005b4fg9xzegrmxth9',
    'cus_01KJKB3Q005B4FG9XZEGRMXTH9',
    'cus_01kjkb3q005b4fg9xzegrmxth',
    'cus_01kjkb3q005b4fg9xzegrmxth9x',
    'cus_01kjkb3q005b4fg9xzegrmxtil',
    ' cus_01kjkb3q005b4fg9xzegrmxth9',
    'cus_01kjkb3q005b4fg9xzegrmxth9\n',
    '__proto___01kjkb3q005b4fg9xzegrmxth9',
  ])('%j is no id of ours', (text) => expect(kindOfId(text)).toBeNull());
});
