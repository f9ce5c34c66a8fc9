/** Adjusting a customer's credit in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import { ConflictError, IdempotencyKeyReusedError, NotFoundError } from '../../kernel/errors.ts';
import { MoneyInput } from '../catalog/moneyInput.ts';
import { CreditEntry } from '../credit/schema.ts';
import { adjustCredit } from './adjustCredit.ts';

mutation('adjustCredit', {
  caller: 'merchant',
  description:
    'Gives credit to a customer, or takes credit back, at most the balance. Credit that is given pays the open invoices of the customer first, the oldest first. Merchants only.',
  input: builder.inputType('AdjustCreditInput', {
    description: 'Input of `adjustCredit`.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The id of the customer.' }),
      amount: t.field({
        type: MoneyInput,
        required: true,
        description: 'The change of the balance: a positive amount gives credit, a negative one takes it back.',
      }),
      description: t.string({ description: 'A text that the customer can read.' }),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: builder.objectRef<{ id: string }>('AdjustCreditSuccess').implement({
    description: 'The entry was added.',
    fields: (t) => ({
      creditEntry: t.prismaField({
        type: CreditEntry,
        description: 'The new entry of the ledger.',
        resolve: (query, { id }, _args, { db }) => db.prisma.creditEntry.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  }),
  errors: [NotFoundError, ConflictError, IdempotencyKeyReusedError],
  run: adjustCredit,
});
