/** The footer: the company's own pages, the language, and the color scheme. */

import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { announce } from '../../ui/components/Announcer.tsx';
import { FAILURE_TITLES } from '../../ui/components/FailureNotice.tsx';
import { Icon } from '../../ui/components/Icon.tsx';
import { isolate } from '../../ui/i18n/isolate.ts';
import { setLanguage, supportedLanguages } from '../../ui/i18n/language.ts';
import { LANGUAGES, type Language } from '../../ui/i18n/languages.ts';
import { useWords } from '../../ui/i18n/useWords.ts';
import { type ColorScheme, preferLanguage, preferredScheme, preferScheme } from '../../ui/preferences.ts';
import { whyUnavailable } from '../../ui/router/lazyPart.ts';
import { boot, portalText } from '../boot.ts';
import { safeAddress } from './safeAddress.ts';

const SCHEMES = [
  { scheme: 'system', name: 'scheme.system', icon: 'system' },
  { scheme: 'light', name: 'scheme.light', icon: 'sun' },
  { scheme: 'dark', name: 'scheme.dark', icon: 'moon' },
] as const;

function SchemeSwitch() {
  const { t } = useWords();
  const [chosen, choose] = useState<ColorScheme>(preferredScheme);
  return (
    <fieldset className="segments">
      <legend className="hidden">{t('scheme.legend')}</legend>
      {SCHEMES.map(({ scheme, name, icon }) => (
        <label key={scheme} title={t(name)}>
          <input
            type="radio"
            name="scheme"
            value={scheme}
            checked={chosen === scheme}
            onChange={() => {
              choose(scheme);
              preferScheme(scheme);
            }}
          />
          <Icon name={icon} />
          <span className="hidden">{t(name)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function LanguageSwitch() {
  const { t } = useWords();
  const { i18n } = useLingui();
  async function change(language: Language) {
    try {
      await setLanguage(language);
      preferLanguage(language);
    } catch {
      announce(t(FAILURE_TITLES[(await whyUnavailable()).kind]), 'warning');
    }
  }
  return (
    <label className="language">
      <span className="hidden">{t('frame.language')}</span>
      <span className="select select-small">
        <select value={i18n.locale} onChange={(event) => void change(event.target.value as Language)}>
          {supportedLanguages.map((language) => (
            <option key={language} value={language} lang={language}>
              {LANGUAGES[language].name}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}

export function Footer() {
  const { t } = useWords();
  const { i18n } = useLingui();
  const { company } = boot;
  const footerText = portalText('footerText', i18n.locale);
  const terms = safeAddress(company?.termsUrl);
  const privacy = safeAddress(company?.privacyUrl);
  return (
    <footer className="footer">
      <div className="footer-inner">
        {footerText ? <p className="footer-text small">{isolate(footerText)}</p> : null}
        <ul className="footer-links">
          {company?.supportEmail ? (
            <li>
              <a href={`mailto:${encodeURI(company.supportEmail)}`}>{t('frame.support')}</a>
            </li>
          ) : null}
          {terms ? (
            <li>
              <a href={terms} rel="noreferrer">
                {t('frame.terms')}
              </a>
            </li>
          ) : null}
          {privacy ? (
            <li>
              <a href={privacy} rel="noreferrer">
                {t('frame.privacy')}
              </a>
            </li>
          ) : null}
        </ul>
        <div className="footer-choices">
          <LanguageSwitch />
          <SchemeSwitch />
        </div>
      </div>
    </footer>
  );
}
