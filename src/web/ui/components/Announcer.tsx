/** Short messages about completed actions, for screen readers and, for a moment, on the screen. */
import { useEffect, useSyncExternalStore } from 'react';
import { Icon, type IconName } from './Icon.tsx';

let said: { text: string; icon: IconName; at: number } | null = null;
const listeners = new Set<() => void>();
const become = (next: typeof said) => {
  said = next;
  for (const listener of listeners) listener();
};

export function announce(text: string, icon: IconName = 'check'): void {
  become({ text, icon, at: (said?.at ?? 0) + 1 });
}

const SHOWN_MS = 6000;

export function Announcer() {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );
  useEffect(() => {
    if (!now) return;
    const timer = setTimeout(() => become(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <div className="announcer" role="status" aria-live="polite">
      {now ? (
        <p key={now.at} className="toast">
          <Icon name={now.icon} />
          {now.text}
        </p>
      ) : null}
    </div>
  );
}
