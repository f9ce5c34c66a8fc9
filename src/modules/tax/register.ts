/** The port to registers of tax ids. VIES is the first adapter; national registers can follow. */

/** A number as a register takes it: the prefix, and the rest. */
export interface RegisterNumber {
  readonly country: string;
  readonly number: string;
}

export type RegisterResult =
  /** `consultationNumber` proves the query; null if the query named no requester. */
  | {
      readonly kind: 'VALID';
      readonly consultationNumber: string | null;
      readonly name: string | null;
      readonly address: string | null;
    }
  | { readonly kind: 'INVALID'; readonly code: string }
  /** No result: try again later. It never means that the number is invalid. */
  | { readonly kind: 'UNAVAILABLE'; readonly code: string }
  /** The register refuses this server or this requester for now: stop for a day. */
  | { readonly kind: 'BLOCKED'; readonly code: string }
  /** The register refuses the company's own number: query without it. */
  | { readonly kind: 'REQUESTER_REFUSED'; readonly code: string };

export interface TaxIdRegister {
  /** Never throws: a failure is a result. */
  check(query: RegisterNumber, requester: RegisterNumber | null): Promise<RegisterResult>;
}
