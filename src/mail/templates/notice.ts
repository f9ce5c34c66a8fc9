/** The form of mails about payments: what happened, the facts, what to do, and one button. They hold no token. */
import { embedded } from '../../i18n/bidi.ts';
import { type Locale, localeOf } from '../../i18n/locale.ts';
import { type Translate, translator } from '../../i18n/translate.ts';
import type { Theme } from '../../kernel/theme.ts';
import { html } from '../html.ts';
import { isBareAddress } from '../senderAddress.ts';
import { button, endOf, layout, linkStyle, mailTheme, panel, STYLE, startOf } from './layout.ts';
import { oneLine } from './oneLine.ts';
import type { MailContent } from './signInLink.ts';
import { support } from './support.ts';

/** The sender of a mail, and the address of its button. */
export interface Sender {
  companyName: string;
  /** The heading that the merchant gave its portal. */
  portalHeader?: string | null;
  /** `#rrggbb`. It is drawn lighter or darker if its contrast would be too low. */
  accentColor?: string | null;
  supportEmail?: string | null;
  /** The merchant's own line at the end. */
  footerText?: string | null;
  locale?: string | null;
  /** The company's language, for customers whose own is unknown or not supported. */
  fallbackLocale?: string | null;
  /** The portal screen that updates the payment method. It requires signing in. */
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
  /** The label of the button; updating the payment method by default. */
  button?: string | undefined;
  footer: string;
}

/** The locale of a mail: the customer's, or the merchant's fallback. */
export const mailLocale = ({ locale, fallbackLocale }: Pick<Sender, 'locale' | 'fallbackLocale'>): Locale =>
  localeOf(locale, fallbackLocale);

/** The company's name as mails write it. */
const companyOf = ({ companyName }: Pick<Sender, 'companyName'>) => oneLine(companyName, 60) || 'Portico';

/** The company's name within a sentence. */
export const companyIn = (sender: Pick<Sender, 'companyName'>, { direction }: Locale) =>
  embedded(companyOf(sender), direction);

export function noticeMail(sender: Sender, notice: Notice): MailContent {
  if (!/^https?:\/\/[^\s<>"]+$/.test(sender.link)) throw new Error('The link of a mail must be an http or https URL.');
  const locale = mailLocale(sender);
  const company = companyOf(sender);
  const header = oneLine(sender.portalHeader ?? '') || null;
  const supportEmail = sender.supportEmail && isBareAddress(sender.supportEmail) ? sender.supportEmail : null;
  const around = { supportEmail, link: sender.link, t: translator('mail', locale) };
  const { subject, preheader, footer } = notice;
  const theme = mailTheme(sender.accentColor);
  const footerText = oneLine(sender.footerText ?? '', 300) || null;
  return {
    subject,
    language: locale.language,
    text: textPart(notice, { ...around, company, header, footerText }),
    html: layout({
      locale,
      title: subject,
      preheader,
      brand: { name: company, header },
      theme,
      body: htmlPart(notice, { ...around, locale, theme }),
      footer,
      footerText,
    }),
  };
}

interface Around {
  supportEmail: string | null;
  link: string;
  t: Translate<'mail'>;
}

function htmlPart(
  { heading, intro, facts, paragraphs, button: label }: Notice,
  { supportEmail, link, t, locale, theme }: Around & { locale: Locale; theme: Theme },
) {
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
${button(label ?? t('button.updateMethod'), link, theme)}
<div class="rule" style="border-top:1px solid #e3e6ea;padding-top:20px;">
<p class="small" style="${STYLE.small}margin:0 0 4px;">${t('layout.copyLink')}</p>
<p class="small" style="${STYLE.small}word-break:break-all;"><a class="link" dir="ltr" href="${link}" style="${linkStyle(theme)}">${link}</a></p>
${supportEmail && support(t, supportEmail, theme)}
</div>`;
}

/** As complete as the HTML: a customer who reads plain text misses nothing. */
function textPart(
  { heading, intro, facts, paragraphs, button: label, footer }: Notice,
  {
    company,
    header,
    footerText,
    supportEmail,
    link,
    t,
  }: Around & {
    company: string;
    header: string | null;
    footerText: string | null;
  },
): string {
  const fact = (name: string, value: string) => t('layout.fact', { label: name, value });
  const listed = (values: readonly string[]) => values.reduce((list, item) => t('layout.list', { list, item }));
  const parts = [
    header ? `${company}\n${header}` : company,
    heading,
    intro,
    facts.map(([name, values]) => fact(name, listed(values))).join('\n'),
    ...paragraphs,
    `${fact(label ?? t('button.updateMethod'), '').trimEnd()}\n${link}`,
    supportEmail ? t('layout.support', { email: supportEmail }) : '',
    `-- \n${footer}${footerText ? `\n${footerText}` : ''}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
