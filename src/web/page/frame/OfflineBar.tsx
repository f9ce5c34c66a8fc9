/** Says that the browser has lost its connection, as long as it has. */
import { useSyncExternalStore } from 'react';
import { useWords } from '../i18n/words.tsx';
import { Icon } from '../ui/Icon.tsx';

const subscribe = (listener: () => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
};

export function OfflineBar() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  const { t } = useWords();
  return (
    <div role="status">
      {online ? null : (
        <p className="offline-bar">
          <Icon name="offline" />
          {t('frame.offline')}
        </p>
      )}
    </div>
  );
}
