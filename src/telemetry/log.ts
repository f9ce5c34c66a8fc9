import { type DestinationStream, type Logger, pino } from 'pino';
import { scopeFields } from './scope.ts';

/**
 * The log: one JSON object a line, each with the id of the request or job that it belongs to. Nothing is redacted here:
 * callers pass ids, codes and `safeError(error)`, never an error, a token, an address or a payload.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, mixin: () => scopeFields() ?? {} };
  return destination ? pino(options, destination) : pino(options);
}
