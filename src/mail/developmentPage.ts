/** The document of the pages that exist in development only: without scripts, and with one style that a policy names. */
import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';

/** The source of a page's policy for its style. */
export const styleSource = (style: string): string =>
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`;

export const developmentPage = ({
  title,
  style,
  body,
  refreshSeconds,
}: {
  title: string;
  style: string;
  body: Html;
  /** The seconds after which the page reloads by itself; never by default. */
  refreshSeconds?: number | undefined;
}): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
${refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}">`}
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body><main>${body}</main></body>
</html>
`.source;
