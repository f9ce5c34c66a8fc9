/** The seller and the buyer that a document shows, as they were at its finalization. */
import type { Prisma } from '../../db/generated/client/client.ts';
import { localeOf } from '../../i18n/locale.ts';
import { inLanguage } from '../../i18n/translationMap.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import type { Op } from '../../operation/operation.ts';
import { type Addressed, type AddressParts, addressLines, addressParts } from './addressLines.ts';

/** The parties at finalization; the document shows them from then on. Fields that came later are absent on older documents. */
export type InvoiceSnapshot = {
  /** `country` and `locale` decide words about tax. */
  seller: Party & { header: string | null; country?: string | null; locale?: string | null } & Partial<SellerDetails> &
    Paying;
  buyer: Party & { taxIdType: string | null; locale: string | null } & Partial<BuyerDetails>;
};

/** Absent on invoices that were finalized before companies had them. `hybrid` is absent unless it is true. */
type Paying = { paymentInstructions?: string | null; hybrid?: boolean };

type Party = {
  name: string | null;
  email: string | null;
  taxId: string | null;
  addressLines: string[];
};

type SellerDetails = Pick<
  Prisma.CompanyGetPayload<object>,
  'legalName' | 'legalNotice' | 'taxNumber' | 'phone' | 'iban' | 'bic' | 'bankAccountHolder' | 'paymentTerms'
> &
  Electronic;

type BuyerDetails = Pick<Prisma.CustomerGetPayload<object>, 'phone' | 'buyerReference'> & Electronic;

type Electronic = { electronicAddress: string | null; address: AddressParts };

type Billed = Addressed &
  Pick<
    Prisma.CustomerGetPayload<object>,
    'name' | 'email' | 'phone' | 'taxIdValue' | 'taxIdType' | 'locale' | 'buyerReference' | 'electronicAddress'
  >;
type Billing = Addressed &
  Pick<Prisma.CompanyGetPayload<object>, 'name' | 'supportEmail' | 'taxId' | 'paymentInstructions' | 'hybridInvoices'> &
  Omit<SellerDetails, 'address'> & {
    portalConfig: { portalHeader: string | null; defaultLocale: string; translations: unknown } | null;
  };

function headerIn(config: Billing['portalConfig'], locale: string | null): string | null {
  return config && inLanguage(config.translations, localeOf(locale).language, 'portalHeader', config.portalHeader);
}

/** The parties as of now. */
export function partiesOf(company: Billing, customer: Billed): InvoiceSnapshot {
  const own = company.portalConfig?.defaultLocale ?? null;
  const locale = customer.locale ?? own;
  const [from, to] = [addressParts(company), addressParts(customer)];
  const { legalName, legalNotice, taxNumber, phone, iban, bic, bankAccountHolder, paymentTerms } = company;
  return {
    seller: {
      name: company.name,
      header: headerIn(company.portalConfig, locale),
      email: company.supportEmail,
      taxId: company.taxId,
      addressLines: addressLines(from, locale),
      country: company.addressCountry,
      locale: own,
      ...{ legalName, legalNotice, taxNumber, phone, iban, bic, bankAccountHolder, paymentTerms },
      ...{ electronicAddress: company.electronicAddress, address: from },
      paymentInstructions: company.paymentInstructions,
      ...(company.hybridInvoices ? { hybrid: true } : {}),
    },
    buyer: {
      name: customer.name,
      email: customer.email,
      taxId: customer.taxIdValue,
      taxIdType: customer.taxIdType,
      locale,
      addressLines: addressLines(to, locale),
      ...{ phone: customer.phone, buyerReference: customer.buyerReference },
      ...{ electronicAddress: customer.electronicAddress, address: to },
    },
  };
}

/** The part of a document that comes from its parties when it is finalized. */
export interface Parties {
  snapshot: InvoiceSnapshot;
  purchaseOrder: string | null;
}

/** Reads the parties of each customer's documents by one statement; without customers that do not exist. */
export async function readParties(
  op: Pick<Op, 'tx' | 'principal'>,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, Parties>> {
  const rows = await op.tx.$queryRaw<{ id: string; seller: Billing; buyer: Billed; purchaseOrder: string | null }[]>`
    SELECT c.id,
      json_build_object('name', co.name, 'supportEmail', co.support_email, 'taxId', co.tax_id,
        'legalName', co.legal_name, 'legalNotice', co.legal_notice, 'taxNumber', co.tax_number, 'phone', co.phone,
        'iban', co.iban, 'bic', co.bic, 'bankAccountHolder', co.bank_account_holder, 'paymentTerms', co.payment_terms,
        'electronicAddress', co.electronic_address,
        'paymentInstructions', co.payment_instructions, 'hybridInvoices', co.hybrid_invoices,
        'addressLine1', co.address_line1, 'addressLine2', co.address_line2, 'addressCity', co.address_city,
        'addressState', co.address_state, 'addressPostalCode', co.address_postal_code, 'addressCountry', co.address_country,
        'portalConfig', json_build_object('portalHeader', p.portal_header, 'defaultLocale', p.default_locale,
          'translations', p.translations)) AS seller,
      json_build_object('name', c.name, 'email', c.email, 'taxIdValue', c.tax_id_value, 'taxIdType', c.tax_id_type,
        'locale', c.locale, 'phone', c.phone, 'buyerReference', c.buyer_reference,
        'electronicAddress', c.electronic_address, 'addressLine1', c.address_line1, 'addressLine2', c.address_line2, 'addressCity', c.address_city,
        'addressState', c.address_state, 'addressPostalCode', c.address_postal_code, 'addressCountry', c.address_country) AS buyer,
      c.purchase_order AS "purchaseOrder"
    FROM customer c JOIN company co ON co.id = c.company_id LEFT JOIN portal_config p ON p.company_id = co.id
    WHERE c.company_id = ${op.principal.companyId} AND c.id = ANY(${[...customerIds]})`;
  return new Map(
    rows.map(({ id, seller, buyer, purchaseOrder }) => [id, { snapshot: partiesOf(seller, buyer), purchaseOrder }]),
  );
}

/** The parties of one customer's documents. Throws `NotFoundError`. */
export async function snapshotParties(op: Pick<Op, 'tx' | 'principal'>, customerId: string): Promise<Parties> {
  const parties = (await readParties(op, [customerId])).get(customerId);
  if (!parties) throw new NotFoundError('customer', ['input', 'customerId']);
  return parties;
}
