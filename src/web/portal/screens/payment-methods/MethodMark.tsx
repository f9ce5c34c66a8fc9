/** A small sign for a payment method, drawn without anybody's trademark. */
import type { PaymentMethodPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Icon } from '../../../ui/components/Icon.tsx';

const LETTERS: Record<string, string> = { visa: 'VISA', mastercard: 'MC', amex: 'AMEX', discover: 'DISC', jcb: 'JCB' };
const KINDS: Partial<Record<PaymentMethodPartsFragment['kind'], string>> = {
  SEPA_DEBIT: 'SEPA',
  PAYPAL: 'PP',
  BACS_DEBIT: 'BACS',
  US_BANK_ACCOUNT: 'ACH',
};

export function MethodMark({ method }: { method: PaymentMethodPartsFragment }) {
  const letters = method.kind === 'CARD' ? LETTERS[method.brand ?? ''] : KINDS[method.kind];
  return (
    <span className="mark" aria-hidden="true">
      {letters ?? <Icon name="card" />}
    </span>
  );
}
