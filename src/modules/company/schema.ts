/** The merchant's company, its domains and its API keys in GraphQL. All of it is for merchants only. */
import { readOneOrThrow } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst } from '../../graphql/connections.ts';
import { mutation } from '../../graphql/mutation.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { Address, AddressInput } from '../customer/addressSchema.ts';
import { type UpdateCompanyInput, updateCompany } from './updateCompany.ts';

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
      description:
        'When the company proved that it controls the host name; null before. The portal is not served there while it is null.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the domain was registered.' }),
  }),
});

const HYBRID =
  'Whether the PDFs of documents that are finalized from now on are hybrid invoices (Factur-X, ZUGFeRD), which programs can read, too: in mails, in the portal and by payment links. A document without the data for that is a plain PDF. False by default.';

export const Company = builder.prismaNode('Company', {
  id: { field: 'id', description: 'The id of the company.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: { id: visibleToMerchant(principal).companyId } }),
  authScopes: { merchant: true },
  description: 'A business that bills customers. Every other object belongs to exactly one company. Merchants only.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name on invoices and in the portal.' }),
    testMode: t.exposeBoolean('testMode', {
      description: 'Whether the company is for tests: it never charges through a live payment provider.',
    }),
    testClockAt: t.expose('testClockAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The time of its test clock; null if billing uses real time.',
    }),
    defaultCurrency: t.expose('defaultCurrency', {
      type: 'Currency',
      description: 'The currency that it usually sells in.',
    }),
    supportEmail: t.exposeString('supportEmail', {
      nullable: true,
      description: 'The e-mail address for help, shown publicly; null if none is set.',
    }),
    websiteUrl: t.exposeString('websiteUrl', {
      nullable: true,
      description: "The company's website, an https address that is shown publicly; null if none is set.",
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
      description: 'The address of the company on invoices.',
      resolve: (company) => company,
    }),
    taxId: t.exposeString('taxId', {
      nullable: true,
      description: "The company's tax id on invoices; null if none is set.",
    }),
    paymentInstructions: t.exposeString('paymentInstructions', {
      nullable: true,
      description:
        'How customers pay an invoice that is sent, such as the bank details, in up to 500 characters; printed on these invoices and shown in their e-mails and in the portal. Null if none are set.',
    }),
    invoicePrefix: t.exposeString('invoicePrefix', {
      description: 'The prefix of invoice numbers, as in `ACME-0042`.',
    }),
    customDomains: t.relation('customDomains', {
      description: 'The host names registered for its portal, newest first; at most twenty.',
      query: () => ({ orderBy: newestFirst() }),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the company was created.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the company was last changed.' }),
  }),
});

builder.prismaObjectFields(Company, (t) => ({
  legalName: t.exposeString('legalName', {
    nullable: true,
    description: 'The name of the legal entity, printed on documents; null: `name` is printed.',
  }),
  legalNotice: t.exposeString('legalNotice', {
    nullable: true,
    description:
      'The statements that company law requires on documents, such as register, seat, managers and capital; null if none are set.',
  }),
  taxNumber: t.exposeString('taxNumber', {
    nullable: true,
    description: 'The number of the tax office, printed beside the tax id; null if none is set.',
  }),
  phone: t.exposeString('phone', {
    nullable: true,
    description: 'The phone number for questions about invoices, printed on them; null if none is set.',
  }),
  bankAccountHolder: t.exposeString('bankAccountHolder', {
    nullable: true,
    description: 'The holder of the bank account; null: the name on documents.',
  }),
  iban: t.exposeString('iban', {
    nullable: true,
    description:
      'The bank account to which customers can transfer money, printed on unpaid invoices; null if none is set.',
  }),
  bic: t.exposeString('bic', { nullable: true, description: 'The BIC of its bank; null if none is set.' }),
  paymentTerms: t.exposeString('paymentTerms', {
    nullable: true,
    description:
      'The terms of payment on documents, such as interest on late payment and discounts for early payment; null if none are set.',
  }),
  electronicAddress: t.exposeString('electronicAddress', {
    nullable: true,
    description: 'The address of the company in electronic invoicing, such as `9930:DE123456789`; null if none is set.',
  }),
  hybridInvoices: t.exposeBoolean('hybridInvoices', {
    authScopes: { merchant: true },
    description: HYBRID,
  }),
}));

builder.queryFields((t) => ({
  company: t.prismaField({
    type: Company,
    authScopes: { merchant: true },
    description: 'The company whose API key is calling. Merchants only.',
    resolve: (query, _root, _args, { db, principal }) =>
      readOneOrThrow(db, 'Company', { ...query, where: { id: visibleToMerchant(principal).companyId } }),
  }),
}));

mutation('updateCompany', {
  caller: 'merchant',
  description:
    'Changes the properties of the company. Omitted fields stay unchanged; null clears a nullable field. Finalized invoices are not changed. Merchants only.',
  input: builder.inputType('UpdateCompanyInput', {
    description: 'Input of `updateCompany`.',
    fields: (t) => ({
      name: t.string({ description: 'The name on invoices and in the portal.' }),
      defaultCurrency: t.field({ type: 'Currency', description: 'The currency that it usually sells in.' }),
      supportEmail: t.string({ description: 'The e-mail address for help, shown publicly; null if none is set.' }),
      websiteUrl: t.string({
        description: "The company's website, an https address that is shown publicly; null clears it.",
      }),
      address: t.field({ type: AddressInput, description: 'The address on invoices; null clears all of it.' }),
      taxId: t.string({ description: "The company's tax id on invoices." }),
      legalName: t.string({ description: 'The name of the legal entity on documents; null: `name` is printed.' }),
      legalNotice: t.string({
        description: 'The statements that company law requires on documents; null clears them.',
      }),
      taxNumber: t.string({ description: 'The number of the tax office, printed beside the tax id.' }),
      phone: t.string({ description: 'The phone number for questions about invoices.' }),
      bankAccountHolder: t.string({ description: 'The holder of the bank account; null: the name on documents.' }),
      iban: t.string({
        description: 'The bank account for transfers, printed on unpaid invoices. Blanks are removed.',
      }),
      bic: t.string({ description: 'The BIC of its bank, 8 or 11 characters.' }),
      paymentTerms: t.string({ description: 'The terms of payment on documents; null clears them.' }),
      electronicAddress: t.string({
        description: 'The address in electronic invoicing: the code of a scheme (EAS), a colon and the identifier.',
      }),
      hybridInvoices: t.boolean({ description: HYBRID }),
      paymentInstructions: t.string({
        description:
          'How customers pay an invoice that is sent, such as the bank details, in up to 500 characters; printed on these invoices and shown in their e-mails and in the portal. Null clears them.',
      }),
      invoicePrefix: t.string({
        description: 'The prefix of the numbers of later invoices: 1 to 12 capital letters and digits.',
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
  errors: [],
  run: (ctx, input) => updateCompany(ctx, input as UpdateCompanyInput),
});
