/** The customer's page starts here. */
import './styles/portalStyles.ts';
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { queries } from '../ui/api/queries.ts';
import { i18n, initialLanguage, setLanguage } from '../ui/i18n/language.ts';
import { configurePage } from '../ui/page.ts';
import { applyScheme, preferredScheme } from '../ui/preferences.ts';
import { PreloadContext } from '../ui/router/Link.tsx';
import { reloadOnce } from '../ui/router/lazyPart.ts';
import { rewritePath, startRouter, updateState, useBrowserPlace } from '../ui/router/place.ts';
import { prefetch } from './api/prefetch.ts';
import { sessionLost } from './api/session.ts';
import { applyTheme } from './applyTheme.ts';
import { boot, companyName, portalText } from './boot.ts';
import { destinationIn, pathOf } from './destination.ts';
import { Portal } from './frame/Portal.tsx';
import { CARRIED_STATE, currentPlace, PAY_LINK_PATH, type PortalState } from './portalPlace.ts';
import { returnedSetupIn, SETUP_RETURN_PATH } from './returnedSetup.ts';
import { preload } from './screenRoutes.ts';

const container = document.getElementById('root') as HTMLElement;
function unloadable(error: unknown): never {
  container.textContent = 'This page could not be loaded. Please load it again.';
  throw error;
}

/** No `await` of the module itself: parts that are loaded later import this file's chunk, and would deadlock. */
async function startPage(): Promise<void> {
  // In a tab of its own, the portal has its own sign-in.
  if (boot.embed && parent === window) location.replace(`${boot.embed.portal}/`);
  const embedding = boot.embed
    ? await import('./embed/embedding.ts').then((part) => part.embedding).catch(unloadable)
    : null;

  configurePage({
    base: boot.base,
    name: portalText('portalHeader', document.documentElement.lang) ?? companyName,
    // The session is a cookie of one company; this header names it. A payment link is used without a session.
    headers: location.pathname === `${boot.base}${PAY_LINK_PATH}` ? {} : { 'x-portico-portal': boot.companyId },
    locales: boot.locale ? [boot.locale] : [],
    defaultLocale: boot.company?.defaultLocale,
    carriedState: CARRIED_STATE,
    bearer: embedding?.token,
    completed: embedding?.completed,
    sessionLost: embedding?.renew ?? sessionLost,
  });
  applyScheme(preferredScheme());
  applyTheme();

  // Mails name a destination as the API does.
  const destination = currentPlace().path === '/' ? destinationIn(new URLSearchParams(location.search)) : null;
  if (destination) rewritePath(pathOf(destination));
  // The provider's parameters are removed from the address, where they could be copied.
  const returnedSetup = returnedSetupIn(new URLSearchParams(location.search));
  if (returnedSetup) {
    rewritePath(SETUP_RETURN_PATH);
    updateState<PortalState>({ returnedSetup });
  }
  startRouter();

  // The first screen's file and data load at the same time as the messages.
  const { path } = currentPlace();
  preload(path);
  if (!embedding) prefetch(path);

  // Without messages nothing can be shown: English is tried next, then a reload.
  await setLanguage(initialLanguage())
    .catch(() => setLanguage('en'))
    .catch((error: unknown) => {
      if (reloadOnce()) throw error;
      unloadable(error);
    });
  createRoot(container).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queries}>
          <PreloadContext value={preload}>
            <Router base={boot.base} hook={useBrowserPlace}>
              <Portal Gate={embedding?.Gate} />
            </Router>
          </PreloadContext>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  );
  if (boot.embed) embedding?.start(boot.embed.origins);
}
void startPage();
