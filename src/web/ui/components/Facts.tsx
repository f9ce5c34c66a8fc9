/** Names and values, one pair below the other. */
import type { ReactNode } from 'react';

interface FactsProps {
  /** The values are words rather than amounts; on small screens they get lines of their own. */
  plain?: boolean;
  children: ReactNode;
}

export function Facts({ plain = false, children }: FactsProps) {
  return <dl className={plain ? 'facts facts-plain' : 'facts'}>{children}</dl>;
}

export function Fact({ name, children, strong = false }: { name: ReactNode; children: ReactNode; strong?: boolean }) {
  return (
    <div className={strong ? 'fact fact-strong' : 'fact'}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
