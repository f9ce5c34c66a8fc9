/** What things lie on, and the small marks beside them. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

export type Tone = 'neutral' | 'good' | 'warning' | 'bad' | 'info';

interface CardProps {
  title?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  className?: string;
}

export function Card({ title, action, children, className = '' }: CardProps) {
  return (
    <section className={`card ${className}`}>
      {title ? (
        <header className="card-head">
          <h2>{title}</h2>
          {action}
        </header>
      ) : null}
      {children}
    </section>
  );
}

export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge tone-${tone}`}>{children}</span>;
}

const SIGNS: Record<Tone, IconName> = {
  neutral: 'info',
  info: 'info',
  good: 'check',
  warning: 'warning',
  bad: 'warning',
};

interface NoticeProps {
  tone?: Tone;
  icon?: IconName;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Whether it appears because of something that was just done, and is to be read out. */
  live?: boolean;
}

export function Notice({ tone = 'info', icon, title, children, actions, live = false }: NoticeProps) {
  return (
    <div className={`notice tone-${tone}`} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon name={icon ?? SIGNS[tone]} />
      <div className="notice-text">
        <p className="notice-title">{title}</p>
        {children ? <div className="notice-body">{children}</div> : null}
      </div>
      {actions ? <div className="notice-actions">{actions}</div> : null}
    </div>
  );
}

/** Grey shapes where something is about to be. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="card skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes have no identity.
        <span key={line} className="skeleton-line" />
      ))}
    </div>
  );
}

export function Empty({ icon, title, children }: { icon: IconName; title: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** Names and what they are, one below the other. What is plain words and no amounts has lines of its own on small screens. */
export function Facts({ plain = false, children }: { plain?: boolean; children: ReactNode }) {
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
