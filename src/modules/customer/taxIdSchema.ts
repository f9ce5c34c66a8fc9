/** The tax id, the kind of customer and an exemption in GraphQL: the facts about a customer that decide the tax. */
import type { CustomerKind as Kinds, TaxIdStatus as Statuses } from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';

interface StoredTaxId {
  taxIdType: string;
  taxIdValue: string;
  taxIdStatus: Statuses | null;
}

const TaxIdStatus = builder.enumType('TaxIdStatus', {
  description: 'The result of the register of tax ids.',
  values: {
    PENDING: { description: 'The register was not queried yet.' },
    VERIFIED: { description: 'The register has confirmed the number.' },
    UNVERIFIED: { description: 'The register does not know the number.' },
    UNAVAILABLE: { description: 'The register gave no result; it is queried again.' },
    NOT_CHECKABLE: { description: 'No register is known for this kind of number.' },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

export const TaxId = builder.objectRef<StoredTaxId>('TaxId').implement({
  description: 'A tax identification number.',
  fields: (t) => ({
    type: t.exposeString('taxIdType', {
      description:
        'The kind of number, such as `eu_vat`. An open list: two lower-case letters of a country or region, an underscore and a name. The check digits of `eu_vat`, `gb_vat`, `ch_vat`, `no_vat`, `us_ein`, `ca_bn`, `au_abn`, `br_cnpj` and `jp_trn` are checked; numbers of other kinds are stored as given.',
    }),
    status: t.expose('taxIdStatus', {
      type: TaxIdStatus,
      nullable: true,
      description:
        'Whether a register has confirmed the number; null if it was stored before registers were queried. Only the EU register is queried, and only for companies that charge tax.',
    }),
    value: t.exposeString('taxIdValue', {
      description:
        'The number as printed on invoices. Checked kinds have their normal form: with the prefix of the country and without blanks. Numbers that were stored before the check are unchanged.',
    }),
  }),
});

export const TaxIdInput = builder.inputType('TaxIdInput', {
  description: 'A tax identification number.',
  fields: (t) => ({
    type: t.string({
      required: true,
      description:
        'The kind of number, such as `eu_vat`. An open list: two lower-case letters of a country or region, an underscore and a name. The check digits of `eu_vat`, `gb_vat`, `ch_vat`, `no_vat`, `us_ein`, `ca_bn`, `au_abn`, `br_cnpj` and `jp_trn` are checked; numbers of other kinds are stored as given.',
    }),
    value: t.string({
      required: true,
      description:
        'The number as printed on invoices. A number with wrong check digits is refused, unless it is the one that is stored; `eu_vat` needs the two letters of its country. Blanks and punctuation are removed.',
    }),
  }),
});

export const CustomerKind = builder.enumType('CustomerKind', {
  description: 'The kind of customer, which decides the tax of services abroad.',
  values: {
    UNKNOWN: { description: 'Nothing is known; only a confirmed tax id proves a business.' },
    BUSINESS: {
      description: 'A business. In another EU country it still needs a confirmed tax id for a reverse charge.',
    },
    CONSUMER: { description: 'A consumer, who is charged tax whatever tax id is stored.' },
  } satisfies Record<keyof typeof Kinds, { description: string }>,
});

export const TaxExemption = builder.objectRef<{ certificate: string; until: Date | null }>('TaxExemption').implement({
  description: 'A certificate that frees a customer from tax.',
  fields: (t) => ({
    certificate: t.exposeString('certificate', {
      description: 'The number of the certificate, as printed on invoices.',
    }),
    validUntil: t.string({
      nullable: true,
      description: 'Its last day, in the form `2026-11-29`; null if it has no end.',
      resolve: ({ until }) => until?.toISOString().slice(0, 10),
    }),
  }),
});

const TaxExemptionInput = builder.inputType('TaxExemptionInput', {
  description: 'A certificate that frees a customer from tax.',
  fields: (t) => ({
    certificate: t.string({ required: true, description: 'The number of the certificate, as printed on invoices.' }),
    validUntil: t.string({ description: 'Its last day, in the form `2026-11-29`; no end by default.' }),
  }),
});

type InputFields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0];

export const taxInputFields = (t: InputFields) => ({
  kind: t.field({
    type: CustomerKind,
    description: 'Whether the customer is a business or a consumer; `UNKNOWN` by default.',
  }),
  taxExemption: t.field({
    type: TaxExemptionInput,
    description: 'The certificate that frees the customer from tax; null ends the exemption.',
  }),
});

builder.prismaObject('TaxIdCheck', {
  description: 'A result of a register about a tax id: the proof of a reverse charge. Merchants only.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the result.' }),
    value: t.exposeString('value', { description: 'The number as it was queried.' }),
    status: t.expose('status', { type: TaxIdStatus, description: 'The result of this query.' }),
    requester: t.exposeString('requester', {
      nullable: true,
      description: "The company's own number, with which the register was queried; null without one.",
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'The code of the register, such as `MS_UNAVAILABLE`; null for a confirmed number.',
    }),
    consultationNumber: t.exposeString('consultationNumber', {
      nullable: true,
      description: "The register's proof of the query; null if it gave none.",
    }),
    name: t.exposeString('name', { nullable: true, description: 'The registered name; null if it was withheld.' }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'The registered address; null if it was withheld.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the register was queried.' }),
  }),
});
