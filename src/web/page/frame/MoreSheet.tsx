/** The sections that have no place in the bar at the bottom, and signing out. */
import { Dialog, DialogHeading } from '@ariakit/react/dialog';
import type { FrameFragment } from '../../graphql/generated/graphql.ts';
import { own } from '../i18n/own.ts';
import { useWords } from '../i18n/words.tsx';
import { Link } from '../router/Link.tsx';
import { Button } from '../ui/Button.tsx';
import { Email } from '../ui/Email.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useAnnouncedFailure } from '../ui/useAnnouncedFailure.ts';
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
      <DialogHeading className="sheet-title">{customer.name ? own(customer.name) : customer.email}</DialogHeading>
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
        <Button wide pending={pending} onClick={() => void signOut(false)}>
          {t('action.signOut')}
        </Button>
        <Button wide look="quiet" onClick={close}>
          {t('action.close')}
        </Button>
      </div>
    </Dialog>
  );
}
