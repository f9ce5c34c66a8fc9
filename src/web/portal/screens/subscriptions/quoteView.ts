/** Derives the contents of the review of a change from its quote, the payment method and the last refusal. Pure. */
import type {
  ChangePartsFragment,
  PaymentMethodKind,
  PaymentMethodPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import type { UserError } from '../../../ui/api/userError.ts';

export interface QuoteViewInput {
  quote: ChangePartsFragment;
  /** The default payment method. */
  method: PaymentMethodPartsFragment | undefined;
  /** The kinds of payment methods that can be added; none if the portal hides payment methods. */
  kinds: readonly PaymentMethodKind[];
  /** The refusal of the last attempt to confirm; null without one. */
  refused: UserError | null;
}

export interface QuoteView {
  /** Pending lines that are billed together with the change, and the lines of the change. */
  lines: ChangePartsFragment['lines'];
  /** The heading above the lines; null if there are none. */
  linesHeading: 'switch.linesNow' | 'switch.linesLater' | null;
  /** The change takes effect at the end of the period. */
  later: boolean;
  /** The change leads to a credit note at once. */
  credited: boolean;
  /** By when the invoice that is sent must be paid; null if the amount is charged now. */
  payBy: string | null;
  /** The method that will be charged. */
  chargedTo: PaymentMethodPartsFragment | null;
  /** Nothing can be charged until a method is added. */
  lacksMethod: boolean;
  /** The hint about the missing method is shown; a refusal makes it redundant. */
  methodHint: boolean;
  /** The button in the refusal; another method is offered only if the method was the problem. */
  methodOffer: 'action.updateMethod' | 'methods.add' | null;
  confirmLabel: 'switch.confirmPay' | 'switch.confirmLater' | 'switch.confirm';
}

/** Whether the refusal is about the promotion code. */
export const isCodeRefusal = (refused: UserError | null): boolean => refused?.path.at(-1) === 'promotionCode';

/** Refusals of the payment that another payment method can resolve. */
const isMethodProblem = (code: string) => code.startsWith('PAYMENT_') && !code.startsWith('PAYMENT_PROVIDER_');

export function quoteView({ quote, method, kinds, refused }: QuoteViewInput): QuoteView {
  const lines = [...quote.pendingLines, ...quote.lines];
  const later = quote.effective === 'PERIOD_END';
  const charges = quote.amountDue.amount > 0 && !quote.dueAt;
  const lacksMethod = charges && !method && kinds.length > 0;
  return {
    lines,
    linesHeading: lines.length === 0 ? null : quote.settledNow ? 'switch.linesNow' : 'switch.linesLater',
    later,
    credited: quote.settledNow && quote.total.amount < 0,
    payBy: quote.dueAt ?? null,
    chargedTo: charges && method ? method : null,
    lacksMethod,
    methodHint: lacksMethod && !refused,
    methodOffer: methodOffer(refused, method, kinds),
    confirmLabel: charges ? 'switch.confirmPay' : later ? 'switch.confirmLater' : 'switch.confirm',
  };
}

/** The button that cures a refusal by the payment: another method, if that can help. */
export function methodOffer(
  refused: UserError | null,
  method: PaymentMethodPartsFragment | undefined,
  kinds: readonly PaymentMethodKind[],
): QuoteView['methodOffer'] {
  if (!refused || kinds.length === 0 || !isMethodProblem(refused.code)) return null;
  return method ? 'action.updateMethod' : 'methods.add';
}
