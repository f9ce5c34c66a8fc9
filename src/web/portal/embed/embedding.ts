/** The portal in a frame of a merchant's page: its session, its height, the part that can be seen, and what is reported. */
import type { ToFrame } from '../../embed/frameMessages.ts';
import { applyScheme } from '../../ui/preferences.ts';
import { EmbedGate } from './EmbedGate.tsx';
import { awaitSession, embeddedToken, noSession, renewSession, sectionsShown, takeSession } from './embeddedSession.ts';
import { hearParent, tellParent } from './parentPage.ts';
import { reportOutcome } from './reportOutcome.ts';

/** Space around an open dialog. */
const MARGIN = 32;

/** The height of the content. Dialogs are above it, and may be taller. */
function contentHeight(root: HTMLElement): number {
  const dialogs = [...document.querySelectorAll('.dialog, .sheet')].map((dialog) => dialog.scrollHeight + MARGIN);
  return Math.ceil(Math.max(root.getBoundingClientRect().height, ...dialogs));
}

function reportHeight(): void {
  const root = document.getElementById('root') as HTMLElement;
  let told = 0;
  const report = () => {
    const pixels = contentHeight(root);
    if (pixels === told) return;
    told = pixels;
    tellParent({ type: 'height', pixels });
  };
  new ResizeObserver(report).observe(root);
  // Dialogs are added beside the root.
  new MutationObserver(report).observe(document.body, { childList: true, subtree: true });
}

/** Fixed elements stay in the part of the frame that can be seen. */
function adoptSeen(top: number, height: number): void {
  const { style } = document.documentElement;
  if (![top, height].every((value) => Number.isFinite(value) && value >= 0)) return;
  style.setProperty('--seen-top', `${top}px`);
  style.setProperty('--seen-height', `${height}px`);
}

function hear(message: ToFrame): void {
  if (message.type === 'seen') adoptSeen(message.top, message.height);
  if (message.type === 'noSession') noSession();
  if (message.type !== 'session' || typeof message.token !== 'string') return;
  const { colorScheme } = message;
  applyScheme(colorScheme === 'light' || colorScheme === 'dark' ? colorScheme : 'system');
  void takeSession(message).then(() => {
    document.documentElement.dataset.sections = sectionsShown() ? 'shown' : 'none';
  });
}

function start(origins: readonly string[]): void {
  document.documentElement.dataset.embed = '';
  reportHeight();
  awaitSession();
  hearParent(origins, hear);
}

export const embedding = {
  Gate: EmbedGate,
  token: embeddedToken,
  renew: renewSession,
  completed: reportOutcome,
  start,
};
