/** The page as a whole: the sign-in screen by itself, every other screen inside the frame. */
import { type ComponentType, Fragment, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Route, Switch, useRoute } from 'wouter';
import { Failure } from '../../ui/api/failure.ts';
import { Announcer } from '../../ui/components/Announcer.tsx';
import { ErrorBoundary } from '../../ui/components/ErrorBoundary.tsx';
import { Screen } from '../../ui/components/Screen.tsx';
import { useOnline } from '../../ui/hooks/useOnline.ts';
import { useWords } from '../../ui/i18n/useWords.ts';
import { PartUnavailable, reloadOnce, whyUnavailable } from '../../ui/router/lazyPart.ts';
import { boot } from '../boot.ts';
import { PAY_LINK_PATH, usePlace } from '../portalPlace.ts';
import { ROUTES } from '../screenRoutes.ts';
import { ConnectionBar } from './ConnectionBar.tsx';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { Navigation } from './Navigation.tsx';
import { NotFound, UnknownCompany } from './NotFound.tsx';

function BrokenScreen() {
  const { t } = useWords();
  return <Screen title={t('failure.screen')} failure={new Failure('outdated')} retry={() => location.reload()} />;
}

/** The screen's file cannot be fetched. If a newer page was deployed, the page reloads by itself. */
function UnavailableScreen() {
  const { t } = useWords();
  const online = useOnline();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: checked again when the connection changes, and on demand.
  useEffect(() => {
    setFailure(null);
    void whyUnavailable().then((why) => {
      if (why.kind !== 'outdated' || !reloadOnce()) setFailure(why);
    });
  }, [online, tries]);
  if (!failure) return <LoadingScreen />;
  const title = t(failure.kind === 'offline' ? 'failure.offline.title' : 'failure.screen');
  return <Screen title={title} failure={failure} retry={() => setTries(tries + 1)} />;
}

function LoadingScreen() {
  const { t } = useWords();
  return <Screen title={t('loading')} loading />;
}

function Screens() {
  return (
    <Switch>
      {ROUTES.map(({ pattern, Screen }) => (
        <Route key={pattern} path={pattern}>
          {/* Another id is another screen, which begins anew. */}
          {(params: { id?: string }) => <Screen key={params.id} params={params} />}
        </Route>
      ))}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

interface PortalProps {
  /** Shows the screens of an embedded portal once there is a session. */
  Gate?: ComponentType<{ children: ReactNode }> | undefined;
}

export function Portal({ Gate = Fragment }: PortalProps) {
  const place = usePlace();
  const { t } = useWords();
  const [atSignIn] = useRoute('/sign-in');
  const [atPayLink] = useRoute(PAY_LINK_PATH);
  const outside = !boot.company || atSignIn || atPayLink;
  return (
    <>
      {boot.embed ? null : (
        <a className="skip" href="#content">
          {t('frame.skip')}
        </a>
      )}
      <div className="top">
        <ConnectionBar />
        {boot.embed ? null : <Header inside={!outside} />}
      </div>
      <div className={atPayLink && boot.company ? 'alone' : outside ? 'door' : 'frame'}>
        {outside ? null : <Navigation path={place.path} />}
        <main id="content" tabIndex={-1}>
          <ErrorBoundary
            resetKey={place.state.key}
            fallback={(error) => (error instanceof PartUnavailable ? <UnavailableScreen /> : <BrokenScreen />)}
          >
            <Suspense fallback={<LoadingScreen />}>
              {boot.company ? (
                <Gate>
                  <Screens />
                </Gate>
              ) : (
                <UnknownCompany />
              )}
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      {boot.embed ? null : <Footer />}
      <Announcer />
    </>
  );
}
