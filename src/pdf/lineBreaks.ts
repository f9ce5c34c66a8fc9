import LineBreaker from 'linebreak';

/** Thai, Lao and Khmer write no spaces, and UAX #14 leaves their words to a dictionary. */
const NEEDS_DICTIONARY = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

const WORDS = new Intl.Segmenter('th', { granularity: 'word' });

/** The indexes of `text` before which a line may begin, ascending, ending with its length. */
export function lineBreaks(text: string): number[] {
  const breaks = new Set<number>();
  const breaker = new LineBreaker(text);
  for (let at = breaker.nextBreak(); at !== null; at = breaker.nextBreak()) breaks.add(at.position);
  if (NEEDS_DICTIONARY.test(text)) {
    for (const { index, segment } of WORDS.segment(text)) {
      if (index > 0 && NEEDS_DICTIONARY.test(segment)) breaks.add(index);
    }
  }
  breaks.add(text.length);
  return [...breaks].sort((a, b) => a - b);
}
