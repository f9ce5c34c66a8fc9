/** The header: the company's logo, its name, and the link back to its site. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Icon } from '../../ui/components/Icon.tsx';
import { isolate } from '../../ui/i18n/isolate.ts';
import { useWords } from '../../ui/i18n/useWords.ts';
import { Link } from '../../ui/router/Link.tsx';
import { useFrame } from '../api/frame.ts';
import { boot, companyName, portalText } from '../boot.ts';
import { usePlace } from '../portalPlace.ts';
import { wayBack } from './flow.tsx';
import { safeAddress } from './safeAddress.ts';

/** The image is fetched only where its scheme is shown. */
function Logo({ address, scheme, broken }: { address: string; scheme: 'any' | 'light' | 'dark'; broken(): void }) {
  return <img className={`logo logo-${scheme}`} src={address} alt="" height="32" loading="lazy" onError={broken} />;
}

function Brand() {
  const [broken, setBroken] = useState(false);
  const light = safeAddress(boot.company?.logoUrl);
  const dark = safeAddress(boot.company?.darkLogoUrl);
  const shown = !broken && (light !== null || dark !== null);
  const isBroken = () => setBroken(true);
  const { i18n } = useLingui();
  const name = portalText('portalHeader', i18n.locale) ?? companyName;
  return (
    <>
      {shown ? (
        <>
          <Logo address={light ?? dark ?? ''} scheme={dark ? 'light' : 'any'} broken={isBroken} />
          {dark ? <Logo address={dark} scheme="dark" broken={isBroken} /> : null}
        </>
      ) : (
        <span className="monogram" aria-hidden="true">
          {[...companyName.trim()][0]?.toUpperCase()}
        </span>
      )}
      <span className="brand-name">{isolate(name)}</span>
    </>
  );
}

export function Header({ inside }: { inside: boolean }) {
  const { t } = useWords();
  // The return address is part of the frame's data.
  useFrame();
  const place = usePlace();
  if (!boot.company) return null;
  const back = wayBack(place.state.flow, 'canceled');
  return (
    <header className="header">
      <div className="header-inner">
        {inside ? (
          <Link to="/" className="brand">
            <Brand />
            <span className="hidden">: {t('nav.home')}</span>
          </Link>
        ) : (
          <span className="brand">
            <Brand />
          </span>
        )}
        <div className="header-end">
          {boot.mode === 'test' ? <span className="test-mode">{t('frame.testMode')}</span> : null}
          {back ? (
            <a className="return" href={back} rel="noreferrer">
              <span className="return-long">{t('frame.returnTo', { company: companyName })}</span>
              <span className="return-short">{t('frame.return')}</span>
              <Icon name="outside" className="flip" />
            </a>
          ) : null}
        </div>
      </div>
    </header>
  );
}
