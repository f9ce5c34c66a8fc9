/** Names inside sentences of another writing direction. */
import type { Direction } from './locale.ts';

const LEFT_TO_RIGHT = '\u200E';
const RIGHT_TO_LEFT = '\u200F';
/** Embeddings, overrides and isolates: within a name they could change how an amount beside it reads. */
const REORDERING = /[\u202A-\u202E\u2066-\u2069]/g;
const RTL_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * A name inside a text of `direction`: the name has its own reading order, and the words after it have the text's. Uses
 * marks instead of isolates, because the PDF's layout, like older mail programs, supports marks only.
 */
export function embedded(words: string, direction: Direction): string {
  const plain = words.replace(REORDERING, '');
  const rightToLeft = RTL_LETTER.test(/\p{L}/u.exec(plain)?.[0] ?? '');
  if (direction === 'ltr')
    return RTL_LETTER.test(plain) ? `${LEFT_TO_RIGHT}${inOwnOrder(plain, rightToLeft)}${LEFT_TO_RIGHT}` : plain;
  return `${RIGHT_TO_LEFT}${inOwnOrder(plain, rightToLeft)}${RIGHT_TO_LEFT}`;
}

/** Marks at both ends, so that a sign at an end (`Pro!`) stays with its word. */
function inOwnOrder(words: string, rightToLeft: boolean): string {
  const mark = rightToLeft ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
  return `${mark}${words}${mark}`;
}

/**
 * Puts right-to-left marks around a formatted value, such as an amount or dates, in right-to-left text, so that the text
 * before it cannot reorder the value.
 */
export function fenced(value: string, direction: Direction): string {
  return direction === 'rtl' ? `${RIGHT_TO_LEFT}${value}${RIGHT_TO_LEFT}` : value;
}
