import { UserError } from './errors.ts';
import { sqlState, violatedConstraint } from './violatedConstraint.ts';

/** An error as a log may hold it. */
export interface SafeError {
  /** The class of the error. */
  type: string;
  /** A machine-readable code: of Node, Prisma, a provider, or of a `UserError`. */
  code?: string;
  /** The error code of PostgreSQL, such as 23505. */
  sqlState?: string;
  /** The constraint of the database that was violated. */
  constraint?: string;
  /** Only of a `UserError`, whose messages never repeat a submitted value. */
  message?: string;
  /** Where it was thrown, without the message that a stack repeats. */
  stack?: string[];
  cause?: SafeError;
}

const FRAMES = 12;
const CAUSES = 5;
const IDENTIFIER = /^\w{1,64}$/;

/**
 * The class, code, constraint, stack and causes of an error. Messages are left out, because they often quote values: an
 * address, a token, a whole payload.
 */
export function safeError(error: unknown, depth = 0): SafeError {
  if (!(error instanceof Error)) return { type: error === null ? 'null' : typeof error };
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  const constraint = violatedConstraint(error);
  const state = sqlState(error);
  const stack = framesOf(error);
  const further = cause ?? (error instanceof AggregateError ? error.errors[0] : undefined);
  return {
    type: error.constructor.name,
    ...(typeof code === 'string' && IDENTIFIER.test(code) ? { code } : {}),
    ...(state && state !== code ? { sqlState: state } : {}),
    ...(constraint && IDENTIFIER.test(constraint) ? { constraint } : {}),
    ...(error instanceof UserError ? { message: error.message } : {}),
    ...(stack ? { stack } : {}),
    ...(further instanceof Error && depth < CAUSES ? { cause: safeError(further, depth + 1) } : {}),
  };
}

/** The frames of the stack after its message, of however many lines that consists. */
function framesOf({ stack, message }: Error): string[] | undefined {
  // A message that was changed after the stack was written may still be in it.
  const end = stack?.indexOf(message) ?? -1;
  if (stack === undefined || end < 0) return undefined;
  const lines = stack.slice(end + message.length).split('\n');
  return lines
    .filter((line) => /^\s+at /.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
}
