/** The page as a whole: who is outside sees a door, who is inside the frame with a screen in it. */
import { Suspense, useEffect, useState } from 'react';
import { Failure } from '../api/failure.ts';
import { useOnline } from '../api/online.ts';
import { boot } from '../boot.ts';
import { useWords } from '../i18n/words.tsx';
import { PartMissing, renewOnce, whyMissing } from '../router/part.ts';
import { usePlace } from '../router/place.ts';
import { match } from '../router/routes.tsx';
import { Announcer } from '../ui/announce.tsx';
import { Guard } from '../ui/Guard.tsx';
import { Screen } from '../ui/Screen.tsx';
import { ConnectionBar } from './ConnectionBar.tsx';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { Navigation } from './Navigation.tsx';
import { NotFound, UnknownCompany } from './NotFound.tsx';

function Broken() {
  const { t } = useWords();
  return <Screen title={t('failure.screen')} failure={new Failure('outdated')} retry={() => location.reload()} />;
}

/** The screen's file cannot be fetched. A page that was replaced by a newer one loads anew by itself. */
function Missing() {
  const { t } = useWords();
  const online = useOnline();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked into again when there is a connection, and on demand.
  useEffect(() => {
    setFailure(null);
    void whyMissing().then((why) => {
      if (why.kind !== 'outdated' || !renewOnce()) setFailure(why);
    });
  }, [online, tries]);
  if (!failure) return <Loading />;
  return <Screen title={t('failure.screen')} failure={failure} retry={() => setTries(tries + 1)} />;
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
    <Guard at={place.state.key} instead={(broken) => (broken instanceof PartMissing ? <Missing /> : <Broken />)}>
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
      <div className="top">
        <ConnectionBar />
        <Header inside={!outside} />
      </div>
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
