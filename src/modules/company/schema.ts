/** The merchant's company, its domains and its API keys in GraphQL. All of it is for merchants only. */
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst } from '../../graphql/connections.ts';
import { mutation } from '../../graphql/mutation.ts';
import { visibleToMerchant } from '../../op.ts';
import { Address, AddressInput } from '../customer/schema.ts';
import { createApiKey, revokeApiKey } from './apiKeys.ts';
import { type UpdateCompanyInput, updateCompany } from './company.ts';

export const CustomDomain = builder.prismaNode('CustomDomain', {
  id: { field: 'id', description: 'The id of the domain.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  authScopes: { merchant: true },
  description: 'A host name that a company has registered for its portal. Merchants only.',
  fields: (t) => ({
    hostname: t.exposeString('hostname', { description: 'The host name, such as `billing.example.com`.' }),
    verifiedAt: t.expose('verifiedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was proved that the company holds it; null, and of no use, before.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the domain was registered.' }),
  }),
});

export const ApiKey = builder.prismaNode('ApiKey', {
  id: { field: 'id', description: 'The id of the key; not the key.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  authScopes: { merchant: true },
  description: "A key with which the merchant's programs call this API. Merchants only.",
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call it.' }),
    lastFour: t.exposeString('lastFour', { description: 'Its last four characters, to tell keys apart.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to about a minute; null when it never was.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it opens nothing; null while it works.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the key was made.' }),
  }),
});

export const Company = builder.prismaNode('Company', {
  id: { field: 'id', description: 'The id of the company.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: { id: visibleToMerchant(principal).companyId } }),
  authScopes: { merchant: true },
  description: 'A business that bills customers; everything else belongs to one. Merchants only.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name on invoices and in the portal.' }),
    testMode: t.exposeBoolean('testMode', {
      description: 'Whether nothing of it ever touches a live payment provider.',
    }),
    testClockAt: t.expose('testClockAt', {
      type: 'DateTime',
      nullable: true,
      description: 'What the test clock says; null where real time counts.',
    }),
    defaultCurrency: t.expose('defaultCurrency', {
      type: 'Currency',
      description: 'The currency it usually sells in.',
    }),
    supportEmail: t.exposeString('supportEmail', {
      nullable: true,
      description: 'Where customers ask for help; public.',
    }),
    websiteUrl: t.exposeString('websiteUrl', { nullable: true, description: "The company's own website; public." }),
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
      description: 'The address on invoices.',
      resolve: (company) => company,
    }),
    taxId: t.exposeString('taxId', { nullable: true, description: 'The tax id on invoices.' }),
    invoicePrefix: t.exposeString('invoicePrefix', {
      description: 'Stands before the number of each invoice, as in `ACME-0042`.',
    }),
    customDomains: t.relation('customDomains', {
      description: 'The host names registered for its portal, newest first.',
      query: () => ({ orderBy: newestFirst() }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the company was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the company was last changed.' }),
  }),
});

builder.queryFields((t) => ({
  company: t.prismaField({
    type: Company,
    authScopes: { merchant: true },
    description: 'The company whose API key is calling. Merchants only.',
    resolve: (query, _root, _args, { db, principal }) =>
      readOneOrThrow(db, 'Company', { ...query, where: { id: visibleToMerchant(principal).companyId } }),
  }),
  apiKeys: t.prismaField({
    type: [ApiKey],
    authScopes: { merchant: true },
    description: "The company's API keys, revoked ones included, newest first. Merchants only.",
    resolve: (query, _root, _args, { db, principal }) =>
      db.prisma.apiKey.findMany({ ...query, where: visibleToMerchant(principal), orderBy: newestFirst() }),
  }),
}));

mutation('updateCompany', {
  caller: 'merchant',
  description:
    'Changes what the company says about itself: what is left out stays as it is, null clears what may be empty. Finalized invoices keep what they say. Merchants only.',
  input: builder.inputType('UpdateCompanyInput', {
    description: 'What changes.',
    fields: (t) => ({
      name: t.string({ description: 'The name on invoices and in the portal.' }),
      defaultCurrency: t.field({ type: 'Currency', description: 'The currency it usually sells in.' }),
      supportEmail: t.string({ description: 'Where customers ask for help; public.' }),
      websiteUrl: t.string({ description: "The company's own website, an https address; public." }),
      address: t.field({ type: AddressInput, description: 'The address on invoices; null clears all of it.' }),
      taxId: t.string({ description: 'The tax id on invoices.' }),
      invoicePrefix: t.string({
        description: 'Stands before the number of each later invoice: 1 to 12 capital letters and digits.',
      }),
    }),
  }),
  success: builder.objectRef<{ id: string }>('UpdateCompanySuccess').implement({
    description: 'The company was changed.',
    fields: (t) => ({
      company: t.prismaField({
        type: Company,
        description: 'The company as it is now.',
        resolve: (query, { id }, _args, { db }) => db.prisma.company.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  }),
  run: (ctx, input) => updateCompany(ctx, input as UpdateCompanyInput),
});

mutation('createApiKey', {
  caller: 'merchant',
  description: 'Makes an API key that may do what the calling one may. Merchants only.',
  input: builder.inputType('CreateApiKeyInput', {
    description: 'The new key.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'What people call it, such as the program that uses it.' }),
    }),
  }),
  success: builder.objectRef<{ id: string; secret: string }>('CreateApiKeySuccess').implement({
    description: 'The key was made.',
    fields: (t) => ({
      apiKey: t.prismaField({
        type: ApiKey,
        description: 'The key as it is now.',
        resolve: (query, { id }, _args, { db }) => db.prisma.apiKey.findUniqueOrThrow({ ...query, where: { id } }),
      }),
      secret: t.exposeString('secret', {
        description: 'The key itself. It is shown here and never again; only its hash is kept.',
      }),
    }),
  }),
  run: (ctx, input) => createApiKey(ctx, input),
});

mutation('revokeApiKey', {
  caller: 'merchant',
  description: 'Ends an API key at once, even the calling one. Revoking a key again changes nothing. Merchants only.',
  input: builder.inputType('RevokeApiKeyInput', {
    description: 'Which key ends.',
    fields: (t) => ({ apiKeyId: t.id({ required: true, description: 'The id of the key.' }) }),
  }),
  success: builder.objectRef<{ id: string }>('RevokeApiKeySuccess').implement({
    description: 'The key opens nothing any longer.',
    fields: (t) => ({
      apiKey: t.prismaField({
        type: ApiKey,
        description: 'The key as it is now.',
        resolve: (query, { id }, _args, { db }) => db.prisma.apiKey.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  }),
  run: (ctx, { apiKeyId }) => revokeApiKey(ctx, apiKeyId),
});
