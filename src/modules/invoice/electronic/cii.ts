/** The model of an invoice as UN/CEFACT Cross Industry Invoice D16B. Pure: the same model gives the same bytes. */
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

const ram = (name: string, text: string | null | undefined) => el(`ram:${name}`, text);
const day = (instant: Date): string => instant.toISOString().slice(0, 10).replaceAll('-', '');
const date = (name: string, instant: Date, namespace = 'udt') =>
  el(`ram:${name}`, elWith(`${namespace}:DateTimeString`, { format: '102' }, day(instant)));

function party(name: string, of: ElectronicParty): Xml | null {
  const { address, contact, electronicAddress } = of;
  return el(
    name,
    ram('ID', of.identifier),
    ram('Name', of.name),
    ram('Description', of.legalNotice),
    el('ram:SpecifiedLegalOrganization', ram('TradingBusinessName', of.tradingName)),
    el(
      'ram:DefinedTradeContact',
      ram('PersonName', contact.name),
      el('ram:TelephoneUniversalCommunication', ram('CompleteNumber', contact.phone)),
      el('ram:EmailURIUniversalCommunication', ram('URIID', contact.email)),
    ),
    el(
      'ram:PostalTradeAddress',
      ram('PostcodeCode', address.postalCode),
      ram('LineOne', address.line1),
      ram('LineTwo', address.line2),
      ram('CityName', address.city),
      ram('CountryID', address.country),
      ram('CountrySubDivisionName', address.state),
    ),
    el(
      'ram:URIUniversalCommunication',
      electronicAddress && elWith('ram:URIID', { schemeID: electronicAddress.scheme }, electronicAddress.id),
    ),
    el('ram:SpecifiedTaxRegistration', of.vatId && elWith('ram:ID', { schemeID: 'VA' }, of.vatId)),
    el('ram:SpecifiedTaxRegistration', of.taxNumber && elWith('ram:ID', { schemeID: 'FC' }, of.taxNumber)),
  );
}

function paymentMeans({ transfer, paidByCard }: ElectronicInvoice): Xml | null {
  if (!transfer) return el('ram:SpecifiedTradeSettlementPaymentMeans', ram('TypeCode', paidByCard ? '48' : 'ZZZ'));
  return el(
    'ram:SpecifiedTradeSettlementPaymentMeans',
    ram('TypeCode', '58'),
    el('ram:PayeePartyCreditorFinancialAccount', ram('IBANID', transfer.iban), ram('AccountName', transfer.holder)),
    el('ram:PayeeSpecifiedCreditorFinancialInstitution', ram('BICID', transfer.bic)),
  );
}

function lineOf(line: ElectronicLine, index: number, amount: (value: bigint) => string): Xml | null {
  const { price, baseQuantity, period, ratePpm } = line;
  return el(
    'ram:IncludedSupplyChainTradeLineItem',
    el('ram:AssociatedDocumentLineDocument', ram('LineID', String(index + 1))),
    el('ram:SpecifiedTradeProduct', ram('Name', line.name)),
    el(
      'ram:SpecifiedLineTradeAgreement',
      el(
        'ram:NetPriceProductTradePrice',
        ram('ChargeAmount', amount(price)),
        baseQuantity === 1 ? null : elWith('ram:BasisQuantity', { unitCode: 'C62' }, String(baseQuantity)),
      ),
    ),
    el('ram:SpecifiedLineTradeDelivery', elWith('ram:BilledQuantity', { unitCode: 'C62' }, String(line.quantity))),
    el(
      'ram:SpecifiedLineTradeSettlement',
      el(
        'ram:ApplicableTradeTax',
        ram('TypeCode', 'VAT'),
        ram('CategoryCode', line.category),
        ratePpm === null ? null : ram('RateApplicablePercent', percent(ratePpm)),
      ),
      period &&
        el('ram:BillingSpecifiedPeriod', date('StartDateTime', period.start), date('EndDateTime', lastDay(period.end))),
      el('ram:SpecifiedTradeSettlementLineMonetarySummation', ram('LineTotalAmount', amount(line.amount))),
    ),
  );
}

