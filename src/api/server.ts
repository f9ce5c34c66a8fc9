/** GraphQL over HTTP: Yoga with stricter settings than its defaults. */
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import { createLRUCache, createYoga, type Plugin } from 'graphql-yoga';
import { presentError } from '../graphql/maskedErrors.ts';
import { isLoopback } from '../kernel/loopback.ts';
import type { Principal } from '../operation/operation.ts';
import { currentRequest } from '../telemetry/scope.ts';
import { inSpan, isTracing } from '../telemetry/tracing.ts';
import { type CallersOptions, callers } from './callers.ts';
import { documentLimits } from './documentLimits.ts';
import { graphiqlOptions } from './graphiql.ts';
import type { RequestParts } from './requestParts.ts';
import { schema } from './schema.ts';
import { type TrustedDocuments, trustedDocuments } from './trustedDocuments.ts';

/** The number of parsed documents that are cached. */
const CACHED_DOCUMENTS = 200;

export interface GraphQLServerOptions extends CallersOptions {
  graphiql: boolean;
  /** The API key with which GraphiQL opens for callers on this machine; null if there is no demo company. */
  demoKey: () => string | null;
  /** Whether pages of an origin may read responses. */
  allowsOrigin(origin: string): boolean | Promise<boolean>;
  onUnexpected(error: unknown): void;
  /** Throws if the clock of this process is wrong: amounts, sessions and links depend on it. */
  verifyClock(): Promise<void>;
  trusted: TrustedDocuments;
}

/** Records which operation runs, for the request's line in the log and its span. */
const noteOperation: Plugin = {
  onExecute({ args, executeFn, setExecuteFn }) {
    const attributes = note(args);
    if (isTracing()) setExecuteFn((all) => inSpan('graphql.execute', { attributes }, async () => executeFn(all)));
  },
  onSubscribe({ args }) {
    note(args);
  },
};

function note({ document, operationName }: Pick<ExecutionArgs, 'document' | 'operationName'>) {
  const operation = getOperationAST(document, operationName);
  const record = currentRequest();
  if (!operation || !record) return {};
  record.operation(operation.operation, operation.name?.value);
  return { 'graphql.operation.type': record.operationKind, 'graphql.operation.name': record.operationName };
}

const UNFORESEEN: ReadonlySet<unknown> = new Set(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE']);

/** Records an error's code, and adds the request id of an unexpected error, by which it is found in the log. */
function noteError({ extensions }: GraphQLError): void {
  const record = currentRequest();
  if (typeof extensions.code === 'string') record?.codes.add(extensions.code);
  if (UNFORESEEN.has(extensions.code) && record) extensions.requestId = record.id;
}

/**
 * The status 503 of an error belongs to a response without data. Data of which nothing was read is left out; a response
 * with some data retains its status, as GraphQL over HTTP requires.
 */
function withFittingStatus(result: ExecutionResult): ExecutionResult {
  const { data, errors = [], ...rest } = result;
  if (!errors.some(({ extensions }) => extensions.code === 'SERVICE_UNAVAILABLE')) return result;
  if (Object.values(data ?? {}).every((value) => value === null)) return { ...rest, errors };
  for (const { extensions } of errors) delete extensions.http;
  return result;
}

export function createGraphQLServer(options: GraphQLServerOptions) {
  const { graphiql, demoKey, allowsOrigin, onUnexpected, verifyClock, trusted } = options;
  const presented = new WeakSet<object>();
  const present = (error: unknown): GraphQLError => {
    if (error instanceof GraphQLError && presented.has(error)) return error;
    const answer = presentError(
      error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error }),
      onUnexpected,
    );
    noteError(answer);
    presented.add(answer);
    return answer;
  };
  // Yoga passes on the errors of parsing and validation as graphql-js words them, so all errors pass here once more.
  const presentAll: Plugin = {
    onExecutionResult({ result, setResult }) {
      if (result && 'errors' in result && result.errors)
        setResult(withFittingStatus({ ...result, errors: result.errors.map(present) }));
    },
  };

  /** An operation that the listener's shortcut executed is only presented. */
  const presentAnswered: Plugin<RequestParts> = {
    onParams({ context, setResult }) {
      const { answered } = context as unknown as RequestParts;
      if (answered === undefined || answered === 'late') return;
      if ('error' in answered) throw answered.error;
      setResult(answered.result);
    },
  };

  return createYoga<RequestParts, { principal: Principal; now: Date }>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql:
      graphiql && ((_request, { clientAddress }) => graphiqlOptions(isLoopback(clientAddress) ? demoKey() : null)),
    renderGraphiQL,
    batching: false,
    multipart: false,
    // CORS allows only origins that `allowsOrigin` accepts; Yoga's default would allow whichever origin the browser sends.
    cors: async (request) => {
      const origin = request.headers.get('origin');
      return origin !== null && (await allowsOrigin(origin))
        ? {
            origin,
            methods: ['GET', 'POST', 'OPTIONS'],
            allowedHeaders: ['content-type', 'authorization'],
            // Credentials travel in a header that a page must set itself, never in a cookie.
            credentials: false,
            maxAge: 600,
          }
        : false;
    },
    context: async ({ authenticated: principal = { kind: 'anonymous' }, wallNow }) => {
      await verifyClock();
      return { principal, now: ('testClockAt' in principal && principal.testClockAt) || wallNow };
    },
    maskedErrors: { errorMessage: '', isDev: false, maskError: present },
    logging: false,
    // Anyone can fill the cache; the default caches a thousand documents.
    parserAndValidationCache: {
      documentCache: createLRUCache({ max: CACHED_DOCUMENTS }),
      errorCache: createLRUCache({ max: CACHED_DOCUMENTS }),
    },
    plugins: [
      presentAnswered as Plugin,
      noteOperation,
      callers(options) as Plugin,
      ...(trustedDocuments(trusted) as Plugin[]),
      ...documentLimits({ introspection: graphiql }),
      presentAll,
    ],
  });
}
