/**
 * The mail that signs a customer in: a link for this device and a short code for another one. The words are in
 * i18n/messages/<language>/mail.json.
 */
import { embedded } from '../../i18n/bidi.ts';
import { type Language, localeOf } from '../../i18n/locale.ts';
import { type Translate, translator } from '../../i18n/translate.ts';
import type { Theme } from '../../kernel/theme.ts';
import { html } from '../html.ts';
import { isBareAddress } from '../senderAddress.ts';
import { button, layout, linkStyle, mailTheme, panel, STYLE } from './layout.ts';
import { oneLine } from './oneLine.ts';
import { support } from './support.ts';

/** Where the link leads; the mail names it in one sentence. */
type Destination =
  | 'HOME'
  | 'PAYMENT_METHODS'
  | 'BILLING_INFORMATION'
  | 'SUBSCRIPTIONS'
  | 'SWITCH_PLAN'
  | 'CANCEL_SUBSCRIPTION'
  | 'INVOICES'
  | 'PAY_INVOICE';

export interface SignInLink {
  companyName: string;
  /** The heading that the merchant gave its portal. */
  portalHeader?: string | null;
  /** `#rrggbb`. It is drawn lighter or darker if its contrast would be too low. */
  accentColor?: string | null;
  supportEmail?: string | null;
  /** The merchant's own line at the end. */
  footerText?: string | null;
  /** The complete link. Its token is in the fragment, which browsers send to no server or proxy. */
  link: string;
  code: string;
  expiresInMinutes: number;
  locale?: string | null;
  /** The company's language, for customers whose own is unknown or not supported. */
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
  // The caller builds the link, so this catches a defect. The error must not repeat the token.
  if (!/^https?:\/\/[^\s<>"]+$/.test(input.link)) throw new Error('A sign-in link must be an http or https URL.');
  const locale = localeOf(input.locale, input.fallbackLocale);
  const t = translator('mail', locale);
  const name = oneLine(input.companyName, 60) || 'Portico';
  const company = embedded(name, locale.direction);
  const header = oneLine(input.portalHeader ?? '') || null;
  const supportEmail = input.supportEmail && isBareAddress(input.supportEmail) ? input.supportEmail : null;
  const theme = mailTheme(input.accentColor);
  const footerText = oneLine(input.footerText ?? '', 300) || null;
  const subject = t('signIn.subject', { company });
  const parts: Parts = { ...input, theme, t, name, company, header, supportEmail, footerText };
  return {
    subject,
    language: locale.language,
    text: textPart(parts),
    html: layout({
      locale,
      title: subject,
      preheader: t('signIn.preheader', { minutes: input.expiresInMinutes }),
      brand: { name, header },
      theme,
      body: htmlPart(parts),
      footer: t('signIn.footer', { company }),
      footerText,
    }),
  };
}

interface Parts {
  theme: Theme;
  t: Translate<'mail'>;
  name: string;
  /** The name within a sentence. */
  company: string;
  header: string | null;
  supportEmail: string | null;
  footerText: string | null;
  link: string;
  code: string;
  expiresInMinutes: number;
  destination: Destination;
}

function htmlPart({ theme, t, company, supportEmail, link, code, expiresInMinutes, destination }: Parts) {
  return html`<h1 class="strong" style="${STYLE.heading}">${t('signIn.heading', { company })}</h1>
<p class="text" style="${STYLE.text}">${t(`signIn.intro.${destination}`)}</p>
${button(t('signIn.button'), link, theme)}
${panel(html`<p class="small" style="${STYLE.small}">${t('signIn.codeIntro')}</p>
<div class="code" dir="ltr" style="${STYLE.code}">${code}</div>
<p class="small" style="${STYLE.small}margin:8px 0 0;">${t('signIn.codeHint', { company })}</p>`)}
<p class="text" style="${STYLE.text}">${t('signIn.validity', { minutes: expiresInMinutes })}</p>
<p class="small" style="${STYLE.small}margin:0 0 20px;">${t('signIn.notYou')}</p>
<div class="rule" style="border-top:1px solid #e3e6ea;padding-top:20px;">
<p class="small" style="${STYLE.small}margin:0 0 4px;">${t('layout.copyLink')}</p>
<p class="small" style="${STYLE.small}word-break:break-all;"><a class="link" dir="ltr" href="${link}" style="${linkStyle(theme)}">${link}</a></p>
${supportEmail && support(t, supportEmail, theme)}
</div>`;
}

/** As complete as the HTML: a customer who reads plain text misses nothing. */
function textPart({
  t,
  name,
  company,
  header,
  supportEmail,
  footerText,
  link,
  code,
  expiresInMinutes,
  destination,
}: Parts): string {
  const paragraphs = [
    header ? `${name}\n${header}` : name,
    t('signIn.heading', { company }),
    t(`signIn.intro.${destination}`),
    link,
    t('signIn.codeIntro'),
    `    ${code}`,
    t('signIn.codeHint', { company }),
    t('signIn.validity', { minutes: expiresInMinutes }),
    t('signIn.notYou'),
    supportEmail ? t('layout.support', { email: supportEmail }) : '',
    `-- \n${t('signIn.footer', { company })}${footerText ? `\n${footerText}` : ''}`,
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`;
}
