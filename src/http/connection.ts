import type { Answered } from '../api/requestParts.ts';

/** Properties of a request's connection. */
export interface Connection {
  /** The address at the other end. */
  socketAddress: string;
  /** The `Set-Cookie` headers of the response, collected while it is made. */
  setCookies: string[];
  /** The outcome, if the listener's shortcut executed the operation already. */
  answered?: Answered | undefined;
  /** Whether the request is already recorded and logged. */
  observed?: boolean;
}
