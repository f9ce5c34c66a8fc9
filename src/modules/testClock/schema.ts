/** Test clocks in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { mutation } from '../../graphql/mutation.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { Company } from '../company/schema.ts';
import { Event } from '../event/schema.ts';
import { type Advanced, advanceTestClock } from './advanceTestClock.ts';
import { createTestClock } from './createTestClock.ts';

const frozenTimeInput = (name: string, description: string, field: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ frozenTime: t.field({ type: 'DateTime', required: true, description: field }) }),
  });

mutation('createTestClock', {
  caller: 'merchant',
  description:
    'Creates a test clock for a company in test mode. Its billing uses this clock from then on, which does not move until it is advanced. Sign-in uses real time. Merchants only.',
  input: frozenTimeInput('CreateTestClockInput', 'Input of `createTestClock`.', 'The initial time of the clock.'),
  success: builder.objectRef<{ id: string }>('CreateTestClockSuccess').implement({
    description: 'The clock was created.',
    fields: (t) => ({
      company: t.prismaField({
        type: Company,
        description: 'The company with its clock.',
        resolve: (query, { id }, _args, { db }) => db.prisma.company.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  }),
  errors: [ConflictError],
  run: createTestClock,
});

mutation('advanceTestClock', {
  caller: 'merchant',
  description:
    "Moves the company's test clock forward, by at most two years, and performs everything that falls due until then in order: renewals, charges, retries, cancellations. If that exceeds the time limit of one request, the clock stops at an earlier time and `completed` is false: call again with the same time. Merchants only.",
  input: frozenTimeInput('AdvanceTestClockInput', 'Input of `advanceTestClock`.', 'The new time of the clock.'),
  success: builder.objectRef<Advanced>('AdvanceTestClockSuccess').implement({
    description: 'The clock was advanced.',
    fields: (t) => ({
      frozenTime: t.expose('frozenTime', { type: 'DateTime', description: 'The present time of the clock.' }),
      completed: t.exposeBoolean('completed', {
        description:
          'Whether the clock has reached the requested time and everything until then is done; otherwise call again with the same time to continue.',
      }),
      events: t.field({
        type: [Event],
        description: 'The events until that time in order, at most the first 500.',
        resolve: ({ events }) => events,
      }),
    }),
  }),
  errors: [ConflictError],
  run: advanceTestClock,
});
