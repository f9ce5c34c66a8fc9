/** A company's own domains in GraphQL: registering, proving and removing them. All of it is for merchants only. */
import { builder } from '../../graphql/builder.ts';
import { newestFirst } from '../../graphql/connections.ts';
import { mutation } from '../../graphql/mutation.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { visibleToMerchant } from '../../op.ts';
import { CustomDomain } from '../company/schema.ts';
import { createCustomDomain, deleteCustomDomain, verifyCustomDomain } from './customDomain.ts';
import { challengeOf } from './domainProof.ts';

const DomainVerification = builder.objectRef<{ name: string; value: string }>('DomainVerification').implement({
  description:
    'The TXT record that proves that a company holds a domain. It has to stay as long as the domain is used.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the record: `_portico-challenge.<hostname>`.' }),
    value: t.exposeString('value', { description: 'Its value: `portico-verification=<token>`.' }),
  }),
});

builder.prismaObjectFields(CustomDomain, (t) => ({
  verification: t.field({
    type: DomainVerification,
    select: { hostname: true, verificationToken: true },
    description: 'The TXT record to be written.',
    resolve: challengeOf,
  }),
  checkedAt: t.expose('checkedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When the record was last looked for; of a verified domain it is looked for every day.',
  }),
  failingSince: t.expose('failingSince', {
    type: 'DateTime',
    nullable: true,
    description:
      'Since when the record of a verified domain has not been found; null while it is. After three days the domain is verified no longer.',
  }),
}));

builder.queryField('customDomains', (t) =>
  t.prismaField({
    type: [CustomDomain],
    authScopes: { merchant: true },
    description: 'The host names that the company has registered, newest first. Merchants only.',
    resolve: (query, _root, _args, { db, principal }) =>
      db.prisma.customDomain.findMany({ ...query, where: visibleToMerchant(principal), orderBy: newestFirst() }),
  }),
);

const domainPayload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      customDomain: t.prismaField({
        type: CustomDomain,
        description: 'The domain as it is now.',
        resolve: (query, { id }, _args, { db }) =>
          db.prisma.customDomain.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  });

const DOMAIN_ID = 'The domain.';

mutation('createCustomDomain', {
  caller: 'merchant',
  description:
    'Registers a host name for the portal. It is of no use before `verifyCustomDomain` has found the TXT record of `verification`, and `updatePortalConfig(customDomainId:)` has chosen it. Fails with `ConflictError` when the company has registered it already, or has twenty. Merchants only.',
  input: builder.inputType('CreateCustomDomainInput', {
    description: 'The new domain.',
    fields: (t) => ({
      hostname: t.string({
        required: true,
        description:
          'The host name, such as `billing.example.com`: public, of two labels or more, without port and wildcard. It is kept in ASCII and small letters.',
      }),
    }),
  }),
  success: domainPayload('CreateCustomDomainSuccess', 'The domain was registered.'),
  errors: [ConflictError],
  run: createCustomDomain,
});

mutation('verifyCustomDomain', {
  caller: 'merchant',
  description:
    'Looks for the TXT record now. Fails with `ConflictError` while it is not there, or while another company holds the domain and its record is there as well. From then on it is looked for every day. Merchants only.',
  input: builder.inputType('VerifyCustomDomainInput', {
    description: 'Which domain is proved.',
    fields: (t) => ({ customDomainId: t.id({ required: true, description: DOMAIN_ID }) }),
  }),
  success: domainPayload('VerifyCustomDomainSuccess', 'The company has proved that it holds the domain.'),
  errors: [ConflictError],
  run: verifyCustomDomain,
});

mutation('deleteCustomDomain', {
  caller: 'merchant',
  description:
    'Removes a domain. A portal that was reached there is reached under the address of this server from now on (within half a minute). Registered again, the domain has to be proved anew. Merchants only.',
  input: builder.inputType('DeleteCustomDomainInput', {
    description: 'Which domain is removed.',
    fields: (t) => ({ customDomainId: t.id({ required: true, description: DOMAIN_ID }) }),
  }),
  success: builder.objectRef<{ deletedCustomDomainId: string }>('DeleteCustomDomainSuccess').implement({
    description: 'The domain was removed.',
    fields: (t) => ({
      deletedCustomDomainId: t.exposeID('deletedCustomDomainId', { description: 'The id that it had.' }),
    }),
  }),
  run: deleteCustomDomain,
});
