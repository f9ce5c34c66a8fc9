/** Confirms that a payment method is to be removed, and explains when it has to stay. */
import { useState } from 'react';
import { type PaymentMethodPartsFragment, RemoveMethodDocument } from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { Dialog } from '../../../ui/components/Dialog.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { methodName } from '../billingWords.ts';

interface RemoveMethodProps {
  method: PaymentMethodPartsFragment;
  /** Whether it is the only payment method. */
  only: boolean;
  close(): void;
  removed(): void;
}

const removalText = ({ isDefault }: PaymentMethodPartsFragment, only: boolean) =>
  only ? 'methods.removeOnlyText' : isDefault ? 'methods.removeDefaultText' : 'methods.removeText';

export default function RemoveMethod({ method, only, close, removed }: RemoveMethodProps) {
  const words = useWords();
  const { t } = words;
  const { run, pending, failure } = useAction(RemoveMethodDocument);
  const [refused, setRefused] = useState<UserError | null>(null);
  const name = methodName(words, method);

  async function remove() {
    setRefused(null);
    const result = (await run({ paymentMethodId: method.id }))?.removePaymentMethod;
    if (!result) return;
    if (result.__typename !== 'RemovePaymentMethodSuccess') return setRefused(result as UserError);
    close();
    removed();
    announce(t('methods.removed', { method: name }));
    await refresh();
  }
  const needed = refused?.code === 'PAYMENT_METHOD_REQUIRED';
  return (
    <Dialog
      title={t('methods.removeTitle')}
      close={close}
      actions={
        <>
          <Button onClick={close}>{t('action.keep')}</Button>
          {needed ? null : (
            <Button look="danger" pending={pending} onClick={() => void remove()}>
              {t('action.remove')}
            </Button>
          )}
        </>
      }
    >
      {needed ? (
        <Notice live tone="warning" title={t('methods.needed.title')}>
          <p>{t('methods.needed.text')}</p>
        </Notice>
      ) : (
        <p>{t(removalText(method, only), { method: name })}</p>
      )}
      <FailureNotice failure={failure} safe />
      {needed ? null : <UserErrorNotice refused={refused} />}
    </Dialog>
  );
}
