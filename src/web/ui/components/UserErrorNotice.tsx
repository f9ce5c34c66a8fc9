/** Explains why a mutation was refused, by the error's code. */
import type { ReactNode } from 'react';
import type { UserError } from '../api/userError.ts';
import { type MessageId, useWords, type Words } from '../i18n/words.ts';
import { Notice } from './Notice.tsx';

const TEXTS: Record<string, MessageId> = {
  CONFLICT: 'refusal.conflict',
  NOT_FOUND: 'refusal.notFound',
  PAYMENT_AUTHENTICATION_REQUIRED: 'refusal.authentication',
  FRESH_CODE_REQUIRED: 'refusal.freshCode',
  PAYMENT_METHOD_REQUIRED: 'refusal.methodRequired',
  PAYMENT_PROVIDER_UNAVAILABLE: 'refusal.providerUnavailable',
  PAYMENT_PROVIDER_NOT_CONNECTED: 'refusal.providerNotConnected',
  PORTAL_FEATURE_DISABLED: 'refusal.disabled',
  VALIDATION_FAILED: 'refusal.validation',
  INVALID_PORTAL_LINK: 'refusal.link',
};
const DECLINES: Record<string, MessageId> = {
  insufficient_funds: 'decline.insufficientFunds',
  expired_card: 'decline.expiredCard',
  incorrect_cvc: 'decline.incorrectCode',
};

/** A decline in words, by the provider's reason. */
export const declineText = ({ t }: Words, reason: string | null | undefined): string =>
  t(DECLINES[reason ?? ''] ?? 'decline.card');

function userErrorText(words: Words, refused: UserError, storing: boolean): string {
  if (storing && refused.code === 'PAYMENT_DECLINED' && !DECLINES[refused.declineCode ?? ''])
    return words.t('methods.refused.text');
  if (refused.code === 'PAYMENT_DECLINED') return declineText(words, refused.declineCode);
  return words.t(TEXTS[refused.code] ?? 'refusal.other');
}

interface UserErrorNoticeProps {
  refused: UserError | null;
  actions?: ReactNode;
  /** Whether a payment method was to be stored, so that no payment has failed. */
  storing?: boolean;
}

export function UserErrorNotice({ refused, actions, storing = false }: UserErrorNoticeProps) {
  const words = useWords();
  if (!refused) return null;
  const title = !refused.code.startsWith('PAYMENT_')
    ? 'refusal.title'
    : storing
      ? 'methods.refused.title'
      : 'refusal.paymentTitle';
  return (
    <Notice live tone="bad" title={words.t(title)} actions={actions}>
      <p>{userErrorText(words, refused, storing)}</p>
    </Notice>
  );
}
