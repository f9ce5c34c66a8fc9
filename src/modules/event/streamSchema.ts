/** The stream of a company's events in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { accessDenied, topLevelError } from '../../graphql/errors.ts';
import { isEventType } from './catalogue.ts';
import { Event } from './schema.ts';
import { STREAMS_PER_COMPANY, TooManyStreams, UnknownCursor } from './streams.ts';

builder.subscriptionField('events', (t) =>
  t.field({
    type: Event,
    authScopes: { merchant: true },
    args: {
      after: t.arg.id({
        description:
          'Begin after this event: the last one that a stream has told of. Without it the stream begins with what happens from now on.',
      }),
      types: t.arg.stringList({
        description: 'Only events of these types (see `eventTypes`); all when nothing is said, or none is named.',
      }),
    },
    description: `The company's events as they happen, each once, within about a second, from whichever process. Who comes back with the id of the last event it was told of is told exactly what it has missed. (An event that was read elsewhere does as well, but those that happened at the very same moment may then be left out.) The events of one change stay together and in their order; different changes are told in the order in which they began. The stream ends when the API key is revoked. Asked for with \`Accept: text/event-stream\`; at most ${STREAMS_PER_COMPANY} streams of a company at a time on each server. Merchants only.`,
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
