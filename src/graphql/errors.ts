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
const VARIABLE_VALUE = /^Variable "(\$[_A-Za-z]\w*)" (?:got invalid value|has invalid value)[\s\S]*? at "([\w.[\]]+)"/;
const VARIABLE = /^Variable "(\$[_A-Za-z]\w*)"/;
/** Sentences of graphql-js that hold nothing but names of the schema and of the document. */
const NAMES_ONLY =
  /^(Syntax Error: (Unexpected|Expected)|Cannot query field|Unknown (type|argument|fragment|directive|operation)|Field "[\w.]+" (of type|argument|is not|must not)|Variable "\$\w+" (is not defined|is never used|of type|of required type)|Fragment|Directive "@\w+" (argument|may not)|There can be|Must provide|Operation|Subscription|Fields "\w+" conflict|Query depth|Syntax Error: Token limit|Too many|Query is too|Can only perform|Could not determine)/;

function withoutValues(message: string): string {
  const value = VARIABLE_VALUE.exec(message);
  if (value) return `Variable "${value[1]}" has a value of the wrong type at "${value[2]}".`;
  if (/got invalid value|has invalid value/.test(message))
    return `Variable "${VARIABLE.exec(message)?.[1] ?? '$input'}" has a value of the wrong type.`;
  // A lexer's complaint may show a character or a string of the document.
  if (/^Syntax Error/.test(message)) return 'Syntax Error: the document cannot be parsed at this place.';
  if (NAMES_ONLY.test(message)) return message.replace(/ Did you mean [\s\S]*$/, '');
  return 'A value of the wrong type was submitted at this place.';
}

/** Something that must not happen; handed to the log, never to the client. */
export type OnUnexpected = (error: unknown) => void;

/** The only place where an error becomes what a client reads. */
export function presentError(error: GraphQLError, onUnexpected: OnUnexpected): GraphQLError {
  const { nodes, source, positions, path, originalError, extensions } = error;
  const present = (message: string, more: Record<string, unknown>) =>
    new GraphQLError(message, { nodes, source, positions, path, extensions: { ...more } });

  let cause: unknown = originalError;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  if (cause instanceof UserError) {
    const setting = 'setting' in cause ? { setting: cause.setting } : {};
    return present(cause.message, { code: cause.code, path: cause.path, ...setting });
  }
  if (typeof extensions.code === 'string' && (cause === undefined || cause instanceof GraphQLError)) {
    const ownCodes = ['UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED', 'BAD_USER_INPUT', 'PERSISTED_QUERY_NOT_FOUND'];
    if (ownCodes.includes(extensions.code)) return present(error.message, extensions);
    // Yoga and graphql-js mark their own refusals of a document with a code and an HTTP status.
    return present(withoutValues(error.message), { ...extensions, code: publicCode(extensions.code) });
  }
  if (cause instanceof Error && /^Pothos(Validation|Input)Error$/.test(cause.constructor.name))
    return present('An argument has a value that cannot be used.', { code: 'BAD_USER_INPUT' });
  if (cause === undefined) return present(withoutValues(error.message), { ...extensions, code: 'BAD_USER_INPUT' });

  onUnexpected(cause);
  return present('Something went wrong on our side. It was recorded.', { code: 'INTERNAL_SERVER_ERROR' });
}

function publicCode(code: string): string {
  return code === 'INTERNAL_SERVER_ERROR' ? code : code || 'BAD_USER_INPUT';
}
