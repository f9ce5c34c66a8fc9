/** Buttons. A busy button stays in place and focused, is marked as busy, and cannot be pressed again. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'primary' | 'secondary' | 'danger' | 'quiet';
  size?: 'normal' | 'small';
  pending?: boolean;
  wide?: boolean;
  children: ReactNode;
}

export const buttonClass = (
  look: ButtonProps['look'] = 'secondary',
  wide = false,
  size: ButtonProps['size'] = 'normal',
) => `button button-${look}${wide ? ' button-wide' : ''}${size === 'small' ? ' button-small' : ''}`;

export function Button({
  look,
  size,
  pending = false,
  wide,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={`${buttonClass(look, wide, size)} ${rest.className ?? ''}`}
      aria-busy={pending || undefined}
      aria-disabled={pending || rest['aria-disabled'] || undefined}
      onClick={(event) => {
        // Also prevents a busy form from being submitted again.
        if (pending || rest['aria-disabled']) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {pending ? <span className="spinner" aria-hidden="true" /> : null}
      <span className="button-label">{children}</span>
    </button>
  );
}
