/** The data of a customer that electronic invoices need, in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { ELECTRONIC_ADDRESS } from './electronicAddressWords.ts';
import { Customer } from './schema.ts';

builder.prismaObjectFields(Customer, (t) => ({
  buyerReference: t.exposeString('buyerReference', {
    nullable: true,
    description:
      'The reference by which the customer routes electronic invoices, such as a Leitweg-ID of a German authority; null without one.',
  }),
  electronicAddress: t.exposeString('electronicAddress', {
    nullable: true,
    description: `The address for electronic invoices, ${ELECTRONIC_ADDRESS}; null without one.`,
  }),
}));
