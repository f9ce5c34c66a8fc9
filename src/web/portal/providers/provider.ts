/**
 * The fields of a payment provider: a form of the provider's own, in a frame, in which a card number is typed that
 * neither this page nor its server ever sees. A provider is added by an adapter of this shape, and a line in adapterOf.ts.
 */
import type { PaymentMethodKind } from '../../graphql/generated/graphql.ts';
import type { Confirmation, UserError } from '../../ui/api/userError.ts';

/** The text of the fields, in the language of the page. */
export type FieldWords = Record<FieldWord, string>;
export type FieldWord =
  | 'kind'
  | 'card'
  | 'sepa'
  | 'cardNumber'
  | 'expiry'
  | 'securityCode'
  | 'iban'
  | 'numberWrong'
  | 'expiryWrong'
  | 'securityCodeWrong'
  | 'ibanWrong'
  | 'testCards'
  | 'works'
  | 'declined'
  | 'insufficientFunds'
  | 'authentication'
  | 'refused'
  | 'unavailable';

export interface FieldOptions {
  clientSecret: string;
  publishableKey: string;
  /** The connected account that the provider's script must name; null for the account of the key. */
  connectedAccount: string | null;
  kinds: readonly PaymentMethodKind[];
  /** Fields of the provider's form that the customer need not fill in. */
  payer: { name: string | null; email: string | null };
  words: FieldWords;
  title: string;
  language: string;
  direction: string;
  /** Escape was pressed in the fields, where the page around them cannot see it. */
  escape(): void;
}

/** The token of what was entered, or why the provider or the bank has refused it. */
export type Submission = { token: string } | { refused: UserError };

export interface MountedFields {
  /**
   * Null if something is wrong, which the fields then show themselves. The token stays the same while nothing else is entered:
   * an attempt without a response is repeated with it, and adds nothing twice. `makeDefault` is for a bank that sends the
   * customer away and back.
   */
  submit(choices: { makeDefault: boolean }): Promise<Submission | null>;
  /** True if a token cannot be replaced by another: after a refusal of the server, new fields are needed. */
  single: boolean;
  remove(): void;
}

export interface ProviderAdapter {
  /** Resolves when the fields can be used. */
  mount(place: HTMLElement, options: FieldOptions): Promise<MountedFields>;
  /** Has the customer confirm a payment. False if that could not begin; the outcome itself is the server's to report. */
  confirm?(confirmation: Confirmation): Promise<boolean>;
}
