/** The database's own error within Prisma's, on both drivers. */
interface DriverError {
  constraint?: unknown;
  meta?: { driverAdapterError?: { cause?: { originalCode?: string; originalMessage?: string } } };
}

/** The SQLSTATE of a database error, whether it came from Prisma or from a driver; undefined for other errors. */
export function sqlState(error: unknown): string | undefined {
  const { code, meta } = (error ?? {}) as DriverError & { code?: unknown };
  const original = meta?.driverAdapterError?.cause?.originalCode ?? code;
  return typeof original === 'string' && /^[0-9A-Z]{5}$/.test(original) ? original : undefined;
}

/**
 * The name of the constraint that a statement violated, or undefined if the error is of another kind. Prisma describes
 * the violation differently on each adapter (the index on one, columns on the other); PostgreSQL's message names the
 * constraint on both. Errors of `db.sql` and `db.raw` are understood, too.
 */
export function violatedConstraint(error: unknown): string | undefined {
  const { constraint, meta } = (error ?? {}) as DriverError;
  if (typeof constraint === 'string') return constraint;
  const { originalCode, originalMessage } = meta?.driverAdapterError?.cause ?? {};
  // Class 23: integrity constraint violations.
  if (!originalCode?.startsWith('23')) return undefined;
  return originalMessage?.match(/constraint "([^"]+)"/)?.[1];
}
