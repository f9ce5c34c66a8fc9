/** Records by ids that are not foreign keys: the loads of one field are batched into one statement per kind of record. */
import { brandWithType } from '@pothos/core';
import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type PrismaTypes from '../db/generated/pothos.ts';
import { readMany } from '../db/read/read.ts';
import { kindOfId } from '../kernel/ids.ts';
import { visibleToMerchant } from '../operation/operation.ts';
import type { Context } from './context.ts';

type ModelName = keyof PrismaTypes & string;
type Loader = DataLoader<string, object | null>;

const loaders = new WeakMap<object, Map<string, Loader>>();

/** Rows with the same selection share a loader. `batchKey` is the selection as JSON. */
function loaderFor(
  ctx: Context,
  batchKey: string,
  load: (ids: readonly string[]) => Promise<{ id: string }[]>,
): Loader {
  const ofRequest = loaders.get(ctx) ?? new Map<string, Loader>();
  loaders.set(ctx, ofRequest);
  const existing = ofRequest.get(batchKey);
  if (existing) return existing;
  const loader: Loader = new DataLoader(async (ids) => {
    const rows = new Map((await load(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
  ofRequest.set(batchKey, loader);
  return loader;
}

/** The merchant's record with the id, in the shape that Pothos' `query` selects; null if no row matches. */
export async function readById<M extends ModelName>(
  ctx: Context,
  model: M,
  query: object,
  id: string,
): Promise<PrismaTypes[M]['Shape'] | null> {
  const own = visibleToMerchant(ctx.principal);
  const where = model === 'Company' ? { id: own.companyId } : own;
  const load = (ids: readonly string[]) =>
    readMany(ctx.db, model, {
      ...withId(query),
      where: { AND: [where, { id: { in: [...new Set(ids)] } }] } as PrismaTypes[M]['Where'],
    }) as Promise<{ id: string }[]>;
  return (await loaderFor(ctx, `${model} ${JSON.stringify(query)}`, load).load(id)) as PrismaTypes[M]['Shape'] | null;
}

/** The id is needed to hand each row to its field, even if the client does not select it. */
function withId(query: object): object {
  return 'select' in query ? { ...query, select: { ...(query.select as object), id: true } } : query;
}

/** The merchant's record of any kind with the id, for a field of type `Node`; null if the record no longer exists. */
export async function readNodeById(ctx: Context, info: GraphQLResolveInfo, id: string): Promise<object | null> {
  const kind = kindOfId(id);
  if (kind === null || !info.schema.getType(kind)) return null;
  const model = kind as ModelName;
  const row = await readById(ctx, model, queryFromInfo({ context: ctx, info, typeName: kind }), id);
  if (row) brandWithType(row as object, kind as never);
  return row as object | null;
}
