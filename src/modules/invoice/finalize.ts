/** What makes an invoice final: its gapless number, and what it says about the parties. */
import type { Prisma } from '../../db/generated/client/client.ts';
import type { Op } from '../../op.ts';

/** The parties as they were when the invoice was finalized; printed on it for ever. */
export interface InvoiceSnapshot {
  seller: Party & { header: string | null };
  buyer: Party & { taxIdType: string | null; locale: string | null };
}

export interface Party {
  name: string | null;
  email: string | null;
  taxId: string | null;
  addressLines: string[];
}

/** An address as it is written on paper. */
export function addressLines(row: {
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

type Billed = Prisma.CustomerGetPayload<object>;
type Billing = Prisma.CompanyGetPayload<{ include: { portalConfig: { select: { portalHeader: true } } } }>;

/** What a document says about the parties as they are now. */
export function partiesOf(company: Billing, customer: Billed): InvoiceSnapshot {
  return {
    seller: {
      name: company.name,
      header: company.portalConfig?.portalHeader ?? null,
      email: company.supportEmail,
      taxId: company.taxId,
      addressLines: addressLines(company),
    },
    buyer: {
      name: customer.name,
      email: customer.email,
      taxId: customer.taxIdValue,
      taxIdType: customer.taxIdType,
      locale: customer.locale,
      addressLines: addressLines(customer),
    },
  };
}

export async function snapshotParties(op: Pick<Op, 'tx' | 'principal'>, customerId: string): Promise<InvoiceSnapshot> {
  const customer = await op.tx.customer.findFirstOrThrow({
    where: { id: customerId, companyId: op.principal.companyId },
    include: { company: { include: { portalConfig: { select: { portalHeader: true } } } } },
  });
  return partiesOf(customer.company, customer);
}

/**
 * Takes the company's next invoice number. It holds the company's row until the transaction ends, which is what
 * makes numbers gapless: a number that is not committed is not taken. Call it as late as possible.
 */
export async function takeNumber(op: Pick<Op, 'tx' | 'principal'>): Promise<{ sequence: number; number: string }> {
  const { nextInvoiceSequence, invoicePrefix } = await op.tx.company.update({
    where: { id: op.principal.companyId },
    data: { nextInvoiceSequence: { increment: 1 } },
    select: { nextInvoiceSequence: true, invoicePrefix: true },
  });
  const sequence = nextInvoiceSequence - 1;
  return { sequence, number: `${invoicePrefix}-${String(sequence).padStart(4, '0')}` };
}

/** The columns that finalizing fills. */
export async function finalColumns(op: Op, customerId: string) {
  const snapshot = await snapshotParties(op, customerId);
  return {
    snapshot: snapshot as unknown as Prisma.InputJsonObject,
    ...(await takeNumber(op)),
    finalizedAt: op.now,
  };
}
