/** A modal dialog. The focus stays in it, and returns to where it was. */
import { DialogHeading, Dialog as HeadlessDialog } from '@ariakit/react/dialog';
import type { ReactNode } from 'react';

interface DialogProps {
  title: ReactNode;
  close(): void;
  children: ReactNode;
  actions?: ReactNode;
}

export function Dialog({ title, close, children, actions }: DialogProps) {
  return (
    <HeadlessDialog open onClose={close} className="dialog" backdrop={<div className="backdrop" />}>
      <DialogHeading className="dialog-title">{title}</DialogHeading>
      <div className="dialog-body">{children}</div>
      {actions ? <div className="actions actions-end">{actions}</div> : null}
    </HeadlessDialog>
  );
}
