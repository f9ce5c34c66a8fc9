/** GET /embed/v1.js and /embed/v1.d.ts: the script by which a merchant's page embeds the portal, and its types. */
import { createHash } from 'node:crypto';
import Negotiator from 'negotiator';
import { refuseMethod } from '../headers.ts';
import type { BuiltFile, BuiltPage } from './built.ts';

const FOLDER = '/embed/';
/** The script is improved under its address, so a browser revalidates it after an hour. */
const AN_HOUR = 'public, max-age=3600';

const tags = new WeakMap<BuiltFile, string>();

function tagOf(file: BuiltFile): string {
  const tag = tags.get(file) ?? `"${createHash('sha256').update(file.plain).digest('base64url').slice(0, 22)}"`;
  tags.set(file, tag);
  return tag;
}

export function serveEmbedScript(page: BuiltPage | null, request: Request, { pathname }: URL): Response | null {
  const file = page?.embed.get(pathname.slice(FOLDER.length));
  if (!file) return null;
  const refused = refuseMethod(request, ['GET', 'HEAD']);
  if (refused) return refused;
  const etag = tagOf(file);
  const headers = {
    etag,
    'cache-control': AN_HOUR,
    'access-control-allow-origin': '*',
    // Pages of all sites may run it.
    'cross-origin-resource-policy': 'cross-origin',
    vary: 'Accept-Encoding',
  };
  if (request.headers.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers });
  const accepted = request.headers.get('accept-encoding') ?? '';
  const encodings = new Negotiator({ headers: { 'accept-encoding': accepted } }).encodings([...file.encoded.keys()]);
  const encoding = [...file.encoded.keys()].find((name) => encodings.includes(name));
  const body = (encoding && file.encoded.get(encoding)) ?? file.plain;
  return new Response(new Uint8Array(body), {
    headers: {
      ...headers,
      'content-type': file.type,
      'content-length': String(body.length),
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
  });
}
