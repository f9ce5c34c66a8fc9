/** GraphQL over HTTP: Yoga with what its defaults leave open closed. */

import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { GraphQLError } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Principal } from '../op.ts';
import type { Context } from './context.ts';
import { documentLimits } from './documentLimits.ts';
import { presentError } from './errors.ts';
import { schema } from './schema.ts';

/** Larger bodies are refused before they are parsed. */
export const MAXIMUM_BODY_BYTES = 256 * 1024;

/** What is known of a request before its document is: made by the app, once per HTTP request. */
export interface RequestParts extends Omit<Context, 'principal' | 'now'> {
  now: Date;
}

export interface GraphQLServerOptions {
  graphiql: boolean;
  corsOrigins: readonly string[];
  authenticate(request: Request, now: Date): Promise<Principal>;
  onUnexpected(error: unknown): void;
}

export function createGraphQLServer({ graphiql, corsOrigins, authenticate, onUnexpected }: GraphQLServerOptions) {
  return createYoga<RequestParts, { principal: Principal }>({
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
            maxAge: 600,
          }
        : false;
    },
    context: async ({ request, now }) => ({ principal: await authenticate(request, now) }),
    maskedErrors: {
      errorMessage: '',
      isDev: false,
      maskError: (error) =>
        presentError(
          error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error }),
          onUnexpected,
        ),
    },
    logging: false,
    plugins: documentLimits({ introspection: graphiql }),
  });
}