const taxOf = (tax: ElectronicTax, amount: (value: bigint) => string) =>
  el(
    'ram:ApplicableTradeTax',
    ram('CalculatedAmount', amount(tax.tax)),
    ram('TypeCode', 'VAT'),
    ram('ExemptionReason', tax.exemption?.text),
    ram('BasisAmount', amount(tax.base)),
    ram('CategoryCode', tax.category),
    ram('ExemptionReasonCode', tax.exemption?.code),
    tax.ratePpm === null ? null : ram('RateApplicablePercent', percent(tax.ratePpm)),
  );

function settlement(invoice: ElectronicInvoice, amount: (value: bigint) => string): Xml | null {
  const { currency, totals, due, terms } = invoice;
  return el(
    'ram:ApplicableHeaderTradeSettlement',
    ram('InvoiceCurrencyCode', currency),
    paymentMeans(invoice),
    ...invoice.taxes.map((tax) => taxOf(tax, amount)),
    el('ram:SpecifiedTradePaymentTerms', ram('Description', terms), due && date('DueDateDateTime', due)),
    el(
      'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
      ram('LineTotalAmount', amount(totals.net)),
      ram('TaxBasisTotalAmount', amount(totals.net)),
      elWith('ram:TaxTotalAmount', { currencyID: currency }, amount(totals.tax)),
      ram('GrandTotalAmount', amount(totals.gross)),
      totals.prepaid === 0n ? null : ram('TotalPrepaidAmount', amount(totals.prepaid)),
      ram('DuePayableAmount', amount(totals.due)),
    ),
    ...invoice.preceding.map(({ number, issued }) =>
      el(
        'ram:InvoiceReferencedDocument',
        ram('IssuerAssignedID', number),
        issued && date('FormattedIssueDateTime', issued, 'qdt'),
      ),
    ),
  );
}

/** The XML file; also the content of a hybrid PDF. */
export function ciiOf(invoice: ElectronicInvoice, profile: ElectronicProfile): string {
  const amount = (value: bigint) => toDecimal(value, invoice.currency);
  const { customization, process } = SPECIFICATIONS[profile];
  const standard = 'urn:un:unece:uncefact:data:standard';
  return xmlFile(
    elWith(
      'rsm:CrossIndustryInvoice',
      {
        'xmlns:rsm': `${standard}:CrossIndustryInvoice:100`,
        'xmlns:qdt': `${standard}:QualifiedDataType:100`,
        'xmlns:ram': `${standard}:ReusableAggregateBusinessInformationEntity:100`,
        'xmlns:udt': `${standard}:UnqualifiedDataType:100`,
      },
      el(
        'rsm:ExchangedDocumentContext',
        el('ram:BusinessProcessSpecifiedDocumentContextParameter', ram('ID', process)),
        el('ram:GuidelineSpecifiedDocumentContextParameter', ram('ID', customization)),
      ),
      el(
        'rsm:ExchangedDocument',
        ram('ID', invoice.number),
        ram('TypeCode', invoice.kind === 'invoice' ? '380' : '381'),
        date('IssueDateTime', invoice.issued),
        el('ram:IncludedNote', ram('Content', invoice.note)),
      ),
      el(
        'rsm:SupplyChainTradeTransaction',
        ...invoice.lines.map((line, index) => lineOf(line, index, amount)),
        el(
          'ram:ApplicableHeaderTradeAgreement',
          ram('BuyerReference', invoice.buyerReference),
          party('ram:SellerTradeParty', invoice.seller),
          party('ram:BuyerTradeParty', invoice.buyer),
          el('ram:BuyerOrderReferencedDocument', ram('IssuerAssignedID', invoice.purchaseOrder)),
        ),
        invoice.supplied
          ? el(
              'ram:ApplicableHeaderTradeDelivery',
              el('ram:ActualDeliverySupplyChainEvent', date('OccurrenceDateTime', invoice.supplied)),
            )
          : { xml: '<ram:ApplicableHeaderTradeDelivery/>' },
        settlement(invoice, amount),
      ),
    ),
  );
}
