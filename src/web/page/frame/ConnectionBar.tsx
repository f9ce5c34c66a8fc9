/** Says that the browser has lost its connection, or that the server does not answer, as long as it is so. */
import { useOnline } from '../api/online.ts';
import { useStale } from '../api/stale.ts';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

export function ConnectionBar() {
  const online = useOnline();
  const askAgain = useStale();
  const { t } = useWords();
  return (
    <div role="status">
      {online && !askAgain ? null : (
        <p className="offline-bar">
          <Icon name="offline" />
          {t(online ? 'frame.stale' : 'frame.offline')}
          {online && askAgain ? (
            <Button look="quiet" size="small" onClick={askAgain}>
              {t('action.tryAgain')}
            </Button>
          ) : null}
        </p>
      )}
    </div>
  );
}
