/** GraphQL over HTTP: Yoga with what its defaults leave open closed. */

import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { GraphQLError } from 'graphql';
import { createLRUCache, createYoga, type Plugin } from 'graphql-yoga';
import type { Principal } from '../op.ts';
import type { Context } from './context.ts';
import { documentLimits } from './documentLimits.ts';
import { presentError } from './errors.ts';
import { schema } from './schema.ts';
import { type TrustedDocuments, trustedDocuments } from './trustedDocuments.ts';

/** Larger bodies are refused before they are parsed. */
export const MAXIMUM_BODY_BYTES = 256 * 1024;

/** Parsed documents that are kept for who sends them again. */
const KEPT_DOCUMENTS = 200;

/** What the shortcut of http/listener.ts brought about and Yoga only has to present. */
export type Answered = { result: object } | { error: unknown } | 'late';

/** What is known of a request before its document is: made by the app, once per HTTP request. */
export interface RequestParts extends Omit<Context, 'principal' | 'now'> {
  /** Set when the request was executed before Yoga was asked. */
  answered?: Answered | undefined;
}

export interface GraphQLServerOptions {
  graphiql: boolean;
  corsOrigins: readonly string[];
  authenticate(request: Request, now: Date, hostCompanyId: string | null): Promise<Principal>;
  onUnexpected(error: unknown): void;
  trusted: TrustedDocuments;
}

export function createGraphQLServer(options: GraphQLServerOptions) {
  const { graphiql, corsOrigins, authenticate, onUnexpected, trusted } = options;
  const presented = new WeakSet<object>();
  const present = (error: unknown): GraphQLError => {
    if (error instanceof GraphQLError && presented.has(error)) return error;
    const answer = presentError(
      error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error }),
      onUnexpected,
    );
    presented.add(answer);
    return answer;
  };
  /** What is wrong with a document, Yoga shows as graphql-js words it; so here the errors of every answer pass once more. */
  const presentAll: Plugin = {
    onExecutionResult({ result, setResult }) {
      if (result && 'errors' in result && result.errors) setResult({ ...result, errors: result.errors.map(present) });
    },
  };

  /** What the listener's shortcut has executed is only to be answered. */
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
    graphiql: graphiql && { title: 'Portico', shouldPersistHeaders: true },
    renderGraphiQL,
    batching: false,
    multipart: false,
    // A list, never a reflection of what the browser sent.
    cors: (request) => {
      const origin = request.headers.get('origin');
      return origin !== null && corsOrigins.includes(origin)
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
    context: async ({ request, wallNow, hostCompanyId }) => {
      const principal = await authenticate(request, wallNow, hostCompanyId);
      return { principal, now: ('testClockAt' in principal && principal.testClockAt) || wallNow };
    },
    maskedErrors: { errorMessage: '', isDev: false, maskError: present },
    logging: false,
    // Anybody can send documents to be kept; the default would keep a thousand.
    parserAndValidationCache: {
      documentCache: createLRUCache({ max: KEPT_DOCUMENTS }),
      errorCache: createLRUCache({ max: KEPT_DOCUMENTS }),
    },
    plugins: [
      presentAnswered as Plugin,
      ...trustedDocuments(trusted),
      ...documentLimits({ introspection: graphiql }),
      presentAll,
    ],
  });
}
