/** What is said when there is no answer, or when the answer is no. */
import { type Failure, isUnknown } from '../api/failure.ts';
import { useOnline } from '../api/online.ts';
import { type MessageId, useWords, type Words } from '../i18n/words.tsx';
import { Button } from './Button.tsx';
import { Notice } from './surfaces.tsx';

export const TITLES: Record<Failure['kind'], MessageId> = {
  offline: 'failure.offline.title',
  network: 'failure.network.title',
  server: 'failure.server.title',
  unauthenticated: 'failure.session.title',
  rateLimited: 'failure.rateLimited.title',
  disabled: 'failure.disabled.title',
  notFound: 'failure.notFound.title',
  outdated: 'failure.outdated.title',
};
const TEXTS: Record<Failure['kind'], MessageId> = {
  offline: 'failure.offline.text',
  network: 'failure.network.text',
  server: 'failure.server.text',
  unauthenticated: 'failure.session.text',
  rateLimited: 'failure.rateLimited.text',
  disabled: 'failure.disabled.text',
  notFound: 'failure.notFound.text',
  outdated: 'failure.outdated.text',
};

interface TroubleProps {
  failure: Failure | null;
  retry?: (() => void) | undefined;
  /** After something was tried whose outcome is unknown: that trying again is safe. */
  safe?: boolean;
}

export function Trouble({ failure, retry, safe = false }: TroubleProps) {
  const { t } = useWords();
  const online = useOnline();
  if (!failure || (failure.kind === 'offline' && online)) return null;
  const again = failure.kind === 'outdated' ? () => location.reload() : retry;
  return (
    <Notice
      live
      tone="bad"
      icon={failure.kind === 'network' || failure.kind === 'offline' ? 'offline' : 'warning'}
      title={t(TITLES[failure.kind])}
      actions={again ? <Button onClick={again}>{t('action.tryAgain')}</Button> : null}
    >
      <p>
        {t(TEXTS[failure.kind], { seconds: failure.retryAfterSeconds ?? 60 })}
        {safe && isUnknown(failure) ? ` ${t('failure.safeToRetry')}` : ''}
        {safe && failure.kind === 'offline' ? ` ${t('failure.nothingSent')}` : ''}
      </p>
    </Notice>
  );
}

/** A refusal that the schema foresees, as far as the page needs it. */
export interface Refused {
  code: string;
  path: readonly string[];
  setting?: string;
  declineCode?: string;
  issues?: readonly { path: readonly string[]; message: string }[];
}

const REFUSALS: Record<string, MessageId> = {
  CONFLICT: 'refusal.conflict',
  NOT_FOUND: 'refusal.notFound',
  PAYMENT_AUTHENTICATION_REQUIRED: 'refusal.authentication',
  PAYMENT_METHOD_REQUIRED: 'refusal.methodRequired',
  PAYMENT_PROVIDER_UNAVAILABLE: 'refusal.providerUnavailable',
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
export const declineWords = ({ t }: Words, reason: string | null | undefined): string =>
  t(DECLINES[reason ?? ''] ?? 'decline.card');

export function refusalWords(words: Words, refused: Refused): string {
  if (refused.code === 'PAYMENT_DECLINED') return declineWords(words, refused.declineCode);
  return words.t(REFUSALS[refused.code] ?? 'refusal.other');
}

export function Refusal({ refused, actions }: { refused: Refused | null; actions?: React.ReactNode }) {
  const words = useWords();
  if (!refused) return null;
  const paying = refused.code.startsWith('PAYMENT_');
  return (
    <Notice
      live
      tone="bad"
      title={paying ? words.t('refusal.paymentTitle') : words.t('refusal.title')}
      actions={actions}
    >
      <p>{refusalWords(words, refused)}</p>
    </Notice>
  );
}
