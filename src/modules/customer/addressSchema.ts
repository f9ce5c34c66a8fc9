/** Postal addresses in GraphQL. */
import { builder } from '../../graphql/builder.ts';

export const Address = builder.objectRef<{
  addressLine1: string | null;
  addressLine2: string | null;
  addressCity: string | null;
  addressState: string | null;
  addressPostalCode: string | null;
  addressCountry: string | null;
}>('Address');

Address.implement({
  description: 'The postal address of a customer or company.',
  fields: (t) => ({
    line1: t.exposeString('addressLine1', { nullable: true, description: 'The street and number.' }),
    line2: t.exposeString('addressLine2', {
      nullable: true,
      description: 'The second address line, such as a floor or a building.',
    }),
    city: t.exposeString('addressCity', { nullable: true, description: 'The city or town.' }),
    state: t.exposeString('addressState', { nullable: true, description: 'State, province or region.' }),
    postalCode: t.exposeString('addressPostalCode', { nullable: true, description: 'Postal or ZIP code.' }),
    country: t.exposeString('addressCountry', {
      nullable: true,
      description: 'The country as an ISO 3166-1 code of two capital letters.',
    }),
  }),
});

export const AddressInput = builder.inputType('AddressInput', {
  description: 'A postal address. Omitted fields stay unchanged; null clears a field.',
  fields: (t) => ({
    line1: t.string({ description: 'The street and number.' }),
    line2: t.string({ description: 'The second address line, such as a floor or a building.' }),
    city: t.string({ description: 'The city or town.' }),
    state: t.string({ description: 'State, province or region.' }),
    postalCode: t.string({
      description: 'Postal or ZIP code. Refused if the country writes its codes in another form.',
    }),
    country: t.string({ description: 'The country as an ISO 3166-1 code of two capital letters.' }),
  }),
});
