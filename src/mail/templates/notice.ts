/** The form of mails about payments: what happened, the facts, what to do, and one button. They hold no token. */
import { isBareAddress } from '../address.ts';
import { html } from '../html.ts';
import { button, layout, panel, STYLE } from './layout.ts';
import { oneLine } from './oneLine.ts';
import type { MailContent } from './signInLink.ts';
import { type Language, languageOf, NOTICE } from './words.ts';

/** From whom a mail comes, and where it leads. */
export interface Sender {
  companyName: string;
  /** The heading that the merchant gave its portal. */
  portalHeader?: string | null;
  supportEmail?: string | null;
  locale?: string | null;
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

/** The company's name as mails write it. */
export const companyOf = ({ companyName }: Pick<Sender, 'companyName'>) => oneLine(companyName, 60) || 'Portico';

export function noticeMail(sender: Sender, notice: Notice): MailContent {
  if (!/^https?:\/\/[^\s<>"]+$/.test(sender.link)) throw new Error('The link of a mail must be an http or https URL.');
  const language = languageOf(sender.locale);
  const company = companyOf(sender);
  const header = oneLine(sender.portalHeader ?? '') || null;
  const support = sender.supportEmail && isBareAddress(sender.supportEmail) ? sender.supportEmail : null;
  const { subject, preheader, footer } = notice;
  return {
    subject,
    language,
    text: textPart(notice, { company, header, support, link: sender.link, language }),
    html: layout({
      language,
      title: subject,
      preheader,
      brand: { name: company, header },
      body: htmlPart(notice, { support, link: sender.link, language }),
      footer,
    }),
  };
}

interface Around {
  support: string | null;
  link: string;
  language: Language;
}

function htmlPart({ heading, intro, facts, paragraphs, button: label }: Notice, { support, link, language }: Around) {
  const words = NOTICE[language];
  const rows = facts.map(
    ([label, value], index) => html`<tr>
<td class="small" valign="top" style="${STYLE.small}margin:0;padding:${index === 0 ? '2px' : '10px'} 16px 0 0;white-space:nowrap;">${label}</td>
<td class="strong" valign="top" align="right" style="${STYLE.text}margin:0;padding:${index === 0 ? '0' : '8px'} 0 0;color:#16191d;word-break:break-word;">${value.map((part, line) => html`${line > 0 && html`<br>`}${part}`)}</td>
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
${button(label ?? words.button, link)}
<div class="rule" style="border-top:1px solid #e3e6ea;padding-top:20px;">
<p class="small" style="${STYLE.small}margin:0 0 4px;">${words.copyLink}</p>
<p class="small" style="${STYLE.small}word-break:break-all;"><a class="link" href="${link}" style="${STYLE.link}">${link}</a></p>
${support && html`<p class="small" style="${STYLE.small}margin:16px 0 0;">${words.support} <a class="link" href="mailto:${encodeURIComponent(support).replace('%40', '@')}" style="${STYLE.link}">${support}</a></p>`}
</div>`;
}

/** As complete as the HTML: a customer who reads plain text misses nothing. */
function textPart(
  { heading, intro, facts, paragraphs, button: label, footer }: Notice,
  { company, header, support, link, language }: Around & { company: string; header: string | null },
): string {
  const words = NOTICE[language];
  const parts = [
    header ? `${company}\n${header}` : company,
    heading,
    intro,
    facts.map(([label, value]) => `${label}: ${value.join(', ')}`).join('\n'),
    ...paragraphs,
    `${label ?? words.button}:\n${link}`,
    support ? `${words.support} ${support}` : '',
    `-- \n${footer}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
