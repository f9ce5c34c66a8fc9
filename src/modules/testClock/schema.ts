/** Test clocks in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { mutation } from '../../graphql/mutation.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { Company } from '../company/schema.ts';
import { Event } from '../event/schema.ts';
import { type Advanced, advanceTestClock, createTestClock } from './testClock.ts';

const frozenTimeInput = (name: string, description: string, field: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ frozenTime: t.field({ type: 'DateTime', required: true, description: field }) }),
  });

mutation('createTestClock', {
  caller: 'merchant',
  description:
    'Gives a company in test mode its own time: from then on everything it is billed by reads this clock, which stands still until it is advanced. Signing in stays on real time. Merchants only.',
  input: frozenTimeInput('CreateTestClockInput', 'Where the clock stands.', 'The first time of the clock.'),
  success: builder.objectRef<{ id: string }>('CreateTestClockSuccess').implement({
    description: 'The company has a clock.',
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
    "Moves the company's test clock forward, by two years at most, and brings about everything that falls due on the way, in order: renewals, charges, retries, ends. Where that is more than one call has time for, the clock stands where it has come to, and `reached` is false: call again with the same time. Merchants only.",
  input: frozenTimeInput('AdvanceTestClockInput', 'To where.', 'The new time of the clock.'),
  success: builder.objectRef<Advanced>('AdvanceTestClockSuccess').implement({
    description: 'The clock was advanced.',
    fields: (t) => ({
      frozenTime: t.expose('frozenTime', { type: 'DateTime', description: 'What the clock says now.' }),
      reached: t.exposeBoolean('reached', {
        description:
          'Whether the clock stands where it was to go, and everything on the way is done; otherwise call again with the same time, and it goes on from here.',
      }),
      happened: t.field({
        type: [Event],
        description: 'What happened on the way, in order; the first 500 events.',
        resolve: ({ happened }) => happened,
      }),
    }),
  }),
  errors: [ConflictError],
  run: advanceTestClock,
});
