/** CSV whose cells no spreadsheet takes for formulas. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../../src/kernel/csv.ts';

/** Reads CSV as RFC 4180 defines it. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let found = cells.exec(text); found; found = cells.exec(text)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

test('a row ends with a line end, empty cells are empty, numbers are written as they are', () => {
  expect(
    csv([
      ['a', 'b'],
      [null, { number: '-1.50' }],
    ]),
  ).toBe('a,b\r\n,-1.50\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '=HYPERLINK("http://x","y")'])(
  'the cell %j becomes a text',
  (value) => {
    expect(read(csv([[value]]))).toEqual([[`'${value}`]]);
  },
);

test('no cell of text begins a formula, and every text is read back as it was written', () => {
  const text = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\r', '\n', '\t', ' ', 'a', '1', "'") });
  fc.assert(
    fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 3 }), (rows) => {
      const found = read(csv(rows));
      expect(found.length).toBe(rows.length);
      for (const [index, row] of rows.entries()) {
        expect(found[index]).toHaveLength(row.length);
        for (const [at, value] of row.entries()) {
          const cell = found[index]?.[at] ?? '';
          expect(/^\s*[=+\-@]/.test(cell)).toBe(false);
          expect([value, `'${value}`]).toContain(cell);
        }
      }
    }),
  );
});
