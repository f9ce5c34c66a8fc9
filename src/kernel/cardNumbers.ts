/**
 * Finds card numbers in text: 13 to 19 digits with a valid check digit, however they are separated. Takes linear time.
 * Decision 060 lists what is deliberately not taken for one.
 */

/** Identifiers with a check or a shape of their own. One in some thousands of UUIDs would pass for a card number. */
const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
const IBAN = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b/gi;
const WORD = /[\p{L}\p{N}]+/gu;
/** Replaces text that is not searched. A letter ends a run of digits. */
const OPAQUE = 'x';

const SHORTEST = 13;
const LONGEST = 19;
/** The most digits of a telephone number with its country code (E.164). */
const LONGEST_PHONE = 15;
/** The widest gap within one number; a wider one separates two numbers. */
const WIDEST_GAP = 8;

/** Prefixes and lengths that card networks issue. */
const ISSUED = new RegExp(
  [
    '4(?:\\d{15}|\\d{18})', // Visa
    '(?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12}', // Mastercard
    '3[47]\\d{13}', // American Express
    '3(?:0[0-5]|[689]\\d)\\d{11}', // Diners Club
    '(?:6011|65\\d\\d|64[4-9]\\d|62\\d\\d|35\\d\\d|220[0-4]|8[12]\\d\\d|508\\d|60\\d\\d)\\d{12,15}', // Discover, UnionPay, JCB, Mir, RuPay
    '(?:5[0678]|6[37])\\d{14,17}', // Maestro
  ]
    .map((form) => `^${form}$`)
    .join('|'),
);

/** The same digits in ASCII: NFKC maps those of other styles, and the value of the rest is their place in their block. */
function asciiDigits(text: string): string {
  return text.replace(/[^\P{N}0-9]/gu, (char) => char.normalize('NFKC').replace(/[^\P{Nd}0-9]/gu, digitValue));
}

function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
}

/** Whether a word is a hash, a token or an id: letters and digits take turns. A card number beside a word does not. */
function isIdentifier(word: string): boolean {
  let turns = 0;
  for (let index = 1; index < word.length; index++)
    if (/\d/.test(word[index] ?? '') !== /\d/.test(word[index - 1] ?? '')) turns++;
  return turns >= 4;
}

/** Whether the digits are those of an IBAN, by its own check (ISO 13616). */
function isIban(candidate: string): boolean {
  const bare = candidate.replace(/[ -]/g, '').toUpperCase();
  const rotated = bare.slice(4) + bare.slice(0, 4);
  let rest = 0;
  for (const char of rotated) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Hides the IBAN that a candidate begins with; words may follow it. */
function hideIban(candidate: string): string {
  for (let end = candidate.length; end >= 15; end--)
    if (!/[A-Z0-9]/i.test(candidate[end] ?? '') && isIban(candidate.slice(0, end)))
      return OPAQUE + candidate.slice(end);
  return candidate;
}

interface Group {
  digits: string;
  /** The text between the previous group and this one; null if they cannot belong together. */
  gap: string | null;
  afterPlus: boolean;
}

function groupsOf(text: string): Group[] {
  let end = 0;
  return [...text.matchAll(/\d+/g)].map(({ 0: digits, index }) => {
    const gap = text.slice(end, index);
    end = index + digits.length;
    const apart = gap.length > WIDEST_GAP || /[\p{L}\p{N}]/u.test(gap);
    return { digits, gap: apart ? null : gap, afterPlus: text[index - 1] === '+' };
  });
}

/** The sums of the check digit's algorithm (Luhn) over digits that are added at the end. */
class Check {
  /** The sum if the last digit has an odd place from the start, and if it has an even one. */
  #sums: [number, number] = [0, 0];
  #length = 0;

  add(digits: string): void {
    for (const char of digits) {
      const digit = Number(char);
      const doubled = digit > 4 ? digit * 2 - 9 : digit * 2;
      const even = this.#length++ % 2 === 0;
      this.#sums[0] += even ? digit : doubled;
      this.#sums[1] += even ? doubled : digit;
    }
  }

  passes(): boolean {
    return this.#sums[this.#length % 2 === 1 ? 0 : 1] % 10 === 0;
  }
}

/** Whether digits with a valid check are written as a card number, and not as a list, a date or a telephone number. */
function writtenLikeCard(groups: readonly Group[], digits: string): boolean {
  const [first, ...others] = groups;
  if (!first) return false;
  const issued = ISSUED.test(digits);
  if (first.afterPlus && digits.length <= LONGEST_PHONE) return issued;
  const regular =
    groups.every((group) => group.digits.length >= 3) ||
    groups.every((group) => group.digits.length === first.digits.length);
  const list = others.some(({ gap }) => /[,;\n\r\t]/.test(gap ?? '') || (gap ?? '').length > 3);
  if (regular && !list) return true;
  return issued && (regular || others.every(({ gap }) => gap === others[0]?.gap));
}

/** Whether a card number begins with the group at `start`. */
function beginsAt(groups: readonly Group[], start: number): boolean {
  const check = new Check();
  let digits = '';
  for (let end = start; end < groups.length; end++) {
    const group = groups[end];
    if (!group || (end > start && group.gap === null)) return false;
    digits += group.digits;
    if (digits.length > LONGEST) return false;
    check.add(group.digits);
    if (digits.length >= SHORTEST && check.passes() && writtenLikeCard(groups.slice(start, end + 1), digits))
      return true;
  }
  return false;
}

/** Whether a text contains a card number. */
export function holdsCardNumber(text: string): boolean {
  // One character can stand for two digits, such as a circled 42.
  if ((text.match(/\p{N}/gu)?.length ?? 0) < SHORTEST / 2) return false;
  const plain = asciiDigits(text)
    // Characters without a width of their own, such as zero-width spaces and combining marks.
    .replace(/[\p{Cf}\p{M}\u115f\u1160\u3164]/gu, '')
    .replace(UUID, OPAQUE)
    .replace(IBAN, hideIban)
    .replace(WORD, (word) => (isIdentifier(word) ? OPAQUE : word));
  const groups = groupsOf(plain);
  return groups.some((_group, start) => beginsAt(groups, start));
}
