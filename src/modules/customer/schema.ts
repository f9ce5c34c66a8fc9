/** Customers in GraphQL: the node, its lists, and what merchants and customers may change of it. */
import { readMany, readOne, readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { mutation } from '../../graphql/mutation.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { LANGUAGE_LIST } from '../../kernel/locale.ts';
import { signInKey } from '../../kernel/validate.ts';
import { visibleCustomer } from '../../op.ts';
import { type BillingInformationInput, updateBillingInformation } from './billingInformation.ts';
import {
  type CreateCustomerInput,
  createCustomer,
  deleteCustomer,
  type UpdateCustomerInput,
  updateCustomer,
} from './customer.ts';

type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0];

export const Address = builder.objectRef<{
  addressLine1: string | null;
  addressLine2: string | null;
  addressCity: string | null;
  addressState: string | null;
  addressPostalCode: string | null;
  addressCountry: string | null;
}>('Address');

Address.implement({
  description: 'A postal address.',
  fields: (t) => ({
    line1: t.exposeString('addressLine1', { nullable: true, description: 'Street and number.' }),
    line2: t.exposeString('addressLine2', { nullable: true, description: 'What does not fit the first line.' }),
    city: t.exposeString('addressCity', { nullable: true, description: 'City or town.' }),
    state: t.exposeString('addressState', { nullable: true, description: 'State, province or region.' }),
    postalCode: t.exposeString('addressPostalCode', { nullable: true, description: 'Postal or ZIP code.' }),
    country: t.exposeString('addressCountry', { nullable: true, description: 'ISO 3166-1 code of two capitals.' }),
  }),
});

const TaxId = builder.objectRef<{ taxIdType: string; taxIdValue: string }>('TaxId').implement({
  description: 'A number under which a tax authority knows somebody.',
  fields: (t) => ({
    type: t.exposeString('taxIdType', { description: 'Its kind, such as `eu_vat`.' }),
    value: t.exposeString('taxIdValue', { description: 'The number as it is printed on invoices.' }),
  }),
});

