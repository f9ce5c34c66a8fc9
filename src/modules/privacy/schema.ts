/** Export and erasure of one customer's data in GraphQL. Merchants only. */
import { builder } from '../../graphql/builder.ts';
import { mutation } from '../../graphql/mutation.ts';
import { ConflictError, NotFoundError } from '../../kernel/errors.ts';
import { eraseCustomer } from './eraseCustomer.ts';
import { type CustomerExport, exportCustomer } from './exportCustomer.ts';

const customerInput = (name: 'ExportCustomerInput' | 'EraseCustomerInput', of: string) =>
  builder.inputType(name, {
    description: `Input of \`${of}\`.`,
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The customer, also one that was deleted.' }),
    }),
  });

mutation('exportCustomer', {
  caller: 'merchant',
  description:
    'Returns all data that are stored about a customer, as the right of access requires. A mutation, because it adds an entry to the security log; it changes nothing else and requires the scope `READ`. Fails with `ConflictError` (`LIMIT_REACHED`) if there are more than 20,000 records of one kind. Merchants only.',
  input: customerInput('ExportCustomerInput', 'exportCustomer'),
  success: builder.objectRef<CustomerExport>('ExportCustomerSuccess').implement({
    description: 'The data were exported.',
    fields: (t) => ({
      customerId: t.exposeID('customerId', { description: 'The id of the customer.' }),
      exportedAt: t.expose('exportedAt', { type: 'DateTime', description: 'When the data were read.' }),
      data: t.expose('data', {
        type: 'JSONObject',
        description:
          'The records by kind: `customer`, and lists such as `invoices`, `paymentMethods`, `portalSessions`, `events` and `securityEvents`, with the columns of the database. Amounts are in minor units. Hashes of credentials and references of the payment provider are left out.',
      }),
    }),
  }),
  errors: [NotFoundError, ConflictError],
  run: (ctx, { customerId }) => exportCustomer(ctx, customerId),
});

mutation('eraseCustomer', {
  caller: 'merchant',
  description:
    'Erases the personal data of a customer for good and deletes the customer: its record, payment methods, sessions, links, drafts, comments, stored responses and network addresses. Finalized invoices and credit notes remain as they were issued, because tax law requires them; amounts and times remain, too. Sessions end at once. Erasing again changes nothing. Fails with `ConflictError` while a subscription has not ended. Merchants only.',
  input: customerInput('EraseCustomerInput', 'eraseCustomer'),
  success: builder.objectRef<{ customerId: string; erasedAt: Date }>('EraseCustomerSuccess').implement({
    description: 'The personal data are erased.',
    fields: (t) => ({
      erasedCustomerId: t.exposeID('customerId', { description: 'The id of the customer, which remains.' }),
      erasedAt: t.expose('erasedAt', { type: 'DateTime', description: 'When the data were erased first.' }),
    }),
  }),
  errors: [NotFoundError, ConflictError],
  run: (ctx, { customerId }) => eraseCustomer(ctx, customerId),
});
