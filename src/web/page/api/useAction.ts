/**
 * Something that a person sets off. It runs once at a time, and a try whose outcome nobody knows is repeated under the
 * same idempotency key, so that nothing is done or charged twice.
 */
import { useEffect, useRef, useState } from 'react';
import type { TypedDocumentString } from '../../graphql/generated/graphql.ts';
import { send } from './client.ts';
import { Failure, isUnknown } from './failure.ts';
import { sessionLost } from './session.ts';
import { nobodyKnows, settled } from './unanswered.ts';
import { refresh } from './useScreen.ts';

/** A random name for one intent. `crypto.randomUUID` is missing where the page is not served securely. */
function newIntent(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface Action<Result, Input> {
  /** Null when there is no answer: then `failure` says why. */
  run(input: Input): Promise<Result | null>;
  pending: boolean;
  failure: Failure | null;
  /** Whether the last try, or one before it, may have been done although no answer came. */
  unanswered: boolean;
  clear(): void;
}

export function useAction<Result, Input>(
  document: TypedDocumentString<Result, { input: Input }>,
  options: { idempotent?: boolean } = {},
): Action<Result, Input> {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [unknown, setUnknown] = useState(false);
  const running = useRef(false);
  /** What was tried and not answered. */
  const unanswered = useRef<{ text: string; key: string } | null>(null);
  // Whoever leaves without having been answered sees by the next screen what became of it.
  useEffect(
    () => () => {
      if (settled(running)) void refresh();
    },
    [],
  );

  async function run(input: Input): Promise<Result | null> {
    if (running.current) return null;
    running.current = true;
    setPending(true);
    setFailure(null);
    const text = JSON.stringify(input);
    if (unanswered.current?.text !== text) unanswered.current = { text, key: newIntent() };
    const whole = options.idempotent ? { ...input, idempotencyKey: unanswered.current.key } : input;
    try {
      const { data } = await send(document, { input: whole });
      unanswered.current = null;
      settled(running);
      setUnknown(false);
      return data;
    } catch (error) {
      const cause = error instanceof Failure ? error : new Failure('server');
      if (cause.kind === 'unauthenticated') sessionLost();
      else setFailure(cause);
      if (isUnknown(cause)) {
        nobodyKnows(running);
        setUnknown(true);
      }
      return null;
    } finally {
      running.current = false;
      setPending(false);
    }
  }
  return { run, pending, failure, unanswered: unknown, clear: () => setFailure(null) };
}
