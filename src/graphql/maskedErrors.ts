/**
 * Top-level errors with `extensions.code`: all errors but the expected failures of mutations, which are members of their
 * results. Unexpected errors are masked, and no message repeats a submitted value.
 */
import { GraphQLError, Kind, type VariableDefinitionNode } from 'graphql';
import { isUnavailable } from '../db/unavailable.ts';
import { TooManyAttempts, UserError } from '../kernel/errors.ts';
import { sqlState } from '../kernel/violatedConstraint.ts';
import type { Principal } from '../operation/operation.ts';
import { holdsNamesOnly } from './repeatedNames.ts';

/** Codes of top-level errors besides those of `UserError`. */
export type TopLevelCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'BAD_USER_INPUT'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'PERSISTED_QUERY_REQUIRED'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

export function topLevelError(code: TopLevelCode, message: string, extra: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extra } });
}

/** Status 429, with the time to wait in the header and in the extensions. */
export function rateLimited(message: string, retryAfterSeconds: number): GraphQLError {
  const http = { status: 429, headers: { 'retry-after': String(retryAfterSeconds) } };
  return topLevelError('RATE_LIMITED', message, { retryAfterSeconds, http });
}

export function accessDenied(principal: Principal): GraphQLError {
  return principal.kind === 'anonymous'
    ? topLevelError('UNAUTHENTICATED', 'A valid API key or portal session is needed.')
    : topLevelError('FORBIDDEN', 'This credential does not allow that.');
}

/** The messages of graphql-armor about a limit. They contain numbers only, and no submitted text. */
const LIMIT = /^Syntax Error: ((?:Query depth|Aliases|Directives|Token) limit of \d+ exceeded(?:, found \d+)?\.)$/;
/** Request parameters that an error message of Yoga may quote. */
const PARAMETERS = new Set(['query', 'variables', 'extensions', 'params', 'operationName']);

/** The message of an error of the document or the request, without any submitted value. */
function withoutValues(error: GraphQLError): string {
  const { message, nodes, positions, extensions } = error;
  const limit = LIMIT.exec(message)?.[1];
  if (limit) return limit;
  if (holdsNamesOnly(error)) return withoutSuggestions(message);
  if (nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION) return ofVariable(error, nodes[0]);
  if (nodes?.length) return WRONG_TYPE;
  // A message of the parser may show a character or a string of the document.
  if (positions?.length) return 'Syntax Error: the document cannot be parsed at this place.';
  if (extensions.code === 'OPERATION_RESOLUTION_FAILURE') return 'The document has no operation of this name.';
  // The only validation error without a position: graphql-js stops comparing fields of the same name.
  if (extensions.code === 'GRAPHQL_VALIDATION_FAILED') return 'The document repeats fields too often to be checked.';
  const byYoga = extensions.http !== undefined;
  return byYoga && namesParametersOnly(message) ? message : 'The request cannot be read.';
}

const WRONG_TYPE = 'A value of the wrong type was submitted at this place.';

