/** The amount due, and the form in which it is paid. The provider's part is loaded only when the visitor wants to pay. */
import { lazy, Suspense, useState } from 'react';
import type { PayLinkPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { lazyPart } from '../../../ui/router/lazyPart.ts';

const PayForm = lazy(lazyPart(() => import('./PayForm.tsx')));

interface PayCardProps {
  link: PayLinkPartsFragment;
  token: string;
}

export function PayCard({ link, token }: PayCardProps) {
  const { t, money, day } = useWords();
  const [paying, setPaying] = useState(false);
  const payable = link.acceptedPaymentMethods.length > 0;
  return (
    <Card className="pay">
      <p className="plan-next-name">{t('total.due')}</p>
      <p className="plan-next-amount">{money(link.amountDue)}</p>
      {link.dueAt ? <p className="plan-next-note">{t('payLink.due', { date: day(link.dueAt) })}</p> : null}
      {payable && paying ? (
        <Suspense
          fallback={
            <p className="small" role="status">
              {t('loading')}
            </p>
          }
        >
          <PayForm link={link} token={token} close={() => setPaying(false)} />
        </Suspense>
      ) : null}
      {payable && !paying ? (
        <div className="card-actions">
          <Button look="primary" onClick={() => setPaying(true)}>
            {t('pay.one', { amount: money(link.amountDue) })}
          </Button>
        </div>
      ) : null}
      {link.paymentInstructions ? (
        <>
          <h2 className="subhead">{t(payable ? 'pay.elsewhere' : 'payLink.howToPay')}</h2>
          <p className="memo">{isolate(link.paymentInstructions)}</p>
        </>
      ) : payable ? null : (
        <p>{t('payLink.contact')}</p>
      )}
    </Card>
  );
}
