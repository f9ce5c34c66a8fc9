/** The parts of a PDF/A-3 that readers look for: the embedded file, the metadata and the catalog. */
import { inflateSync } from 'node:zlib';

export interface PdfParts {
  /** The text of each object without its stream. */
  heads: string[];
  /** The XMP packet. */
  metadata: string;
  /** The embedded files by name. */
  files: ReadonlyMap<string, string>;
  catalog: string;
}

export function partsOf(pdf: Buffer): PdfParts {
  const source = pdf.toString('latin1');
  const objects = new Map<string, { head: string; body: Buffer }>();
  for (const [, id = '', head = '', stream] of source.matchAll(
    /(\d+) 0 obj\n(.*?)\n(?:stream\n(.*?)\nendstream\n)?endobj/gs,
  )) {
    const raw = Buffer.from(stream ?? '', 'latin1');
    objects.set(id, { head, body: stream !== undefined && head.includes('FlateDecode') ? inflateSync(raw) : raw });
  }
  const at = (head: string, name: string) => objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? '');
  const all = [...objects.values()];
  const catalog = all.find(({ head }) => head.includes('/Type /Catalog'))?.head ?? '';
  const files = all
    .filter(({ head }) => head.includes('/Type /Filespec'))
    .map(({ head }) => {
      const name = /\/UF \((.*?)\)/.exec(head)?.[1] ?? '';
      return [name, at(head, 'F')?.body.toString('utf8') ?? ''] as const;
    });
  return {
    heads: all.map(({ head }) => head),
    metadata: at(catalog, 'Metadata')?.body.toString('utf8') ?? '',
    files: new Map(files),
    catalog,
  };
}
