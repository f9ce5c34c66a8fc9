/** A company's own domains in GraphQL: registering, verifying and removing them. All of it is for merchants only. */
import { builder } from '../../../graphql/builder.ts';
import { mutation } from '../../../graphql/mutation.ts';
import { ConflictError, NotFoundError } from '../../../kernel/errors.ts';
import { CustomDomain } from '../../company/schema.ts';
import { createCustomDomain } from './createCustomDomain.ts';
import { deleteCustomDomain } from './deleteCustomDomain.ts';
import { challengeOf } from './domainProof.ts';
import { verifyCustomDomain } from './verifyCustomDomain.ts';

const DomainVerification = builder.objectRef<{ name: string; value: string }>('DomainVerification').implement({
  description:
    'The TXT record that proves that a company controls a domain. It must remain published while the domain is used.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the record: `_portico-challenge.<hostname>`.' }),
    value: t.exposeString('value', { description: 'The value of the record: `portico-verification=<token>`.' }),
  }),
});

builder.prismaObjectFields(CustomDomain, (t) => ({
  verification: t.field({
    type: DomainVerification,
    select: { hostname: true, verificationToken: true },
    description: 'The TXT record that the company must publish.',
    resolve: challengeOf,
  }),
  checkedAt: t.expose('checkedAt', {
    type: 'DateTime',
    nullable: true,
    description:
      'When the TXT record was last looked up; null before the first look-up. The record of a verified domain is looked up every day.',
  }),
  failingSince: t.expose('failingSince', {
    type: 'DateTime',
    nullable: true,
    description:
      'When the TXT record of a verified domain was first found missing; null while it is found. After three days the domain loses its verification.',
  }),
}));

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

const DOMAIN_ID = 'The id of the domain.';

mutation('createCustomDomain', {
  caller: 'merchant',
  description:
    'Registers a host name for the portal. The portal is served there once `verifyCustomDomain` has found the TXT record of `verification` and `updatePortalConfig` has set `customDomainId`. Fails with `ConflictError` if the company has already registered it, or has twenty domains. Merchants only.',
  input: builder.inputType('CreateCustomDomainInput', {
    description: 'Input of `createCustomDomain`.',
    fields: (t) => ({
      hostname: t.string({
        required: true,
        description:
          'The host name, such as `billing.example.com`: public, of two labels or more, without port and wildcard. It is stored in ASCII and lower case.',
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
    'Looks up the TXT record. Fails with `ConflictError` if it is missing, or if another company has verified the domain and its record is still published. Afterwards the record is looked up every day. Merchants only.',
  input: builder.inputType('VerifyCustomDomainInput', {
    description: 'Input of `verifyCustomDomain`.',
    fields: (t) => ({ customDomainId: t.id({ required: true, description: DOMAIN_ID }) }),
  }),
  success: domainPayload('VerifyCustomDomainSuccess', 'The domain is verified.'),
  errors: [NotFoundError, ConflictError],
  run: verifyCustomDomain,
});

mutation('deleteCustomDomain', {
  caller: 'merchant',
  description:
    'Removes a domain. Within half a minute the portal is served at the address of this server instead. A domain that is registered again must be verified again. Merchants only.',
  input: builder.inputType('DeleteCustomDomainInput', {
    description: 'Input of `deleteCustomDomain`.',
    fields: (t) => ({ customDomainId: t.id({ required: true, description: DOMAIN_ID }) }),
  }),
  success: builder.objectRef<{ deletedCustomDomainId: string }>('DeleteCustomDomainSuccess').implement({
    description: 'The domain was removed.',
    fields: (t) => ({
      deletedCustomDomainId: t.exposeID('deletedCustomDomainId', { description: 'The id of the removed domain.' }),
    }),
  }),
  errors: [NotFoundError],
  run: deleteCustomDomain,
});
