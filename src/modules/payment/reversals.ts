/** A part of the port: money of a payment that goes back, by a refund of the merchant or a dispute of the customer. */

export interface RefundRequest {
  /** Our id; stored in the provider's metadata. */
  refundId: string;
  key: string;
  paymentRef: string;
  amount: bigint;
}

export interface RefundFacts {
  ref: string;
  paymentRef: string;
  /** Our id, from the provider's metadata; null for a refund that was not made by Portico. */
  refundId: string | null;
  amount: bigint;
  currency: string;
  state: 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';
  code: string | null;
}

export interface DisputeFacts {
  ref: string;
  paymentRef: string;
  amount: bigint;
  currency: string;
  /**
   * - `INQUIRY`: the bank wants to know more, and no money has moved; `CLOSED` once it has ended without a dispute.
   * - `OPEN`: the bank has taken the money and waits for evidence; `UNDER_REVIEW` once it has it.
   * - `WON`: the money has come back. `LOST`: it has not; a returned debit is lost at once.
   */
  state: 'INQUIRY' | 'OPEN' | 'UNDER_REVIEW' | 'WON' | 'LOST' | 'CLOSED';
  reason: string | null;
  evidenceDueAt: Date | null;
}
