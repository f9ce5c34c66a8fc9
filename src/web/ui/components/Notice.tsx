/** A highlighted message with an icon and optional actions. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import type { Tone } from './tone.ts';

const ICONS: Record<Tone, IconName> = {
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
  /** Read out by screen readers, because it appears in response to an action. */
  live?: boolean;
}

export function Notice({ tone = 'info', icon, title, children, actions, live = false }: NoticeProps) {
  return (
    <div className={`notice tone-${tone}`} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon name={icon ?? ICONS[tone]} />
      <div className="notice-text">
        <p className="notice-title">{title}</p>
        {children ? <div className="notice-body">{children}</div> : null}
      </div>
      {actions ? <div className="notice-actions">{actions}</div> : null}
    </div>
  );
}
