/** Finishes adding a payment method after the bank has sent the customer back. */
import { useEffect, useState } from 'react';
import { AddMethodDocument, type PaymentMethodPartsFragment } from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { updateState } from '../../../ui/router/place.ts';
import { flowDone } from '../../frame/flow.tsx';
import type { PortalState } from '../../portalPlace.ts';
import type { ReturnedSetup } from '../../returnedSetup.ts';
import { methodName } from '../billingWords.ts';

interface ReturnedMethodProps {
  setup: ReturnedSetup;
  added(method: PaymentMethodPartsFragment): void;
}

export default function ReturnedMethod({ setup, added }: ReturnedMethodProps) {
  const words = useWords();
  const { t } = words;
  const { run, failure } = useAction(AddMethodDocument, { idempotent: true });
  const [refused, setRefused] = useState<UserError | null>(null);
  const [done, setDone] = useState(false);

  async function finish() {
    const { token, makeDefault } = setup;
    const result = (await run({ token, makeDefault }))?.addPaymentMethod;
    if (!result) return;
    // A reload does not repeat it, also after a refusal.
    updateState<PortalState>({ returnedSetup: undefined });
    if (result.__typename !== 'AddPaymentMethodSuccess') return setRefused(result as UserError);
    setDone(true);
    added(result.paymentMethod);
    announce(t('methods.added', { method: methodName(words, result.paymentMethod) }));
    await refresh();
    flowDone('payment_methods');
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each return; `useAction` runs one at a time.
  useEffect(() => {
    void finish();
  }, [setup.token]);

  if (done) return null;
  if (failure) return <FailureNotice failure={failure} retry={() => void finish()} safe />;
  if (refused) return <UserErrorNotice storing refused={refused} />;
  return (
    <Notice live tone="info" title={t('loading')}>
      <p>{t('methods.finishing')}</p>
    </Notice>
  );
}
