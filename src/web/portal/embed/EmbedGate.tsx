/** Shows the screens once the merchant's page has handed a session over, and the way out if it cannot. */
import { type ReactNode, useEffect } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { Screen } from '../../ui/components/Screen.tsx';
import { useWords } from '../../ui/i18n/useWords.ts';
import { usePlace } from '../portalPlace.ts';
import { tryAgain, usePhase } from './embeddedSession.ts';
import { reportScreen } from './reportScreen.ts';

export function EmbedGate({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const phase = usePhase();
  const { state } = usePlace();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each step of the history.
  useEffect(reportScreen, [state.key]);
  if (phase === 'open') return children;
  if (phase === 'waiting') return <Screen title={t('loading')} loading />;
  return (
    <Screen title={t('embed.noSession.title')}>
      <Notice
        live
        tone="warning"
        title={t('embed.noSession.text')}
        actions={<Button onClick={tryAgain}>{t('action.tryAgain')}</Button>}
      />
    </Screen>
  );
}
