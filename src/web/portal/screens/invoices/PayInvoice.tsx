/** Paying an invoice: the amount due, the payment method, and one button. */
import { useState } from 'react';
import {
  type InvoicePartsFragment,
  type MoneyPartsFragment,
  type PaymentMethodPartsFragment,
  PayOneDocument,
} from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button, buttonClass } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { flowDone, LeaveFlow } from '../../frame/flow.tsx';
import { useConfirmation } from '../../providers/useConfirmation.tsx';
import { methodName } from '../billingWords.ts';
import { isProcessing } from './ProcessingNotice.tsx';

interface PayInvoiceProps {
  /** The price of the first period, if paying can start the unpaid subscription again. */
  restartPrice: MoneyPartsFragment | undefined;
  invoice: InvoicePartsFragment;
  method: PaymentMethodPartsFragment | undefined;
  /** Whether the portal shows payment methods at all. */
  methodsShown: boolean;
  /** How to pay outside of the portal, in the merchant's words. */
  instructions: string | null | undefined;
}

export function PayInvoice({ invoice, restartPrice, method, methodsShown, instructions }: PayInvoiceProps) {
  const words = useWords();
  const { t, money, day } = words;
  const { run, pending, failure } = useAction(PayOneDocument, { idempotent: true });
  const { confirmed, dialog } = useConfirmation();
  const [refused, setRefused] = useState<UserError | null>(null);
  const [restart, setRestart] = useState(false);

  async function pay() {
    setRefused(null);
    const input = { invoiceId: invoice.id, restartSubscription: restart };
    const send = async (payment?: { paymentId: string }) => (await run({ ...input, ...payment }))?.payInvoice ?? null;
    const result = await confirmed(await send(), send);
    if (!result) return;
    const paid = result.__typename === 'PayInvoiceSuccess';
    // A debit is under way, as the invoice then shows.
    if (!paid) setRefused(result as UserError);
    else if (!isProcessing(result.invoice)) announce(t('pay.paid', { amount: money(invoice.amountDue) }));
    await refresh();
    if (paid) flowDone('pay_invoice');
  }
  const needsMethod = methodsShown && !method;
  return (
    <Card className="pay">
      <p className="plan-next-name">{t('total.due')}</p>
      <p className="plan-next-amount">{money(invoice.amountDue)}</p>
      <p className="plan-next-note">
        {needsMethod
          ? t('refusal.methodRequired')
          : method
            ? t('total.chargedTo', { method: methodName(words, method) })
            : null}
      </p>
      {invoice.nextAttemptAt ? (
        <p className="plan-next-note">{t('alert.nextAttempt', { date: day(invoice.nextAttemptAt) })}</p>
      ) : null}
      {restartPrice ? (
        <label className="choice">
          <input type="checkbox" checked={restart} onChange={(event) => setRestart(event.target.checked)} />
          <span className="choice-name">{t('pay.restart', { amount: money(restartPrice) })}</span>
        </label>
      ) : null}
      <FailureNotice failure={failure} safe />
      <UserErrorNotice refused={refused} />
      {dialog}
      <div className="card-actions">
        {needsMethod ? (
          <Link to="/payment-methods" className={buttonClass('primary')}>
            {t('methods.add')}
          </Link>
        ) : (
          <Button look="primary" pending={pending} onClick={() => void pay()}>
            {t('pay.one', { amount: money(invoice.amountDue) })}
          </Button>
        )}
        {methodsShown && method ? (
          <Link to="/payment-methods" className={buttonClass()}>
            {t('action.otherMethod')}
          </Link>
        ) : null}
        <LeaveFlow name="pay_invoice" quiet />
      </div>
      {instructions ? (
        <>
          <h3 className="subhead">{t('pay.elsewhere')}</h3>
          <p className="memo">{isolate(instructions)}</p>
        </>
      ) : null}
    </Card>
  );
}
