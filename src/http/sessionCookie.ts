/**
 * The portal session of the hosted page is in a cookie that no script can read. It is valid only together with a header
 * that names the portal: a page of another origin cannot send that header without a preflight, and it separates
 * two portals on one host.
 */
import type { SessionCookie } from '../graphql/context.ts';
import { kindOfId } from '../kernel/ids.ts';

/** Names the portal that the page belongs to: the company's id. */
export const PORTAL_HEADER = 'x-portico-portal';

/**
 * `__Host-` restricts the cookie to this host and to https; browsers refuse the prefix without https, which is used only
 * for a local trial.
 */
function cookieName(companyId: string, https: boolean): string {
  return `${https ? '__Host-' : ''}portico_${companyId}`;
}

/** The session in the cookie of the portal that the request names, and that portal; null when there is none. */
export function sessionFromCookie(
  headers: { get(name: string): string | null },
  https: boolean,
): { token: string; companyId: string } | null {
  const companyId = headers.get(PORTAL_HEADER);
  if (companyId === null || kindOfId(companyId) !== 'Company') return null;
  const start = `${cookieName(companyId, https)}=`;
  const [pair, another] = (headers.get('cookie') ?? '').split(/;\s*/).filter((pair) => pair.startsWith(start));
  // A browser sends one; two mean that another one was injected.
  return pair === undefined || another !== undefined ? null : { token: pair.slice(start.length), companyId };
}

/**
 * Writes what is to be set into `setCookies`, the `Set-Cookie` headers of the answer. With `framed`, the portal may be shown in
 * a frame of another site, where a browser sends no SameSite=Strict cookie. The cookie is then partitioned: it exists only
 * below the site on which the customer signed in. Cross-site requests still lack the header that must come with it.
 */
export function sessionCookie(
  setCookies: string[],
  { https, framed }: { https: boolean; framed: boolean },
): SessionCookie {
  const site = https && framed ? 'SameSite=None; Secure; Partitioned' : `SameSite=Strict${https ? '; Secure' : ''}`;
  const set = (companyId: string, value: string, seconds: number) =>
    setCookies.push(`${cookieName(companyId, https)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; ${site}`);
  return {
    keep(companyId, { token, expiresAt }, now) {
      set(companyId, token, Math.floor((expiresAt.getTime() - now.getTime()) / 1000));
    },
    forget(companyId) {
      set(companyId, '', 0);
    },
  };
}
