/**
 * A mutation that a person starts. It runs once at a time, and an attempt whose outcome is unknown is repeated under
 * the same idempotency key, so that nothing is done or charged twice.
 */
import { useEffect, useRef, useState } from 'react';
import type { TypedDocumentString } from '../../graphql/generated/graphql.ts';
import { asFailure, type Failure, isUnknown } from '../api/failure.ts';
import { send } from '../api/graphqlClient.ts';
import { refresh } from '../api/queries.ts';
import { markUnknown, settle } from '../api/unknownOutcomes.ts';
import { page } from '../page.ts';

/** `crypto.randomUUID` would be missing where the page is not served over TLS. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface Action<Result, Input> {
  /** Resolves to null when there is no result; then `failure` holds the reason. */
  run(input: Input): Promise<Result | null>;
  pending: boolean;
  failure: Failure | null;
  /** Whether an attempt may have succeeded although no response arrived. */
  unanswered: boolean;
}

export function useAction<Result, Input>(
  document: TypedDocumentString<Result, { input: Input }>,
  options: { idempotent?: boolean | 'attemptSecret' } = {},
): Action<Result, Input> {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [unanswered, setUnanswered] = useState(false);
  const running = useRef(false);
  /** The input and the key of the last attempt that got no response. */
  const attempt = useRef<{ text: string; key: string } | null>(null);
  // If the screen is left while an attempt has no response, the data is loaded again: the next screen must show its result.
  useEffect(
    () => () => {
      if (settle(running)) void refresh();
    },
    [],
  );

  /** The same input gets the same key until a response arrives. */
  function withKey(input: Input): Input {
    const text = JSON.stringify(input);
    if (attempt.current?.text !== text) attempt.current = { text, key: newKey() };
    if (!options.idempotent) return input;
    const name = options.idempotent === true ? 'idempotencyKey' : options.idempotent;
    return { ...input, [name]: attempt.current.key };
  }

  function fail(error: unknown): void {
    const cause = asFailure(error);
    if (cause.kind === 'unauthenticated') page().sessionLost();
    else setFailure(cause);
    if (!isUnknown(cause)) return;
    markUnknown(running);
    setUnanswered(true);
  }

  async function run(input: Input): Promise<Result | null> {
    if (running.current) return null;
    running.current = true;
    setPending(true);
    setFailure(null);
    try {
      const { data } = await send(document, { input: withKey(input) });
      attempt.current = null;
      settle(running);
      setUnanswered(false);
      page().completed?.(data as object);
      return data;
    } catch (error) {
      fail(error);
      return null;
    } finally {
      running.current = false;
      setPending(false);
    }
  }
  return { run, pending, failure, unanswered };
}
