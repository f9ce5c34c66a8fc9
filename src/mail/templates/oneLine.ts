/**
 * A merchant's own words as one line of a mail: line breaks would end a header or fake a paragraph of the text
 * part, and marks that turn the writing direction would let a name pose as another.
 */
export function oneLine(value: string, longest = 100): string {
  const line = value
    .toWellFormed()
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\p{Z}\s]+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= longest
    ? line
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
