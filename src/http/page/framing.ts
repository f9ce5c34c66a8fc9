/**
 * Which sites may show the page in a frame. The embedded page (below `/embed`) has the origins that its company
 * configured; the page as it is has those of the server's settings. A browser enforces the policy of the response. The
 * request only decides whether an explanation is shown instead of the browser's error page.
 */
import type { PortalBranding } from '../../modules/portal/branding/portalBranding.ts';

export interface Framing {
  /** Origins that may show the page in a frame; none if empty. */
  ancestors: readonly string[];
  /** Why the page would not work in the frame in which it is requested, for developers; null if it would, or is in none. */
  refusal: string | null;
}

interface Asked {
  request: Request;
  url: URL;
  /** Whether the embedded page is requested. */
  embedded: boolean;
  company: PortalBranding | null;
  /** The origins of the server's settings. */
  frameAncestors: readonly string[];
}

const FRAMES = new Set(['iframe', 'frame', 'embed', 'object']);

const NOT_EMBEDDABLE =
  'This portal has no `embedOrigins`. Add the origin of your page to them with the mutation updatePortalConfig.';
const OTHER_ORIGIN =
  'The origin of your page is not one of the `embedOrigins` of this portal. Add it with the mutation updatePortalConfig.';
const NOT_THE_EMBEDDED_PAGE =
  'In a frame, the portal works by the script /embed/v1.js only: browsers withhold the cookie of its session there.';

export function framingOf({ request, url, embedded, company, frameAncestors }: Asked): Framing {
  if (!embedded) return { ancestors: frameAncestors, refusal: plainRefusal(request, frameAncestors) };
  const ancestors = company?.embedOrigins ?? [];
  const parent = url.searchParams.get('parent');
  const allowed = parent === null || ancestors.includes(parent);
  return { ancestors, refusal: ancestors.length === 0 ? NOT_EMBEDDABLE : allowed ? null : OTHER_ORIGIN };
}

/**
 * Why the page that is not embedded is refused in a frame, judged by `Sec-Fetch-Dest` and the origin of the `Referer`; null
 * if it is allowed there, or is in no frame.
 */
function plainRefusal({ headers }: Request, frameAncestors: readonly string[]): string | null {
  if (!FRAMES.has(headers.get('sec-fetch-dest') ?? '')) return null;
  const from = URL.parse(headers.get('referer') ?? '')?.origin;
  const allowed = frameAncestors.length > 0 && (from === undefined || frameAncestors.includes(from));
  return allowed ? null : NOT_THE_EMBEDDED_PAGE;
}