export const Customer = builder.prismaNode('Customer', {
  id: { field: 'id', description: 'The id of the customer.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleCustomer(principal) }),
  description: 'Somebody who buys from the company.',
  fields: (t) => ({
    email: t.exposeString('email', {
      description: 'The address that may sign in to the portal; unique in the company.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'The name on invoices.' }),
    phone: t.exposeString('phone', { nullable: true, description: 'A phone number for questions about bills.' }),
    locale: t.exposeString('locale', {
      nullable: true,
      description: `The BCP 47 tag of the language for mails, invoices and pages; null when none was chosen. There are words in ${LANGUAGE_LIST}; the region decides how numbers and dates are written.`,
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
      description: 'The billing address.',
      resolve: (customer) => customer,
    }),
    taxId: t.field({
      type: TaxId,
      nullable: true,
      select: { taxIdType: true, taxIdValue: true },
      description: 'The tax id on invoices; null when none is known.',
      resolve: ({ taxIdType, taxIdValue }) => (taxIdType && taxIdValue ? { taxIdType, taxIdValue } : null),
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
      description: 'Since when the customer may not sign in; null when allowed. Merchants only.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the customer was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the customer was last changed.' }),
  }),
});

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
    description: 'One customer, or null when there is none of that id. Merchants only.',
    resolve: (query, _root, { id }, { db, principal }) =>
      readOne(db, 'Customer', { ...query, where: { id, deletedAt: null, AND: visibleCustomer(principal) } }),
  }),
  customers: t.prismaConnection(
    {
      type: Customer,
      cursor: 'id',
      authScopes: { merchant: true },
      args: { email: t.arg.string({ description: 'Only the customer who signs in with this address.' }) },
      description: "The company's customers, newest first. Merchants only.",
      resolve: (query, _root, { email, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return readMany(db, 'Customer', {
          ...query,
          ...startingAt(page, visibleCustomer(principal)),
          where: {
            ...visibleCustomer(principal),
            deletedAt: null,
            ...(email === null || email === undefined ? {} : { signInKey: signInKey(email) }),
          },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'CustomerConnection', description: 'A page of customers.' },
    { name: 'CustomerEdge', description: 'A customer in a page.' },
  ),
}));

/** Payloads carry the id; the customer is read again for exactly the fields that were asked for. */
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

export const AddressInput = builder.inputType('AddressInput', {
  description: 'A postal address. What is left out stays as it is; null clears.',
  fields: (t) => ({
    line1: t.string({ description: 'Street and number.' }),
    line2: t.string({ description: 'What does not fit the first line.' }),
    city: t.string({ description: 'City or town.' }),
    state: t.string({ description: 'State, province or region.' }),
    postalCode: t.string({ description: 'Postal or ZIP code.' }),
    country: t.string({ description: 'ISO 3166-1 code of two capitals.' }),
  }),
});

const TaxIdInput = builder.inputType('TaxIdInput', {
  description: 'A number under which a tax authority knows somebody.',
  fields: (t) => ({
    type: t.string({ required: true, description: 'Its kind, such as `eu_vat`.' }),
    value: t.string({ required: true, description: 'The number as it is to be printed on invoices.' }),
  }),
});

const billingInputFields = (t: InputFields) => ({
  name: t.string({ description: 'The name on invoices.' }),
  phone: t.string({ description: 'A phone number for questions about bills.' }),
  locale: t.string({
    description: `The BCP 47 tag of the language for mails, invoices and pages, such as \`de-AT\`. There are words in ${LANGUAGE_LIST}; any other language is kept and reads the company's default, or English. What was issued before stays as it is.`,
  }),
  address: t.field({ type: AddressInput, description: 'The billing address; null clears all of it.' }),
  taxId: t.field({ type: TaxIdInput, description: 'The tax id on invoices; null clears it.' }),
});

mutation('createCustomer', {
  caller: 'merchant',
  description: 'Creates a customer. Merchants only.',
  input: builder.inputType('CreateCustomerInput', {
    description: 'The new customer.',
    fields: (t) => ({
      email: t.string({ required: true, description: 'The address that may sign in; unique in the company.' }),
      externalId: t.string({ description: "The merchant's own id for the customer; unique in the company." }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels: up to 50 keys with string values.' }),
      ...billingInputFields(t),
    }),
  }),
  success: payload('CreateCustomerSuccess', 'The customer was created.'),
  errors: [ConflictError],
  run: (ctx, input) => createCustomer(ctx, input as CreateCustomerInput),
});

mutation('updateCustomer', {
  caller: 'merchant',
  description:
    'Changes a customer: what is left out stays as it is, null clears. A new e-mail address, and disabling, end all portal sessions of the customer. Merchants only.',
  input: builder.inputType('UpdateCustomerInput', {
    description: 'What changes.',
    fields: (t) => ({
      customerId: t.id({ required: true, description: 'The customer.' }),
      email: t.string({ description: 'The address that may sign in; unique in the company.' }),
      externalId: t.string({ description: "The merchant's own id for the customer; unique in the company." }),
      disabled: t.boolean({ description: 'Whether the customer is kept from signing in.' }),
      metadata: t.field({ type: 'JSONObject', description: 'Labels; replaces all of them.' }),
      ...billingInputFields(t),
    }),
  }),
  success: payload('UpdateCustomerSuccess', 'The customer was changed.'),
  errors: [ConflictError],
  run: (ctx, { customerId, ...input }) => updateCustomer(ctx, customerId, input as UpdateCustomerInput),
});

mutation('deleteCustomer', {
  caller: 'merchant',
  description:
    'Deletes a customer: sessions end, the address is free again, invoices stay. Refused while a subscription runs. Merchants only.',
  input: builder.inputType('DeleteCustomerInput', {
    description: 'Who is to be deleted.',
    fields: (t) => ({ customerId: t.id({ required: true, description: 'The customer.' }) }),
  }),
  success: builder.objectRef<{ id: string }>('DeleteCustomerSuccess').implement({
    description: 'The customer was deleted.',
    fields: (t) => ({ deletedCustomerId: t.exposeID('id', { description: 'The id that names nobody any longer.' }) }),
  }),
  errors: [ConflictError],
  run: (ctx, { customerId }) => deleteCustomer(ctx, customerId),
});

mutation('updateBillingInformation', {
  caller: 'signedIn',
  description:
    'Changes what stands on the next invoices of a customer: what is left out stays, null clears. What is so already is no change and no event.',
  input: builder.inputType('UpdateBillingInformationInput', {
    description: 'What changes.',
    fields: (t) => ({
      customerId: t.id({ description: 'The customer; merchants must name one, a portal session is its own.' }),
      ...billingInputFields(t),
    }),
  }),
  success: payload('UpdateBillingInformationSuccess', 'The billing information was changed.'),
  run: (ctx, { customerId, ...input }) => updateBillingInformation(ctx, customerId, input as BillingInformationInput),
});
