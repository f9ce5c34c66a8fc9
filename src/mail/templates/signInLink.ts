/** The mail that signs a customer in: a link for this device and a short code for another one. */
import { embedded } from '../../kernel/bidi.ts';
import { type Language, localeOf } from '../../kernel/locale.ts';
import type { Theme } from '../../kernel/theme.ts';
import { isBareAddress } from '../address.ts';
import { html } from '../html.ts';
import { button, layout, linkStyle, mailTheme, panel, STYLE } from './layout.ts';
import { oneLine } from './oneLine.ts';
import { MAIL_WORDS } from './words/languages.ts';
import { PORTAL_WORDS } from './words/portal/languages.ts';
import type { Place } from './words/portal/words.ts';
import type { OldestDestination, SignInLinkWords } from './words/words.ts';

type Destination = OldestDestination | Place;

export interface SignInLink {
  companyName: string;
  /** The heading that the merchant gave its portal. */
  portalHeader?: string | null;
  /** `#rrggbb`; where it could not be read it is drawn lighter or darker. */
  accentColor?: string | null;
  supportEmail?: string | null;
  /** The whole link; its token stands in the fragment, which no server and no proxy gets to see. */
  link: string;
  code: string;
  expiresInMinutes: number;
  locale?: string | null;
  /** The company's own language: written to customers who chose none that there are words for. */
  fallbackLocale?: string | null;
  destination: Destination;
}

export interface MailContent {
  subject: string;
  text: string;
  html: string;
  language: Language;
}

export function signInLinkMail(input: SignInLink): MailContent {
  // The link is made by us; this catches a mistake of ours, and says so without repeating the token.
  if (!/^https?:\/\/[^\s<>"]+$/.test(input.link)) throw new Error('A sign-in link must be an http or https URL.');
  const locale = localeOf(input.locale, input.fallbackLocale);
  const words = MAIL_WORDS[locale.language].signInLink;
  const name = oneLine(input.companyName, 60) || 'Portico';
  const company = embedded(name, locale.direction);
  const header = oneLine(input.portalHeader ?? '') || null;
  const support = input.supportEmail && isBareAddress(input.supportEmail) ? input.supportEmail : null;
  const intros: Record<Destination, string> = { ...words.intro, ...PORTAL_WORDS[locale.language].intro };
  const theme = mailTheme(input.accentColor);
  const parts: Parts = { ...input, theme, words, intro: intros[input.destination], name, company, header, support };
  return {
    subject: words.subject(company),
    language: locale.language,
    text: textPart(parts),
    html: layout({
      locale,
      title: words.subject(company),
      preheader: words.preheader(input.expiresInMinutes),
      brand: { name, header },
      theme,
      body: htmlPart(parts),
      footer: words.footer(company),
    }),
  };
}

interface Parts {
  theme: Theme;
  words: SignInLinkWords;
  name: string;
  /** The name within a sentence. */
  company: string;
  header: string | null;
  support: string | null;
  link: string;
  code: string;
  expiresInMinutes: number;
  /** What signing in is for. */
  intro: string;
}

function htmlPart({ theme, words, intro, company, support, link, code, expiresInMinutes }: Parts) {
  return html`<h1 class="strong" style="${STYLE.heading}">${words.heading(company)}</h1>
<p class="text" style="${STYLE.text}">${intro}</p>
${button(words.button, link, theme)}
${panel(html`<p class="small" style="${STYLE.small}">${words.codeIntro}</p>
<div class="code" dir="ltr" style="${STYLE.code}">${code}</div>
<p class="small" style="${STYLE.small}margin:8px 0 0;">${words.codeHint(company)}</p>`)}
<p class="text" style="${STYLE.text}">${words.validity(expiresInMinutes)}</p>
<p class="small" style="${STYLE.small}margin:0 0 20px;">${words.notYou}</p>
<div class="rule" style="border-top:1px solid #e3e6ea;padding-top:20px;">
<p class="small" style="${STYLE.small}margin:0 0 4px;">${words.copyLink}</p>
<p class="small" style="${STYLE.small}word-break:break-all;"><a class="link" dir="ltr" href="${link}" style="${linkStyle(theme)}">${link}</a></p>
${support && html`<p class="small" style="${STYLE.small}margin:16px 0 0;">${words.support} <a class="link" dir="ltr" href="mailto:${encodeURIComponent(support).replace('%40', '@')}" style="${linkStyle(theme)}">${support}</a></p>`}
</div>`;
}

/** As complete as the HTML: a customer who reads plain text misses nothing. */
function textPart({ words, intro, name, company, header, support, link, code, expiresInMinutes }: Parts): string {
  const paragraphs = [
    header ? `${name}\n${header}` : name,
    words.heading(company),
    intro,
    link,
    words.codeIntro,
    `    ${code}`,
    words.codeHint(company),
    words.validity(expiresInMinutes),
    words.notYou,
    support ? `${words.support} ${support}` : '',
    `-- \n${words.footer(company)}`,
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`;
}
