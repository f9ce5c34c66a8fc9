/**
 * Isolates text of a company or a customer within a sentence of the page, so that neither disturbs the direction of the
 * other.
 */
const OVERRIDES = /[\u202A-\u202E]/g;
const ISOLATES = /[\u2066-\u2069]/g;
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200F\u061C]/u;
/** The characters that decide the direction of a text. */
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

/** The text, isolated if its direction could affect the text around it. */
export function isolate(text: string): string {
  const plain = text.replace(OVERRIDES, '');
  const safe = balanced(plain) ? plain : plain.replace(ISOLATES, '');
  const stray = RIGHT_TO_LEFT.test(safe);
  const [first] = STRONG.exec(safe) ?? [];
  const fits =
    // Text that consists of digits and signs has no writing direction of its own.
    first === undefined ||
    (document.documentElement.dir === 'rtl' ? RIGHT_TO_LEFT.test(first) || (!stray && FIRM.test(safe)) : !stray);
  return fits ? safe : `\u2068${safe}\u2069`;
}
