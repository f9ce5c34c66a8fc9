/** The seller and the buyer that a document shows, as they were at its finalization. */
import type { Prisma } from '../../db/generated/client/client.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import type { Op } from '../../operation/operation.ts';

/** The parties at finalization; the document shows them from then on. */
export type InvoiceSnapshot = {
  /** `country` and `locale` decide words about tax; absent on invoices that were finalized before they had tax. */
  seller: Party & { header: string | null; country?: string | null; locale?: string | null };
  buyer: Party & { taxIdType: string | null; locale: string | null };
};

type Party = {
  name: string | null;
  email: string | null;
  taxId: string | null;
  addressLines: string[];
};

/** The lines of a postal address; empty parts are left out. */
function addressLines(row: {
  addressLine1: string | null;
  addressLine2: string | null;
  addressCity: string | null;
  addressState: string | null;
  addressPostalCode: string | null;
  addressCountry: string | null;
}): string[] {
  const town = [row.addressPostalCode, row.addressCity].filter(Boolean).join(' ');
  const place = [town, row.addressState].filter(Boolean).join(', ');
  return [row.addressLine1, row.addressLine2, place, row.addressCountry].filter((line): line is string =>
    Boolean(line),
  );
}

type Addressed = Pick<
  Prisma.CustomerGetPayload<object>,
  'addressLine1' | 'addressLine2' | 'addressCity' | 'addressState' | 'addressPostalCode' | 'addressCountry'
>;

type Billed = Addressed &
  Pick<Prisma.CustomerGetPayload<object>, 'name' | 'email' | 'taxIdValue' | 'taxIdType' | 'locale'>;

type Billing = Addressed &
  Pick<Prisma.CompanyGetPayload<object>, 'name' | 'supportEmail' | 'taxId'> & {
    portalConfig: { portalHeader: string | null; defaultLocale: string } | null;
  };

/** The parties as of now. */
export function partiesOf(company: Billing, customer: Billed): InvoiceSnapshot {
  return {
    seller: {
      name: company.name,
      header: company.portalConfig?.portalHeader ?? null,
      email: company.supportEmail,
      taxId: company.taxId,
      addressLines: addressLines(company),
      country: company.addressCountry,
      locale: company.portalConfig?.defaultLocale ?? null,
    },
    buyer: {
      name: customer.name,
      email: customer.email,
      taxId: customer.taxIdValue,
      taxIdType: customer.taxIdType,
      locale: customer.locale ?? company.portalConfig?.defaultLocale ?? null,
      addressLines: addressLines(customer),
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
        'addressLine1', co.address_line1, 'addressLine2', co.address_line2, 'addressCity', co.address_city,
        'addressState', co.address_state, 'addressPostalCode', co.address_postal_code, 'addressCountry', co.address_country,
        'portalConfig', json_build_object('portalHeader', p.portal_header, 'defaultLocale', p.default_locale)) AS seller,
      json_build_object('name', c.name, 'email', c.email, 'taxIdValue', c.tax_id_value, 'taxIdType', c.tax_id_type,
        'locale', c.locale, 'addressLine1', c.address_line1, 'addressLine2', c.address_line2, 'addressCity', c.address_city,
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
