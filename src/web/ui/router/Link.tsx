/** A link inside the page: a real address, followed without a reload, whose screen is fetched on hover and focus. */
import { type AnchorHTMLAttributes, createContext, type ReactNode, useContext } from 'react';
import { Link as RouterLink } from 'wouter';

/** Fetches the screen behind a path. Provided by the page, because the table of screens imports their links. */
export const PreloadContext = createContext<(path: string) => void>(() => undefined);

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'className'> {
  to: string;
  className?: string;
  children: ReactNode;
}

export function Link({ to, ...rest }: LinkProps) {
  const preload = useContext(PreloadContext);
  const ahead = () => preload(to);
  return <RouterLink {...rest} href={to} onPointerEnter={ahead} onFocus={ahead} />;
}