const withoutSuggestions = (message: string) =>
  message.replace(/ Did you mean [\s\S]*$/, '').replace(/ Use "[\s\S]*$/, '');

/**
 * The message of a mistake in a variable. graphql-js repeats the submitted value in errors that have an `originalError`; for
 * these, only the variable and the place are named.
 */
function ofVariable({ message, originalError }: GraphQLError, { variable }: VariableDefinitionNode): string {
  const name = variable.name.value;
  if (!originalError) return message;
  // graphql-js writes the place after the value, which may itself look like one: the last is taken. A key that is not a
  // name is a submitted text and ends the place.
  const end = message.slice(message.lastIndexOf(' at "'));
  const place = / at "([_A-Za-z]\w*(?:\.[_A-Za-z]\w*|\[\d+\])*)"; /.exec(end)?.[1];
  const known = place && (place.startsWith(`${name}.`) || place.startsWith(`${name}[`));
  return `Variable "$${name}" has a value of the wrong type${known ? ` at "${place}"` : ''}.`;
}

/** Whether the only text in quotes is the name of a parameter: Yoga quotes submitted keys, too. */
function namesParametersOnly(message: string): boolean {
  const [, quoted, ...more] = message.split('"');
  return quoted === undefined || (more.length === 1 && PARAMETERS.has(quoted));
}

/** The time after which a client may try again when the database cannot be reached. */
export const RETRY_AFTER_SECONDS = 5;

/** Takes an unexpected error for the log. The client never sees it. */
export type OnUnexpected = (error: unknown) => void;

/** For errors before execution: status 400 for clients that accept GraphQL's own media type. */
const REQUEST_REFUSED = { spec: true, status: 400 } as const;
/** Errors with these codes have messages that are written in this program, so they are passed on. */
const OWN_WORDS: ReadonlySet<unknown> = new Set<TopLevelCode>([
  ...(['UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED', 'BAD_USER_INPUT'] as const),
  ...(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_REQUIRED'] as const),
]);
/** Codes that are passed on: ours, and Yoga's for errors of a request. */
const CODES: ReadonlySet<unknown> = new Set([
  ...OWN_WORDS,
  ...['BAD_REQUEST', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE'],
]);

/** Makes the error that a client reads. No other place does. */
export function presentError(error: GraphQLError, onUnexpected: OnUnexpected): GraphQLError {
  const { nodes, source, positions, path } = error;
  const present = (message: string, extensions: Record<string, unknown>) =>
    new GraphQLError(message, { nodes, source, positions, path, extensions });
  const refuse = (message: string, more: Record<string, unknown> = {}) =>
    present(message, { ...(path ? {} : { http: REQUEST_REFUSED }), code: 'BAD_USER_INPUT', ...more });

  const cause = causeOf(error);
  if (cause instanceof UserError) {
    const setting = 'setting' in cause ? { setting: cause.setting } : {};
    return present(cause.message, { code: cause.code, path: cause.inputPath, ...setting });
  }
  if (cause instanceof TooManyAttempts) {
    const { message: text, extensions } = rateLimited(cause.message, Math.ceil(cause.retryAfterMs / 1000));
    return present(text, extensions);
  }
  const own = cause instanceof GraphQLError ? cause : error;
  if (isOfGraphQL(cause) && OWN_WORDS.has(own.extensions.code)) return refuse(own.message, own.extensions);
  // An error with a place in the document and none in the response happened before anything was resolved.
  const beforeExecution = path === undefined && nodes !== undefined && nodes.length > 0;
  if (beforeExecution || isOfGraphQL(cause)) return refuse(withoutValues(error), passedExtensions(error));
  if (isUnusableArgument(cause)) return refuse('An argument has a value that cannot be used.');
  // Without a path, nothing has been resolved yet, so a SyntaxError comes from parsing the request's JSON.
  if (cause instanceof SyntaxError && path === undefined) return refuse('A parameter is not valid JSON.');

  onUnexpected(cause);
  if (isUnavailable(cause))
    return present('This service is unavailable at the moment. Try again later.', {
      code: 'SERVICE_UNAVAILABLE',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      http: { status: 503, headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } },
    });
  return present('Something went wrong on our side. It was recorded.', { code: 'INTERNAL_SERVER_ERROR' });
}

/** The innermost original error; undefined if graphql-js or Yoga created the error itself. */
function causeOf({ originalError }: GraphQLError): unknown {
  let cause: unknown = originalError;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

const isOfGraphQL = (cause: unknown) => cause === undefined || cause instanceof GraphQLError;

/** The code and the HTTP part that Yoga gave an error, if they may be passed on. */
function passedExtensions({ extensions: { http, code } }: GraphQLError): Record<string, unknown> {
  const status = code === 'BAD_REQUEST' ? { ...(http as object), spec: false } : http;
  return { ...(status ? { http: status } : {}), ...(CODES.has(code) ? { code } : {}) };
}

const isUnusableArgument = (cause: unknown) =>
  sqlState(cause) === NOT_STORABLE ||
  (cause instanceof Error && /^Pothos(Validation|Input)Error$/.test(cause.constructor.name));

/** PostgreSQL refused a text with a NUL character, which the checks before it should have refused. */
const NOT_STORABLE = '22021';
