/** Paying what is due on an invoice: the amount, what it is charged to, and one click. */
import { useState } from 'react';
import {
  type InvoicePartsFragment,
  type PaymentMethodPartsFragment,
  PayOneDocument,
} from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { flowDone, LeaveFlow } from '../../frame/flow.tsx';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { announce } from '../../ui/announce.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Card } from '../../ui/surfaces.tsx';
import { Refusal, type Refused, Trouble } from '../../ui/Trouble.tsx';
import { methodName } from '../billingWords.ts';

interface PayInvoiceProps {
  invoice: InvoicePartsFragment;
  method: PaymentMethodPartsFragment | undefined;
  /** Whether the portal shows payment methods at all. */
  methodsShown: boolean;
}

export function PayInvoice({ invoice, method, methodsShown }: PayInvoiceProps) {
  const words = useWords();
  const { t, money, day } = words;
  const { run, pending, failure } = useAction(PayOneDocument, { idempotent: true });
  const [refused, setRefused] = useState<Refused | null>(null);

  async function pay() {
    setRefused(null);
    const result = (await run({ invoiceId: invoice.id }))?.payInvoice;
    if (!result) return;
    const paid = result.__typename === 'PayInvoiceSuccess';
    if (paid) announce(t('pay.paid', { amount: money(invoice.amountDue) }));
    else setRefused(result as Refused);
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
      <Trouble failure={failure} safe />
      <Refusal refused={refused} />
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
    </Card>
  );
}
