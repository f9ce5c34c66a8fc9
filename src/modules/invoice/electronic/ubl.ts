/** The model of an invoice as UBL 2.1. Pure: the same model gives the same bytes. */
import { toDecimal } from '../../../kernel/money.ts';
import {
  type ElectronicInvoice,
  type ElectronicLine,
  type ElectronicParty,
  type ElectronicProfile,
  type ElectronicTax,
  lastDay,
  percent,
  SPECIFICATIONS,
} from './model.ts';
import { el, elWith, type Xml, xmlFile } from './xml.ts';

const day = (instant: Date): string => instant.toISOString().slice(0, 10);
const cbc = (name: string, text: string | null | undefined) => el(`cbc:${name}`, text);
const vat = () => el('cac:TaxScheme', cbc('ID', 'VAT'));

/** Writes amounts in the document's currency. */
const amounts = (currency: string) => (name: string, amount: bigint) =>
  elWith(`cbc:${name}`, { currencyID: currency }, toDecimal(amount, currency));
type Amount = ReturnType<typeof amounts>;

function party(of: ElectronicParty): Xml | null {
  const { address, contact, electronicAddress } = of;
  return el(
    'cac:Party',
    electronicAddress && elWith('cbc:EndpointID', { schemeID: electronicAddress.scheme }, electronicAddress.id),
    el('cac:PartyIdentification', cbc('ID', of.identifier)),
    el('cac:PartyName', cbc('Name', of.tradingName)),
    el(
      'cac:PostalAddress',
      cbc('StreetName', address.line1),
      cbc('AdditionalStreetName', address.line2),
      cbc('CityName', address.city),
      cbc('PostalZone', address.postalCode),
      cbc('CountrySubentity', address.state),
      el('cac:Country', cbc('IdentificationCode', address.country)),
    ),
    of.vatId && el('cac:PartyTaxScheme', cbc('CompanyID', of.vatId), vat()),
    of.taxNumber && el('cac:PartyTaxScheme', cbc('CompanyID', of.taxNumber), el('cac:TaxScheme', cbc('ID', 'FC'))),
    el('cac:PartyLegalEntity', cbc('RegistrationName', of.name), cbc('CompanyLegalForm', of.legalNotice)),
    el('cac:Contact', cbc('Name', contact.name), cbc('Telephone', contact.phone), cbc('ElectronicMail', contact.email)),
  );
}

function paymentMeans({ transfer, paidByCard }: ElectronicInvoice): Xml | null {
  if (!transfer) return el('cac:PaymentMeans', cbc('PaymentMeansCode', paidByCard ? '48' : 'ZZZ'));
  return el(
    'cac:PaymentMeans',
    cbc('PaymentMeansCode', '58'),
    el(
      'cac:PayeeFinancialAccount',
      cbc('ID', transfer.iban),
      cbc('Name', transfer.holder),
      el('cac:FinancialInstitutionBranch', cbc('ID', transfer.bic)),
    ),
  );
}

const category = (name: string, code: string, ratePpm: number | null, exemption?: ElectronicTax['exemption']) =>
  el(
    name,
    cbc('ID', code),
    ratePpm === null ? null : cbc('Percent', percent(ratePpm)),
    cbc('TaxExemptionReasonCode', exemption?.code),
    cbc('TaxExemptionReason', exemption?.text),
    vat(),
  );

function lineOf(line: ElectronicLine, index: number, kind: ElectronicInvoice['kind'], amount: Amount): Xml | null {
  const [root, quantity] =
    kind === 'invoice' ? ['cac:InvoiceLine', 'cbc:InvoicedQuantity'] : ['cac:CreditNoteLine', 'cbc:CreditedQuantity'];
  return el(
    root as string,
    cbc('ID', String(index + 1)),
    elWith(quantity as string, { unitCode: 'C62' }, String(line.quantity)),
    amount('LineExtensionAmount', line.amount),
    line.period &&
      el('cac:InvoicePeriod', cbc('StartDate', day(line.period.start)), cbc('EndDate', day(lastDay(line.period.end)))),
    el('cac:Item', cbc('Name', line.name), category('cac:ClassifiedTaxCategory', line.category, line.ratePpm)),
    el(
      'cac:Price',
      amount('PriceAmount', line.price),
      line.baseQuantity === 1 ? null : elWith('cbc:BaseQuantity', { unitCode: 'C62' }, String(line.baseQuantity)),
    ),
  );
}

/** The XML file. An invoice has the root `Invoice`, a credit note `CreditNote`. */
export function ublOf(invoice: ElectronicInvoice, profile: ElectronicProfile): string {
  const { kind, currency, totals } = invoice;
  const root = kind === 'invoice' ? 'Invoice' : 'CreditNote';
  const amount = amounts(currency);
  const { customization, process } = SPECIFICATIONS[profile];
  const content = [
    cbc('CustomizationID', customization),
    cbc('ProfileID', process),
    cbc('ID', invoice.number),
    cbc('IssueDate', day(invoice.issued)),
    kind === 'invoice' && invoice.due ? cbc('DueDate', day(invoice.due)) : null,
    cbc(`${root}TypeCode`, kind === 'invoice' ? '380' : '381'),
    cbc('Note', invoice.note),
    cbc('DocumentCurrencyCode', currency),
    cbc('BuyerReference', invoice.buyerReference),
    el('cac:OrderReference', cbc('ID', invoice.purchaseOrder)),
    ...invoice.preceding.map(({ number, issued }) =>
      el(
        'cac:BillingReference',
        el('cac:InvoiceDocumentReference', cbc('ID', number), issued ? cbc('IssueDate', day(issued)) : null),
      ),
    ),
    el('cac:AccountingSupplierParty', party(invoice.seller)),
    el('cac:AccountingCustomerParty', party(invoice.buyer)),
    invoice.supplied && el('cac:Delivery', cbc('ActualDeliveryDate', day(invoice.supplied))),
    paymentMeans(invoice),
    el('cac:PaymentTerms', cbc('Note', invoice.terms)),
    el(
      'cac:TaxTotal',
      amount('TaxAmount', totals.tax),
      ...invoice.taxes.map((tax) =>
        el(
          'cac:TaxSubtotal',
          amount('TaxableAmount', tax.base),
          amount('TaxAmount', tax.tax),
          category('cac:TaxCategory', tax.category, tax.ratePpm, tax.exemption),
        ),
      ),
    ),
    el(
      'cac:LegalMonetaryTotal',
      amount('LineExtensionAmount', totals.net),
      amount('TaxExclusiveAmount', totals.net),
      amount('TaxInclusiveAmount', totals.gross),
      totals.prepaid === 0n ? null : amount('PrepaidAmount', totals.prepaid),
      amount('PayableAmount', totals.due),
    ),
    ...invoice.lines.map((line, index) => lineOf(line, index, kind, amount)),
  ];
  const names = 'urn:oasis:names:specification:ubl:schema:xsd';
  return xmlFile(
    elWith(
      root,
      {
        xmlns: `${names}:${root}-2`,
        'xmlns:cac': `${names}:CommonAggregateComponents-2`,
        'xmlns:cbc': `${names}:CommonBasicComponents-2`,
      },
      content,
    ),
  );
}
