/** Replaces a screen whose action is not possible at the moment. */
import type { ReactNode } from 'react';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Empty } from '../../../ui/components/Empty.tsx';
import type { IconName } from '../../../ui/components/Icon.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';

interface UnavailableProps {
  title: string;
  up: { to: string; name: string };
  icon: IconName;
  reason: string;
  /** The remedy; by default only a link back. */
  children?: ReactNode;
}

export function Unavailable({ title, up, icon, reason, children }: UnavailableProps) {
  const { t } = useWords();
  return (
    <Screen title={title} up={up}>
      <div className="card">
        <Empty icon={icon} title={reason}>
          {children}
          <Link to={up.to} className={buttonClass()}>
            {t('action.back')}
          </Link>
        </Empty>
      </div>
    </Screen>
  );
}
