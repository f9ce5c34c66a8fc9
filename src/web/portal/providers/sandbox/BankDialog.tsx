/** The bank of the sandbox: a customer of a test company confirms or refuses a payment here. */
import { useState } from 'react';
import { Button } from '../../../ui/components/Button.tsx';
import { Dialog } from '../../../ui/components/Dialog.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';

interface BankDialogProps {
  clientSecret: string;
  /** `chosen` is false if the customer leaves without a choice. */
  close(chosen: boolean): void;
}

async function report(secret: string, accepted: boolean): Promise<boolean> {
  try {
    const response = await fetch('/sandbox/confirmations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret, accepted }),
    });
    return response.ok;
  } catch {
    return false;
  }
}

export default function BankDialog({ clientSecret, close }: BankDialogProps) {
  const { t } = useWords();
  const [pending, setPending] = useState(false);
  async function choose(accepted: boolean) {
    setPending(true);
    close(await report(clientSecret, accepted));
  }
  return (
    <Dialog
      title={t('bank.title')}
      close={() => close(false)}
      actions={
        <>
          <Button onClick={() => void choose(false)}>{t('bank.refuse')}</Button>
          <Button look="primary" pending={pending} onClick={() => void choose(true)}>
            {t('bank.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('bank.text')}</p>
    </Dialog>
  );
}
