/**
 * Where the link in a mail leads: a page that says who asks and spends the link only when a person clicks. The token
 * stands in the fragment, which no server is sent; the page removes it from the address bar at once. It shows the
 * session's token to whoever plays with the API; the hosted page will take its place.
 */
import type { Db } from '../db/client.ts';
import { html } from '../mail/html.ts';
import { portalBranding } from '../modules/portal/branding.ts';

const OWN_PAGE = '/sign-in';
const PAGE = /^\/portal\/(co_[0-9a-z]{26})\/sign-in$/;
const SCRIPT = '/portal/sign-in.js';
const STYLE = '/portal/sign-in.css';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const script = `
const token = new URLSearchParams(location.hash.slice(1)).get('token');
history.replaceState(null, '', location.pathname);
const button = document.querySelector('button');
const status = document.querySelector('[role=status]');
const done = document.querySelector('#done');
if (!token) {
  button.hidden = true;
  status.textContent = 'This address holds no link. Open the one from your mail again.';
}
const query = \`mutation SignIn($token: String!) {
  consumePortalLink(input: { token: $token }) {
    ... on ConsumePortalLinkSuccess { sessionToken expiresAt customer { email } }
    ... on UserError { message }
  }
}\`;
button.addEventListener('click', async () => {
  button.disabled = true;
  status.textContent = 'Signing in …';
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { token } }),
    });
    const { data, errors } = await response.json();
    const result = data?.consumePortalLink;
    if (!result?.sessionToken) throw new Error(result?.message ?? errors?.[0]?.message);
    button.hidden = true;
    status.textContent = 'You are signed in as ' + result.customer.email + ', until ' + new Date(result.expiresAt).toLocaleTimeString() + ' at the latest.';
    document.querySelector('textarea').value = JSON.stringify({ authorization: 'Bearer ' + result.sessionToken });
    done.hidden = false;
  } catch (error) {
    button.disabled = false;
    status.textContent = (error instanceof Error && error.message) || 'The server does not answer. Try again.';
  }
});
`;

const style = `
:root { color-scheme: light dark; --ink: #1a1d24; --soft: #5b6270; --ground: #f5f6f8; --card: #fff; --line: #dfe2e8; --accent: #2347c5; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceef3; --soft: #a4abb9; --ground: #14161b; --card: #1d2027; --line: #343945; --accent: #8aa5ff; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 440px; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.brand { margin: 0 0 24px; color: var(--soft); }
h1 { margin: 0 0 8px; font-size: 24px; line-height: 1.25; }
p { margin: 0 0 20px; }
button { width: 100%; padding: 14px; border: 0; border-radius: 8px; background: var(--accent); color: var(--card); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible, textarea:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
button:disabled { opacity: .6; cursor: default; }
[role=status] { min-height: 1.5em; margin: 20px 0 0; color: var(--soft); }
label { display: block; margin: 20px 0 8px; font-weight: 600; }
textarea { width: 100%; height: 110px; padding: 10px; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); color: inherit; font: 13px/1.4 ui-monospace, monospace; resize: vertical; }
`;

const answer = (body: string, type: string) =>
  new Response(body, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
    },
  });

/** Under `/sign-in` on a company's own domain, where `at.companyId` is that company, and under its id elsewhere. */
export async function serveSignInPage(
  at: { db: Db; companyId: string | null },
  request: Request,
  url: URL,
): Promise<Response | null> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return null;
  if (url.pathname === SCRIPT) return answer(script, 'text/javascript');
  if (url.pathname === STYLE) return answer(style, 'text/css');
  const own = url.pathname === OWN_PAGE ? at.companyId : null;
  const companyId = at.companyId === null ? PAGE.exec(url.pathname)?.[1] : own;
  if (!companyId) return null;
  const branding = await portalBranding(at, companyId);
  const name = branding?.name ?? 'this portal';
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Sign in to ${name}</title>
<link rel="stylesheet" href="${STYLE}">
<script type="module" src="${SCRIPT}"></script>
</head>
<body>
<main>
<p class="brand">${branding?.portalHeader ?? name}</p>
<h1>Sign in to ${name}</h1>
<p>One click opens your session. The link works once.</p>
<button type="button">Sign in</button>
<p role="status"></p>
<div id="done" hidden>
<label for="headers">Headers for GraphiQL</label>
<textarea id="headers" readonly></textarea>
</div>
</main>
</body>
</html>`;
  return answer(page.source, 'text/html');
}
