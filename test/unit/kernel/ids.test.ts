import { describe, expect, test } from 'vitest';
import { ID_PREFIX, type IdKind, kindOfId, newId } from '../../../src/kernel/ids.ts';

const now = new Date('2026-03-01T00:00:00.000Z');
const KINDS = Object.keys(ID_PREFIX) as IdKind[];

describe('prefixed ids', () => {
  test('an id has the unique prefix of its kind', () => {
    expect(KINDS.length).toBeGreaterThan(15);
    expect(new Set(Object.values(ID_PREFIX))).toHaveLength(KINDS.length);
    for (const kind of KINDS) {
      const id = newId(kind, now);
      expect(id).toMatch(new RegExp(`^${ID_PREFIX[kind]}_[0-9a-hjkmnp-tv-z]{26}$`));
      expect(kindOfId(id)).toBe(kind);
    }
  });

  test('ids sort by time, and within one millisecond by the order of their creation', () => {
    const made = Array.from({ length: 3000 }, (_, n) => newId('Event', new Date(now.getTime() + Math.floor(n / 1000))));
    expect([...made].sort()).toEqual(made);
    expect(new Set(made)).toHaveLength(3000);
  });

  test('ids of one instant stay in order when ids of other instants are made in between', () => {
    const made = Array.from({ length: 500 }, (_, n) => {
      newId('Event', new Date(now.getTime() + 1000 + n));
      return newId('CreditEntry', now);
    });
    expect([...made].sort()).toEqual(made);
    expect(new Set(made)).toHaveLength(500);
  });

  test('the end of an id is random', () => {
    const ends = Array.from({ length: 500 }, (_, n) => newId('Customer', new Date(now.getTime() + n)).slice(-5));
    expect(new Set(ends).size).toBeGreaterThan(480);
  });

  test('an id of the year 9999 has the same length', () => {
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
  ])('%j is not recognized as an id', (text) => expect(kindOfId(text)).toBeNull());
});
