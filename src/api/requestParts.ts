/** The facts about a request that are known before its document is read. */
import type { Context } from '../graphql/context.ts';
import type { Principal } from '../operation/operation.ts';

/** The outcome of an operation that the shortcut of http/listener.ts executed, for Yoga to present. */
export type Answered = { result: object } | { error: unknown } | 'late';

/** The part of the context that is known before the document is read; made once per HTTP request. */
export interface RequestParts extends Omit<Context, 'principal' | 'now'> {
  /** Set if the operation was executed before the request reached Yoga. */
  answered?: Answered | undefined;
  /** The caller, set before the document is read. */
  authenticated?: Principal;
}
