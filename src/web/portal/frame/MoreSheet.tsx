/** The sections that have no place in the bar at the bottom, and signing out. */
import { Dialog, DialogHeading } from '@ariakit/react/dialog';
import type { FrameFragment } from '../../graphql/generated/graphql.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Email } from '../../ui/components/Email.tsx';
import { Icon } from '../../ui/components/Icon.tsx';
import { useAnnouncedFailure } from '../../ui/hooks/useAnnouncedFailure.ts';
import { isolate } from '../../ui/i18n/isolate.ts';
import { useWords } from '../../ui/i18n/useWords.ts';
import { Link } from '../../ui/router/Link.tsx';
import { boot } from '../boot.ts';
import { inSection, type Section } from './sections.ts';
import { useSignOut } from './useSignOut.ts';

interface MoreSheetProps {
  sections: readonly Section[];
  path: string;
  customer: FrameFragment['frameCustomer'];
  close(): void;
}

export default function MoreSheet({ sections, path, customer, close }: MoreSheetProps) {
  const { t } = useWords();
  const { signOut, pending, failure } = useSignOut();
  useAnnouncedFailure(failure);
  return (
    <Dialog open onClose={close} className="sheet" backdrop={<div className="backdrop" />}>
      <DialogHeading className="sheet-title">{customer.name ? isolate(customer.name) : customer.email}</DialogHeading>
      {customer.name ? (
        <p className="sheet-note">
          <Email address={customer.email} />
        </p>
      ) : null}
      <ul className="sheet-list">
        {sections.map((section) => (
          <li key={section.path}>
            <Link to={section.path} aria-current={inSection(path, section) ? 'page' : undefined} onClick={close}>
              <Icon name={section.icon} />
              {t(section.name)}
              <Icon name="next" className="flip end" />
            </Link>
          </li>
        ))}
      </ul>
      <div className="sheet-actions">
        {boot.embed ? null : (
          <Button wide pending={pending} onClick={() => void signOut(false)}>
            {t('action.signOut')}
          </Button>
        )}
        <Button wide look="quiet" onClick={close}>
          {t('action.close')}
        </Button>
      </div>
    </Dialog>
  );
}
