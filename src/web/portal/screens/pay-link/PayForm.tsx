/** Paying the invoice of a link through the provider's own fields. The payment method is used once and not stored. */
import { useEffect, useRef, useState } from 'react';
import {
  OpenPayLinkFieldsDocument,
  PayByLinkDocument,
  type PayLinkPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import type { Submission } from '../../providers/provider.ts';
import { useConfirmation } from '../../providers/useConfirmation.tsx';
import { useProviderFields } from '../payment-methods/useProviderFields.ts';

/** Someone else has paid, or the link was revoked: the page shows the present state instead of an error. */
const isOvertaken = ({ code, reason }: UserError): boolean =>
  code === 'INVALID_PAYMENT_LINK' ||
  reason === 'NOTHING_DUE' ||
  reason === 'PAYMENT_IN_PROGRESS' ||
  reason === 'PAYMENT_DISPUTED';

interface PayFormProps {
  link: PayLinkPartsFragment;
  token: string;
  close(): void;
}

export default function PayForm({ link, token, close }: PayFormProps) {
  const { t, money } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { place, fields, broken, unavailable, retry } = useProviderFields(link.acceptedPaymentMethods, close, {
    open: async () => (await send(OpenPayLinkFieldsDocument, { input: { token } })).data.createPaymentLinkSetupIntent,
    payer: { name: null, email: null },
  });
  const { run, pending, failure } = useAction(PayByLinkDocument, { idempotent: true });
  const { confirmed, dialog } = useConfirmation();
  const [refused, setRefused] = useState<UserError | null>(null);
  const [submitting, setSubmitting] = useState(false);
  // The button that opened the form is gone.
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    if (unavailable && isOvertaken(unavailable)) void refresh();
  }, [unavailable]);

  async function submit(): Promise<Submission | null> {
    return fields ? fields.submit({ makeDefault: false }) : null;
  }

  async function settle(methodToken: string) {
    const again = async (payment?: { paymentId: string }) =>
      (await run({ token, methodToken, ...payment }))?.payByPaymentLink ?? null;
    const result = await confirmed(await again(), again);
    if (!result) return;
    const overtaken = result.__typename !== 'PayByPaymentLinkSuccess' && isOvertaken(result as UserError);
    if (result.__typename !== 'PayByPaymentLinkSuccess' && !overtaken) {
      setRefused(result as UserError);
      if (fields?.single) retry();
      return;
    }
    if (result.__typename === 'PayByPaymentLinkSuccess' && result.paymentLink?.status === 'PAID')
      announce(t('pay.paid', { amount: money(link.amountDue) }));
    await refresh();
  }

  async function pay() {
    if (submitting) return;
    setRefused(null);
    setSubmitting(true);
    try {
      const submission = await submit();
      if (!submission) return;
      if ('refused' in submission) return setRefused(submission.refused);
      await settle(submission.token);
    } finally {
      setSubmitting(false);
    }
  }

  return (
    <div className="pay-form">
      <h2 ref={heading} tabIndex={-1} className="subhead">
        {t('payLink.method')}
      </h2>
      <FailureNotice failure={broken} retry={retry} />
      {fields || broken || unavailable ? null : (
        <p className="small" role="status">
          {t('loading')}
        </p>
      )}
      <div ref={place} className="provider-place" />
      <p className="small">{t('payLink.once')}</p>
      <FailureNotice failure={failure} safe />
      <UserErrorNotice refused={refused ?? unavailable} />
      {dialog}
      <div className="card-actions">
        <Button
          look="primary"
          pending={pending || submitting}
          aria-disabled={!fields || undefined}
          onClick={() => void pay()}
        >
          {t('pay.one', { amount: money(link.amountDue) })}
        </Button>
        <Button onClick={close}>{t('action.cancel')}</Button>
      </div>
    </div>
  );
}
