/** The meaning of each setting of the portal's appearance, for the schema. */
export const BRANDING_MEANS = {
  embedOrigins:
    'The origins whose pages may embed the portal with the script `/embed/v1.js`, such as `https://app.example.com`, at most 20: https, or http on this machine. Empty by default: none.',
  translations:
    'The texts of the portal in other languages, each language at most once. A text without a translation is shown as it is.',
  portalHeader: 'The line at the top of the portal, at most 120 characters; null: the name of the company.',
  logoUrl: 'The logo at the top of the portal: an https address in normalized form; null: none.',
  darkLogoUrl:
    'The logo instead of `logoUrl` where the page is dark: an https address in normalized form; null: `logoUrl` there, too.',
  faviconUrl: 'The icon of the browser tab: an https address in normalized form; null: none.',
  accentColor:
    'The color of buttons and links on the page and in mails, as `#rrggbb`; null: the default blue, `#2a55d4`. If its contrast is too low, `theme` contains a lighter or darker one.',
  backgroundColor:
    'The background color as `#rrggbb`; null: a light or dark gray. The light theme lightens it, and the dark theme darkens it, until text on it has sufficient contrast.',
  font: 'The typeface of the page; `SYSTEM` by default. Mails load no fonts and use that of the device.',
  corners: 'The corners of cards, fields and buttons on the page; `ROUNDED` by default.',
  footerText:
    'A line at the end of the page and of mails, such as the name and register of the company, at most 300 characters; null: none. An embedded portal does not show it.',
  termsUrl: "The merchant's terms: an https address in normalized form; null: no link.",
  privacyUrl: "The merchant's privacy notice: an https address in normalized form; null: no link.",
  supportEmail: "The e-mail address for help on the page and in mails; null: the company's `supportEmail`.",
  defaultLocale:
    'The language if neither the customer nor the browser sets one: `en`, `de`, `fr`, `es`, `pt`, `it`, `nl`, `pl`, `ja` or `ar`.',
};
