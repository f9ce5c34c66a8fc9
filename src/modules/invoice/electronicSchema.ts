/** Electronic invoices in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { ciiOf } from './electronic/cii.ts';
import { type Built, electronicInvoice } from './electronic/electronicInvoice.ts';
import type { ElectronicProfile } from './electronic/model.ts';
import { clearanceDuty, MISSING_WORDS, type MissingData } from './electronic/requirements.ts';
import { ublOf } from './electronic/ubl.ts';
import { pdfName } from './invoicePdf.ts';
import { Invoice } from './nodes.ts';
import type { InvoiceSnapshot } from './parties.ts';
import { printedInvoice } from './printedInvoice.ts';

const Profile = builder.enumType('ElectronicInvoiceProfile', {
  description: 'The rules that an electronic invoice follows.',
  values: {
    EN_16931: { description: 'The European norm EN 16931, which businesses in the EU can read.' },
    XRECHNUNG: {
      description: 'XRechnung 3.0, which German authorities require. Needs a buyer reference (Leitweg-ID).',
    },
    PEPPOL: { description: 'Peppol BIS Billing 3.0. Needs the electronic addresses of both parties.' },
  } satisfies Record<ElectronicProfile, { description: string }>,
});

const Syntax = builder.enumType('ElectronicInvoiceSyntax', {
  description: 'The syntax of an electronic invoice. Both have the same content.',
  values: {
    UBL: { description: 'Universal Business Language 2.1, the syntax of Peppol.' },
    CII: { description: 'UN/CEFACT Cross Industry Invoice, the syntax of Factur-X and ZUGFeRD.' },
  },
});

const Missing = builder.objectRef<{ code: MissingData }>('ElectronicInvoiceProblem').implement({
  description: 'Something that an electronic invoice lacks.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'A stable name, such as `BUYER_REFERENCE`.' }),
    message: t.string({
      description: 'The problem and its cure in plain English.',
      resolve: ({ code }) => MISSING_WORDS[code],
    }),
  }),
});

interface Shape {
  built: Built;
  profile: ElectronicProfile;
  syntax: 'UBL' | 'CII';
  name: string;
  country: string | null;
}

const ElectronicInvoice = builder.objectRef<Shape>('ElectronicInvoice').implement({
  description:
    'An invoice or credit note as a file that programs read. It contains the records of the finalized document: the same request returns the same bytes. It was checked against the rules of the norm that Portico knows, not by an official validator.',
  fields: (t) => ({
    fileName: t.exposeString('name', { description: 'A name for the file: the number of the document.' }),
    xml: t.string({
      nullable: true,
      description: 'The file; null if it cannot be made, for the reasons in `problems`.',
      resolve: ({ built, profile, syntax }) => {
        if (!('invoice' in built)) return null;
        return syntax === 'UBL' ? ublOf(built.invoice, profile) : ciiOf(built.invoice, profile);
      },
    }),
    problems: t.field({
      type: [Missing],
      description: 'The data that is missing, all at once; empty if the file can be made.',
      resolve: ({ built }) => ('missing' in built ? built.missing.map((code) => ({ code })) : []),
    }),
    warning: t.string({
      nullable: true,
      description:
        "A duty of the seller's country that downloading or mailing the file does not fulfil, such as reporting through a platform of the state; null if none is known.",
      resolve: ({ country }) => clearanceDuty(country),
    }),
  }),
});

builder.prismaObjectField(Invoice, 'electronicInvoice', (t) =>
  t.field({
    type: ElectronicInvoice,
    authScopes: { merchant: true },
    nullable: true,
    select: { id: true },
    args: {
      profile: t.arg({ type: Profile, description: 'The rules that it follows; `EN_16931` by default.' }),
      syntax: t.arg({ type: Syntax, description: 'Its syntax; `UBL` by default.' }),
    },
    description: 'It as an electronic invoice, or the reasons why that is not possible. Merchants only.',
    resolve: async ({ id }, { profile, syntax }, { db, principal }) => {
      const { companyId } = visibleToMerchant(principal);
      const invoice = await printedInvoice(db, { invoiceId: id, companyId });
      if (!invoice) throw new NotFoundError('invoice');
      const rules = profile ?? 'EN_16931';
      const { seller } = (invoice.snapshot ?? {}) as Partial<InvoiceSnapshot>;
      return {
        built: electronicInvoice(invoice, rules),
        ...{ profile: rules, syntax: syntax ?? 'UBL', name: pdfName(invoice).replace(/\.pdf$/, '.xml') },
        country: seller?.country ?? null,
      };
    },
  }),
);
