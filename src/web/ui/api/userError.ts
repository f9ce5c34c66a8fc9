export interface Confirmation {
  paymentId: string;
  provider: string;
  clientSecret: string | null;
  publishableKey: string;
  connectedAccount: string | null;
}

/** An expected failure (a `UserError` of the schema), with the fields that the page uses. */
export interface UserError {
  code: string;
  path: readonly string[];
  setting?: string;
  /** The reason of a conflict. */
  reason?: string;
  declineCode?: string;
  /** How the customer confirms a payment, so that the same mutation completes. */
  confirmation?: Confirmation | null;
  issues?: readonly { path: readonly string[]; message: string }[];
}
