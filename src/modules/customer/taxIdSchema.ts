/** Tax ids in GraphQL. */
import type { TaxIdStatus as Statuses } from '../../db/generated/client/enums.ts';
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
