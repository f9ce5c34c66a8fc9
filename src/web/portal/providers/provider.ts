/**
 * The fields of a payment provider: a form of the provider's own, in a frame, in which a card number is typed that
 * neither this page nor its server ever sees. A provider is added by an adapter of this shape, and a line in adapters.ts.
 */
import type { PaymentMethodKind } from '../../graphql/generated/graphql.ts';

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
  kinds: readonly PaymentMethodKind[];
  words: FieldWords;
  title: string;
  language: string;
  direction: string;
  /** Escape was pressed in the fields, where the page around them cannot see it. */
  escape(): void;
}

export interface MountedFields {
  /**
   * The token of what was entered; null if something is wrong, which the fields then show themselves. The token stays the same
   * while nothing else is entered: an attempt without a response is repeated with it, and adds nothing twice.
   */
  submit(): Promise<string | null>;
  remove(): void;
}

export interface ProviderAdapter {
  /** Resolves when the fields can be used. */
  mount(place: HTMLElement, options: FieldOptions): Promise<MountedFields>;
}
