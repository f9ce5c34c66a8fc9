/** Customers in GraphQL: the node, its lists, and the changes that merchants and customers may make. */
import type { Prisma } from '../../db/generated/client/client.ts';
import { readMany, readOne, readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { createdWithin, DateTimeRange } from '../../graphql/filters.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation } from '../../graphql/mutation.ts';
import { LANGUAGE_LIST } from '../../i18n/locale.ts';
import { ConflictError, IdempotencyKeyReusedError, NotFoundError } from '../../kernel/errors.ts';
import { signInKey } from '../../kernel/validate.ts';
import { visibleCustomer } from '../../operation/operation.ts';
import { Address, AddressInput } from './addressSchema.ts';
import { MAXIMUM_BILLING_EMAILS } from './billingFields.ts';
import { CollectionMethod, collectionInputFields, DAYS_UNTIL_DUE_DESCRIPTION } from './collectionSchema.ts';
import { type CreateCustomerInput, createCustomer } from './createCustomer.ts';
import { deleteCustomer } from './deleteCustomer.ts';
import { ELECTRONIC_ADDRESS } from './electronicAddressWords.ts';
import { CustomerEmailKind } from './emailKindSchema.ts';
import { CustomerKind, TaxExemption, TaxId, TaxIdInput, taxInputFields } from './taxIdSchema.ts';
import { type BillingInformationInput, updateBillingInformation } from './updateBillingInformation.ts';
import { type UpdateCustomerInput, updateCustomer } from './updateCustomer.ts';

type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0];

