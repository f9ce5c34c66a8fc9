/** The signed-in customer and the visible sections, as of the last response; the frame around the screens shows them. */
import { useSyncExternalStore } from 'react';
import type { FrameFragment } from '../../graphql/generated/graphql.ts';

let frame: FrameFragment | null = null;
const listeners = new Set<() => void>();

export const currentFrame = () => frame;

export function setFrame(next: FrameFragment | null): void {
  if (JSON.stringify(next) === JSON.stringify(frame)) return;
  frame = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useFrame = (): FrameFragment | null => useSyncExternalStore(subscribe, currentFrame);
