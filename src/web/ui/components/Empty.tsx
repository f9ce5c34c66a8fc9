/** Replaces a list without entries, or a screen with nothing to offer. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

export function Empty({ icon, title, children }: { icon: IconName; title: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}