export const Customer = builder.prismaNode('Customer', {
  id: { field: 'id', description: 'The id of the customer.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleCustomer(principal) }),
  description: 'A customer of the company: a person or business that it bills.',
  fields: (t) => ({
    email: t.exposeString('email', {
      description: 'The address that may sign in to the portal; unique in the company.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'The name of the customer on invoices.' }),
    phone: t.exposeString('phone', { nullable: true, description: 'A phone number for questions about invoices.' }),
    locale: t.exposeString('locale', {
      nullable: true,
      description: `The BCP 47 tag of the language for mails, invoices and pages; null if none was chosen. Texts exist in ${LANGUAGE_LIST}; the region determines the formats of numbers and dates.`,
    }),
    address: t.field({
      type: Address,
      select: {
        addressLine1: true,
        addressLine2: true,
        addressCity: true,
        addressState: true,
        addressPostalCode: true,
        addressCountry: true,
      },
      description: 'The billing address on invoices.',
      resolve: (customer) => customer,
    }),
    taxId: t.field({
      type: TaxId,
      nullable: true,
      select: { taxIdType: true, taxIdValue: true, taxIdStatus: true },
      description: 'The tax id on invoices; null if none is set.',
      resolve: ({ taxIdType, taxIdValue, taxIdStatus }) =>
        taxIdType && taxIdValue ? { taxIdType, taxIdValue, taxIdStatus } : null,
    }),
    billingEmails: t.exposeStringList('billingEmails', {
      description: `The addresses that get invoices, credit notes and receipts, at most ${MAXIMUM_BILLING_EMAILS}; if empty, \`email\` gets them.`,
    }),
    declinedEmails: t.expose('declinedEmails', {
      type: [CustomerEmailKind],
      description: 'The e-mails that the customer does not want, among `INVOICE`, `CREDIT_NOTE` and `RECEIPT`.',
    }),
    bouncedEmails: t.exposeStringList('bouncedEmails', {
      description:
        'The addresses of the customer to which mail could not be delivered. Nothing but sign-in links is sent there until the address is set again.',
    }),
    purchaseOrder: t.exposeString('purchaseOrder', {
      nullable: true,
      description: "The customer's reference on later invoices, such as a purchase order; null without one.",
    }),
    kind: t.expose('kind', {
      type: CustomerKind,
      authScopes: { merchant: true },
      description: 'Whether the customer is a business or a consumer, which decides the tax abroad. Merchants only.',
    }),
    taxExemption: t.field({
      type: TaxExemption,
      nullable: true,
      authScopes: { merchant: true },
      select: { taxExemptionCertificate: true, taxExemptionUntil: true },
      description: 'The certificate that frees the customer from tax; null without one. Merchants only.',
      resolve: ({ taxExemptionCertificate: certificate, taxExemptionUntil: until }) =>
        certificate === null ? null : { certificate, until },
    }),
    taxIdChecks: t.relation('taxIdChecks', {
      authScopes: { merchant: true },
      query: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 50 },
      description: 'The results of registers about its tax ids, newest first; at most 50. Merchants only.',
    }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      authScopes: { merchant: true },
      description: "The merchant's own id for the customer. Merchants only.",
    }),
    metadata: t.expose('metadata', {
      type: 'JSONObject',
      authScopes: { merchant: true },
      description: 'Labels of the merchant. Merchants only.',
    }),
    disabledAt: t.expose('disabledAt', {
      type: 'DateTime',
      nullable: true,
      authScopes: { merchant: true },
      description: 'When the customer was disabled and can no longer sign in; null while enabled. Merchants only.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the customer was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the customer was last changed.' }),
  }),
});

builder.prismaObjectFields(Customer, (t) => ({
  collectionMethod: t.expose('collectionMethod', {
    type: CollectionMethod,
    description: 'How new subscriptions and invoices that the merchant drafts are collected.',
  }),
  daysUntilDue: t.exposeInt('daysUntilDue', { nullable: true, description: DAYS_UNTIL_DUE_DESCRIPTION }),
}));

/** In a pattern of LIKE, as Prisma passes the text to it, a backslash makes a wildcard a character. */
function containing(search: string | null | undefined): Prisma.CustomerWhereInput {
  if (!search) return {};
  const contains = search.replaceAll(/[\\%_]/g, '\\$&');
  return { OR: [{ email: { contains, mode: 'insensitive' } }, { name: { contains, mode: 'insensitive' } }] };
}

builder.queryFields((t) => ({
  currentCustomer: t.prismaField({
    type: Customer,
    authScopes: { customer: true },
    description: 'The customer whose portal session is calling. Portal sessions only.',
    resolve: (query, _root, _args, { db, principal }) =>
      readOneOrThrow(db, 'Customer', { ...query, where: visibleCustomer(principal) }),
  }),
  customer: t.prismaField({
    type: Customer,
    nullable: true,
    authScopes: { merchant: true },
    args: { id: t.arg.id({ required: true, description: 'The id of the customer.' }) },
    description: 'The customer with the id, or null if the company has none with it or it was deleted. Merchants only.',
    resolve: (query, _root, { id }, { db, principal }) =>
      readOne(db, 'Customer', { ...query, where: { id, deletedAt: null, AND: visibleCustomer(principal) } }),
  }),
  customers: t.prismaConnection(
    {
      type: Customer,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        email: t.arg.string({ description: 'Only the customer who signs in with this address.' }),
        search: t.arg.string({
          description: 'Only customers whose e-mail address or name contains this text. Case is ignored.',
        }),
        createdAt: t.arg({ type: DateTimeRange, description: 'Only customers who were created in this range.' }),
      },
      description: "The company's customers, newest first. Merchants only.",
      resolve: (query, _root, { email, search, createdAt, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return readMany(db, 'Customer', {
          ...query,
          ...startingAt(page, visibleCustomer(principal)),
          where: {
            ...visibleCustomer(principal),
            deletedAt: null,
            ...(email === null || email === undefined ? {} : { signInKey: signInKey(email) }),
            ...containing(search),
            ...createdWithin(createdAt),
          },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'CustomerConnection', description: 'A page of customers.' },
    { name: 'CustomerEdge', description: 'A customer in a page.' },
  ),
}));

/** Payloads carry the id; the customer is read again for exactly the selected fields. */
const payload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      customer: t.prismaField({
        type: Customer,
        description: 'The customer as it is now.',
        resolve: (query, { id }, _args, { db }) => readOneOrThrow(db, 'Customer', { ...query, where: { id } }),
      }),
    }),
  });

