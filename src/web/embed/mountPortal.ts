/**
 * The script that a merchant puts on their page, served as /embed/v1.js: it shows the portal in a frame, passes sessions
 * to it, and gives it the height of its content. One file that imports nothing at run time.
 */
/// <reference path="./v1.d.ts" />
import type { Framed, FromFrame, ToFrame } from './frameMessages.ts';

const LOADED_WITHIN_MS = 20_000;
const FIRST_HEIGHT = '480px';
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

interface SignInLink {
  origin: string;
  /** The address of the portal, without a trailing slash. */
  address: string;
  token: string;
}

/** Null for anything but the address of a link of `createPortalLink`. */
function readLink(text: unknown): SignInLink | null {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  if (!url?.pathname.endsWith('/sign-in')) return null;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && THIS_MACHINE.includes(url.hostname))) return null;
  const token = new URLSearchParams(url.hash.slice(1)).get('token');
  const { origin, pathname } = url;
  return token ? { origin, address: origin + pathname.slice(0, -'/sign-in'.length), token } : null;
}

class MountedPortal {
  readonly #options: Portico.MountOptions;
  readonly #frame = document.createElement('iframe');
  /** Known with the first link; later ones must be of the same portal. */
  #portal: { origin: string; address: string } | null = null;
  /** The token of a link that the frame has not been given yet. */
  #unspent: string | null = null;
  #asking = false;
  #destroyed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #painting = false;

  constructor(element: Element, options: Portico.MountOptions) {
    this.#options = options;
    const { style } = this.#frame;
    this.#frame.title = options.title ?? 'Billing';
    // Wallets of the payment provider, whose fields are in a frame of this frame.
    this.#frame.allow = 'payment; publickey-credentials-get';
    Object.assign(style, { display: 'block', width: '100%', height: FIRST_HEIGHT, border: '0' });
    addEventListener('message', this.#hear);
    addEventListener('scroll', this.#look, { passive: true, capture: true });
    addEventListener('resize', this.#look);
    void this.#open(element);
  }

  destroy(): void {
    this.#destroyed = true;
    clearTimeout(this.#timer);
    removeEventListener('message', this.#hear);
    removeEventListener('scroll', this.#look, { capture: true });
    removeEventListener('resize', this.#look);
    this.#unspent = null;
    this.#frame.remove();
  }

  async #open(element: Element): Promise<void> {
    this.#unspent = await this.#askForSession();
    if (!this.#portal || this.#unspent === null || this.#destroyed) return;
    // The origin in the address serves for an explanation only; the browser enforces the policy of the response.
    this.#frame.src = `${this.#portal.address}/embed?parent=${encodeURIComponent(location.origin)}`;
    this.#timer = setTimeout(() => this.#fail('NOT_LOADED', 'The portal did not load in its frame.'), LOADED_WITHIN_MS);
    element.append(this.#frame);
  }

  /** The token of a new link; null if there is none, which has been reported. */
  async #askForSession(): Promise<string | null> {
    let given: unknown;
    try {
      given = await this.#options.getSession();
    } catch {
      this.#fail('NO_SESSION', 'getSession() failed.');
      return null;
    }
    const link = readLink(given);
    this.#portal ??= link;
    if (link && link.address === this.#portal?.address) return link.token;
    this.#fail('NO_SESSION', 'getSession() did not return the url of createPortalLink for this portal.');
    return null;
  }

  #hear = ({ data, origin, source }: MessageEvent<Framed<FromFrame> | null>): void => {
    if (!this.#portal || origin !== this.#portal.origin || source !== this.#frame.contentWindow) return;
    if (source === null || typeof data !== 'object' || data?.portico !== 1) return;
    switch (data.type) {
      case 'ready':
        clearTimeout(this.#timer);
        this.#look();
        void this.#handOver();
        break;
      case 'refused':
        clearTimeout(this.#timer);
        this.#fail(
          'ORIGIN_NOT_ALLOWED',
          `${location.origin} is not in the embedOrigins of the portal's configuration.`,
        );
        break;
      case 'sessionNeeded':
        this.#emit({ type: 'session_ended' });
        void this.#handOver();
        break;
      case 'signedIn':
        this.#emit({ type: 'ready' });
        break;
      case 'height':
        this.#resize(data.pixels);
        break;
      case 'screen':
        if (this.#frame.getBoundingClientRect().top < 0) this.#frame.scrollIntoView({ block: 'start' });
        break;
      case 'action':
        this.#emit({ type: 'action', ...data.outcome });
        break;
      case 'flowCompleted':
        this.#emit({ type: 'flow_completed', flow: data.flow });
        break;
    }
  };

  async #handOver(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const token = this.#unspent ?? (await this.#askForSession());
    this.#unspent = null;
    this.#asking = false;
    if (token === null) return this.#tell({ type: 'noSession' });
    const { destination = null, destinationContext = null, colorScheme = null, navigation = null } = this.#options;
    this.#tell({ type: 'session', token, destination, destinationContext, colorScheme, navigation });
  }

  /** To the portal's origin and no other, whatever the frame shows by now. */
  #tell(message: ToFrame): void {
    const { contentWindow } = this.#frame;
    if (this.#portal) contentWindow?.postMessage({ ...message, portico: 1 }, this.#portal.origin);
  }

  #resize(pixels: number): void {
    if (!Number.isFinite(pixels) || pixels < 0) return;
    const height = Math.ceil(pixels);
    this.#frame.style.height = `${height}px`;
    this.#look();
    this.#emit({ type: 'resized', height });
  }

  /** Reports the part of the frame that can be seen, at most once for each picture. */
  #look = (): void => {
    if (this.#painting) return;
    this.#painting = true;
    requestAnimationFrame(() => {
      this.#painting = false;
      const { top, height } = this.#frame.getBoundingClientRect();
      const from = Math.max(0, -top);
      this.#tell({ type: 'seen', top: from, height: Math.max(0, Math.min(height, innerHeight - top) - from) });
    });
  };

  #fail(code: Portico.ErrorCode, message: string): void {
    console.error(`Portico: ${message}`);
    this.#emit({ type: 'error', code, message });
  }

  #emit(event: Portico.PortalEvent): void {
    this.#options.onEvent?.(event);
  }
}

const Portico: Window['Portico'] = {
  version: '1.0.0',
  mount(element, options) {
    if (!(element instanceof Element)) throw new TypeError('Portico.mount() needs an element of the page.');
    if (typeof options?.getSession !== 'function') throw new TypeError('Portico.mount() needs getSession().');
    const portal = new MountedPortal(element, options);
    return { destroy: () => portal.destroy() };
  },
};
window.Portico = Portico;
