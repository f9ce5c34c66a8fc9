/** The mail that signs a customer in: a link for this device and a short code for another one. */
import { isBareAddress } from '../address.ts';
import { html } from '../html.ts';
import { button, layout, panel, STYLE } from './layout.ts';
import { oneLine } from './oneLine.ts';
import { type Destination, type Language, languageOf, SIGN_IN_LINK, type SignInLinkWords } from './words.ts';

export interface SignInLink {
  companyName: string;
  /** The heading that the merchant gave its portal. */
  portalHeader?: string | null;
  supportEmail?: string | null;
  /** The whole link; its token stands in the fragment, which no server and no proxy gets to see. */
  link: string;
  code: string;
  expiresInMinutes: number;
  locale?: string | null;
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
  const language = languageOf(input.locale);
  const words: SignInLinkWords = SIGN_IN_LINK[language];
  const company = oneLine(input.companyName, 60) || 'Portico';
  const header = oneLine(input.portalHeader ?? '') || null;
  const support = input.supportEmail && isBareAddress(input.supportEmail) ? input.supportEmail : null;
  const parts: Parts = { ...input, words, company, header, support };
  return {
    subject: words.subject(company),
    language,
    text: textPart(parts),
    html: layout({
      language,
      title: words.subject(company),
      preheader: words.preheader(input.expiresInMinutes),
      brand: { name: company, header },
      body: htmlPart(parts),
      footer: words.footer(company),
    }),
  };
}

interface Parts {
  words: SignInLinkWords;
  company: string;
  header: string | null;
  support: string | null;
  link: string;
  code: string;
  expiresInMinutes: number;
  destination: Destination;
}

function htmlPart({ words, company, support, link, code, expiresInMinutes, destination }: Parts) {
  return html`<h1 class="strong" style="${STYLE.heading}">${words.heading(company)}</h1>
<p class="text" style="${STYLE.text}">${words.intro[destination] ?? words.intro.HOME}</p>
${button(words.button, link)}
${panel(html`<p class="small" style="${STYLE.small}">${words.codeIntro}</p>
<div class="code" style="${STYLE.code}">${code}</div>
<p class="small" style="${STYLE.small}margin:8px 0 0;">${words.codeHint(company)}</p>`)}
<p class="text" style="${STYLE.text}">${words.validity(expiresInMinutes)}</p>
<p class="small" style="${STYLE.small}margin:0 0 20px;">${words.notYou}</p>
<div class="rule" style="border-top:1px solid #e3e6ea;padding-top:20px;">
<p class="small" style="${STYLE.small}margin:0 0 4px;">${words.copyLink}</p>
<p class="small" style="${STYLE.small}word-break:break-all;"><a class="link" href="${link}" style="${STYLE.link}">${link}</a></p>
${support && html`<p class="small" style="${STYLE.small}margin:16px 0 0;">${words.support} <a class="link" href="mailto:${encodeURIComponent(support).replace('%40', '@')}" style="${STYLE.link}">${support}</a></p>`}
</div>`;
}

/** As complete as the HTML: a customer who reads plain text misses nothing. */
function textPart({ words, company, header, support, link, code, expiresInMinutes, destination }: Parts): string {
  const paragraphs = [
    header ? `${company}\n${header}` : company,
    words.heading(company),
    words.intro[destination] ?? words.intro.HOME,
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
