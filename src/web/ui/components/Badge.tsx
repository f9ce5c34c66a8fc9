/** A short status beside a name. */
import type { ReactNode } from 'react';
import type { Tone } from './tone.ts';

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge tone-${tone}`}>{children}</span>;
}
