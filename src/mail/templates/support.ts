/** The line at the end of a mail that names the merchant's support address. */
import type { Translate } from '../../i18n/translate.ts';
import type { Theme } from '../../kernel/theme.ts';
import { type Html, html } from '../html.ts';
import { linkStyle, STYLE } from './layout.ts';

/** Placeholder of the address in the sentence, where it becomes a link. No message contains it. */
const PLACE = '\u{FFFC}';

export function support(t: Translate<'mail'>, email: string, theme: Theme): Html {
  const [before, after] = t('layout.support', { email: PLACE }).split(PLACE);
  const href = `mailto:${encodeURIComponent(email).replace('%40', '@')}`;
  return html`<p class="small" style="${STYLE.small}margin:16px 0 0;">${before}<a class="link" dir="ltr" href="${href}" style="${linkStyle(theme)}">${email}</a>${after}</p>`;
}