const billingInputFields = (t: InputFields) => ({
  name: t.string({ description: 'The name of the customer on invoices. A customer cannot clear its own.' }),
  phone: t.string({ description: 'A phone number for questions about invoices.' }),
  locale: t.string({
    description: `The BCP 47 tag of the language for mails, invoices and pages, such as \`de-AT\`. Texts exist in ${LANGUAGE_LIST}; any other language is stored, and texts are in the portal's default language or English. Issued documents are not changed.`,
  }),
  address: t.field({ type: AddressInput, description: 'The billing address; null clears all of it.' }),
  taxId: t.field({ type: TaxIdInput, description: 'The tax id on invoices; null clears it.' }),
  billingEmails: t.stringList({
    description: `The addresses that get invoices, credit notes and receipts, at most ${MAXIMUM_BILLING_EMAILS}; an empty list or null: \`email\` gets them.`,
  }),
  declinedEmails: t.field({
    type: [CustomerEmailKind],
    description:
      'The e-mails that the customer does not want: any of `INVOICE`, `CREDIT_NOTE` and `RECEIPT`, whose content stays in the portal.',
  }),
  purchaseOrder: t.string({
    description: "The customer's reference on later invoices, such as a purchase order; null clears it.",
  }),
  buyerReference: t.string({
    description:
      'The reference by which the customer routes electronic invoices, such as a Leitweg-ID; null clears it.',
  }),
  electronicAddress: t.string({
    description: `The address for electronic invoices, ${ELECTRONIC_ADDRESS}; null clears it.`,
  }),
});

mutation('createCustomer', {
  caller: 'merchant',
  description: 'Creates a customer. Merchants only.',
  input: builder.inputType('CreateCustomerInput', {
    description: 'Input of `createCustomer`.',
    fields: (t) => ({
      email: t.string({ required: true, description: 'The address that may sign in; unique in the company.' }),
      externalId: t.string({ description: "The merchant's own id for the customer; unique in the company." }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      ...billingInputFields(t),
      ...taxInputFields(t),
      ...collectionInputFields(t),
      idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
    }),
  }),
  success: payload('CreateCustomerSuccess', 'The customer was created.'),
  errors: [ConflictError, IdempotencyKeyReusedError],
  run: (ctx, input) => createCustomer(ctx, input as CreateCustomerInput),
});

mutation('updateCustomer', {
  caller: 'merchant',
  description:
    'Changes a customer. Omitted fields stay unchanged; null clears a nullable field. A new e-mail address and disabling end all portal sessions of the customer. Merchants only.',
  input: builder.inputType('UpdateCustomerInput', {
    description: 'Input of `updateCustomer`.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The id of the customer.' }),
      email: t.string({ description: 'The address that may sign in; unique in the company.' }),
      externalId: t.string({ description: "The merchant's own id for the customer; unique in the company." }),
      disabled: t.boolean({ description: 'Whether the customer is prevented from signing in.' }),
      metadata: t.field({
        type: 'JSONObject',
        description: 'Labels: up to 50 keys with string values. They replace all existing labels.',
      }),
      ...billingInputFields(t),
      ...taxInputFields(t),
      ...collectionInputFields(t),
    }),
  }),
  success: payload('UpdateCustomerSuccess', 'The customer was changed.'),
  errors: [NotFoundError, ConflictError],
  run: (ctx, { customerId, ...input }) => updateCustomer(ctx, customerId, input as UpdateCustomerInput),
});

mutation('deleteCustomer', {
  caller: 'merchant',
  description:
    'Deletes a customer: sessions end, the e-mail address becomes available again, and invoices remain. Fails with `ConflictError` while a subscription has not ended. Merchants only.',
  input: builder.inputType('DeleteCustomerInput', {
    description: 'Input of `deleteCustomer`.',
    fields: (t) => ({ customerId: t.id({ required: true, description: 'The id of the customer.' }) }),
  }),
  success: builder.objectRef<{ id: string }>('DeleteCustomerSuccess').implement({
    description: 'The customer was deleted.',
    fields: (t) => ({ deletedCustomerId: t.exposeID('id', { description: 'The id of the deleted customer.' }) }),
  }),
  errors: [NotFoundError, ConflictError],
  run: (ctx, { customerId }) => deleteCustomer(ctx, customerId),
});

mutation('updateBillingInformation', {
  caller: 'signedIn',
  description:
    'Changes the billing information of a customer, which later invoices show. Omitted fields stay unchanged; null clears a field. No event is emitted if nothing changes.',
  input: builder.inputType('UpdateBillingInformationInput', {
    description: 'Input of `updateBillingInformation`.',
    fields: (t) => ({
      customerId: t.id({
        description: 'The customer. Required for merchants; a portal session uses its own customer by default.',
      }),
      ...billingInputFields(t),
    }),
  }),
  success: payload('UpdateBillingInformationSuccess', 'The billing information was changed.'),
  errors: [NotFoundError],
  run: (ctx, { customerId, ...input }) => updateBillingInformation(ctx, customerId, input as BillingInformationInput),
});
