/** Paying what is due on an invoice: the amount, what it is charged to, and one click. */
import { useState } from 'react';
import {
  type InvoicePartsFragment,
  type PaymentMethodPartsFragment,
  PayOneDocument,
} from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { companyName } from '../../boot.ts';
import { wayBack } from '../../frame/flow.tsx';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { usePlace } from '../../router/place.ts';
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
  const { flow } = usePlace().state;
  const { run, pending, failure } = useAction(PayOneDocument, { idempotent: true });
  const [refused, setRefused] = useState<Refused | null>(null);

  async function pay() {
    setRefused(null);
    const result = (await run({ invoiceId: invoice.id }))?.payInvoice;
    if (!result) return;
    if (result.__typename !== 'PayInvoiceSuccess') setRefused(result as Refused);
    else {
      announce(t('pay.paid', { amount: money(invoice.amountDue) }));
      const back = flow?.name === 'pay_invoice' ? wayBack(flow, 'completed') : null;
      if (back) return location.assign(back);
    }
    await refresh();
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
        {flow?.name === 'pay_invoice' && wayBack(flow, 'abandoned') ? (
          <a className={buttonClass('quiet')} href={wayBack(flow, 'abandoned') ?? undefined} rel="noreferrer">
            {t('frame.returnTo', { company: companyName })}
          </a>
        ) : null}
      </div>
    </Card>
  );
}
