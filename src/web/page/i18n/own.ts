/**
 * Somebody's own words within the page's: a company's, a customer's. They keep their own order and leave that of the
 * page as it is, whichever way either of them runs.
 */
const OVERRIDES = /[\u202A-\u202E]/g;
const ISOLATES = /[\u2066-\u2069]/g;
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200F\u061C]/u;
/** What decides which way a text runs. */
const STRONG = /[\p{L}\u200E\u200F\u061C]/u;
/** Begins with a letter and ends with a letter or a digit behind one: no sign at an end could change sides. */
const FIRM = /^\p{L}(?:.*[\p{L}\p{N}])?$/su;

function balanced(text: string): boolean {
  let depth = 0;
  for (const [mark] of text.matchAll(ISOLATES)) {
    depth += mark === '\u2069' ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The text with what it takes to stand anywhere on the page; as it is, where it takes nothing. */
export function own(text: string): string {
  const plain = text.replace(OVERRIDES, '');
  const safe = balanced(plain) ? plain : plain.replace(ISOLATES, '');
  const stray = RIGHT_TO_LEFT.test(safe);
  const [first] = STRONG.exec(safe) ?? [];
  const fits =
    // Digits and signs alone go where the text around them goes.
    first === undefined ||
    (document.documentElement.dir === 'rtl' ? RIGHT_TO_LEFT.test(first) || (!stray && FIRM.test(safe)) : !stray);
  return fits ? safe : `\u2068${safe}\u2069`;
}
