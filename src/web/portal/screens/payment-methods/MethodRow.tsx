/** One payment method, and its actions. */
import { lazy, useState } from 'react';
import { ChooseDefaultDocument, type PaymentMethodPartsFragment } from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Badge } from '../../../ui/components/Badge.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { LazyDialog } from '../../../ui/components/LazyDialog.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useButtonNotice } from '../../../ui/hooks/useButtonNotice.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { lazyPart } from '../../../ui/router/lazyPart.ts';
import { flowDone } from '../../frame/flow.tsx';
import { methodName } from '../billingWords.ts';
import { MethodMark } from './MethodMark.tsx';

const RemoveMethod = lazy(lazyPart(() => import('./RemoveMethod.tsx')));

interface MethodRowProps {
  method: PaymentMethodPartsFragment;
  /** Whether it is the only payment method. */
  only: boolean;
  /** Whether the last payment with it failed. */
  failing: boolean;
  /** Called when this payment method was made the default. */
  chosen(): void;
}

export function MethodRow({ method, only, failing, chosen }: MethodRowProps) {
  const words = useWords();
  const { t, month } = words;
  const { run, pending, failure } = useAction(ChooseDefaultDocument);
  const trouble = useButtonNotice(failure);
  const [removing, setRemoving] = useState(false);
  const name = methodName(words, method);

  async function choose() {
    const result = (await run({ paymentMethodId: method.id }))?.setDefaultPaymentMethod;
    if (!result) return;
    const done = result.__typename === 'SetDefaultPaymentMethodSuccess';
    if (done) {
      chosen();
      announce(t('methods.nowDefault', { method: name }));
    } else trouble.refuse(result);
    await refresh();
    if (done) flowDone('payment_methods');
  }
  return (
    <li className="method">
      <div className="row method-row">
        <MethodMark method={method} />
        <span className="row-main">
          <span className="row-title">{name}</span>
          {method.expiryMonth && method.expiryYear ? (
            <span className="row-note">
              {t('method.expires', { month: month(method.expiryYear, method.expiryMonth) })}
            </span>
          ) : null}
          {method.mandateReference ? (
            <span className="row-note">{t('method.mandate', { reference: method.mandateReference })}</span>
          ) : null}
          <span className="badges">
            {method.isDefault ? <Badge tone="info">{t('methods.default')}</Badge> : null}
            {method.expiry === 'EXPIRED' ? <Badge tone="bad">{t('methods.expired')}</Badge> : null}
            {method.expiry === 'EXPIRING' ? <Badge tone="warning">{t('methods.expiring')}</Badge> : null}
            {failing ? <Badge tone="bad">{t('methods.failing')}</Badge> : null}
          </span>
        </span>
        <span className="row-actions">
          {method.isDefault ? null : (
            <Button look="quiet" size="small" pending={pending} onClick={() => void choose()}>
              {t('methods.makeDefault')}
              <span className="hidden">: {name}</span>
            </Button>
          )}
          <Button look="quiet" size="small" onClick={() => setRemoving(true)}>
            {t('action.remove')}
            <span className="hidden">: {name}</span>
          </Button>
        </span>
      </div>
      {trouble.shown ? <div className="method-trouble">{trouble.shown}</div> : null}
      {removing ? (
        <LazyDialog close={() => setRemoving(false)}>
          <RemoveMethod
            method={method}
            only={only}
            close={() => setRemoving(false)}
            removed={() => method.isDefault && chosen()}
          />
        </LazyDialog>
      ) : null}
    </li>
  );
}
