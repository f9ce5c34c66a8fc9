/**
 * The frame of every mail. It consists of tables and inline styles, which all mail programs render; the style element only
 * adds dark colors and a layout for narrow screens where it is supported. Nothing is loaded, neither images nor fonts: a
 * mail that loads a remote file reports to its server that it was opened.
 */

import type { Direction, Locale } from '../../i18n/locale.ts';
import { hexOf } from '../../kernel/color.ts';
import { type Theme, themeOf } from '../../kernel/theme.ts';
import { Html, html } from '../html.ts';

const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace";

/** The inline styles of each part, in light colors, because programs that drop the style element draw on white. */
export const STYLE = {
  heading: `margin:0 0 12px;font:600 22px/30px ${FONT};color:#16191d;word-break:break-word;`,
  text: `margin:0 0 20px;font:400 16px/25px ${FONT};color:#3c434b;word-break:break-word;`,
  small: `margin:0 0 8px;font:400 14px/21px ${FONT};color:#5d6671;word-break:break-word;`,
  code: `font:600 30px/36px ${MONO};letter-spacing:6px;color:#16191d;`,
} as const;

/** The merchant's accent color, corrected for contrast, as on the page. */
export const mailTheme = (accentColor: string | null | undefined): Theme => themeOf(hexOf(accentColor), null);

/** The inline style of a link. */
export const linkStyle = ({ light }: Theme) => `color:${light.accentText};text-decoration:underline;`;

const sheetStyle = ({ dark }: Theme) =>
  new Html(`
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  body { margin: 0; padding: 0; width: 100%; -webkit-text-size-adjust: 100%; }
  a { text-underline-offset: 2px; }
  .panel p, .footer { text-wrap: balance; }
  @media (max-width: 480px) {
    .page { padding: 20px 12px 28px !important; }
    .card { padding: 28px 22px !important; }
    .code { font-size: 27px !important; letter-spacing: 5px !important; }
  }
  @media (prefers-color-scheme: dark) {
    .page, body { background: #101215 !important; }
    .card { background: #1a1d22 !important; border-color: #2b3037 !important; }
    .strong, .code { color: #f3f5f7 !important; }
    .text { color: #c6ccd3 !important; }
    .small { color: #98a1ac !important; }
    .panel { background: #23272e !important; border-color: #323840 !important; }
    .rule { border-color: #2b3037 !important; }
    .mark, .button { background: ${dark.accent} !important; color: ${dark.onAccent} !important; }
    .button { border-color: ${dark.focusRing} !important; }
    .button a { color: ${dark.onAccent} !important; }
    a.link { color: ${dark.accentText} !important; }
  }`);

export interface Sheet {
  locale: Locale;
  title: string;
  /** The text beneath the subject in a mail list. Locked screens show it, so it never contains a code. */
  preheader: string;
  brand: { name: string; header: string | null };
  theme: Theme;
  body: Html;
  footer: string;
  /** The merchant's own line at the end. */
  footerText: string | null;
}

/** The direction is set on the document, its body and its outermost table: many mail programs leave only the last. */
export function layout(sheet: Sheet): string {
  const { brand, theme } = sheet;
  const { tag, direction } = sheet.locale;
  return html`<!doctype html>
<html lang="${tag}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${sheet.title}</title>
<style>${sheetStyle(theme)}
</style>
</head>
<body lang="${tag}" dir="${direction}" style="margin:0;padding:0;background:#f3f4f6;">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">${sheet.preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" lang="${tag}" dir="${direction}">
<tr><td class="page" align="center" style="padding:36px 16px 44px;background:#f3f4f6;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:520px;">
<tr><td style="padding:0 4px 20px;">
<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
<td valign="top" width="40" aria-hidden="true"><div class="mark" style="width:40px;height:40px;border-radius:10px;background:${theme.light.accent};color:${theme.light.onAccent};font:600 18px/40px ${FONT};text-align:center;">${initial(brand.name)}</div></td>
<td style="${direction === 'rtl' ? 'padding-right' : 'padding-left'}:12px;">
<div class="strong" style="font:600 16px/21px ${FONT};color:#16191d;word-break:break-word;">${brand.name}</div>
${brand.header && html`<div class="small" style="font:400 14px/19px ${FONT};color:#5d6671;word-break:break-word;">${brand.header}</div>`}
</td></tr></table>
</td></tr>
<tr><td class="card" style="padding:36px 40px;background:#ffffff;border:1px solid #e3e6ea;border-radius:14px;">
${sheet.body}
</td></tr>
<tr><td class="small footer" align="center" style="padding:20px 12px 0;font:400 13px/19px ${FONT};color:#5d6671;">${sheet.footer}${sheet.footerText && html`<br><span dir="auto">${sheet.footerText}</span>`}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`.source;
}

/** One action, large enough for a thumb; drawn by its table cell where a program ignores the link's padding. */
export function button(label: string, href: string, { light }: Theme): Html {
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin:0 0 28px;">
<tr><td class="button" align="center" bgcolor="${light.accent}" style="border-radius:10px;border:1px solid ${light.focusRing};background:${light.accent};">
<a href="${href}" style="display:block;padding:16px 24px;font:600 17px/22px ${FONT};color:${light.onAccent};text-decoration:none;border-radius:10px;">${label}</a>
</td></tr></table>`;
}

/** A framed block for a code or another value that the reader copies. */
export function panel(content: Html): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 28px;">
<tr><td class="panel" align="center" style="padding:20px 16px;background:#f6f7f9;border:1px solid #e3e6ea;border-radius:10px;">
${content}
</td></tr></table>`;
}

/** The side on which a line ends; for attributes, which have no words independent of direction. */
export const endOf = (direction: Direction) => (direction === 'rtl' ? 'left' : 'right');

/** The side on which a line begins. */
export const startOf = (direction: Direction) => (direction === 'rtl' ? 'right' : 'left');

function initial(name: string): string {
  const [first] = new Intl.Segmenter().segment(name);
  return (first?.segment ?? '').toUpperCase();
}
