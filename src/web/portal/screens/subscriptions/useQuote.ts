/** A quote and its confirmation: an expired quote is replaced, and an attempt without a response is repeated as it was. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Failure } from '../../../ui/api/failure.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import type { Action } from '../../../ui/hooks/useAction.ts';
import { useConfirmation } from '../../providers/useConfirmation.tsx';
import { isCodeRefusal } from './quoteView.ts';

/** With `refusedCode`, the quote is without the promotion code, which cannot be used. */
export type Quoted<Quote> =
  | { quote: Quote; refused: null; refusedCode?: UserError }
  | { quote: null; refused: UserError; refusedCode?: undefined };

/** Quotes again without a promotion code that cannot be used, so that the customer sees the price beside the refusal. */
export async function quoteWithCode<Quote>(ask: (withCode: boolean) => Promise<Quoted<Quote>>): Promise<Quoted<Quote>> {
  const quoted = await ask(true);
  if (quoted.refused === null || !isCodeRefusal(quoted.refused)) return quoted;
  const plain = await ask(false);
  return plain.refused === null ? { ...plain, refusedCode: quoted.refused } : plain;
}

interface Quoting<Quote, Result extends { __typename?: string }> {
  /** Identifies the quoted choice. */
  key: readonly unknown[];
  ask(): Promise<Quoted<Quote>>;
  action: Pick<Action<unknown, never>, 'pending' | 'failure' | 'unanswered'>;
  /** Sends the mutation with the quote, and with the payment that the customer has confirmed. */
  make(quote: Quote, payment?: { paymentId: string }): Promise<Result | null>;
}

export function useQuote<Quote, Result extends { __typename?: string }>(quoting: Quoting<Quote, Result>) {
  const { action } = quoting;
  const preview = useQuery({ queryKey: ['quote', ...quoting.key], queryFn: () => quoting.ask(), gcTime: 0 });
  const { confirmed, dialog } = useConfirmation();
  const [refused, setRefused] = useState<UserError | null>(null);
  /** The quote had expired and was replaced by a new one. */
  const [renewed, setRenewed] = useState(false);

  async function quoteAnew(): Promise<void> {
    await preview.refetch();
    setRenewed(true);
  }

  async function renew(): Promise<void> {
    // An attempt without a response is repeated as it was: under another quote it would be another change.
    if (!action.unanswered) await quoteAnew();
  }

  /** The success, or null if there is none; then `refused`, `failure` or a new quote is shown. */
  async function confirm(quote: Quote): Promise<Result | null> {
    setRefused(null);
    setRenewed(false);
    const make = (payment?: { paymentId: string }) => quoting.make(quote, payment);
    const result = await confirmed(await make(), make);
    if (!result) return null;
    if (result.__typename?.endsWith('Success')) return result;
    if (result.__typename === 'QuoteExpiredError') await quoteAnew();
    else setRefused(result as unknown as UserError);
    return null;
  }

  return {
    quote: preview.data?.quote ?? null,
    /** Identifies the quote: while a test clock does not move, the next quote is the same to the letter. */
    quotedAt: preview.dataUpdatedAt,
    impossible: preview.data?.refused ?? null,
    refusedCode: preview.data?.refusedCode ?? null,
    loading: preview.isPending,
    renewing: preview.isFetching && !preview.isPending,
    previewFailure: preview.error as Failure | null,
    ask: () => void preview.refetch(),
    renew,
    renewed,
    confirm,
    pending: action.pending,
    failure: action.failure,
    refused,
    /** The bank's dialog, while it is open. */
    dialog,
    /** Forgets the refusal, for example after a payment method was added. */
    clear: () => setRefused(null),
  };
}
