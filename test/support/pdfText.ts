/** The text of a PDF, as it can be copied from it. */
import { inflateSync } from 'node:zlib';

/** The text that can be copied from each page, line by line, by the ToUnicode maps of the fonts. */
export function pagesOf(pdf: Buffer): string[][] {
  const objects = new Map<string, { head: string; body: string }>();
  const source = pdf.toString('latin1');
  for (const [, id = '', head = '', stream] of source.matchAll(
    /(\d+) 0 obj\n(.*?)\n(?:stream\n(.*?)\nendstream\n)?endobj/gs,
  )) {
    const packed = stream !== undefined && head.includes('FlateDecode');
    objects.set(id, { head, body: packed ? inflateSync(Buffer.from(stream, 'latin1')).toString('latin1') : '' });
  }
  const reference = (head: string, name: string) => new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? '';
  const glyphsOf = (fontId: string) => {
    const cmap = objects.get(reference(objects.get(fontId)?.head ?? '', 'ToUnicode'))?.body ?? '';
    const text = (hex: string) => Buffer.from(hex.replace(/ /g, ''), 'hex').swap16().toString('utf16le');
    const list = [...cmap.matchAll(/\[(.*?)\]/gs)].flatMap(([, all = '']) => [...all.matchAll(/<(.*?)>/g)]);
    return list.map(([, hex = '']) => text(hex));
  };
  return [...objects.values()]
    .filter(({ head }) => /\/Type \/Page\b/.test(head))
    .map(({ head }) => {
      const fonts = new Map<string, string[]>();
      const resources = objects.get(reference(head, 'Resources'))?.head ?? '';
      for (const [, name = '', id = ''] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) fonts.set(name, glyphsOf(id));
      const rows = new Map<string, string>();
      const content = objects.get(reference(head, 'Contents'))?.body ?? '';
      for (const [, y = '', font = '', shown = ''] of content.matchAll(
        /BT\n1 0 0 1 \S+ (\S+) Tm\n\/(F\d+) \S+ Tf\n(.*?)ET/gs,
      )) {
        const glyphs = (shown.match(/<([0-9a-f]+)>/g) ?? []).join('').replace(/[<>]/g, '').match(/.{4}/g) ?? [];
        const text = glyphs.map((glyph) => fonts.get(font)?.[Number.parseInt(glyph, 16)] ?? '?').join('');
        rows.set(y, `${rows.get(y) ?? ''} ${text}`.trim());
      }
      return [...rows.values()];
    });
}
