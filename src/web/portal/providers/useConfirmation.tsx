/** The bank's dialog in the middle of a payment. Once it is closed, the same mutation is sent again and returns the outcome. */
import { lazy, type ReactNode, useState } from 'react';
import type { Confirmation, UserError } from '../../ui/api/userError.ts';
import { LazyDialog } from '../../ui/components/LazyDialog.tsx';
import { lazyPart } from '../../ui/router/lazyPart.ts';
import { adapterOf } from './adapterOf.ts';

const BankDialog = lazy(lazyPart(() => import('./sandbox/BankDialog.tsx')));

interface Question {
  clientSecret: string;
  close(chosen: boolean): void;
}

interface Confirming {
  /**
   * Has the customer confirm the payment of the result, and sends the mutation once more with the payment. Other results are
   * returned as they are, and so is this one if the customer leaves the dialog.
   */
  confirmed<Result extends object>(
    result: Result | null,
    again: (payment: { paymentId: string }) => Promise<Result | null>,
  ): Promise<Result | null>;
  /** The open dialog, to be shown with the screen. */
  dialog: ReactNode;
}

/** Confirms by the provider's script. If it cannot be reached, the notice of the refusal offers to try again. */
async function askProvider(confirmation: Confirmation): Promise<boolean> {
  try {
    return (await (await adapterOf(confirmation.provider))?.confirm?.(confirmation)) ?? false;
  } catch {
    return false;
  }
}

export function useConfirmation(): Confirming {
  const [question, setQuestion] = useState<Question | null>(null);

  async function ask(confirmation: Confirmation): Promise<boolean> {
    const { provider, clientSecret } = confirmation;
    if (provider !== 'sandbox') return askProvider(confirmation);
    if (clientSecret === null) return false;
    return new Promise((resolve) => {
      setQuestion({
        clientSecret,
        close(chosen) {
          setQuestion(null);
          resolve(chosen);
        },
      });
    });
  }

  return {
    async confirmed(result, again) {
      const { confirmation } = (result ?? {}) as Partial<UserError>;
      if (!confirmation || !(await ask(confirmation))) return result;
      return again({ paymentId: confirmation.paymentId });
    },
    dialog: question ? (
      <LazyDialog close={() => question.close(false)}>
        <BankDialog {...question} />
      </LazyDialog>
    ) : null,
  };
}
