/** Where the page begins. */
import './styles/tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/parts.css';
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { askAhead } from './api/ahead.ts';
import { queries } from './api/session.ts';
import { Portal } from './frame/Portal.tsx';
import { firstLanguage, i18n, speak } from './i18n/speak.ts';
import { applyScheme, preferredScheme } from './preferences.ts';
import { renewOnce } from './router/part.ts';
import { currentPlace, startRouter } from './router/place.ts';
import { preload } from './router/routes.tsx';
import { applyTheme } from './theme.ts';

applyScheme(preferredScheme());
applyTheme();
startRouter();

const place = document.getElementById('root') as HTMLElement;
const root = createRoot(place);
// The first screen's file and its data are fetched beside the words.
preload(currentPlace().path);
askAhead(currentPlace().path);
// Without words there is no page; English is the last resort, and then a page that is loaded anew.
await speak(firstLanguage())
  .catch(() => speak('en'))
  .catch((error: unknown) => {
    if (!renewOnce()) place.textContent = 'This page could not be loaded. Please load it again.';
    throw error;
  });
root.render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <Portal />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
);
