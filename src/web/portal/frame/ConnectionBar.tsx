/** Warns while the browser is offline or the server cannot be reached. */

import { useStale } from '../../ui/api/stale.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Icon } from '../../ui/components/Icon.tsx';
import { useOnline } from '../../ui/hooks/useOnline.ts';
import { useWords } from '../../ui/i18n/useWords.ts';

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
