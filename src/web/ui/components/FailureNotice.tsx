/** Explains a request that has no result, and offers a retry where that helps. */
import { type Failure, isUnknown } from '../api/failure.ts';
import { useOnline } from '../hooks/useOnline.ts';
import { type MessageId, useWords } from '../i18n/useWords.ts';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

export const FAILURE_TITLES: Record<Failure['kind'], MessageId> = {
  offline: 'failure.offline.title',
  network: 'failure.network.title',
  server: 'failure.server.title',
  unauthenticated: 'failure.session.title',
  rateLimited: 'failure.rateLimited.title',
  disabled: 'failure.disabled.title',
  notFound: 'failure.notFound.title',
  outdated: 'failure.outdated.title',
  provider: 'failure.provider.title',
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
  provider: 'failure.provider.text',
};

interface FailureNoticeProps {
  failure: Failure | null;
  retry?: (() => void) | undefined;
  /** The request was a mutation that can be repeated safely; the notice mentions it if the outcome is unknown. */
  safe?: boolean;
}

export function FailureNotice({ failure, retry, safe = false }: FailureNoticeProps) {
  const { t } = useWords();
  const online = useOnline();
  if (!failure || (failure.kind === 'offline' && online)) return null;
  const again = failure.kind === 'outdated' ? () => location.reload() : retry;
  return (
    <Notice
      live
      tone="bad"
      icon={failure.kind === 'network' || failure.kind === 'offline' ? 'offline' : 'warning'}
      title={t(FAILURE_TITLES[failure.kind])}
      actions={again ? <Button onClick={again}>{t('action.tryAgain')}</Button> : null}
    >
      <p>
        {t(TEXTS[failure.kind], { minutes: Math.ceil((failure.retryAfterSeconds ?? 60) / 60) })}
        {safe && isUnknown(failure) ? ` ${t('failure.safeToRetry')}` : ''}
        {safe && failure.kind === 'offline' ? ` ${t('failure.nothingSent')}` : ''}
      </p>
    </Notice>
  );
}
