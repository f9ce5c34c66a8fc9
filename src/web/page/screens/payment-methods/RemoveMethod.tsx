/** Asks before a payment method is removed, and says why when it has to stay. */
import { useState } from 'react';
import { type PaymentMethodPartsFragment, RemoveMethodDocument } from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { useWords } from '../../i18n/words.tsx';
import { announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/surfaces.tsx';
import { Refusal, type Refused, Trouble } from '../../ui/Trouble.tsx';
import { methodName } from '../billingWords.ts';

interface RemoveMethodProps {
  method: PaymentMethodPartsFragment;
  close(): void;
  removed(): void;
}

export default function RemoveMethod({ method, close, removed }: RemoveMethodProps) {
  const words = useWords();
  const { t } = words;
  const { run, pending, failure } = useAction(RemoveMethodDocument);
  const [refused, setRefused] = useState<Refused | null>(null);
  const name = methodName(words, method);

  async function remove() {
    setRefused(null);
    const result = (await run({ paymentMethodId: method.id }))?.removePaymentMethod;
    if (!result) return;
    if (result.__typename !== 'RemovePaymentMethodSuccess') return setRefused(result as Refused);
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
        <p>{t(method.isDefault ? 'methods.removeDefaultText' : 'methods.removeText', { method: name })}</p>
      )}
      <Trouble failure={failure} safe />
      {needed ? null : <Refusal refused={refused} />}
    </Dialog>
  );
}
