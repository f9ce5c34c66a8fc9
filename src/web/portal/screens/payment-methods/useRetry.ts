/**
 * When another method becomes the default, the server retries failed invoices at once, in the background. This polls for
 * the outcome, so that the customer sees it without a reload.
 */
import { useEffect, useState } from 'react';
import type { InvoicePartsFragment } from '../../../graphql/generated/graphql.ts';

const ASK_EVERY_MS = 700;
/** A payment takes seconds; the outcome of a slower one arrives by mail. */
const ASK_FOR_MS = 20_000;

export interface Retry {
  /** Whether the outcome is not known yet. */
  trying: boolean;
  /** Called when another payment method was chosen. */
  begin(): void;
}

/** Calls `paid` with the number of failed invoices that are paid now, once all were retried. */
export function useRetry(due: readonly InvoicePartsFragment[], ask: () => void, paid: (count: number) => void): Retry {
  /** The failed invoices, each with its number of attempts when the retry began. */
  const [known, setKnown] = useState<ReadonlyMap<string, number>>(new Map());
  const trying = due.some(({ id, attemptCount }) => known.get(id) === attemptCount);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each beginning, with the latest `ask`.
  useEffect(() => {
    if (!trying) return;
    const timer = setInterval(ask, ASK_EVERY_MS);
    const end = setTimeout(() => setKnown(new Map()), ASK_FOR_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [trying]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once when everything was tried.
  useEffect(() => {
    if (trying || known.size === 0) return;
    const open = new Set(due.map(({ id }) => id));
    const count = [...known.keys()].filter((id) => !open.has(id)).length;
    setKnown(new Map());
    if (count > 0) paid(count);
  }, [trying]);

  return {
    trying,
    begin: () =>
      setKnown(
        new Map(due.filter(({ attemptCount }) => attemptCount > 0).map(({ id, attemptCount }) => [id, attemptCount])),
      ),
  };
}
