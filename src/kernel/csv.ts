/** CSV by RFC 4180, whose cells no spreadsheet takes for a formula. */

/** A text may be anything that a customer wrote; a number is written by this program, as decimal digits. */
export type Cell = string | null | { number: string };

/** The characters with which spreadsheets begin a formula or a command. */
const FORMULA = /^[=+\-@\t\r\n]/;
const SPECIAL = /[",\r\n]/;

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'object') return value.number;
  // An apostrophe makes it a text for spreadsheets; leading blanks are ignored by some of them.
  const text = FORMULA.test(value.trimStart()) || FORMULA.test(value) ? `'${value}` : value;
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows with a line end after each, the first of them the heading. */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
