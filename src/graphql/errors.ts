/**
 * What a client is told when something goes wrong. Expected failures of mutations are members of their result;
 * everything here is the rest: top-level errors with `extensions.code`. Whatever is not expected is masked,
 * and no message repeats a value that was submitted.
 */
import { GraphQLError } from 'graphql';
import { UserError } from '../kernel/errors.ts';
import type { Principal } from '../op.ts';

/** Codes of top-level errors besides those of `UserError`. */
export type TopLevelCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'BAD_USER_INPUT'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'PERSISTED_QUERY_REQUIRED'
  | 'INTERNAL_SERVER_ERROR';

export function topLevelError(code: TopLevelCode, message: string, extra: object = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...extra } });
}

export function accessDenied(principal: Principal): GraphQLError {
  return principal.kind === 'anonymous'
    ? topLevelError('UNAUTHENTICATED', 'A valid API key or portal session is needed.')
    : topLevelError('FORBIDDEN', 'This credential does not allow that.');
}

/** Variables: keeps where the mistake is and drops the value that graphql-js repeats. */
const VARIABLE_VALUE = /^Variable "\$([_A-Za-z]\w*)" (?:got|has) invalid value/;
/** The place is the last thing but the reason; a key that is no name is a submitted text, and ends it. */
const VALUE_PLACE = / at "([_A-Za-z]\w*(?:\.[_A-Za-z]\w*|\[\d+\])*)"; /;
/** Sentences of graphql-js and Yoga that hold nothing but names of the schema and of the document. */
const NAMES_ONLY =
  /^(?:Cannot query field|Unknown (?:type|argument|fragment|directive)|Field "[\w.]+" (?:of (?:type|required type)|argument|is not|must not)|Variable "\$\w+" (?:is not defined|is never used|of type|of required type|cannot be non-input)|Fragment|Directive "@\w+" (?:argument|may not)|The directive "@\w+" can only be used once|There can be|Must provide|This anonymous operation|Subscription|Fields "\w+" conflict|Maximum introspection depth|Too many access mutations|A text holds|Can only perform a \w+ operation from a POST request|Could not determine what operation|GraphQL only supports GET and POST|POST body (?:sent invalid JSON|is expected to be object)|Expected (?:params|"query"|"variables"|"extensions") |Invalid "params"|Batching is not)/;
const LIMIT = /^Syntax Error: ((?:Query depth|Aliases|Directives|Token) limit of \d+ exceeded(?:, found \d+)?\.)$/;

function withoutValues(message: string): string {
  const limit = LIMIT.exec(message)?.[1];
  if (limit) return limit;
  const variable = VARIABLE_VALUE.exec(message)?.[1];
  if (variable) {
    // graphql-js writes the place after the value, which may itself look like one: only the last is taken.
    const place = message.slice(message.lastIndexOf(' at "')).match(VALUE_PLACE)?.[1];
    const known = place && (place.startsWith(`${variable}.`) || place.startsWith(`${variable}[`));
    return `Variable "$${variable}" has a value of the wrong type${known ? ` at "${place}"` : ''}.`;
  }
  // A lexer's complaint may show a character or a string of the document.
  if (/^Syntax Error/.test(message)) return 'Syntax Error: the document cannot be parsed at this place.';
  if (message === 'Validation aborted.') return 'The document repeats fields too often to be checked.';
  if (/^Unknown operation/.test(message)) return 'The document has no operation of this name.';
  if (NAMES_ONLY.test(message)) return message.replace(/ Did you mean [\s\S]*$/, '').replace(/ Use "[\s\S]*$/, '');
  return 'A value of the wrong type was submitted at this place.';
}

/** Something that must not happen; handed to the log, never to the client. */
export type OnUnexpected = (error: unknown) => void;

/** The HTTP part of a refusal that keeps an operation from being run at all: a 400 for who knows GraphQL's own media type. */
const REQUEST_REFUSED = { spec: true, status: 400 } as const;
/** Messages with these codes are our own, written in this program. */
const OWN_WORDS: ReadonlySet<unknown> = new Set<TopLevelCode>([
  ...(['UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED', 'BAD_USER_INPUT'] as const),
  ...(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_REQUIRED'] as const),
]);
/** Codes that may pass as they are: ours, and Yoga's for what is wrong with a request. */
const CODES: ReadonlySet<unknown> = new Set([
  ...OWN_WORDS,
  ...['BAD_REQUEST', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE'],
]);

/** The only place where an error becomes what a client reads. */
export function presentError(error: GraphQLError, onUnexpected: OnUnexpected): GraphQLError {
  const { nodes, source, positions, path, originalError, extensions } = error;
  const present = (message: string, more: Record<string, unknown>) =>
    new GraphQLError(message, { nodes, source, positions, path, extensions: more });
  const refuse = (message: string, more: Record<string, unknown> = {}) =>
    present(message, { ...(path ? {} : { http: REQUEST_REFUSED }), code: 'BAD_USER_INPUT', ...more });

  let cause: unknown = originalError;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  if (cause instanceof UserError) {
    const setting = 'setting' in cause ? { setting: cause.setting } : {};
    return present(cause.message, { code: cause.code, path: cause.inputPath, ...setting });
  }
  const own = cause instanceof GraphQLError ? cause : error;
  if (OWN_WORDS.has(own.extensions.code) && (cause === undefined || cause instanceof GraphQLError))
    return refuse(own.message, own.extensions);
  // What has a place in the document and none in the answer went wrong before anything was resolved.
  const document = path === undefined && nodes !== undefined && nodes.length > 0;
  if (document || cause === undefined || cause instanceof GraphQLError) {
    const { http, code } = extensions;
    const status = code === 'BAD_REQUEST' ? { ...(http as object), spec: false } : http;
    return refuse(withoutValues(error.message), {
      ...(status ? { http: status } : {}),
      ...(CODES.has(code) ? { code } : {}),
    });
  }
  if (notStorable(cause) || (cause instanceof Error && /^Pothos(Validation|Input)Error$/.test(cause.constructor.name)))
    return refuse('An argument has a value that cannot be used.');
  // The only JSON that is parsed before there is an operation is that of a request.
  if (cause instanceof SyntaxError && path === undefined)
    return refuse('A parameter is not the JSON that it has to be.');

  onUnexpected(cause);
  return present('Something went wrong on our side. It was recorded.', { code: 'INTERNAL_SERVER_ERROR' });
}

/** PostgreSQL's refusal of a text that holds a NUL character, should one have found a way in. */
function notStorable(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as {
    code?: unknown;
    meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } };
  };
  return code === '22021' || meta?.driverAdapterError?.cause?.originalCode === '22021';
}
