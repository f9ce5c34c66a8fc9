/**
 * The merchant's page around an embedded portal. Only the window around this one is heard, and only from an origin that the
 * company allows; the first one that speaks is the only one that gets messages.
 */
import { type Framed, type FromFrame, type ToFrame, VERSION } from '../../embed/frameMessages.ts';

let origin: string | null = null;

/** Sends nothing before the merchant's page has spoken, and outside of a frame. */
export function tellParent(message: FromFrame): void {
  if (origin !== null) parent.postMessage({ ...message, portico: VERSION } satisfies Framed<FromFrame>, origin);
}

/** Announces that this page listens, to any window around it: the message contains nothing. */
export function hearParent(origins: readonly string[], heard: (message: ToFrame) => void): void {
  addEventListener('message', ({ data, origin: from, source }: MessageEvent<Framed<ToFrame> | null>) => {
    if (source !== parent || parent === window || !origins.includes(from) || from !== (origin ?? from)) return;
    if (typeof data !== 'object' || data?.portico !== VERSION) return;
    origin = from;
    heard(data);
  });
  parent.postMessage({ type: 'ready', portico: VERSION } satisfies Framed<FromFrame>, '*');
}
