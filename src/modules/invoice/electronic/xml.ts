/** Writes XML elements as text. */

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 cannot contain, not even escaped: controls but for tabs and ends of lines, and noncharacters. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;

const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(FORBIDDEN, '')
    .replace(/[&<>"]/g, (character) => ESCAPED[character] ?? '');

export type Xml = { readonly xml: string };

type Content = Xml | string | null | undefined | false;

/** An element; null if it has neither text nor children, because empty elements are invalid in both syntaxes. */
export function el(name: string, ...content: (Content | Content[])[]): Xml | null {
  return elWith(name, {}, ...content);
}

/** An element with attributes. */
export function elWith(
  name: string,
  attributes: Record<string, string>,
  ...content: (Content | Content[])[]
): Xml | null {
  const inner = content
    .flat()
    .map((part) => (typeof part === 'string' ? escaped(part) : part ? part.xml : ''))
    .join('');
  if (inner === '') return null;
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return { xml: `<${name}${given.join('')}>${inner}</${name}>` };
}

/** A whole file. */
export const xmlFile = (root: Xml | null): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root?.xml ?? ''}\n`;
