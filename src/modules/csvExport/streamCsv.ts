import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client/client.ts';
import { csv } from '../../kernel/csv.ts';
import { EXPORT_FILES, type ExportFile, type ExportKind, type ExportRow } from './exportKinds.ts';

/** Rows of one statement. */
const BATCH = 500;

/** The rows that were created in `[from, to)`. */
export interface ExportRange {
  companyId: string;
  from: Date | null;
  to: Date;
}

type Place = Pick<ExportRow, 'at' | 'id'>;

function readBatch(db: Db, { select }: ExportFile, range: ExportRange, after: Place | null): Promise<ExportRow[]> {
  const { companyId, from, to } = range;
  const since = from ? Prisma.sql`AND t.created_at >= ${from}` : Prisma.empty;
  const behind = after ? Prisma.sql`AND (t.created_at, t.id) > (${after.at}, ${after.id})` : Prisma.empty;
  return db.prisma.$queryRaw<ExportRow[]>`
    ${select} t.company_id = ${companyId} AND t.created_at < ${to} ${since} ${behind}
    ORDER BY t.created_at, t.id LIMIT ${BATCH}`;
}

/** The lines of the selected documents, in their order. */
async function* expanded(db: Db, expand: Prisma.Sql, companyId: string, ids: string[]): AsyncGenerator<ExportRow[]> {
  let position = -1;
  for (const id of ids) {
    for (;;) {
      const rows = await db.prisma.$queryRaw<ExportRow[]>`
        ${expand} WHERE l.company_id = ${companyId} AND l.invoice_id = ${id} AND l.position > ${position}
        ORDER BY l.position LIMIT ${BATCH}`;
      yield rows;
      if (rows.length < BATCH) break;
      position = rows.at(-1)?.position;
    }
    position = -1;
  }
}

/**
 * The file as text, piece by piece, oldest rows first. A piece is read only when the consumer wants it, and no transaction is
 * open in between: rows that change meanwhile appear as they are when they are read.
 */
export async function* streamCsv(db: Db, kind: ExportKind, range: ExportRange): AsyncGenerator<string> {
  const file = EXPORT_FILES[kind];
  const { columns, expand } = file;
  const written = (rows: readonly ExportRow[]) => csv(rows.map((row) => columns.map(({ cell }) => cell(row))));
  yield csv([columns.map(({ name }) => name)]);
  for (let after: Place | null = null; ; ) {
    const batch: ExportRow[] = await readBatch(db, file, range, after);
    if (!expand) yield written(batch);
    else
      for await (const rows of expanded(
        db,
        expand,
        range.companyId,
        batch.map(({ id }) => id),
      ))
        if (rows.length > 0) yield written(rows);
    const last: ExportRow | undefined = batch.at(-1);
    if (!last || batch.length < BATCH) return;
    after = { at: last.at, id: last.id };
  }
}
