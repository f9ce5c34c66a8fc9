/** Adding a payment method through the provider's own fields. */
import { useState } from 'react';
import {
  AddMethodDocument,
  type PaymentMethodKind,
  type PaymentMethodPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { Dialog } from '../../../ui/components/Dialog.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { flowDone } from '../../frame/flow.tsx';
import type { Submission } from '../../providers/provider.ts';
import { methodName } from '../billingWords.ts';
import { useProviderFields } from './useProviderFields.ts';

interface AddMethodProps {
  kinds: readonly PaymentMethodKind[];
  /** Whether it is the first payment method, which becomes the default by itself. */
  first: boolean;
  close(): void;
  added?(method: PaymentMethodPartsFragment): void;
}

export default function AddMethod({ kinds, first, close, added }: AddMethodProps) {
  const words = useWords();
  const { t } = words;
  const { place, fields, broken, unavailable, retry } = useProviderFields(kinds, close);
  const [refused, setRefused] = useState<UserError | null>(null);
  const [makeDefault, setMakeDefault] = useState(true);
  const [submitting, setSubmitting] = useState(false);
  const { run, pending, failure } = useAction(AddMethodDocument, { idempotent: true });

  /** The provider may show the bank's dialog for minutes, during which a second click must start nothing. */
  async function submit(chosen: boolean): Promise<Submission | null> {
    if (!fields || submitting) return null;
    setSubmitting(true);
    try {
      return await fields.submit({ makeDefault: chosen });
    } finally {
      setSubmitting(false);
    }
  }

  async function add() {
    setRefused(null);
    const chosen = first || makeDefault;
    const submission = await submit(chosen);
    if (!submission) return;
    if ('refused' in submission) return setRefused(submission.refused);
    const result = (await run({ token: submission.token, makeDefault: chosen }))?.addPaymentMethod;
    if (!result) return;
    if (result.__typename !== 'AddPaymentMethodSuccess') {
      setRefused(result as UserError);
      if (fields?.single) retry();
      return;
    }
    close();
    added?.(result.paymentMethod);
    announce(t('methods.added', { method: methodName(words, result.paymentMethod) }));
    await refresh();
    flowDone('payment_methods');
  }

  return (
    <Dialog
      title={t('methods.add')}
      close={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            pending={pending || submitting}
            aria-disabled={!fields || undefined}
            onClick={() => void add()}
          >
            {t('methods.save')}
          </Button>
        </>
      }
    >
      <FailureNotice failure={broken} retry={retry} />
      {fields || broken || unavailable ? null : (
        <p className="small" role="status">
          {t('loading')}
        </p>
      )}
      <div ref={place} className="provider-place" />
      {first ? null : (
        <label className="check">
          <input type="checkbox" checked={makeDefault} onChange={(event) => setMakeDefault(event.target.checked)} />
          <span>{t('methods.useFromNow')}</span>
        </label>
      )}
      <p className="small">{t('methods.safe')}</p>
      <FailureNotice failure={failure} safe />
      <UserErrorNotice storing refused={refused ?? unavailable} />
    </Dialog>
  );
}
