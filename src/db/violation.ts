/**
 * The name of the constraint that a statement ran into, or undefined if the error is of another kind. Prisma's own
 * account differs between the two adapters (`meta.target`, an index here and columns there); PostgreSQL's message names
 * the constraint on both. Also understands the errors of `db.sql` and `db.raw`.
 */
export function violatedConstraint(error: unknown): string | undefined {
  const { constraint, meta } = (error ?? {}) as {
    constraint?: unknown;
    meta?: { driverAdapterError?: { cause?: { originalCode?: string; originalMessage?: string } } };
  };
  if (typeof constraint === 'string') return constraint;
  const { originalCode, originalMessage } = meta?.driverAdapterError?.cause ?? {};
  // Class 23: integrity constraint violations.
  if (!originalCode?.startsWith('23')) return undefined;
  return originalMessage?.match(/constraint "([^"]+)"/)?.[1];
}
