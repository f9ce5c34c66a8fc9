/** The page as a whole: who is outside sees a door, who is inside the frame with a screen in it. */
import { Component, type ReactNode, Suspense } from 'react';
import { Failure } from '../api/failure.ts';
import { boot } from '../boot.ts';
import { useWords } from '../i18n/words.tsx';
import { usePlace } from '../router/place.ts';
import { match } from '../router/routes.tsx';
import { Announcer } from '../ui/announce.tsx';
import { Screen } from '../ui/Screen.tsx';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { Navigation } from './Navigation.tsx';
import { NotFound, UnknownCompany } from './NotFound.tsx';
import { OfflineBar } from './OfflineBar.tsx';

/** Something broke while it was shown, or a part of the page could not be fetched. */
class Guard extends Component<{ children: ReactNode; at: string }, { broken: unknown }> {
  override state = { broken: null as unknown };
  static getDerivedStateFromError(broken: unknown) {
    return { broken };
  }
  override componentDidUpdate(previous: { at: string }) {
    if (previous.at !== this.props.at && this.state.broken) this.setState({ broken: null });
  }
  override render() {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useWords();
  // A file that is gone and a server that is not there look the same; loading anew mends both.
  const failure = new Failure(navigator.onLine ? 'outdated' : 'network');
  return <Screen title={t('failure.screen')} failure={failure} retry={() => location.reload()} />;
}

function Loading() {
  const { t } = useWords();
  return <Screen title={t('loading')} loading />;
}

export function Portal() {
  const place = usePlace();
  const { t } = useWords();
  const found = match(place.path);
  const outside = !boot.company || found?.pattern === '/sign-in';
  const Found = found?.screen;
  const screen = (
    <Guard at={place.state.key}>
      <Suspense fallback={<Loading />}>
        {!boot.company ? (
          <UnknownCompany />
        ) : Found ? (
          <Found key={`${found.pattern} ${Object.values(found.params).join(' ')}`} params={found.params} />
        ) : (
          <NotFound />
        )}
      </Suspense>
    </Guard>
  );
  return (
    <>
      <a className="skip" href="#content">
        {t('frame.skip')}
      </a>
      <OfflineBar />
      <Header inside={!outside} />
      <div className={outside ? 'door' : 'frame'}>
        {outside ? null : <Navigation path={place.path} />}
        <main id="content" tabIndex={-1}>
          {screen}
        </main>
      </div>
      <Footer />
      <Announcer />
    </>
  );
}
