/** What each language has to be able to say of the places in the portal, and of a cancellation. */
/** Destinations whose sentence of the sign-in mail stands here; the three oldest stand with that mail's other words. */
export type Place = 'SUBSCRIPTIONS' | 'SWITCH_PLAN' | 'CANCEL_SUBSCRIPTION' | 'INVOICES' | 'PAY_INVOICE';

export interface PortalWords {
  /** One sentence that fits above a button and above a bare link. */
  intro: Record<Place, string>;
  /** The button of a mail that leads to an invoice which is to be paid by hand. */
  payInvoice: string;
  /** The button of a mail about a subscription. */
  openPortal: string;
  plan: string;
  endsOn: string;
  endedOn: string;
  renewsOn: string;
  credit: string;
  finalInvoice: string;
  scheduled: {
    subject(company: string, date: string): string;
    preheader(date: string): string;
    heading: string;
    intro(company: string, date: string): string;
    undo: string;
  };
  ended: {
    subject(company: string): string;
    preheader(date: string): string;
    heading: string;
    intro(company: string): string;
    credited: string;
    final: string;
  };
  undone: {
    subject(company: string): string;
    preheader(date: string): string;
    heading: string;
    intro(company: string): string;
  };
  footer(company: string): string;
}
