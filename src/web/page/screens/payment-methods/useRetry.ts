/**
 * When another method becomes the default, what could not be collected from the old one is tried again at once, by the
 * server and beside the request. Whoever chose it is told how that goes, without loading the page again.
 */
import { useEffect, useState } from 'react';
import type { InvoicePartsFragment } from '../../../graphql/generated/graphql.ts';

const ASK_EVERY_MS = 700;
/** A payment takes seconds; one that takes longer is told of by mail. */
const ASK_FOR_MS = 20_000;

export interface Retry {
  /** Whether the outcome is not known yet. */
  trying: boolean;
  /** To be called when another method was chosen. */
  begin(): void;
}

/** `paid` is told how many of the invoices that had failed are paid now, once all are tried. */
export function useRetry(due: readonly InvoicePartsFragment[], ask: () => void, paid: (count: number) => void): Retry {
  /** The invoices that had failed, each with the attempts of which one knew. */
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
