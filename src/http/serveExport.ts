/** GET /exports/:kind.csv: the rows of the company as a file, for the holder of an API key that may read. */
import { Readable } from 'node:stream';
import { TOO_MANY_REQUESTS } from '../api/callers.ts';
import { type ClientLimits, REFUSED_CREDENTIAL } from '../api/clientLimits.ts';
import type { Db } from '../db/client.ts';
import { after } from '../kernel/clock.ts';
import { EXPORT_FILES, type ExportKind } from '../modules/csvExport/exportKinds.ts';
import { streamCsv } from '../modules/csvExport/streamCsv.ts';
import type { MerchantPrincipal, Principal } from '../operation/operation.ts';
import { noteSecurityEvent } from '../operation/securityLog.ts';
import type { Connection } from './connection.ts';
import { json, refuseMethod } from './headers.ts';

const PATH = /^\/exports\/([a-z_]{1,20})\.csv$/;
/** An export reads the database for as long as its client reads. */
const MAXIMUM_EXPORTS = 2;
const LONGEST_MS = 15 * 60_000;
let exporting = 0;

/** The caller of a request, and the general limit of requests: null for none. */
export interface ExportCallers {
  addressOf(request: Request, socketAddress: string): string;
  authenticate(authorization: string | null, clientAddress: string): Promise<Principal>;
  limits: ClientLimits | null;
}

interface ExportParts extends ExportCallers {
  db: Db;
  now: Date;
  connection: Connection;
}

const kindIn = ({ pathname }: URL): ExportKind | null => {
  const name = PATH.exec(pathname)?.[1] ?? '';
  return Object.hasOwn(EXPORT_FILES, name) ? (name as ExportKind) : null;
};

/** Undefined for a text that is no instant. */
function instantIn(text: string | null): Date | null | undefined {
  if (text === null) return null;
  const instant = new Date(text);
  return /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(instant.getTime()) ? instant : undefined;
}

function busy(): Response {
  const response = json(503, { error: 'Too many files are being exported. Try again in a minute.' });
  response.headers.set('retry-after', '60');
  return response;
}

/** The response of an error, or the merchant. */
async function merchantOf(
  { authenticate, limits }: ExportCallers,
  request: Request,
  address: string,
): Promise<MerchantPrincipal | Response> {
  const authorization = request.headers.get('authorization');
  const wait = limits?.waitBefore(address, authorization) ?? 0;
  if (wait > 0) {
    const response = json(429, { error: TOO_MANY_REQUESTS });
    response.headers.set('retry-after', String(wait));
    return response;
  }
  const principal = await authenticate(authorization, address);
  if (principal.kind !== 'merchant') {
    limits?.takeOf(address, 1 + REFUSED_CREDENTIAL);
    return json(401, { error: 'A valid API key is needed.' });
  }
  if (authorization !== null) limits?.remember(authorization);
  if (principal.scopes && !principal.scopes.includes('READ'))
    return json(403, { error: 'This API key does not have the scope READ.' });
  return principal;
}

function fileOf(db: Db, kind: ExportKind, range: { companyId: string; from: Date | null; to: Date }): Response {
  exporting++;
  const file = Readable.from(streamCsv(db, kind, range), { objectMode: false });
  const timer = setTimeout(() => file.destroy(new Error('The file was not read in time.')), LONGEST_MS).unref();
  file.once('close', () => {
    clearTimeout(timer);
    exporting--;
  });
  return new Response(Readable.toWeb(file) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${kind}.csv"`,
      'cache-control': 'private, no-store',
    },
  });
}

export async function serveExport(parts: ExportParts, request: Request, url: URL): Promise<Response | null> {
  const kind = kindIn(url);
  if (!kind) return null;
  const refused = refuseMethod(request, ['GET']);
  if (refused) return refused;
  const { db, connection } = parts;
  const address = parts.addressOf(request, connection.socketAddress);
  const merchant = await merchantOf(parts, request, address);
  if (merchant instanceof Response) return merchant;
  const now = merchant.testClockAt ?? parts.now;
  const [from, until] = [instantIn(url.searchParams.get('from')), instantIn(url.searchParams.get('to'))];
  if (from === undefined || until === undefined)
    return json(400, { error: '`from` and `to` must be dates or instants, such as 2026-11-29.' });
  if (exporting >= MAXIMUM_EXPORTS) return busy();
  const { companyId, apiKeyId } = merchant;
  const actor = { kind: 'MERCHANT', id: apiKeyId } as const;
  await noteSecurityEvent(db, companyId, parts.now, {
    kind: 'CUSTOMER_EXPORTED',
    address,
    detail: `${kind}.csv`,
    actor,
  });
  return fileOf(db, kind, { companyId, from, to: until ?? after(now, 1) });
}
