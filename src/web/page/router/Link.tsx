/** A link inside the page: a real address, followed without loading anew. */
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';
import { href, type NavigateOptions, navigate } from './place.ts';
import { preload } from './routes.tsx';

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  to: string;
  step?: NavigateOptions;
  children: ReactNode;
}

export function Link({ to, step, onClick, children, ...rest }: LinkProps) {
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
    if (event.defaultPrevented || elsewhere) return;
    event.preventDefault();
    navigate(to, step);
  }
  const ahead = () => preload(to);
  return (
    <a {...rest} href={href(to)} onClick={follow} onPointerEnter={ahead} onFocus={ahead}>
      {children}
    </a>
  );
}
