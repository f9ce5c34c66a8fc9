/** The form of mails about payments: what happened, the facts, what to do, and one button. They hold no token. */
import { embedded } from '../../kernel/bidi.ts';
import { type Locale, localeOf } from '../../kernel/locale.ts';
import type { Theme } from '../../kernel/theme.ts';
import { isBareAddress } from '../address.ts';
import { html } from '../html.ts';
import { button, endOf, layout, linkStyle, mailTheme, panel, STYLE, startOf } from './layout.ts';
import { oneLine } from './oneLine.ts';
import type { MailContent } from './signInLink.ts';
import { MAIL_WORDS } from './words/languages.ts';

/** From whom a mail comes, and where it leads. */
export interface Sender {
  companyName: string;
  /** The heading that the merchant gave its portal. */
  portalHeader?: string | null;
  /** `#rrggbb`; where it could not be read it is drawn lighter or darker. */
  accentColor?: string | null;
  supportEmail?: string | null;
  locale?: string | null;
  /** The company's own language: written to customers who chose none that there are words for. */
  fallbackLocale?: string | null;
  /** Where the payment method is updated. Whoever opens it signs in there. */
  link: string;
}

export interface Notice {
  subject: string;
  preheader: string;
  heading: string;
  intro: string;
  /** Label and value, in order; a value of several parts has a line for each. */
  facts: readonly (readonly [label: string, value: readonly string[]])[];
  paragraphs: readonly string[];
  /** What the button says; that a payment method is updated when left out. */
  button?: string | undefined;
  footer: string;
}

/** What a mail is written in. */
export const mailLocale = ({ locale, fallbackLocale }: Pick<Sender, 'locale' | 'fallbackLocale'>): Locale =>
  localeOf(locale, fallbackLocale);

/** The company's name as mails write it. */
export const companyOf = ({ companyName }: Pick<Sender, 'companyName'>) => oneLine(companyName, 60) || 'Portico';

/** The same within a sentence. */
export const companyIn = (sender: Pick<Sender, 'companyName'>, { direction }: Locale) =>
  embedded(companyOf(sender), direction);

export function noticeMail(sender: Sender, notice: Notice): MailContent {
  if (!/^https?:\/\/[^\s<>"]+$/.test(sender.link)) throw new Error('The link of a mail must be an http or https URL.');
  const locale = mailLocale(sender);
  const company = companyOf(sender);
  const header = oneLine(sender.portalHeader ?? '') || null;
  const support = sender.supportEmail && isBareAddress(sender.supportEmail) ? sender.supportEmail : null;
  const { subject, preheader, footer } = notice;
  const theme = mailTheme(sender.accentColor);
  return {
    subject,
    language: locale.language,
    text: textPart(notice, { company, header, support, link: sender.link, locale }),
    html: layout({
      locale,
      title: subject,
      preheader,
      brand: { name: company, header },
      theme,
      body: htmlPart(notice, { support, link: sender.link, locale, theme }),
      footer,
    }),
  };
}

interface Around {
  support: string | null;
  link: string;
  locale: Locale;
}

function htmlPart(
  { heading, intro, facts, paragraphs, button: label }: Notice,
  { support, link, locale, theme }: Around & { theme: Theme },
) {
  const words = MAIL_WORDS[locale.language].notice;
  const gap = endOf(locale.direction);
  const rows = facts.map(
    ([label, value], index) => html`<tr>
<td class="small" valign="top" align="${startOf(locale.direction)}" style="${STYLE.small}margin:0;padding:${index === 0 ? '2px' : '10px'} 0 0;padding-${gap}:16px;white-space:nowrap;">${label}</td>
<td class="strong" valign="top" align="${gap}" style="${STYLE.text}margin:0;padding:${index === 0 ? '0' : '8px'} 0 0;color:#16191d;">${value.map((part, line) => html`${line > 0 && html`<br>`}${part}`)}</td>
</tr>`,
  );
  return html`<h1 class="strong" style="${STYLE.heading}">${heading}</h1>
<p class="text" style="${STYLE.text}">${intro}</p>
${
  rows.length > 0 &&
  panel(html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
${rows}
</table>`)
}
${paragraphs.map((paragraph) => html`<p class="text" style="${STYLE.text}">${paragraph}</p>`)}
${button(label ?? words.button, link, theme)}
<div class="rule" style="border-top:1px solid #e3e6ea;padding-top:20px;">
<p class="small" style="${STYLE.small}margin:0 0 4px;">${words.copyLink}</p>
<p class="small" style="${STYLE.small}word-break:break-all;"><a class="link" dir="ltr" href="${link}" style="${linkStyle(theme)}">${link}</a></p>
${support && html`<p class="small" style="${STYLE.small}margin:16px 0 0;">${words.support} <a class="link" dir="ltr" href="mailto:${encodeURIComponent(support).replace('%40', '@')}" style="${linkStyle(theme)}">${support}</a></p>`}
</div>`;
}

/** As complete as the HTML: a customer who reads plain text misses nothing. */
function textPart(
  { heading, intro, facts, paragraphs, button: label, footer }: Notice,
  { company, header, support, link, locale }: Around & { company: string; header: string | null },
): string {
  const words = MAIL_WORDS[locale.language].notice;
  const parts = [
    header ? `${company}\n${header}` : company,
    heading,
    intro,
    facts.map(([label, value]) => words.fact(label, value.join(words.separator))).join('\n'),
    ...paragraphs,
    `${words.fact(label ?? words.button, '').trimEnd()}\n${link}`,
    support ? `${words.support} ${support}` : '',
    `-- \n${footer}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
