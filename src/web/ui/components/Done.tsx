/** The end of a flow: its result, and links to other screens. */
import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from './Icon.tsx';

interface DoneProps {
  title: ReactNode;
  children?: ReactNode;
  actions: ReactNode;
}

export function Done({ title, children, actions }: DoneProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  return (
    <section className="card done">
      <span className="done-sign">
        <Icon name="check" />
      </span>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
      <div className="actions">{actions}</div>
    </section>
  );
}
