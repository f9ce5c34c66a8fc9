/** Explains why a mutation was refused, by the error's code. */
import type { ReactNode } from 'react';
import type { UserError } from '../api/userError.ts';
import { type MessageId, useWords, type Words } from '../i18n/useWords.ts';
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
  INVALID_PAYMENT_LINK: 'payLink.useless.title',
};
const DECLINES: Record<string, MessageId> = {
  insufficient_funds: 'decline.insufficientFunds',
  expired_card: 'decline.expiredCard',
  incorrect_cvc: 'decline.incorrectCode',
  authentication_failed: 'decline.unconfirmed',
  payment_intent_authentication_failure: 'decline.unconfirmed',
  setup_intent_authentication_failure: 'decline.unconfirmed',
};

/** A decline in words, by the provider's reason. */
export const declineText = ({ t }: Words, reason: string | null | undefined): string =>
  t(DECLINES[reason ?? ''] ?? 'decline.card');

/** A bank account is stored by itself once its bank has verified it. */
const isPending = ({ reason }: UserError): boolean => reason === 'PAYMENT_METHOD_PENDING';

function userErrorText(words: Words, refused: UserError, storing: boolean): string {
  if (isPending(refused)) return words.t('methods.pending.text');
  if (storing && refused.code === 'PAYMENT_DECLINED' && !DECLINES[refused.declineCode ?? ''])
    return words.t('methods.refused.text');
  if (refused.code === 'PAYMENT_DECLINED') return declineText(words, refused.declineCode);
  if (refused.reason === 'DISCOUNT_EXISTS') return words.t('refusal.discountExists');
  if (refused.reason === 'INVOICE_OVERDUE') return words.t('refusal.overdue');
  return words.t(TEXTS[refused.code] ?? 'refusal.other');
}

function titleOf({ t }: Words, refused: UserError, storing: boolean): string {
  if (isPending(refused)) return t('methods.pending.title');
  if (!refused.code.startsWith('PAYMENT_')) return t('refusal.title');
  return storing ? t('methods.refused.title') : t('refusal.paymentTitle');
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
  return (
    <Notice live tone={isPending(refused) ? 'info' : 'bad'} title={titleOf(words, refused, storing)} actions={actions}>
      <p>{userErrorText(words, refused, storing)}</p>
    </Notice>
  );
}
