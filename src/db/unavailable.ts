import { sqlState } from '../kernel/violatedConstraint.ts';
import { ClocksDisagree } from './clockGuard.ts';

/** The driver could not reach the database, or lost its connection. */
export class DatabaseUnreachable extends Error {
  constructor(cause: unknown) {
    super('The database cannot be reached.', { cause });
  }
}

/**
 * PostgreSQL's own codes for a server that cannot serve now: lost connections (08), no resources (53), a lock or a
 * statement that took too long (55P03, 57014), and a shutdown, a crash or a start (57P).
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const SQL_STATES = /^(?:08...|53...|55P03|57014|57P0[1-5]|58000|58030|25006)$/;
/** Prisma's codes: not reachable, timed out, connection closed, pool exhausted, transaction not started or lost. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037']);
/** Messages of node-postgres and PGlite, whose errors have no code. */
const MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after calling end|Client has encountered a connection error|Client was closed|PGlite is closed)/;
const DEPTH = 4;

/**
 * Whether an error means that the database cannot be reached, is overloaded or has another clock rather than that this
 * program is wrong. The same request may succeed later. If the connection broke during COMMIT, the change may have been
 * made.
 */
export function isUnavailable(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseUnreachable || error instanceof ClocksDisagree || MESSAGES.test(error.message))
    return true;
  const state = sqlState(error);
  if (state !== undefined && SQL_STATES.test(state)) return true;
  const { code } = error as { code?: unknown };
  if ('clientVersion' in error && PRISMA_CODES.has(String(code))) return true;
  return error.name === 'PrismaClientInitializationError' || (depth < DEPTH && isUnavailable(error.cause, depth + 1));
}
