/** The header: the company's logo, its name, and the link back to its site. */
import { useState } from 'react';
import { Icon } from '../../ui/components/Icon.tsx';
import { isolate } from '../../ui/i18n/isolate.ts';
import { useWords } from '../../ui/i18n/useWords.ts';
import { Link } from '../../ui/router/Link.tsx';
import { useFrame } from '../api/frame.ts';
import { boot, companyName } from '../boot.ts';
import { usePlace } from '../portalPlace.ts';
import { wayBack } from './flow.tsx';
import { safeAddress } from './safeAddress.ts';

function Brand() {
  const [broken, setBroken] = useState(false);
  const logo = safeAddress(boot.company?.logoUrl);
  const name = boot.company?.portalHeader ?? companyName;
  return (
    <>
      {logo && !broken ? (
        <img className="logo" src={logo} alt="" height="32" onError={() => setBroken(true)} />
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
