/** The stream of a company's events in GraphQL. */

import { isEventType } from '../../events/catalog.ts';
import { builder } from '../../graphql/builder.ts';
import { accessDenied, topLevelError } from '../../graphql/maskedErrors.ts';
import { Event } from './schema.ts';
import { STREAMS_PER_COMPANY, TooManyStreams, UnknownCursor } from './streams.ts';

builder.subscriptionField('events', (t) =>
  t.field({
    type: Event,
    authScopes: { merchant: true },
    args: {
      after: t.arg.id({
        description:
          'Resumes after this event, the last one that a stream has sent. By default the stream starts with the next event.',
      }),
      types: t.arg.stringList({
        description: 'Only events of these types (see `eventTypes`). All types if null or empty.',
      }),
    },
    description: `The company's events as they happen, each once, within about a second, from every process. A client that reconnects with the id of the last received event gets exactly the missed events. (An event id from another source works too, but events of the same instant may then be missing.) The events of one change are sent together and in order; different changes are sent in the order of their start. The stream ends when the API key is revoked. Requires \`Accept: text/event-stream\`; at most ${STREAMS_PER_COMPANY} streams of a company at a time on each server. Merchants only.`,
    subscribe: async (_root, { after, types }, { principal, eventStreams }) => {
      if (principal.kind !== 'merchant') throw accessDenied(principal);
      if (types?.some((type) => !isEventType(type)))
        throw topLevelError('BAD_USER_INPUT', 'There is no such type of event; `eventTypes` lists what there is.');
      const { companyId, apiKeyId } = principal;
      try {
        return await eventStreams.subscribe({
          companyId,
          apiKeyId,
          after: after ?? null,
          types: types?.length ? types : null,
        });
      } catch (error) {
        if (error instanceof UnknownCursor) throw topLevelError('BAD_USER_INPUT', 'There is no such event.');
        if (error instanceof TooManyStreams)
          throw topLevelError('RATE_LIMITED', 'Too many streams are open. Close one, or try again later.');
        throw error;
      }
    },
    resolve: (event) => event,
  }),
);
